import type { z } from 'zod'
import type { ShopContext } from '#app/context.server.ts'
import { type Transaction, withShop } from '#app/db.server.ts'
import { endPolicyApproval, findWaitingPolicy, policyHash } from '#app/db/policy-approval.server.ts'
import {
  deletePolicyDraft,
  findPolicyDraft,
  getLatestPolicy,
  lockPolicy,
  storePolicyDraft,
} from '#app/db/policy.server.ts'
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

/** The draft as it is kept now: what its author looks at from here on. */
export type SavedDraft = {
  readonly stamp: string
  readonly savedAt: string
  /** A second person had been asked to publish the draft; what they were asked is not the draft any more. */
  readonly tookBackApproval: boolean
}

/**
 * Checks a policy and keeps it as the shop's one draft. Nothing is judged by a draft; one that says what the version published
 * last says is none. `seen` is the stamp of what its author looked at; `changed_since`: somebody else saved or published in the
 * meantime, and this would undo it unseen.
 */
export async function savePolicyDraft(
  ctx: ShopContext,
  input: { readonly policy: unknown; readonly seen?: string },
): Promise<Result<SavedDraft, SavePolicyDraftError>> {
  const allowed = await mayAct(ctx, 'policy.save')
  if (!allowed.ok) return allowed
  const policy = Policy.safeParse(input.policy)
  if (!policy.success) return err({ kind: 'invalid_policy', problems: policyProblems(policy.error) })
  const { shop, actor: author } = ctx
  return withShop(shop, async (tx): Promise<Result<SavedDraft, SavePolicyDraftError>> => {
    await lockPolicy(tx, shop)
    const latest = await getLatestPolicy(tx, shop)
    const draft = await findPolicyDraft(tx, shop)
    if (input.seen !== undefined && input.seen !== policyStamp(latest, draft))
      return err({ kind: 'changed_since' })
    const updatedAt = ctx.now()
    const tookBackApproval = await takeBackApproval(ctx, tx, policy.data)
    // By their hash: a column keeps the keys of texts and amounts in an order of its own.
    const isNone = policyHash(policy.data) === policyHash(latest.policy)
    if (isNone) await deletePolicyDraft(tx, shop)
    else {
      const basedOn = draft?.basedOn ?? latest.number
      await storePolicyDraft(tx, { shop, policy: policy.data, basedOn, author, updatedAt })
    }
    const stamp = policyStamp(latest, isNone ? null : { updatedAt })
    return ok({ stamp, savedAt: updatedAt, tookBackApproval })
  })
}

/** Throws the draft away: the version published last is edited anew. */
export async function discardPolicyDraft(
  ctx: ShopContext,
  input: { readonly seen: string },
): Promise<Result<null, Forbidden | { readonly kind: 'changed_since' }>> {
  const allowed = await mayAct(ctx, 'policy.save')
  if (!allowed.ok) return allowed
  const { shop } = ctx
  return withShop(shop, async (tx): Promise<Result<null, { readonly kind: 'changed_since' }>> => {
    await lockPolicy(tx, shop)
    const latest = await getLatestPolicy(tx, shop)
    if (input.seen !== policyStamp(latest, await findPolicyDraft(tx, shop)))
      return err({ kind: 'changed_since' })
    await takeBackApproval(ctx, tx, null)
    await deletePolicyDraft(tx, shop)
    return ok(null)
  })
}

/** Ends the question to a second person about a draft that is another one now. */
async function takeBackApproval(ctx: ShopContext, tx: Transaction, policy: Policy | null): Promise<boolean> {
  const waiting = await findWaitingPolicy(tx, ctx.shop)
  if (waiting === null || waiting.restores !== null) return false
  if (policy !== null && policyHash(policy) === waiting.policyHash) return false
  const end = { state: 'void', by: ctx.actor, answer: 'draft_changed' } as const
  return endPolicyApproval(tx, waiting.id, { end, now: ctx.now() })
}

/** Where a policy is wrong, as paths of its fields. */
export function policyProblems(error: z.ZodError): readonly PolicyProblem[] {
  return error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
}
