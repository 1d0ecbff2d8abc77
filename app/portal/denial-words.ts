import type { LineDecision } from '#app/domain/policy/decision.ts'
import { alternativesOf } from '#app/i18n/explanation.ts'
import type { PortalText } from './portal-text.ts'

/** A sentence with the language that it is in. */
type Said = { readonly lang: string; readonly sentence: string }

/**
 * What else a shopper can do about a line that cannot be returned, a sentence each, the nearest first: what the policy does
 * allow, then a person to write to. A refusal always ends with a way on.
 */
export function denialAlternatives(
  decision: Pick<LineDecision, 'reasons' | 'alternatives'>,
  text: PortalText,
  email: string | null,
): readonly Said[] {
  // The exception is the last sentence, with the address to write to.
  const allowed = alternativesOf(decision).filter(({ kind }) => kind !== 'exception')
  const isUnsent = decision.reasons.some((reason) => reason.key === 'fact.not_fulfilled')
  const asksForFaults = allowed.some(({ kind }) => kind === 'fault_claim')
  const contact = isUnsent ? 'else.not_fulfilled' : asksForFaults ? 'else.mistaken' : 'else.contact'
  return [
    ...allowed.map((alternative) => ({ lang: text.explains, sentence: text.alternative(alternative) })),
    { lang: text.locale, sentence: email === null ? text.t(contact) : text.t(`${contact}_email`, { email }) },
  ]
}
