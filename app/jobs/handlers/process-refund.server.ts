import type { ShopContext } from '#app/context.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import { isPositive, isSame, negate } from '#app/domain/money.ts'
import { failedMutation } from '#app/shopify/failed-mutation.ts'
import { wordsOf } from '#app/shopify/refusal.ts'
import { readReturnState } from '#app/shopify/return-state.server.ts'
import {
  processReturn,
  readSettlement,
  type ReturnPayment,
  type Settlement,
} from '#app/shopify/settlement.server.ts'
import { arrivedOf, refundOf } from '../arrived-refund.server.ts'
import { fallBackOnRefusal, goneGoods, type GoneGoods, readGoods } from '../exchange-lines.server.ts'
import type { Handler } from '../handler.ts'
import { recordRefundOutcome, type RefundOutcome } from '../refund-outcome.server.ts'
import { RefundRequest, type RefundSnapshot } from '../refund-request.ts'
import { loadIntent, type LoadedIntent, markSent, takeBack } from '../sending.server.ts'

/** Amounts are read again at most this long before they are sent (reliability rule R5). */
const freshMs = 5_000

/**
 * Pays an intended refund with one `returnProcess`. Idempotent by the intent's state: only `intended` is sent, and `sent` is
 * committed before the call. If this finds `sent`, an earlier attempt died with the call out: the outcome is unknown and
 * `reconcile-refund` reads Shopify before anything else happens. `returnProcess` itself takes no idempotency key. A process
 * that was paused after the commit does not send any more when it wakes: the call leaves within five seconds of the figures
 * that it rests on, and a lease lasts longer than that.
 */
export const processRefund: Handler<'process-refund'> = async (ctx, { intentId }) => {
  const loaded = await loadIntent(ctx, intentId)
  if (loaded === null) return
  const { intent, record } = loaded
  if (intent.state === 'sent') {
    const words = 'The process ended while Shopify was asked'
    await recordRefundOutcome(ctx, intent, { kind: 'unknown', words })
    return
  }
  if (intent.state !== 'intended') return
  // Shopify counts fees and what is owed for goods with the part that it processes first.
  if (waitsForOtherPart(record, intent)) throw new Error('Another part of this return is paid first')
  const prepared = await prepare(ctx, record, intent)
  if ('because' in prepared) {
    const { because, words, now: amount } = prepared
    const refused = { kind: 'refused', because, words, now: amount } as const
    const now = await recordRefundOutcome(ctx, intent, await unlessItArrived(ctx, loaded, refused))
    if (now === 'refused' && prepared.gone.size > 0) await fallBackOnRefusal(ctx, record.id, prepared.gone)
    return
  }
  const sending = { snapshot: prepared.snapshot, sentAt: ctx.now(), emptyReads: null }
  const sent = await markSent(ctx, loaded, sending)
  if (sent === null) return
  const outcome = await pay(ctx, sent, prepared.payment)
  await recordRefundOutcome(ctx, sent, await unlessItArrived(ctx, { intent: sent, record }, outcome))
}

/** Whether the part that is paid to the original payment, and comes first, has no answer yet. */
function waitsForOtherPart(record: ReturnRecord, intent: MoneyIntentRecord): boolean {
  return (
    intent.method === 'store_credit' &&
    record.moneyIntents.some(
      ({ purpose, method, state }) =>
        purpose === 'refund' &&
        method === 'original_payment' &&
        (state === 'intended' || state === 'sent' || state === 'unknown'),
    )
  )
}

/**
 * Shopify may apply a request long after its connection broke, also later than the two empty reads that let it be sent
 * again. The second sending is refused then, because the first one paid: that refund is the outcome, and not the refusal.
 */
async function unlessItArrived(
  ctx: ShopContext,
  { intent, record }: LoadedIntent,
  outcome: RefundOutcome,
): Promise<RefundOutcome> {
  const gid = record.shopifyReturnGid
  if (outcome.kind !== 'refused' || intent.sendCount === 0 || gid === null) return outcome
  const state = await readReturnState(ctx.admin, { gid, lineCount: record.lines.length })
  const arrived = state === null ? null : await arrivedOf(ctx, { record, intent, state })
  return arrived ?? outcome
}

type Refusal = Omit<Extract<RefundOutcome, { kind: 'refused' }>, 'kind'> & {
  /** Goods of an exchange that cannot be sent: their lines are paid by the shopper's other choice. */
  readonly gone: GoneGoods
}
type Prepared = { readonly payment: ReturnPayment; readonly snapshot: RefundSnapshot }

/** Reads Shopify's figures, right before sending, and compares them with what was frozen. Any difference stops here. */
async function prepare(
  ctx: ShopContext,
  record: ReturnRecord,
  intent: MoneyIntentRecord,
): Promise<Prepared | Refusal> {
  // Not there yet: opening goes on in its own job, and this one comes back.
  if (record.shopifyReturnGid === null) throw new Error('The return is not in Shopify yet')
  const { units, extras, exchanges, quote } = RefundRequest.parse(intent.request)
  const lines = units.flatMap((range) => {
    const gid = record.lines.find((line) => line.id === range.returnLineId)?.shopifyReturnLineGid
    return gid ? [{ gid, quantity: range.to - range.from }] : []
  })
  const refusal = (because: string, words: string, now = intent.amount): Refusal => ({
    because,
    words,
    now: because === 'amount_changed' ? now : null,
    gone: new Map(),
  })
  if (lines.length !== units.length) return refusal('changed_in_shopify', 'A line is not in Shopify')
  const gone = await goneGoods(ctx, record, exchanges)
  if (gone.size > 0) return { ...refusal('exchange_gone', 'Goods of the exchange are gone'), gone }
  const sendBefore = performance.now() + freshMs
  const goods = await readGoods(ctx, {
    gid: record.shopifyReturnGid,
    exchanges,
    lineCount: record.lines.length,
  })
  if (goods === null) return refusal('changed_in_shopify', 'Some of the goods are processed already')
  const settlement = await readSettlement(ctx.admin, {
    gid: record.shopifyReturnGid,
    lines,
    exchanges,
    lineCount: record.lines.length,
    currency: record.currency,
    method: intent.method,
    extras,
  })
  if (settlement === null) return refusal('changed_in_shopify', 'Shopify suggests nothing for this return')
  if (settlement.status === 'REQUESTED') throw new Error('The return is not approved in Shopify yet')
  if (settlement.status !== 'OPEN') return refusal('changed_in_shopify', settlement.status)
  const isTaken = lines.some((line) => {
    const now = settlement.lines.find((one) => one.gid === line.gid)
    return now === undefined || now.processable < line.quantity
  })
  if (isTaken) return refusal('changed_in_shopify', 'Some of these units are processed already')
  const isPayable = isPositive(settlement.refund) || exchanges.length > 0
  if (!isSame(settlement.refund, intent.amount) || !isPayable) {
    return refusal('amount_changed', '', settlement.refund)
  }
  if (!isSame(settlement.owed, quote.owed)) return refusal('amount_changed', '', negate(settlement.owed))
  if (intent.method === 'store_credit' && settlement.storeCredit === null) {
    return refusal('store_credit_not_possible', 'Shopify offers no store credit for this order')
  }
  return preparedFor(record.shopifyReturnGid, { intent, lines, extras, goods, settlement, sendBefore })
}

function preparedFor(
  gid: ReturnPayment['gid'],
  parts: {
    readonly intent: MoneyIntentRecord
    readonly lines: ReturnPayment['lines']
    readonly extras: ReturnPayment['extras']
    readonly goods: RefundSnapshot['exchanges']
    readonly settlement: Settlement
    readonly sendBefore: number
  },
): Prepared {
  const { intent, lines, extras, goods, settlement, sendBefore } = parts
  const isCredit = intent.method === 'store_credit'
  const transactions = (isCredit ? [] : settlement.transactions)
    .filter((one) => isPositive(one.amount))
    .map(({ parentGid, amount }) => ({ parentGid, amount }))
  const { creditEndsAt } = RefundRequest.parse(intent.request)
  const storeCredit =
    isCredit && settlement.storeCredit !== null
      ? { amount: settlement.storeCredit.amount, expiresAt: creditEndsAt ?? settlement.storeCredit.expiresAt }
      : null
  const snapshot: RefundSnapshot = {
    refundGids: [...settlement.refundGids],
    sent: [...lines],
    lines: settlement.lines.map(({ gid: line, quantity, processed, refunded }) => ({
      gid: line,
      quantity,
      processed,
      refunded,
    })),
    exchanges: goods,
    transactions,
    storeCredit,
  }
  const note = `Homeward ${intent.correlation}`
  const exchanges = goods.map((one) => ({ gid: one.gid, quantity: one.sent }))
  return { payment: { gid, lines, exchanges, extras, note, transactions, storeCredit, sendBefore }, snapshot }
}

/** Sends. Where Shopify certainly did nothing the intent waits for the next attempt, which the exception asks for. */
async function pay(
  ctx: ShopContext,
  intent: MoneyIntentRecord,
  payment: ReturnPayment,
): Promise<RefundOutcome> {
  try {
    const result = await processReturn(ctx.admin, payment)
    if (!result.ok) {
      return { kind: 'refused', because: 'shopify_refused', words: wordsOf(result.error), now: null }
    }
    // Goods against goods: Shopify makes no refund, and that it took the call is its answer.
    if (!isPositive(intent.amount)) return { kind: 'applied', refund: null }
    const refund = refundOf(result.value, intent)
    return refund === null
      ? { kind: 'unknown', words: 'The answer names no refund of ours' }
      : { kind: 'applied', refund }
  } catch (error) {
    const failure = failedMutation(error)
    if (failure.kind === 'refused') return { ...failure, because: 'shopify_refused', now: null }
    if (failure.kind === 'unknown') return failure
    await takeBack(ctx, intent, 'intended')
    throw error
  }
}
