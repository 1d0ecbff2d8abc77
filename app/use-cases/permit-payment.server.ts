import { randomUUID } from 'node:crypto'
import type { ShopContext } from '#app/context.server.ts'
import type { Transaction } from '#app/db.server.ts'
import {
  type ApprovalEnd,
  type ApprovalRecord,
  createApproval,
  endApproval,
  findWaitingApproval,
} from '#app/db/approval.server.ts'
import {
  buyerKeyOf,
  findLimits,
  type LimitQuestion,
  lockSpent,
  recordLimitEntry,
} from '#app/db/limit.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, getReturn } from '#app/db/return.server.ts'
import type { ReturnEvent } from '#app/domain/events.ts'
import { ReturnId } from '#app/domain/ids.ts'
import { type Exceeded, judgeMovement, type MoneyAction } from '#app/domain/limits.ts'
import { Money } from '#app/domain/money.ts'
import { type Quote } from '#app/domain/refund/quote.ts'
import { StoredQuote } from '#app/domain/refund/stored-quote.ts'
import { stakeOf } from '#app/domain/refund/stake.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { JobId } from '#app/jobs/outbox.server.ts'
import type { JudgedPayment, Permit } from '#app/jobs/permit-automatic.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import {
  OrderRefundRequest,
  type RefundExtras,
  RefundRequest,
  requestHash,
  type UnitRange,
} from '#app/jobs/refund-request.ts'
import type { SettlementMethod } from '#app/shopify/settlement.server.ts'
import { z } from 'zod'

/** A payment that somebody wants to make, in Shopify's figures of this moment. */
export type WantedPayment = {
  readonly record: ReturnRecord
  readonly method: SettlementMethod
  readonly extras: RefundExtras
  readonly units: readonly UnitRange[]
  readonly quote: Quote
}

export type { Permit } from '#app/jobs/permit-automatic.ts'

/** A second person has to grant the payment: it waits, frozen, as `approvalId`. */
export type NeedsApproval = {
  readonly kind: 'needs_approval'
  readonly approvalId: string
  readonly amount: Money
  readonly because: readonly Exceeded[]
}

const Method = z.enum(['original_payment', 'store_credit'])

/** Money beside a return's own refund, frozen: exactly what Shopify will be asked. `requestKey` is the form's. */
export const FrozenOrderRefund = OrderRefundRequest.extend({
  returnId: ReturnId,
  method: Method,
  amount: Money,
  requestKey: z.string(),
})
export type FrozenOrderRefund = z.infer<typeof FrozenOrderRefund>

/**
 * Goods that the buyer is to keep, frozen: all that was promised for the return is given away. Nothing is paid by granting it;
 * paying is a step of its own, which asks the limits again.
 */
export const FrozenKeep = z.object({
  kind: z.literal('keep_items'),
  returnId: ReturnId,
  method: Method,
  reason: z.string(),
  quote: StoredQuote,
})
export type FrozenKeep = z.infer<typeof FrozenKeep>

/** What an approval is about, frozen: the units, what goes back beside them, where the money goes, and the whole receipt. */
export const FrozenPayment = z.discriminatedUnion('kind', [
  RefundRequest.extend({ returnId: ReturnId, method: Method }),
  FrozenOrderRefund,
  FrozenKeep,
])
export type FrozenPayment = z.infer<typeof FrozenPayment>

/** A payment as it waits, with the hash of it. The same payment always has the same hash; any other has another. */
export type Frozen = { readonly request: object; readonly hash: string }

/** The frozen form of a return's own refund. */
export function freezePayment({ record, method, extras, units, quote }: WantedPayment): Frozen {
  return frozen({ kind: 'refund', returnId: record.id, method, extras, units, quote })
}

/** The frozen form of money beside it. */
export function freezeOrderRefund(payment: FrozenOrderRefund): Frozen {
  return frozen(payment)
}

/** The frozen form of goods that the buyer is to keep. */
export function freezeKeep(keep: FrozenKeep): Frozen {
  return frozen(keep)
}

function frozen(payment: object): Frozen {
  // As it will be read again: without what JSON does not hold.
  const request = JSON.parse(JSON.stringify(payment)) as object
  return { request, hash: requestHash(request) }
}

/**
 * Asks the limits of the person who acts, who would answer for the payment. To pay, the return's lock must be held; the shop's
 * limits are locked until the transaction ends, so that two payments at once do not both fit under one limit.
 */
export async function permitPayment(
  ctx: ShopContext,
  tx: Transaction,
  payment: JudgedPayment,
): Promise<Result<Permit, readonly Exceeded[]>> {
  const { actor, role, shop } = ctx
  const { record, quote, method } = payment
  if (actor.kind !== 'staff' || role === null) throw new Error('Only a person of the shop answers for this')
  const amount = stakeOf(quote)
  const question: LimitQuestion = {
    shop,
    userId: actor.id,
    role,
    orderGid: record.orderGid,
    buyerKey: buyerKeyOf(record),
    currency: amount.currency,
    now: ctx.now(),
  }
  const spent = await lockSpent(tx, question)
  const { limits } = await findLimits(tx, shop)
  const action: MoneyAction = method === 'store_credit' ? 'store_credit' : 'refund'
  const judged = judgeMovement({ limits, role, movement: { action, amount }, spent })
  if (!judged.ok) return judged
  return ok({
    charge: (inTx, intentId) => recordLimitEntry(inTx, { intentId, question, action, amount }),
  })
}

/**
 * Freezes a payment that is above the person's limits and lets it wait for somebody else. Asked twice for the same thing
 * it answers with the first; asked for something else, the first is void.
 */
export async function askForApproval(
  ctx: ShopContext,
  tx: Transaction,
  wanted: JudgedPayment & { readonly frozen: Frozen; readonly because: readonly Exceeded[] },
): Promise<NeedsApproval> {
  const { actor, shop } = ctx
  const { record, because, method } = wanted
  if (actor.kind !== 'staff') throw new Error('Only a person of the shop can ask for this')
  const amount = stakeOf(wanted.quote)
  const { request, hash } = wanted.frozen
  const waiting = await findWaitingApproval(tx, shop, record.id)
  if (waiting?.requestHash === hash && waiting.requestedById === actor.id)
    return { kind: 'needs_approval', approvalId: waiting.id, amount, because: waiting.because }
  if (waiting !== null) await endWaiting(ctx, tx, waiting, { state: 'void', because: 'asked_anew' })
  const id = randomUUID()
  await createApproval(tx, shop, {
    id,
    returnId: record.id,
    request,
    requestHash: hash,
    amount,
    because,
    requestedById: actor.id,
    requestedBy: actor,
    createdAt: ctx.now(),
  })
  const scopes = because.map(({ scope }) => scope)
  const asked: ReturnEvent = { kind: 'approval_asked', approvalId: id, method, amount, because: scopes }
  await recordEvents(ctx, tx, { returnId: record.id, events: [asked] })
  await changeReturn(tx, await getReturn(tx, record.id), { attention: 'approval_waiting' })
  return { kind: 'needs_approval', approvalId: id, amount, because }
}

/**
 * Ends an approval that waits, with its event, and takes the return off the list of what needs somebody. Answers the jobs
 * that tell of it, null when it does not wait any more.
 */
export async function endWaiting(
  ctx: ShopContext,
  tx: Transaction,
  approval: ApprovalRecord,
  end: ApprovalEnd,
): Promise<readonly JobId[] | null> {
  if (!(await endApproval(tx, approval.id, { end, now: ctx.now() }))) return null
  const { method } = FrozenPayment.parse(approval.request)
  const of = { approvalId: approval.id, method, amount: approval.amount }
  const event: ReturnEvent =
    end.state === 'granted'
      ? { kind: 'approval_granted', ...of }
      : end.state === 'refused'
        ? { kind: 'approval_refused', ...of, note: end.note }
        : { kind: 'approval_void', ...of, because: end.because }
  const { jobs } = await recordEvents(ctx, tx, { returnId: approval.returnId, events: [event] })
  const record = await getReturn(tx, approval.returnId)
  if (record.attention === 'approval_waiting') await changeReturn(tx, record, { attention: null })
  return jobs
}

/** Makes a waiting approval of the return void, if there is one: what it was asked for is not what is there any more. */
export async function voidWaiting(
  ctx: ShopContext,
  tx: Transaction,
  { returnId, because }: { readonly returnId: ReturnId; readonly because: string },
): Promise<void> {
  const waiting = await findWaitingApproval(tx, ctx.shop, returnId)
  if (waiting !== null) await endWaiting(ctx, tx, waiting, { state: 'void', because })
}
