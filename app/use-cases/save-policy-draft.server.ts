import type { ShopContext } from '#app/context.server.ts'
import { err, type Result } from '#app/domain/result.ts'

export type PolicyProblem = { readonly path: string; readonly message: string }

/** Checks a policy and keeps it as the shop's one draft. Nothing is judged by a draft. */
export async function savePolicyDraft(
  _ctx: ShopContext,
  _input: { readonly policy: unknown },
): Promise<Result<null, { readonly kind: 'invalid_policy'; readonly problems: readonly PolicyProblem[] }>> {
  return err({ kind: 'invalid_policy', problems: [] })
}
