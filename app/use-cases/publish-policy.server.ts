import type { ShopContext } from '#app/context.server.ts'
import { err, type Result } from '#app/domain/result.ts'
import type { PolicyProblem } from './save-policy-draft.server.ts'

export type PublishPolicyError =
  | { readonly kind: 'no_draft' }
  | { readonly kind: 'nothing_changed' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'invalid_policy'; readonly problems: readonly PolicyProblem[] }

/** Makes the draft the next version. A published version never changes. */
export async function publishPolicy(
  _ctx: ShopContext,
  _input: { readonly note: string },
): Promise<Result<{ readonly number: number }, PublishPolicyError>> {
  return err({ kind: 'no_draft' })
}
