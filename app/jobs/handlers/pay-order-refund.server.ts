import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import { secondsBetween } from '#app/domain/dates.ts'
import { compare, negate } from '#app/domain/money.ts'
import { failedMutation } from '#app/shopify/failed-mutation.ts'
import {
  createRefund,
  type OrderRefund,
  type OrderRefundable,
  readOrderRefundable,
} from '#app/shopify/order-refund.server.ts'
import { wordsOf } from '#app/shopify/refusal.ts'
import { patientLook } from '../empty-reads.server.ts'
import type { Handler } from '../handler.ts'
import { needAttention } from '../open-return.server.ts'
import { enqueue } from '../outbox.server.ts'
import { recordRefundOutcome, type RefundOutcome } from '../refund-outcome.server.ts'
import { OrderRefundRequest } from '../refund-request.ts'
import { loadIntent, markSent, takeBack } from '../sending.server.ts'
import { refundOf } from '../arrived-refund.server.ts'

const freshMs = 5_000
/** Shopify keeps a key for 24 hours; after that the same call would pay a second time. */
const keySeconds = 23 * 3600

/**
 * Pays money of an order beside a return's own refund, with `refundCreate` and the intent's id as its key. Idempotent by that
 * key: a call without an answer is sent again just as it was, for 23 hours, after the order's refunds were looked through for
 * our note. Later only the look is left, and a person decides.
 */
export const payOrderRefund: Handler<'pay-order-refund'> = async (ctx, { intentId }) => {
  const loaded = await loadIntent(ctx, intentId)
  if (loaded === null || !['intended', 'sent', 'unknown', 'pending'].includes(loaded.intent.state)) return
  const { intent, record } = loaded
  const sendBefore = performance.now() + freshMs
  const read = await readOrderRefundable(ctx.admin, record.orderGid)
  const known = read === null ? null : refundOf(read.refunds, intent)
  if (known !== null) {
    const state = await recordRefundOutcome(ctx, intent, { kind: 'applied', refund: known })
    if (state === 'pending' && intent.state === 'pending') await comeBack(ctx, intent)
    return
  }
  if (intent.state === 'pending') throw new Error('A pending refund is not on its order any more')
  if (intent.state !== 'intended' && isKeyForgotten(ctx, intent)) {
    await comeBack(ctx, intent)
    await needAttention(ctx, record.id, { because: 'refund_needs_person', words: intent.correlation })
    return
  }
  const refusal = intent.state === 'intended' ? refusalBy(read, intent) : null
  if (refusal !== null) {
    await recordRefundOutcome(ctx, intent, refusal)
    return
  }
  const sent = await markSent(ctx, loaded, { sentAt: intent.sentAt ?? ctx.now() })
  if (sent !== null)
    await recordRefundOutcome(ctx, sent, await send(ctx, sent, callOf(record, sent, sendBefore)))
}

function isKeyForgotten(ctx: ShopContext, { sentAt }: MoneyIntentRecord): boolean {
  return sentAt === null || secondsBetween(sentAt, ctx.now()) >= keySeconds
}

/** Why it must not leave: what was frozen is more than can go back now, or is not owed any more. */
function refusalBy(read: OrderRefundable | null, intent: MoneyIntentRecord): RefundOutcome | null {
  const no = (because: string, words: string): RefundOutcome => ({
    kind: 'refused',
    because,
    words,
    now: null,
  })
  if (read === null) return no('changed_in_shopify', 'Shopify has no such order any more')
  const request = OrderRefundRequest.parse(intent.request)
  const isLess = request.transactions.some(({ parentGid, amount }) => {
    const payment = read.payments.find((one) => one.parentGid === parentGid)
    return payment === undefined || compare(amount, payment.most) > 0
  })
  if (isLess || compare(intent.amount, read.most) > 0)
    return { kind: 'refused', because: 'amount_changed', words: '', now: read.most }
  const isOwed = compare(negate(read.outstanding), intent.amount) >= 0
  if (request.why === 'gateway_failed' && !isOwed)
    return no('changed_in_shopify', 'The order does not owe this any more')
  if (request.storeCredit !== null && read.customerGid === null)
    return no('store_credit_not_possible', 'The order has no customer')
  return null
}

function callOf(record: ReturnRecord, intent: MoneyIntentRecord, sendBefore: number): OrderRefund {
  const { transactions, storeCredit } = OrderRefundRequest.parse(intent.request)
  return {
    orderGid: record.orderGid,
    key: intent.id,
    note: `Homeward ${intent.correlation}`,
    currency: intent.amount.currency,
    transactions,
    storeCredit,
    sendBefore,
  }
}

async function send(ctx: ShopContext, intent: MoneyIntentRecord, call: OrderRefund): Promise<RefundOutcome> {
  try {
    const result = await createRefund(ctx.admin, call)
    if (result.ok) return { kind: 'applied', refund: result.value }
    const words = wordsOf(result.error)
    // The first call with this key is still at work, says Shopify: its answer is not known yet.
    if (/in progress/i.test(words)) return { kind: 'unknown', words }
    return { kind: 'refused', because: 'shopify_refused', words, now: null }
  } catch (error) {
    const failure = failedMutation(error)
    if (failure.kind === 'refused') return { ...failure, because: 'shopify_refused', now: null }
    if (failure.kind === 'unknown') return failure
    // A call before this one may have arrived: then nobody knows, as before.
    await takeBack(ctx, intent, intent.sendCount > 1 ? 'unknown' : 'intended')
    throw error
  }
}

async function comeBack(ctx: ShopContext, intent: MoneyIntentRecord): Promise<void> {
  const payload = { intentId: intent.id }
  const job = { shop: ctx.shop, name: 'pay-order-refund', payload, now: ctx.now() } as const
  await withShop(ctx.shop, (tx) => enqueue(tx, { ...job, runAfter: patientLook(intent, ctx.now()) }))
}
