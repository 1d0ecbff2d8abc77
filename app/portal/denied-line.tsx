import type { LineFacts } from '#app/domain/order.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import { LineTitle } from './line-title.tsx'
import { type PageFrame, ProductImage } from './portal-page.tsx'
import { WhyDenied } from './why-denied.tsx'

/** A refusal in three parts: what, because, what else is possible. */
export function DeniedLine(props: {
  readonly frame: PageFrame
  readonly token: string
  readonly line: LineFacts
  readonly judged: LineDecision
  readonly isGifted?: boolean
}) {
  const { line, judged, isGifted = false, frame } = props
  // Whether who was given it asked it back, and what for, is not the buyer's to know.
  const isGiven = isGifted && judged.reasons.some(({ key }) => key === 'fact.nothing_left')
  return (
    <li className="returns-portal__line returns-portal__line--denied">
      <div className="returns-portal__line-head">
        <ProductImage url={line.imageUrl} />
        <div className="returns-portal__line-text">
          <LineTitle line={line} />
          {isGiven ? (
            <p className="returns-portal__meta">{frame.text.t('gift.line_gone')}</p>
          ) : (
            <WhyDenied {...props} lineId={line.id} decision={judged} canClaim />
          )}
        </div>
      </div>
    </li>
  )
}
