import { randomUUID } from 'node:crypto'
import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { findMoneyStop, type MoneyStop } from '#app/db/kill-switch.server.ts'
import { createMoneyIntent } from '#app/db/money-intent.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, findReturn, getReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import type { Exceeded } from '#app/domain/limits.ts'
import { compare, isPositive, type Money, sub } from '#app/domain/money.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { MoneyState } from '#app/domain/return.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { enqueue, type JobId } from '#app/jobs/outbox.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { correlationOf, type OrderRefundRequest, requestHash } from '#app/jobs/refund-request.ts'
import { runJobNow } from '#app/jobs/run-job.server.ts'
import { type OrderRefundable, readOrderRefundable } from '#app/shopify/order-refund.server.ts'
import { mayAct } from './may-act.server.ts'
import { permitPayment } from './permit-payment.server.ts'
import { orUnreachable } from './unreachable.ts'

export type RefundOrderInput = {
  readonly returnId: ReturnId
  /** `gateway_failed`: again what a payment provider failed to pay; `partial_credit`, `goodwill`: money without goods. */
  readonly why: OrderRefundRequest['why']
  readonly method: MoneyIntentRecord['method']
  /** For a failed payment it must be what failed. */
  readonly amount: Money
  readonly note: string
  /** From the form: one key is paid once, however often it is sent. */
  readonly requestKey: string
}
export type RefundOrderError =
  | Forbidden
  | { readonly kind: 'not_found' }
  | { readonly kind: 'money_stopped'; readonly stop: MoneyStop }
  /** More than the person may give alone; somebody with higher limits can. */
  | { readonly kind: 'above_limit'; readonly because: readonly Exceeded[] }
  | { readonly kind: 'nothing_failed' }
  | { readonly kind: 'amount_invalid' }
  | { readonly kind: 'more_than_refundable'; readonly most: Money }
  | { readonly kind: 'method_not_offered' }
  | { readonly kind: 'in_progress'; readonly state: MoneyState; readonly amount: Money }
  | { readonly kind: 'shopify_unreachable' }

/**
 * Gives money of the return's order back beside its refund: what a payment provider failed to pay (to the same payments again,
 * or as store credit), or a part of the price while the buyer keeps the goods. Stored before it is sent, paid once.
 */
export async function refundOrder(
  ctx: ShopContext,
  input: RefundOrderInput,
): Promise<Result<{ readonly intentId: string; readonly state: MoneyState }, RefundOrderError>> {
  const allowed = await mayAct(ctx, 'money.pay', input.returnId)
  if (!allowed.ok) return allowed
  return orUnreachable(async () => {
    const { record, stop } = await withShop(ctx.shop, async (tx) => ({
      record: await findReturn(tx, input.returnId),
      stop: await findMoneyStop(tx, ctx.shop),
    }))
    if (record === null) return err({ kind: 'not_found' })
    if (stop !== null) return err({ kind: 'money_stopped', stop })
    const read = await readOrderRefundable(ctx.admin, record.orderGid)
    if (read === null) return err({ kind: 'not_found' })
    const intended = await withShop(ctx.shop, (tx) => intend(ctx, tx, { input, read }))
    if (!intended.ok) return intended
    await runJobNow(ctx, intended.value.job)
    const now = await withShop(ctx.shop, (tx) => getReturn(tx, record.id))
    const { intentId } = intended.value
    return ok({ intentId, state: now.moneyIntents.find((one) => one.id === intentId)?.state ?? 'intended' })
  })
}

type Intended = { readonly intentId: string; readonly job: JobId }

async function intend(
  ctx: ShopContext,
  tx: Transaction,
  parts: { readonly input: RefundOrderInput; readonly read: OrderRefundable },
): Promise<Result<Intended, RefundOrderError>> {
  const { input, read } = parts
  const record = await lockReturn(tx, input.returnId)
  if (record === null) return err({ kind: 'not_found' })
  const failed = input.why === 'gateway_failed' ? failedPayment(record) : null
  if (input.why === 'gateway_failed' && failed === null) return err({ kind: 'nothing_failed' })
  const base = failed === null ? `${input.why}:${input.requestKey}` : `again:${failed.id}`
  const earlier = record.moneyIntents.filter((one) => one.unitsKey.split('#')[0] === base)
  const live = earlier.find((one) => one.state !== 'refused' && one.state !== 'failed')
  if (live !== undefined) return err({ kind: 'in_progress', state: live.state, amount: live.amount })
  const request = requestOf(input, read, failed)
  if (!request.ok) return request
  const permit = await permitPayment(ctx, tx, {
    record,
    method: input.method,
    quote: { total: input.amount },
  })
  if (!permit.ok) return err({ kind: 'above_limit', because: permit.error })
  const id = randomUUID()
  const { method, amount, why, note } = input
  const isNew = await createMoneyIntent(tx, ctx.shop, {
    id,
    returnId: record.id,
    purpose: 'order_refund',
    unitsKey: `${base}${earlier.length === 0 ? '' : `#${earlier.length}`}`,
    method,
    amount,
    request: request.value,
    requestHash: requestHash(request.value),
    correlation: correlationOf(id),
    actor: ctx.actor,
    createdAt: ctx.now(),
  })
  if (!isNew) throw new Error(`There is an intent for ${base} already`)
  await permit.value.charge(tx, id)
  if (failed !== null) await changeReturn(tx, await getReturn(tx, record.id), { attention: null })
  const event = { kind: 'payment_decided', intentId: id, method, amount, why, note } as const
  await recordEvents(ctx, tx, { returnId: record.id, events: [event] })
  const payload = { intentId: id }
  const job = await enqueue(tx, { shop: ctx.shop, name: 'pay-order-refund', payload, now: ctx.now() })
  return ok({ intentId: id, job })
}

/** The refund that a payment provider failed and that nothing has made good since. */
function failedPayment(record: ReturnRecord): MoneyIntentRecord | null {
  return (
    record.moneyIntents.find((intent) => intent.purpose === 'refund' && intent.state === 'failed') ?? null
  )
}

/** What Shopify will be asked, to the last cent, or why it can not be. */
function requestOf(
  input: RefundOrderInput,
  read: OrderRefundable,
  failed: MoneyIntentRecord | null,
): Result<OrderRefundRequest, RefundOrderError> {
  const { amount, method, why, note } = input
  const isWhole = failed === null || amount.minor === failed.amount.minor
  if (!isPositive(amount) || amount.currency !== read.most.currency || !isWhole)
    return err({ kind: 'amount_invalid' })
  if (compare(amount, read.most) > 0) return err({ kind: 'more_than_refundable', most: read.most })
  const common = { kind: 'order_refund', why, of: failed?.id ?? null, note } as const
  if (method === 'store_credit') {
    if (read.customerGid === null) return err({ kind: 'method_not_offered' })
    return ok({ ...common, transactions: [], storeCredit: { amount, expiresAt: null } })
  }
  const transactions: OrderRefundRequest['transactions'] = []
  let left = amount
  for (const { parentGid, gateway, most } of read.payments) {
    const part = compare(left, most) > 0 ? most : left
    if (isPositive(part)) transactions.push({ parentGid, gateway, amount: part })
    left = sub(left, part)
  }
  return isPositive(left)
    ? err({ kind: 'method_not_offered' })
    : ok({ ...common, transactions, storeCredit: null })
}
