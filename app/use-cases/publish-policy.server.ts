import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import {
  addPolicyVersion,
  deletePolicyDraft,
  findPolicyDraft,
  getLatestPolicy,
} from '#app/db/policy.server.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'
import { type PolicyProblem, policyProblems } from './save-policy-draft.server.ts'

export type PublishPolicyError =
  | Forbidden
  | { readonly kind: 'no_draft' }
  | { readonly kind: 'nothing_changed' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'invalid_policy'; readonly problems: readonly PolicyProblem[] }

/**
 * Makes the draft the next version. A published version never changes. `conflict`: somebody else published since the draft
 * was begun, so it would undo what they did without having seen it.
 */
export async function publishPolicy(
  ctx: ShopContext,
  input: { readonly note: string },
): Promise<Result<{ readonly number: number }, PublishPolicyError>> {
  const allowed = await mayAct(ctx, 'policy.publish')
  if (!allowed.ok) return allowed
  const { shop, actor: author } = ctx
  return withShop(shop, async (tx): Promise<Result<{ readonly number: number }, PublishPolicyError>> => {
    const draft = await findPolicyDraft(tx, shop)
    if (draft === null) return err({ kind: 'no_draft' })
    const latest = await getLatestPolicy(tx, shop)
    if (draft.basedOn !== latest.number) return err({ kind: 'conflict' })
    const policy = Policy.safeParse(draft.policy)
    if (!policy.success) return err({ kind: 'invalid_policy', problems: policyProblems(policy.error) })
    // Both were read through the same schema, which fixes the order of their keys.
    if (JSON.stringify(policy.data) === JSON.stringify(latest.policy)) return err({ kind: 'nothing_changed' })
    const number = await addPolicyVersion(tx, {
      shop,
      number: latest.number + 1,
      policy: policy.data,
      note: input.note.trim().slice(0, longestNote),
      author,
      publishedAt: ctx.now(),
    })
    if (number === null) return err({ kind: 'conflict' })
    await deletePolicyDraft(tx, shop)
    return ok({ number })
  })
}

const longestNote = 500
