import type { ShopContext } from '#app/context.server.ts'
import type { Transaction } from '#app/db.server.ts'
import { getMoneySettings } from '#app/db/money-settings.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import { creditEnd } from '#app/domain/refund/money-settings.ts'
import { isPositive } from '#app/domain/money.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { SettlementMethod } from '#app/shopify/settlement.server.ts'
import { enqueue, type JobId } from './outbox.server.ts'
import { goodsFor } from './exchange-goods.ts'
import { recordEvents } from './record-events.server.ts'
import { noExtras, type RefundExtras, type RefundRequest, type UnitRange } from './refund-request.ts'
import { paysForUnits, unitsKey, unitsOf } from './refund-units.ts'
import { writeIntent } from './write-intent.server.ts'

/** `created`: the job pays. `exists`: these units are paid for already, or about to be. */
export type IntendedRefund =
  | { readonly kind: 'created'; readonly intentId: string; readonly job: JobId }
  | { readonly kind: 'exists'; readonly intent: MoneyIntentRecord }

/**
 * Writes the intent to refund units, its event and the job that pays, in the caller's transaction, which holds the return's
 * lock (`lockReturn`). Nothing is sent here. A double click, a second person and a job that runs twice find the first
 * intent; only units of a refused one may be intended again.
 */
export async function intendRefund(
  ctx: ShopContext,
  tx: Transaction,
  input: {
    readonly record: ReturnRecord
    readonly units: readonly UnitRange[]
    readonly method: SettlementMethod
    readonly extras?: RefundExtras
    readonly quote: Quote
  },
): Promise<IntendedRefund> {
  const { record, units, method, quote, extras = noExtras } = input
  const live = record.moneyIntents.find(
    (intent) => paysForUnits(intent) && intent.state !== 'refused' && overlaps(unitsOf(intent), units),
  )
  if (live !== undefined) return { kind: 'exists', intent: live }
  const key = unitsKey(units, 0)
  const attempt = record.moneyIntents.filter(
    (intent) => paysForUnits(intent) && unitsKey(unitsOf(intent), 0) === key,
  ).length
  const credit = method === 'store_credit' ? await getMoneySettings(tx, ctx.shop) : null
  const creditEndsAt = credit === null ? null : creditEnd(credit, record.country, ctx.now())
  const isGiftCredit = record.gift !== null && isPositive(quote.refund)
  if (isGiftCredit) return intendGiftCredit(ctx, tx, { ...input, attempt, creditEndsAt })
  const exchanges = goodsFor(record, units)
  const request = {
    kind: 'refund',
    units: [...units],
    ...(exchanges.length === 0 ? {} : { exchanges: [...exchanges] }),
    extras,
    creditEndsAt,
    quote,
  } satisfies Omit<RefundRequest, 'exchanges'>
  const intentId = await writeIntent(ctx, tx, {
    returnId: record.id,
    purpose: 'refund',
    unitsKey: unitsKey(units, attempt),
    method,
    amount: quote.refund,
    request,
  })
  // The lock makes this impossible; the unique key is what makes it certain.
  if (intentId === null) throw new Error(`There is an intent for the units ${key} already`)
  const titles = exchanges.map(({ title, quantity }) => `${quantity} × ${title}`).join(', ')
  const movesMoney = isPositive(quote.refund) || exchanges.length === 0
  await recordEvents(ctx, tx, {
    returnId: record.id,
    events: [
      ...(exchanges.length === 0 ? [] : [{ kind: 'exchange_decided' as const, intentId, titles }]),
      ...(movesMoney ? [{ kind: 'refund_intended' as const, intentId, method, amount: quote.refund }] : []),
    ],
  })
  const payload = { intentId }
  const job = await enqueue(tx, { shop: ctx.shop, name: 'process-refund', payload, now: ctx.now() })
  return { kind: 'created', intentId, job }
}

/**
 * Writes the intent to credit the recipient of a gift for goods that were given back. No payment of the order moves, and Shopify
 * is not told to process the units: it would then show the money as owed to whoever paid.
 */
async function intendGiftCredit(
  ctx: ShopContext,
  tx: Transaction,
  input: {
    readonly record: ReturnRecord
    readonly units: readonly UnitRange[]
    readonly quote: Quote
    readonly attempt: number
    readonly creditEndsAt: string | null
  },
): Promise<IntendedRefund> {
  const { record, units, quote, attempt, creditEndsAt } = input
  const { customerGid } = record
  if (customerGid === null) throw new Error('The credit of a gift needs the account of its recipient')
  const request = { kind: 'gift_credit', units: [...units], customerGid, creditEndsAt, quote } as const
  const intentId = await writeIntent(ctx, tx, {
    returnId: record.id,
    purpose: 'gift_credit',
    unitsKey: unitsKey(units, attempt),
    method: 'store_credit',
    amount: quote.refund,
    request,
  })
  if (intentId === null) throw new Error(`There is an intent for the units ${unitsKey(units, 0)} already`)
  const movement = { intentId, method: 'store_credit', amount: quote.refund } as const
  const events = [{ kind: 'gift_credit_intended' as const, ...movement }]
  await recordEvents(ctx, tx, { returnId: record.id, events })
  const job = await enqueue(tx, { shop: ctx.shop, name: 'pay-bonus', payload: { intentId }, now: ctx.now() })
  return { kind: 'created', intentId, job }
}

function overlaps(a: readonly UnitRange[], b: readonly UnitRange[]): boolean {
  return a.some((one) =>
    b.some((other) => one.returnLineId === other.returnLineId && one.from < other.to && other.from < one.to),
  )
}
