import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { bookIntent } from '#app/db/ledger-of-intent.server.ts'
import { appendEntries, listEntriesOfOrder } from '#app/db/ledger.server.ts'
import { findReconciliation, saveReconciliation } from '#app/db/reconciliation.server.ts'
import { changeReturn, listReturnsOfOrder, lockOrder, lockReturn } from '#app/db/return.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import {
  compareOrder,
  entriesOfForeign,
  entriesOfLate,
  sinceBefore,
  type Comparison,
  type Difference,
  type OrderRefund,
} from '#app/domain/ledger/compare-order.ts'
import type { LedgerEntry } from '#app/domain/ledger/entry.ts'
import { orderGone } from '#app/domain/ledger/order-gone.ts'
import { readOrderMoney, readRefundLines, type ReadOrderMoney } from '#app/shopify/order-money.server.ts'
import type { Handler } from '../handler.ts'
import { enqueueUnlessWaiting, type JobId } from '../outbox.server.ts'
import { handOver } from '../queue.server.ts'
import { recordEvents } from '../record-events.server.ts'

/**
 * Compares all money of an order with Shopify: books what was paid back past Homeward, asks for the answer of intents that
 * have one there, and keeps every difference for a person to see. Idempotent: a movement is booked once (unique index), and
 * what the order's last comparison said is replaced. Shopify is read before the transaction; if the ledger moved meanwhile,
 * both are read again.
 */
export const reconcileLedger: Handler<'reconcile-ledger'> = async (ctx, { orderGid }) => {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const read = await readBothSides(ctx, orderGid)
    if (read === null) return
    const jobs = await withShop(ctx.shop, (tx) => reconcile(ctx, tx, read))
    if (jobs !== null) return handOver(ctx.shop, jobs)
  }
  throw new Error('The ledger of this order moves too fast to be compared')
}

type BothSides = {
  readonly orderGid: OrderGid
  readonly money: ReadOrderMoney | null
  readonly linesOf: ReadonlyMap<string, readonly string[]>
  /** How far the order's ledger was when Shopify was read. */
  readonly place: number
}

async function readBothSides(ctx: ShopContext, orderGid: OrderGid): Promise<BothSides | null> {
  const { records, entries } = await withShop(ctx.shop, async (tx) => ({
    records: await listReturnsOfOrder(tx, ctx.shop, orderGid),
    entries: await listEntriesOfOrder(tx, ctx.shop, orderGid),
  }))
  if (records.length === 0) return null
  const creditGids = entries.flatMap((entry) =>
    entry.kind === 'done' && entry.refundGid === null && entry.transactionGid !== null
      ? [entry.transactionGid]
      : [],
  )
  const money = await readOrderMoney(ctx.admin, { orderGid, creditGids })
  // A refund that was made on the order and not on a return belongs to the return whose lines it names.
  const booked = new Set(entries.map((entry) => entry.refundGid))
  const loose = (money?.refunds ?? []).filter(({ gid, returnGid }) => returnGid === null && !booked.has(gid))
  const linesOf = await readRefundLines(
    ctx.admin,
    loose.map(({ gid }) => gid),
  )
  return { orderGid, money, linesOf, place: entries.at(-1)?.sequence ?? 0 }
}

/** Null when the ledger of the order has moved since Shopify was read: then nothing is said. */
async function reconcile(ctx: ShopContext, tx: Transaction, read: BothSides): Promise<JobId[] | null> {
  const { orderGid, money } = read
  await lockOrder(tx, ctx.shop, orderGid)
  const ids = (await listReturnsOfOrder(tx, ctx.shop, orderGid)).map(({ id }) => id)
  const records: ReturnRecord[] = []
  // Always in the same order, so that two who lock several never wait for each other; the ledger's lock comes last.
  for (const id of ids.sort()) {
    const record = await lockReturn(tx, id)
    if (record !== null) records.push(record)
  }
  const known = await listEntriesOfOrder(tx, ctx.shop, orderGid)
  if ((known.at(-1)?.sequence ?? 0) !== read.place) return null
  const orderName = records[0]?.orderName ?? ''
  const intents = records.flatMap((record) => record.moneyIntents)
  // Nothing to do, except for intents that are older than the ledger.
  for (const intent of intents) await bookIntent(tx, intent.id, intent.finishedAt)
  const entries = await listEntriesOfOrder(tx, ctx.shop, orderGid)
  const found: Comparison =
    money === null
      ? { matched: 0, foreign: [], late: [], answered: [], differences: orderGone(entries, ctx.now()) }
      : compareOrder({ entries, intents, money, now: ctx.now() })
  await appendEntries(tx, ctx.shop, entriesOfLate(found.late, entries, ctx.now()))
  const jobs = await bookForeign(ctx, tx, { read, records, orderName, foreign: found.foreign })
  const answered = intents.filter(({ id }) => found.answered.includes(id))
  for (const intent of answered) jobs.push(...(await askForAnswer(ctx, tx, intent)))
  const before = await findReconciliation(tx, ctx.shop, orderGid)
  const differences = sinceBefore(found.differences, before?.differences ?? [])
  jobs.push(...(await alarm(ctx, tx, { records, differences, before: before?.differences ?? [] })))
  await saveReconciliation(tx, ctx.shop, {
    orderGid,
    orderName,
    checkedAt: ctx.now(),
    transactions: money?.transactions.filter(({ gid }) => isBooked(gid, entries, found)) ?? [],
    differences,
  })
  return jobs
}

function isBooked(gid: string, entries: readonly LedgerEntry[], found: Comparison): boolean {
  return (
    entries.some((entry) => entry.transactionGid === gid) ||
    found.foreign.some(({ transaction }) => transaction.gid === gid)
  )
}

/** Books refunds that were made past Homeward, and tells the timeline of the return that each belongs to. */
async function bookForeign(
  ctx: ShopContext,
  tx: Transaction,
  input: {
    readonly read: BothSides
    readonly records: readonly ReturnRecord[]
    readonly orderName: string
    readonly foreign: Comparison['foreign']
  },
): Promise<JobId[]> {
  const { read, records, orderName, foreign } = input
  const returnIdOf = (refund: OrderRefund) => returnOf(refund, records, read.linesOf)?.id ?? null
  const entries = entriesOfForeign(foreign, { orderGid: read.orderGid, orderName, returnIdOf })
  const jobs: JobId[] = []
  for (const { returnId, refundGid, amount } of entries) {
    const record = records.find(({ id }) => id === returnId)
    if (record === undefined || refundGid === null) continue
    const history = await listEvents(tx, ctx.shop, record.id)
    const isTold = history.some(
      ({ event }) => event.kind === 'refunded_in_shopify' && event.refundGid === refundGid,
    )
    if (isTold) continue
    const event = { kind: 'refunded_in_shopify', refundGid, amount } as const
    jobs.push(...(await recordEvents(ctx, tx, { returnId: record.id, events: [event] })).jobs)
  }
  await appendEntries(tx, ctx.shop, entries)
  return jobs
}

/** The return that a foreign refund pays for: the one it was made on, or the only one with its lines. */
function returnOf(
  refund: OrderRefund,
  records: readonly ReturnRecord[],
  linesOf: BothSides['linesOf'],
): ReturnRecord | undefined {
  if (refund.returnGid !== null) return records.find((one) => one.shopifyReturnGid === refund.returnGid)
  const lineGids = linesOf.get(refund.gid) ?? []
  const standing = records.filter(({ status }) => status !== 'declined' && status !== 'cancelled')
  const fitting = standing.filter(({ lines }) =>
    lines.some(({ lineItemGid }) => lineGids.includes(lineItemGid)),
  )
  return fitting.length === 1 ? fitting[0] : undefined
}

/** One that was sent a moment ago is left to the job that sent it; only the others have nobody who reads now. */
async function askForAnswer(
  ctx: ShopContext,
  tx: Transaction,
  { id: intentId, purpose, state }: MoneyIntentRecord,
): Promise<JobId[]> {
  if (state !== 'unknown' && state !== 'pending') return []
  const name = purpose === 'order_refund' ? 'pay-order-refund' : 'reconcile-refund'
  const job = { shop: ctx.shop, name, payload: { intentId }, now: ctx.now() } as const
  return [(await enqueueUnlessWaiting(tx, job)).id]
}

/** A new difference brings its return before a person, once. */
async function alarm(
  ctx: ShopContext,
  tx: Transaction,
  input: {
    readonly records: readonly ReturnRecord[]
    readonly differences: readonly Difference[]
    readonly before: readonly Difference[]
  },
): Promise<JobId[]> {
  const news = input.differences.filter(({ key }) => !input.before.some((one) => one.key === key))
  const jobs: JobId[] = []
  for (const { kind, returnId } of news) {
    const record = input.records.find(({ id }) => id === returnId) ?? input.records[0]
    if (record === undefined || record.attention === 'money_differs') continue
    await changeReturn(tx, record, { attention: 'money_differs' })
    const event = { kind: 'attention_needed', because: 'money_differs', words: kind } as const
    jobs.push(...(await recordEvents(ctx, tx, { returnId: record.id, events: [event] })).jobs)
  }
  return jobs
}
