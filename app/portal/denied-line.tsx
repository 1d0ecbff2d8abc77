import type { LineFacts } from '#app/domain/order.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import { denialAlternatives } from './denial-words.ts'
import { LineTitle } from './line-title.tsx'
import { type PageFrame, ProductImage } from './portal-page.tsx'

/** A refusal in three parts: what, because, what else is possible. */
export function DeniedLine({
  frame,
  line,
  judged,
}: {
  readonly frame: PageFrame
  readonly line: LineFacts
  readonly judged: LineDecision
}) {
  const { text, contactEmail } = frame
  // Named where it is not that of the page: screen readers speak it as it is.
  const inLanguage = (lang: string) => (lang === text.locale ? {} : { lang })
  return (
    <li className="returns-portal__line returns-portal__line--denied">
      <div className="returns-portal__line-head">
        <ProductImage url={line.imageUrl} />
        <div className="returns-portal__line-text">
          <LineTitle line={line} />
          <div className="returns-portal__why">
            <strong>{text.t('denied.label')}</strong>
            {judged.reasons.map((reason) => (
              <p key={reason.key} {...inLanguage(text.explains)}>
                {text.reason(reason)}
              </p>
            ))}
            {denialAlternatives(judged, text, contactEmail).map(({ lang, sentence }) => (
              <p className="returns-portal__meta" key={sentence} {...inLanguage(lang)}>
                {sentence}
              </p>
            ))}
          </div>
        </div>
      </div>
    </li>
  )
}
