import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { mustMoneyMove } from '#app/db/kill-switch.server.ts'
import { changeMoneyIntent, findMoneyIntent, hasCreditOnItsWay } from '#app/db/money-intent.server.ts'
import type { MoneyIntentRecord } from '#app/db/return-record.ts'
import { changeReturn, getReturn, lockReturn } from '#app/db/return.server.ts'
import { addSeconds } from '#app/domain/dates.ts'
import type { ReturnEvent } from '#app/domain/events.ts'
import type { CustomerGid } from '#app/domain/ids.ts'
import { isSame } from '#app/domain/money.ts'
import type { MoneyState } from '#app/domain/return.ts'
import { failedMutation } from '#app/shopify/failed-mutation.ts'
import { wordsOf } from '#app/shopify/refusal.ts'
import {
  creditAccount,
  readCreditAdjustments,
  type StoreCreditAdjustment,
} from '#app/shopify/store-credit.server.ts'
import { afterEmptyRead, patientLook, secondLook } from '../empty-reads.server.ts'
import type { Handler } from '../handler.ts'
import { needAttention } from '../open-return.server.ts'
import { enqueue } from '../outbox.server.ts'
import { handOver } from '../queue.server.ts'
import { recordEvents } from '../record-events.server.ts'
import { BonusReport, BonusSnapshot, CreditRequest, type GiftCreditRequest } from '../refund-request.ts'
import { whyGiftCreditStops } from '../still-owed-for-gift.server.ts'

/** The adjustments are read at most this long before a credit is sent. */
const freshMs = 5_000

/**
 * Credits the bonus of a settled refund, or what goods come to that were a gift, to a customer's account. Idempotent by the intent's state and by reading: the account's transactions are
 * kept before the call leaves; after a call without an answer they are read again, and a new adjustment of exactly this
 * amount is ours. Shopify has no way to take such a credit only once, so it is never sent again by itself: after two equal
 * reads without one, `REFUND_RECHECK_SECONDS` apart, a person decides, and the reads go on. Credits of one customer go one
 * after the other: of two that are out at once nobody could tell whose a credit is. What a gift comes to is read again right
 * before it is sent, as every payment for goods is; any difference stops it.
 */
export const payBonus: Handler<'pay-bonus'> = async (ctx, { intentId }) => {
  const intent = await withShop(ctx.shop, (tx) => findMoneyIntent(tx, intentId))
  if (intent === null) return
  if (intent.state !== 'intended' && intent.state !== 'sent' && intent.state !== 'unknown') return
  const request = CreditRequest.parse(intent.request)
  const { customerGid, creditEndsAt } = request
  const sendBefore = performance.now() + freshMs
  const adjustments = await readCreditAdjustments(ctx.admin, customerGid)
  if (adjustments === null) {
    await finish(ctx, intent, { state: 'refused', words: 'The customer is not there any more', gid: null })
    return
  }
  const credited = intent.snapshot === null ? undefined : await creditOf(ctx, intent, adjustments)
  if (credited !== undefined) {
    await finish(ctx, intent, { state: 'settled', words: '', gid: credited.gid })
    return
  }
  if (intent.state !== 'intended') {
    await foundNothing(ctx, intent, adjustments)
    return
  }
  const stop = request.kind === 'gift_credit' ? await stopOf(ctx, intent, request) : null
  if (stop !== null) {
    await finish(ctx, intent, { state: 'refused', words: stop, gid: null })
    return
  }
  const sent = await markSent(ctx, intent, { customerGid, adjustments })
  if (sent === null) return
  await send(ctx, sent, { customerGid, expiresAt: creditEndsAt, sendBefore })
}

/** Why a gift's credit must not be sent (any more), in words for the staff; null where it may. */
async function stopOf(
  ctx: ShopContext,
  { returnId, amount }: MoneyIntentRecord,
  request: GiftCreditRequest,
): Promise<string | null> {
  const record = await withShop(ctx.shop, (tx) => getReturn(tx, returnId))
  return whyGiftCreditStops(ctx, { record, amount, request })
}

async function markSent(
  ctx: ShopContext,
  intent: MoneyIntentRecord,
  read: {
    readonly customerGid: CustomerGid
    readonly adjustments: readonly StoreCreditAdjustment[]
  },
): Promise<MoneyIntentRecord | null> {
  const { customerGid, adjustments } = read
  const snapshot: BonusSnapshot = { adjustmentGids: adjustments.map((adjustment) => adjustment.gid) }
  return withShop(ctx.shop, async (tx) => {
    await mustMoneyMove(tx, ctx.shop)
    if (await hasCreditOnItsWay(tx, { shop: ctx.shop, customerGid }))
      throw new Error('Another credit of this customer has no answer yet')
    const change = { state: 'sent', snapshot, sentAt: ctx.now(), emptyReads: null, countSend: true } as const
    return (await changeMoneyIntent(tx, intent, change)) ? findMoneyIntent(tx, intent.id) : null
  })
}

async function send(
  ctx: ShopContext,
  intent: MoneyIntentRecord,
  how: {
    readonly customerGid: CustomerGid
    readonly expiresAt: string | null
    readonly sendBefore: number
  },
): Promise<void> {
  try {
    const credited = await creditAccount(ctx.admin, { ...how, amount: intent.amount })
    if (credited.ok) await finish(ctx, intent, { state: 'settled', words: '', gid: credited.value.gid })
    else await finish(ctx, intent, { state: 'refused', words: wordsOf(credited.error), gid: null })
  } catch (error) {
    const failure = failedMutation(error)
    if (failure.kind === 'refused') {
      await finish(ctx, intent, { state: 'refused', words: failure.words, gid: null })
      return
    }
    const state = failure.kind === 'unknown' ? 'unknown' : 'intended'
    await withShop(ctx.shop, (tx) => changeMoneyIntent(tx, intent, { state }))
    if (failure.kind === 'not_done') throw error
    await lookLater(ctx, intent, addSeconds(ctx.now(), 5))
  }
}

/** The credit that an earlier sending made: of this amount, not there before it, and not another one's. */
async function creditOf(
  ctx: ShopContext,
  intent: MoneyIntentRecord,
  adjustments: readonly StoreCreditAdjustment[],
): Promise<StoreCreditAdjustment | undefined> {
  const before = BonusSnapshot.parse(intent.snapshot)
  const taken = await creditsOfOthers(ctx, intent)
  return adjustments.find(
    (adjustment) =>
      isSame(adjustment.amount, intent.amount) &&
      !before.adjustmentGids.includes(adjustment.gid) &&
      !taken.has(adjustment.gid),
  )
}

async function foundNothing(
  ctx: ShopContext,
  intent: MoneyIntentRecord,
  adjustments: readonly StoreCreditAdjustment[],
): Promise<void> {
  const read = { at: ctx.now(), fingerprint: adjustments.map((one) => one.gid).join(' ') }
  const { reads, isSure } = afterEmptyRead(intent, read)
  const change = { state: 'unknown', emptyReads: reads } as const
  const isMine = await withShop(ctx.shop, (tx) => changeMoneyIntent(tx, intent, change))
  if (!isMine) return
  await lookLater(ctx, intent, isSure ? patientLook(intent, ctx.now()) : secondLook(ctx.now()))
  if (isSure)
    await needAttention(ctx, intent.returnId, {
      because: wordsOfPurpose(intent).needsPerson,
      words: intent.correlation,
    })
}

/** Adjustments that other credits of the shop have claimed: equal amounts to one customer are no rarity. */
async function creditsOfOthers(ctx: ShopContext, intent: MoneyIntentRecord): Promise<ReadonlySet<string>> {
  const { amount } = intent
  const rows = await withShop(ctx.shop, (tx) =>
    tx.moneyIntent.findMany({
      where: {
        shop: ctx.shop,
        purpose: { in: ['bonus_credit', 'gift_credit'] },
        state: 'settled',
        currency: amount.currency,
        amountMinor: BigInt(amount.minor),
        id: { not: intent.id },
      },
      select: { report: true },
      orderBy: { createdAt: 'desc' },
      take: 500,
    }),
  )
  return new Set(rows.flatMap(({ report }) => BonusReport.safeParse(report).data?.gid ?? []))
}

async function lookLater(ctx: ShopContext, intent: MoneyIntentRecord, runAfter: string): Promise<void> {
  const job = { shop: ctx.shop, name: 'pay-bonus', payload: { intentId: intent.id }, now: ctx.now() } as const
  await withShop(ctx.shop, (tx) => enqueue(tx, { ...job, runAfter }))
}

type Finished = {
  readonly state: Extract<MoneyState, 'settled' | 'refused'>
  readonly words: string
  readonly gid: string | null
}

async function finish(ctx: ShopContext, read: MoneyIntentRecord, finished: Finished): Promise<void> {
  const jobs = await withShop(ctx.shop, async (tx) => {
    const record = await lockReturn(tx, read.returnId)
    const intent = record?.moneyIntents.find((one) => one.id === read.id)
    if (record === null || intent === undefined) throw new Error(`There is no intent ${read.id}`)
    if (intent.state === 'settled' || intent.state === 'refused') return []
    const { state, words, gid } = finished
    const isChanged = await changeMoneyIntent(tx, intent, {
      state,
      report: { gid, words },
      finishedAt: ctx.now(),
    })
    if (!isChanged) throw new Error(`The intent ${intent.id} changed under its lock`)
    const movement = { intentId: intent.id, method: intent.method, amount: intent.amount }
    const { paid, refused } = wordsOfPurpose(intent)
    const event: ReturnEvent =
      state === 'settled' ? { kind: paid, ...movement } : { kind: refused, ...movement, words }
    if (state === 'refused') await changeReturn(tx, record, { attention: refused })
    else if (record.attention === refused) await changeReturn(tx, record, { attention: null })
    return (await recordEvents(ctx, tx, { returnId: record.id, events: [event] })).jobs
  })
  await handOver(ctx.shop, jobs)
}

/** What a credit is called in the timeline and among what needs a person. */
function wordsOfPurpose({ purpose }: Pick<MoneyIntentRecord, 'purpose'>) {
  return purpose === 'gift_credit'
    ? ({
        paid: 'gift_credit_paid',
        refused: 'gift_credit_refused',
        needsPerson: 'gift_credit_needs_person',
      } as const)
    : ({ paid: 'bonus_paid', refused: 'bonus_refused', needsPerson: 'bonus_needs_person' } as const)
}
