import type { z } from 'zod'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findPolicyDraft, getLatestPolicy, storePolicyDraft } from '#app/db/policy.server.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'
import { policyStamp } from './policy-stamp.ts'

export type SavePolicyDraftError =
  | Forbidden
  | { readonly kind: 'invalid_policy'; readonly problems: readonly PolicyProblem[] }
  | { readonly kind: 'changed_since' }
export type PolicyProblem = { readonly path: string; readonly message: string }

/**
 * Checks a policy and keeps it as the shop's one draft. Nothing is judged by a draft. `seen` is the stamp of what its author
 * looked at; `changed_since`: somebody else saved or published in the meantime, and this would undo it unseen.
 */
export async function savePolicyDraft(
  ctx: ShopContext,
  input: { readonly policy: unknown; readonly seen?: string },
): Promise<Result<null, SavePolicyDraftError>> {
  const allowed = await mayAct(ctx, 'policy.save')
  if (!allowed.ok) return allowed
  const policy = Policy.safeParse(input.policy)
  if (!policy.success) return err({ kind: 'invalid_policy', problems: policyProblems(policy.error) })
  const { shop, actor: author } = ctx
  return withShop(shop, async (tx): Promise<Result<null, SavePolicyDraftError>> => {
    const latest = await getLatestPolicy(tx, shop)
    const draft = await findPolicyDraft(tx, shop)
    if (input.seen !== undefined && input.seen !== policyStamp(latest, draft))
      return err({ kind: 'changed_since' })
    const basedOn = draft?.basedOn ?? latest.number
    await storePolicyDraft(tx, { shop, policy: policy.data, basedOn, author, updatedAt: ctx.now() })
    return ok(null)
  })
}

/** Where a policy is wrong, as paths of its fields. */
export function policyProblems(error: z.ZodError): readonly PolicyProblem[] {
  return error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
}
