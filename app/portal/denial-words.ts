import type { Reason } from '#app/domain/policy/decision.ts'
import type { PortalText } from './portal-text.ts'

/** What else a shopper can do about a line that cannot be returned: a refusal always ends with a way on. */
export function denialAlternative(
  reasons: readonly Reason[],
  text: PortalText,
  email: string | null,
): string {
  const isUnsent = reasons.some((reason) => reason.key === 'fact.not_fulfilled')
  if (email === null) return text.t(isUnsent ? 'else.not_fulfilled' : 'else.contact')
  return text.t(isUnsent ? 'else.not_fulfilled_email' : 'else.contact_email', { email })
}
