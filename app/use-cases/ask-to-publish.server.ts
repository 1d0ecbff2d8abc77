import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import {
  addPolicyApproval,
  endPolicyApproval,
  findWaitingPolicy,
  type PolicyApprovalId,
} from '#app/db/policy-approval.server.ts'
import { lockPolicy } from '#app/db/policy.server.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'
import {
  preparePublication,
  type PublicationError,
  type PublicationInput,
} from './prepare-publication.server.ts'

export type AskToPublishError = Forbidden | PublicationError | { readonly kind: 'one_waits' }

/**
 * Asks a second person to publish the draft, or an older version anew: the policy is kept as it is now, and only this one can
 * be granted. Everything that would stop a publication stops the question.
 */
export async function askToPublish(
  ctx: ShopContext,
  input: PublicationInput,
): Promise<Result<{ readonly id: PolicyApprovalId }, AskToPublishError>> {
  const allowed = await mayAct(ctx, 'policy.publish')
  if (!allowed.ok) return allowed
  const { shop, actor } = ctx
  if (actor.kind !== 'staff') throw new Error('Only a person of the shop asks another one')
  return withShop(shop, async (tx): Promise<Result<{ readonly id: PolicyApprovalId }, AskToPublishError>> => {
    const prepared = await preparePublication(ctx, tx, input)
    if (!prepared.ok) return prepared
    if ((await findWaitingPolicy(tx, shop)) !== null) return err({ kind: 'one_waits' })
    const { latest, ...publication } = prepared.value
    const asked = { requestedById: actor.id, requestedBy: actor, createdAt: ctx.now() }
    return ok({ id: await addPolicyApproval(tx, shop, { ...publication, ...asked, basedOn: latest }) })
  })
}

export type TakeBackError = Forbidden | { readonly kind: 'not_found' }

/** Takes back the question that one has asked oneself and that still waits. */
export async function takeBackPublication(
  ctx: ShopContext,
  input: { readonly id: PolicyApprovalId },
): Promise<Result<null, TakeBackError>> {
  const allowed = await mayAct(ctx, 'policy.publish')
  if (!allowed.ok) return allowed
  const { shop, actor } = ctx
  return withShop(shop, async (tx): Promise<Result<null, TakeBackError>> => {
    await lockPolicy(tx, shop)
    const waiting = await findWaitingPolicy(tx, shop)
    const isTheirs = actor.kind === 'staff' && waiting?.requestedById === actor.id
    if (waiting === null || waiting.id !== input.id || !isTheirs) return err({ kind: 'not_found' })
    const end = { state: 'void', by: actor, answer: 'withdrawn' } as const
    await endPolicyApproval(tx, waiting.id, { end, now: ctx.now() })
    return ok(null)
  })
}
