import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { findWaitingApproval } from '#app/db/approval.server.ts'
import { findMoneyStop, type MoneyStop } from '#app/db/kill-switch.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, findReturn, getReturn, lockReturn } from '#app/db/return.server.ts'
import type { Exceeded } from '#app/domain/limits.ts'
import type { Money } from '#app/domain/money.ts'
import { isStanding, madeGoodKey, paidFor } from '#app/domain/refund/failed-refund.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { MoneyState } from '#app/domain/return.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { enqueue } from '#app/jobs/outbox.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { type OrderRefundRequest, requestHash } from '#app/jobs/refund-request.ts'
import { runJobNow } from '#app/jobs/run-job.server.ts'
import { writeIntent } from '#app/jobs/write-intent.server.ts'
import { mayAct } from './may-act.server.ts'
import {
  askForApproval,
  freezeOrderRefund,
  FrozenPayment,
  type NeedsApproval,
  type Permit,
  permitPayment,
  voidWaiting,
} from './permit-payment.server.ts'
import {
  failedPayment,
  type OrderRefundProblem,
  planOrderRefund,
  type PlannedOrderRefund,
  type RefundOrderInput,
} from './plan-order-refund.server.ts'
import type { Intended } from './refund-return.server.ts'
import { orUnreachable } from './unreachable.ts'

export type { RefundOrderInput } from './plan-order-refund.server.ts'
export type RefundOrderError =
  | Forbidden
  | OrderRefundProblem
  | { readonly kind: 'money_stopped'; readonly stop: MoneyStop }
  /** Above the person's limits: it waits for a second person, and nothing was paid. */
  | NeedsApproval
  /** It would go another way than the person saw: nothing was paid. */
  | { readonly kind: 'preview_changed' }
  | OrderRefundStanding
  | { readonly kind: 'shopify_unreachable' }
type OrderRefundStanding = {
  readonly kind: 'in_progress'
  readonly by: string | null
  readonly state: MoneyState
  readonly amount: Money
}

/**
 * Gives money of the return's order back beside its refund: what a payment provider failed to pay (to the same payments again,
 * or as store credit), or a part of the price while the buyer keeps the goods. Stored before it is sent, paid once; above the
 * limits of who pays it waits for a second person. `seen` is the hash of the preview, where there was one.
 */
export async function refundOrder(
  ctx: ShopContext,
  input: RefundOrderInput & { readonly seen?: string },
): Promise<Result<{ readonly intentId: string; readonly state: MoneyState }, RefundOrderError>> {
  const allowed = await mayAct(ctx, 'money.pay', input.returnId)
  if (!allowed.ok) return allowed
  return orUnreachable(async () => {
    const { record, stop } = await withShop(ctx.shop, async (tx) => ({
      record: await findReturn(tx, input.returnId),
      stop: await findMoneyStop(tx, ctx.shop),
    }))
    if (record === null) return err({ kind: 'not_found' })
    const live = earlierOf(record, input).live
    if (live !== undefined) return err(standingOf(live))
    if (stop !== null) return err({ kind: 'money_stopped', stop })
    const planned = await planOrderRefund(ctx, record, input)
    if (!planned.ok) return planned
    const { request } = planned.value
    if (input.seen !== undefined && input.seen !== requestHash(request))
      return err({ kind: 'preview_changed' })
    const intended = await withShop(ctx.shop, (tx) => payOrAsk(ctx, tx, { input, request }))
    if (!intended.ok) return intended
    await runJobNow(ctx, intended.value.job)
    const now = await withShop(ctx.shop, (tx) => getReturn(tx, record.id))
    const { intentId } = intended.value
    return ok({ intentId, state: now.moneyIntents.find((one) => one.id === intentId)?.state ?? 'intended' })
  })
}

/** What `refundOrder` would do now. `seen` goes back with it, so that nothing else is sent than was shown. */
export type PreviewedOrderRefund = Pick<PlannedOrderRefund, 'ways' | 'most'> & {
  readonly seen: string
  /** Why a second person would have to grant it; null where who asks pays alone. */
  readonly secondPerson: readonly Exceeded[] | null
}

/** Reads what `refundOrder` would send for the same input, and changes nothing. */
export async function previewOrderRefund(
  ctx: ShopContext,
  input: RefundOrderInput,
): Promise<Result<PreviewedOrderRefund, RefundOrderError>> {
  const allowed = await mayAct(ctx, 'money.pay', input.returnId)
  if (!allowed.ok) return allowed
  return orUnreachable(async () => {
    const record = await withShop(ctx.shop, (tx) => findReturn(tx, input.returnId))
    if (record === null) return err({ kind: 'not_found' })
    const planned = await planOrderRefund(ctx, record, input)
    if (!planned.ok) return planned
    const { request, ways, most } = planned.value
    const quote = { total: input.amount }
    const permit = await withShop(ctx.shop, (tx) =>
      permitPayment(ctx, tx, { record, method: input.method, quote }),
    )
    return ok({ ways, most, seen: requestHash(request), secondPerson: permit.ok ? null : permit.error })
  })
}

async function payOrAsk(
  ctx: ShopContext,
  tx: Transaction,
  parts: { readonly input: RefundOrderInput; readonly request: OrderRefundRequest },
): Promise<Result<Intended, RefundOrderError>> {
  const { input, request } = parts
  const { returnId, method, amount, requestKey } = input
  const intended = await intendOrderRefund(ctx, tx, { input, request }, async (record) => {
    const payment = { record, method, quote: { total: amount } }
    const permit = await permitPayment(ctx, tx, payment)
    if (permit.ok) return permit
    const frozen = freezeOrderRefund({ ...request, returnId, method, amount, requestKey })
    return err(await askForApproval(ctx, tx, { ...payment, frozen, because: permit.error }))
  })
  if (intended.ok) await voidSame(ctx, tx, input)
  return intended
}

/** The same form waits for a second person: it was paid by somebody who may. */
async function voidSame(ctx: ShopContext, tx: Transaction, input: RefundOrderInput): Promise<void> {
  const waiting = await findWaitingApproval(tx, ctx.shop, input.returnId)
  const payment = waiting === null ? null : FrozenPayment.parse(waiting.request)
  if (payment?.kind === 'order_refund' && payment.requestKey === input.requestKey)
    await voidWaiting(ctx, tx, { returnId: input.returnId, because: 'paid_otherwise' })
}

/**
 * Writes the intent for what was read a moment ago, in the caller's transaction, unless the same form or the same failure is
 * paid for already, and if `permit` (asked under the return's lock) lets it.
 */
export async function intendOrderRefund<E>(
  ctx: ShopContext,
  tx: Transaction,
  parts: {
    readonly input: Omit<RefundOrderInput, 'why' | 'note'>
    readonly request: OrderRefundRequest
  },
  permit: (record: ReturnRecord) => Promise<Result<Permit, E>>,
): Promise<Result<Intended, OrderRefundProblem | OrderRefundStanding | E>> {
  const { input, request } = parts
  const record = await lockReturn(tx, input.returnId)
  if (record === null) return err({ kind: 'not_found' })
  const { base, failed, earlier, live } = earlierOf(record, { ...input, why: request.why })
  if ((failed?.id ?? null) !== request.of) return err({ kind: 'nothing_failed' })
  if (live !== undefined) return err(standingOf(live))
  const permitted = await permit(record)
  if (!permitted.ok) return permitted
  const { method, amount } = input
  const intentId = await writeIntent(ctx, tx, {
    returnId: record.id,
    purpose: 'order_refund',
    unitsKey: `${base}${earlier.length === 0 ? '' : `#${earlier.length}`}`,
    method,
    amount,
    request,
  })
  if (intentId === null) throw new Error(`There is an intent for ${base} already`)
  await permitted.value.charge(tx, intentId)
  if (failed !== null) await changeReturn(tx, await getReturn(tx, record.id), { attention: null })
  const { why, note } = request
  const event = { kind: 'payment_decided', intentId, method, amount, why, note } as const
  await recordEvents(ctx, tx, { returnId: record.id, events: [event] })
  const payload = { intentId }
  const job = await enqueue(tx, { shop: ctx.shop, name: 'pay-order-refund', payload, now: ctx.now() })
  return ok({ intentId, job })
}

/** What was paid, or tried, for the same form or the same failure; `live` is on its way or done. */
function earlierOf(record: ReturnRecord, { why, requestKey }: Pick<RefundOrderInput, 'why' | 'requestKey'>) {
  const failed = why === 'gateway_failed' ? failedPayment(record, { requestKey }) : null
  const base = failed === null ? `${why}:${requestKey}` : madeGoodKey(failed.id)
  const earlier = record.moneyIntents.filter((one) => paidFor(one.unitsKey) === base)
  const live = earlier.find(isStanding)
  return { base, failed, earlier, live }
}

function standingOf(intent: MoneyIntentRecord): OrderRefundStanding {
  const by = intent.actor.kind === 'staff' ? intent.actor.name : null
  return { kind: 'in_progress', by, state: intent.state, amount: intent.amount }
}
