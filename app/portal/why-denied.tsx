import type { LineDecision } from '#app/domain/policy/decision.ts'
import { lineOfPart } from '#app/domain/return-part.ts'
import { alternativesOf } from '#app/i18n/explanation.ts'
import { denialAlternatives } from './denial-words.ts'
import type { PageFrame } from './portal-page.tsx'

/** The form of the items; buttons beside it send it, too. */
export const itemsForm = 'returns-portal-items'

export type WhyDeniedProps = {
  readonly frame: PageFrame
  readonly token: string
  readonly lineId: string
  readonly decision: LineDecision
  /** What she wants to return it for, where she said so: rules may ask for it. */
  readonly reason?: string
  /** False where the line stands in the form already. */
  readonly canClaim?: boolean
}

/** Why something cannot be returned, by which rule and evidence, and every way on: what is possible instead, and a person. */
export function WhyDenied({ frame, token, lineId, decision, reason = '', canClaim = false }: WhyDeniedProps) {
  const { text, contactEmail } = frame
  // Named where it is not that of the page: screen readers speak it as it is.
  const inLanguage = (lang: string) => (lang === text.locale ? {} : { lang })
  const kinds = new Set(alternativesOf(decision).map(({ kind }) => kind))
  return (
    <div className="returns-portal__why">
      <strong>{text.t('denied.label')}</strong>
      {decision.reasons.map((reason) => (
        <p key={reason.key} {...inLanguage(text.explains)}>
          {text.reason(reason)}
        </p>
      ))}
      {denialAlternatives(decision, text, contactEmail).map(({ lang, sentence }) => (
        <p className="returns-portal__meta" key={sentence} {...inLanguage(lang)}>
          {sentence}
        </p>
      ))}
      {canClaim && kinds.has('fault_claim') ? (
        <p>
          <button
            className="returns-portal__link"
            type="submit"
            form={itemsForm}
            name="claim"
            value={lineId}
            formAction={frame.to('order')}
          >
            {text.t('denied.claim')}
          </button>
        </p>
      ) : null}
      {kinds.has('exception') ? (
        <p>
          <a
            href={frame.to('exception', {
              t: token,
              line: lineOfPart(lineId),
              ...(reason === '' ? {} : { reason }),
            })}
            data-portal-link=""
          >
            {text.t('denied.exception')}
          </a>
        </p>
      ) : null}
    </div>
  )
}
