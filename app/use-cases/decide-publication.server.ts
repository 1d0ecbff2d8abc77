import type { ShopContext } from '#app/context.server.ts'
import { type Transaction, withShop } from '#app/db.server.ts'
import {
  endPolicyApproval,
  findPolicyApproval,
  policyHash,
  type PolicyApprovalEnd,
  type PolicyApprovalId,
  type PolicyApprovalRecord,
} from '#app/db/policy-approval.server.ts'
import { listPolicyExamples } from '#app/db/policy-example.server.ts'
import {
  addPolicyVersion,
  deletePolicyDraft,
  findPolicyDraft,
  getLatestPolicy,
  lockPolicy,
  nextPolicyNumber,
} from '#app/db/policy.server.ts'
import { type ApprovalRefusal, mayDecide } from '#app/domain/approval.ts'
import { compareInstants } from '#app/domain/dates.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { auditRefusal } from './may-act.server.ts'
import { type ExampleFailure, failuresOf } from './prepare-publication.server.ts'

/** `policyHash` is the hash of the policy as it stood on the screen of who decides. */
export type DecidePublicationInput = { readonly id: PolicyApprovalId; readonly policyHash: string }
export type DecidePublicationError =
  | ApprovalRefusal
  | { readonly kind: 'not_found' }
  /** Something was published, or the draft changed, since it was asked for: the question is void, nothing is published. */
  | { readonly kind: 'publication_void'; readonly because: VoidReason }
  | { readonly kind: 'examples_failed'; readonly failures: readonly ExampleFailure[] }
type VoidReason = 'published_since' | 'draft_changed'

/**
 * Publishes what another person asked for: exactly the policy that they asked for and that stood on the screen of who grants it.
 * One whose day has passed meanwhile comes into force at once.
 */
export async function grantPublication(
  ctx: ShopContext,
  input: DecidePublicationInput,
): Promise<Result<{ readonly number: number }, DecidePublicationError>> {
  const { shop } = ctx
  const granted = await withShop(
    shop,
    async (tx): Promise<Result<{ readonly number: number }, DecidePublicationError>> => {
      const found = await findDecidable(ctx, tx, input)
      if (!found.ok) return found
      const asked = found.value
      const because = await voidReason(ctx, tx, asked)
      if (because !== null) {
        await end(ctx, tx, asked, { state: 'void', answer: because })
        return err({ kind: 'publication_void', because })
      }
      const failures = failuresOf(asked.policy, await listPolicyExamples(tx, shop), ctx.settings.timeZone)
      if (failures.length > 0) return err({ kind: 'examples_failed', failures })
      const number = await publish(ctx, tx, asked)
      await end(ctx, tx, asked, { state: 'granted', answer: '', published: number })
      return ok({ number })
    },
  )
  if (!granted.ok) await writeRefusal(ctx, granted.error)
  return granted
}

const longestAnswer = 500

/** Says no to what another person asked for; the draft stays as it is. The answer is for them. */
export async function refusePublication(
  ctx: ShopContext,
  input: DecidePublicationInput & { readonly answer: string },
): Promise<Result<null, DecidePublicationError>> {
  const refused = await withShop(ctx.shop, async (tx): Promise<Result<null, DecidePublicationError>> => {
    const found = await findDecidable(ctx, tx, input)
    if (!found.ok) return found
    const answer = input.answer.trim().slice(0, longestAnswer)
    await end(ctx, tx, found.value, { state: 'refused', answer })
    return ok(null)
  })
  if (!refused.ok) await writeRefusal(ctx, refused.error)
  return refused
}

async function findDecidable(
  ctx: ShopContext,
  tx: Transaction,
  input: DecidePublicationInput,
): Promise<Result<PolicyApprovalRecord, DecidePublicationError>> {
  if (ctx.actor.kind !== 'staff') throw new Error('Only a person of the shop decides about a policy')
  await lockPolicy(tx, ctx.shop)
  const asked = await findPolicyApproval(tx, ctx.shop, input.id)
  if (asked === null) return err({ kind: 'not_found' })
  const allowed = mayDecide(
    { state: asked.state, requestedById: asked.requestedById, requestHash: asked.policyHash },
    { userId: ctx.actor.id, role: ctx.role },
    { seen: input.policyHash, actual: policyHash(asked.policy) },
    'policy.decide',
  )
  return allowed.ok ? ok(asked) : allowed
}

async function voidReason(
  { shop }: ShopContext,
  tx: Transaction,
  asked: PolicyApprovalRecord,
): Promise<VoidReason | null> {
  if ((await getLatestPolicy(tx, shop)).number !== asked.basedOn) return 'published_since'
  if (asked.restores !== null) return null
  const draft = await findPolicyDraft(tx, shop)
  return draft === null || policyHash(draft.policy) !== asked.policyHash ? 'draft_changed' : null
}

async function publish(ctx: ShopContext, tx: Transaction, asked: PolicyApprovalRecord): Promise<number> {
  const { shop, actor } = ctx
  const { policy, note, restores, requestedBy, inForceFrom } = asked
  const now = ctx.now()
  const isLater = inForceFrom !== null && compareInstants(inForceFrom, now) > 0
  const number = await addPolicyVersion(tx, {
    shop,
    number: await nextPolicyNumber(tx, shop),
    policy,
    note,
    restores,
    author: requestedBy,
    approvedBy: actor,
    publishedAt: now,
    inForceFrom: isLater ? inForceFrom : now,
  })
  if (number === null) throw new Error('A version was published beside the lock')
  if (restores === null) await deletePolicyDraft(tx, shop)
  return number
}

async function end(
  ctx: ShopContext,
  tx: Transaction,
  asked: PolicyApprovalRecord,
  ending: Omit<PolicyApprovalEnd, 'by'>,
): Promise<void> {
  const isEnded = await endPolicyApproval(tx, asked.id, { end: { ...ending, by: ctx.actor }, now: ctx.now() })
  if (!isEnded) throw new Error(`The approval ${asked.id} was decided under its lock`)
}

/** Who tries what two people must do alone is written to the shop's log. */
async function writeRefusal(ctx: ShopContext, { kind }: DecidePublicationError): Promise<void> {
  if (kind !== 'forbidden' && kind !== 'own_request' && kind !== 'request_changed') return
  const because = kind === 'forbidden' ? 'role' : kind
  await auditRefusal(ctx, { action: 'policy.decide', because, returnId: null })
}
