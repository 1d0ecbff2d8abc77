import type { LineFacts } from '#app/domain/order.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import type { EvidenceNeeds } from '#app/domain/policy/evidence-needs.ts'
import type { ReasonOption } from '#app/use-cases/reason-options.ts'
import { EvidenceFields } from './evidence-fields.tsx'
import type { LineEntry, LineErrors } from './line-entries.ts'
import { NoteField, QuantityField, ReasonField } from './line-fields.tsx'
import { LineTerms, LineTitle } from './line-title.tsx'
import { FieldError, type PageFrame, ProductImage } from './portal-page.tsx'
import { WhyDenied } from './why-denied.tsx'

export type OpenLineProps = {
  readonly frame: PageFrame
  readonly token: string
  readonly index: number
  readonly line: LineFacts
  readonly judged: LineDecision
  readonly reasons: readonly ReasonOption[]
  /** Id of the part: the line's own for the first one. */
  readonly part: string
  /** Its place among the parts of the line, from 1, and how many there are. */
  readonly place: number
  readonly parts: number
  readonly entry: LineEntry | undefined
  readonly error: ReturnType<LineErrors['get']>
  readonly needs: EvidenceNeeds
  readonly photoErrors: readonly string[]
  readonly isAnswered: boolean
  readonly isGifted: boolean
}

/** A line that can be returned, or a part of one, with everything that is asked about it. */
export function OpenLine(props: OpenLineProps) {
  const { frame, index, line, judged, reasons, entry, error, part, place, parts } = props
  const { t } = frame.text
  const id = `returns-portal-line-${index}`
  const field = { frame, index, entry, error }
  return (
    <li className="returns-portal__line">
      <input type="hidden" name={`line.${index}.id`} value={part} />
      <div className="returns-portal__line-head">
        <input
          id={id}
          name={`line.${index}.pick`}
          type="checkbox"
          value="1"
          defaultChecked={entry?.picked ?? false}
          aria-describedby={`${id}-terms`}
          data-portal-pick=""
          data-portal-price={line.discountedUnitPrice.minor}
        />
        <ProductImage url={line.imageUrl} />
        <div className="returns-portal__line-text">
          <label htmlFor={id}>
            <LineTitle line={line} />
            {parts > 1 ? (
              <span className="returns-portal__meta">{t('split.part', { number: place })}</span>
            ) : null}
          </label>
          <LineTerms frame={frame} line={line} judged={judged} id={`${id}-terms`} />
          {props.isGifted ? <p className="returns-portal__meta">{t('gift.line')}</p> : null}
        </div>
      </div>
      <div className="returns-portal__line-more">
        <div className="returns-portal__fields">
          <QuantityField {...field} line={line} />
          <ReasonField {...field} reasons={reasons} />
        </div>
        <EvidenceFields {...props} />
        <NoteField {...field} />
        {error?.problem === 'unknown_line' || (error?.problem === 'not_returnable' && !error.denial) ? (
          <FieldError id={`${id}-error`}>{t('problem.not_returnable')}</FieldError>
        ) : null}
        {error?.denial === undefined ? null : (
          <div className="returns-portal__error" id={`${id}-error`}>
            <WhyDenied
              frame={frame}
              token={props.token}
              lineId={part}
              decision={error.denial}
              reason={entry?.reason ?? ''}
            />
          </div>
        )}
        {error === undefined && judged.verdict === 'deny' ? (
          <p className="returns-portal__hint">{t('denied.claimed')}</p>
        ) : null}
        {error?.problem === 'bundle_incomplete' ? (
          <FieldError id={`${id}-error`}>
            {t('problem.bundle_incomplete', { titles: [...new Set(error.missing)].join(', ') })}
          </FieldError>
        ) : null}
        <Splitting {...props} />
      </div>
    </li>
  )
}

/** Buttons that take some units apart, with a reason and an outcome of their own, and put them back together. */
function Splitting({ frame, line, part, place, parts }: OpenLineProps) {
  const { t } = frame.text
  const quiet = 'returns-portal__button returns-portal__button--quiet'
  const action = frame.to('order')
  if (place > 1)
    return (
      <div className="returns-portal__actions">
        <button className={quiet} type="submit" name="join" value={part} formAction={action}>
          {t('split.join')}
        </button>
      </div>
    )
  if (line.returnableQuantity <= parts) return null
  return (
    <div className="returns-portal__actions">
      <button className={quiet} type="submit" name="split" value={part} formAction={action}>
        {t('split.button')}
      </button>
      <p className="returns-portal__hint">{t('split.hint')}</p>
    </div>
  )
}
