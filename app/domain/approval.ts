import { mayDo, type Forbidden, type Role, type StaffAction } from './roles.ts'
import { err, ok, type Result } from './result.ts'

/**
 * `waiting` for a second person; `granted` once, for exactly what was asked; `refused` by a person; `void` because what was
 * asked is not what would be paid any more, or who asked took it back. The last three are ends.
 */
export const approvalStates = ['waiting', 'granted', 'refused', 'void'] as const
export type ApprovalState = (typeof approvalStates)[number]

/** What decides who may decide. `requestHash` is of the frozen request. */
export type ApprovalFacts = {
  readonly state: ApprovalState
  readonly requestedById: string
  readonly requestHash: string
}

export type ApprovalRefusal =
  | Forbidden
  | { readonly kind: 'already_decided'; readonly state: ApprovalState }
  /** Two people means two people: sessions do not count, persons do. */
  | { readonly kind: 'own_request' }
  /** Who decides has seen another request than the one that is kept. */
  | { readonly kind: 'request_changed' }

/**
 * Answers whether a person may grant or refuse what waits: a payment, or what `action` names. `seen` is the hash of what stood on
 * their screen, `actual` of the request as it is stored: both must be the one that was frozen. How much they may grant, their limits say.
 */
export function mayDecide(
  approval: ApprovalFacts,
  by: { readonly userId: string; readonly role: Role | null },
  hashes: { readonly seen: string; readonly actual: string },
  action: StaffAction = 'money.decide',
): Result<null, ApprovalRefusal> {
  const allowed = mayDo(by.role, action)
  if (!allowed.ok) return allowed
  if (approval.requestedById === by.userId) return err({ kind: 'own_request' })
  if (approval.state !== 'waiting') return err({ kind: 'already_decided', state: approval.state })
  if (hashes.seen !== approval.requestHash || hashes.actual !== approval.requestHash)
    return err({ kind: 'request_changed' })
  return ok(null)
}
