import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { endExchange, setExchangeLine } from '#app/db/exchange.server.ts'
import type { ReturnLineRecord, ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, getReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnEvent } from '#app/domain/events.ts'
import { quoteForGift } from '#app/domain/gift.ts'
import { type ExchangeChoice, goodsOf, paidInstead } from '#app/domain/refund/exchange.ts'
import { readExchangeLines, readStock, type ShopifyExchangeLine } from '#app/shopify/exchanges.server.ts'
import { enqueue, type JobId } from './outbox.server.ts'
import { promiseWithout } from './promise-without-exchange.ts'
import { handOver } from './queue.server.ts'
import { recordEvents } from './record-events.server.ts'
import { RefundRequest, type RefundSnapshot, type SentGoods } from './refund-request.ts'

/** A line that goods are sent for. */
export type ExchangedLine = ReturnLineRecord & { readonly exchange: ExchangeChoice }

/** The lines of a return that are exchanged. */
export function exchangedLines(record: Pick<ReturnRecord, 'lines'>): readonly ExchangedLine[] {
  return record.lines.flatMap((line) =>
    line.exchange === null ? [] : [{ ...line, exchange: line.exchange }],
  )
}

/** Why goods cannot be sent in exchange (any more); the words stand under `exchangeWhy`. */
export type ExchangeEnd = 'out_of_stock' | 'not_for_sale' | 'staff'

/** Goods that are gone, by line. */
export type GoneGoods = ReadonlyMap<string, ExchangeEnd>

/** Whether the shopper wants to be asked before anything else happens than what she chose. */
function isWaiting({ fallback }: ExchangeChoice, because: ExchangeEnd | undefined): boolean {
  return fallback === 'wait' && because !== 'staff'
}

/** Why a person must look: goods are gone, and the shopper wants to be asked. */
export const exchangeWaits = 'exchange_waits'

/** The names of gone goods of which the shopper wants to be asked; empty where there are none. */
function waitingGoods(record: ReturnRecord, gone: GoneGoods): string {
  const lines = exchangedLines(record).filter(
    ({ id, exchange }) => gone.has(id) && isWaiting(exchange, gone.get(id)),
  )
  return lines.map(({ exchange }) => goodsOf(exchange)).join(', ')
}

/**
 * Which of the goods cannot be sent now. `units` says how many of each line are to be sent; all of them where it says nothing.
 * Lines that want the same goods are counted together, in their order.
 */
async function findGone(
  ctx: ShopContext,
  lines: readonly ExchangedLine[],
  units: ReadonlyMap<string, number> = new Map(),
): Promise<GoneGoods> {
  if (lines.length === 0) return new Map()
  const gids = lines.map(({ exchange }) => exchange.variantGid)
  const stock = new Map(await readStock(ctx.admin, gids))
  const gone = new Map<string, ExchangeEnd>()
  for (const { id, quantity, exchange } of lines) {
    const left = stock.get(exchange.variantGid)
    const wanted = units.get(id) ?? quantity
    if (left === undefined) gone.set(id, 'not_for_sale')
    else if (left !== null && left < wanted) gone.set(id, 'out_of_stock')
    else if (left !== null) stock.set(exchange.variantGid, left - wanted)
  }
  return gone
}

/**
 * Pays lines by the shopper's own choice instead of exchanging them: their receipt, the event and, where Shopify has exchange
 * lines for them, the job that takes these off. The return's lock is held. Lines that are not exchanged (any more) and units
 * whose exchange is on its way are left alone, and so are those of whom the shopper wants to be asked, unless a person ends the
 * exchange. Answers the jobs to hand over.
 */
export async function fallBack(
  ctx: ShopContext,
  tx: Transaction,
  input: { readonly record: ReturnRecord; readonly gone: GoneGoods },
): Promise<JobId[]> {
  const { record, gone } = input
  const busy = new Set(
    record.moneyIntents
      .filter(({ purpose, state }) => purpose === 'refund' && state !== 'refused')
      .flatMap(({ request }) =>
        RefundRequest.parse(request).exchanges.map(({ returnLineId }) => returnLineId),
      ),
  )
  const lines = exchangedLines(record)
    .filter(({ id, exchange }) => gone.has(id) && !busy.has(id) && !isWaiting(exchange, gone.get(id)))
    .map((line) => inPlaceOfGift(record, line))
  if (lines.length === 0 || !canFallBack(record)) return []
  for (const { id, exchange } of lines)
    await endExchange(tx, { returnLineId: id, outcome: paidInstead(exchange) })
  const outcomes = record.lines.map((line) => {
    const ended = lines.find(({ id }) => id === line.id)
    return ended === undefined ? line.outcome : paidInstead(ended.exchange)
  })
  const [first] = outcomes
  const outcome = first !== undefined && outcomes.every((one) => one === first) ? first : record.outcome
  const promised = promiseWithout(record, lines, outcome)
  const owed = promised !== null && record.gift !== null ? quoteForGift(promised) : promised
  await changeReturn(tx, record, { outcome, ...(owed === null ? {} : { promised: owed }) })
  const events = lines.map(({ id, exchange }): ReturnEvent => ({
    kind: 'exchange_changed',
    title: goodsOf(exchange),
    because: gone.get(id) ?? 'out_of_stock',
    instead: paidInstead(exchange),
  }))
  const { jobs } = await recordEvents(ctx, tx, { returnId: record.id, events })
  const isInShopify = lines.some(({ shopifyExchangeLineGid }) => shopifyExchangeLineGid !== null)
  if (!isInShopify) return [...jobs]
  const payload = { returnId: record.id }
  const job = { shop: ctx.shop, name: 'remove-exchange-lines', payload, now: ctx.now() } as const
  return [...jobs, await enqueue(tx, job)]
}

/** A gift is never paid by the money of whoever bought it: its recipient's account gets credit, where there is one. */
export function canFallBack({ gift, customerGid }: Pick<ReturnRecord, 'gift' | 'customerGid'>): boolean {
  return gift === null || customerGid !== null
}

function inPlaceOfGift({ gift }: Pick<ReturnRecord, 'gift'>, line: ExchangedLine): ExchangedLine {
  return gift === null ? line : { ...line, exchange: { ...line.exchange, fallback: 'store_credit' } }
}

/** Which goods of a payment cannot be sent now. Nothing is read where it sends none. */
export function goneGoods(
  ctx: ShopContext,
  record: ReturnRecord,
  exchanges: readonly SentGoods[],
): Promise<GoneGoods> {
  const units = new Map(exchanges.map(({ returnLineId, quantity }) => [returnLineId, quantity]))
  const lines = exchangedLines(record).filter(({ id }) => units.has(id))
  // Another person ended the exchange since: what was frozen cannot be sent.
  if (lines.length < exchanges.length)
    return Promise.resolve(new Map(exchanges.map(({ returnLineId }) => [returnLineId, 'staff' as const])))
  return findGone(ctx, lines, units)
}

/** The goods of a payment as Shopify has them right before it is sent; null where they are not all there to be processed. */
export async function readGoods(
  ctx: ShopContext,
  input: {
    readonly gid: NonNullable<ReturnRecord['shopifyReturnGid']>
    readonly exchanges: readonly SentGoods[]
    readonly lineCount: number
  },
): Promise<RefundSnapshot['exchanges'] | null> {
  const { gid, exchanges, lineCount } = input
  if (exchanges.length === 0) return []
  const there = (await readExchangeLines(ctx.admin, { gid, lineCount })) ?? []
  const goods = exchanges.flatMap((one) => {
    const now = there.find((line) => line.gid === one.gid)
    return now === undefined || now.quantity - now.processed < one.quantity
      ? []
      : [{ gid: one.gid, sent: one.quantity, quantity: now.quantity, processed: now.processed }]
  })
  return goods.length === exchanges.length ? goods : null
}

/** Falls back for goods that were gone when they were to be sent. Nothing was sent; a person pays the lines then. */
export async function fallBackOnRefusal(
  ctx: ShopContext,
  returnId: ReturnRecord['id'],
  gone: GoneGoods,
): Promise<void> {
  const system = { ...ctx, actor: { kind: 'system' as const } }
  const jobs = await withShop(ctx.shop, async (tx) => {
    const record = await lockReturn(tx, returnId)
    if (record === null) return []
    const ended = await fallBack(system, tx, { record, gone })
    if (ended.length > 0)
      await changeReturn(tx, await getReturn(tx, returnId), { attention: 'exchange_changed' })
    return ended
  })
  await handOver(ctx.shop, jobs)
  await askPerson(system, returnId, gone)
}

/** Says that the shopper must be asked about goods that are gone, where she wants that. */
async function askPerson(ctx: ShopContext, returnId: ReturnRecord['id'], gone: GoneGoods): Promise<void> {
  const jobs = await withShop(ctx.shop, async (tx) => {
    const record = await lockReturn(tx, returnId)
    const words = record === null ? '' : waitingGoods(record, gone)
    if (record === null || words === '') return []
    await changeReturn(tx, record, { attention: exchangeWaits })
    const events = [{ kind: 'attention_needed' as const, because: exchangeWaits, words }]
    return (await recordEvents(ctx, tx, { returnId, events })).jobs
  })
  await handOver(ctx.shop, jobs)
}

/** Falls back for goods that are gone before a return is made in Shopify. Answers the return as it is then. */
export async function fallBackWhereGone(
  ctx: ShopContext,
  record: ReturnRecord,
): Promise<{ readonly record: ReturnRecord; readonly jobs: readonly JobId[] }> {
  const gone = await findGone(ctx, exchangedLines(record))
  if (gone.size === 0) return { record, jobs: [] }
  const system = { ...ctx, actor: { kind: 'system' as const } }
  await askPerson(system, record.id, gone)
  return withShop(ctx.shop, async (tx) => {
    const now = await lockReturn(tx, record.id)
    if (now === null) throw new Error(`There is no return ${record.id}`)
    if (now.shopifyReturnGid !== null) return { record: now, jobs: [] }
    const jobs = await fallBack(system, tx, { record: now, gone })
    return { record: await getReturn(tx, record.id), jobs }
  })
}

/** Stores which of Shopify's exchange lines stands for which line of ours: by goods and units, each once. */
export async function linkExchangeLines(
  tx: Transaction,
  record: ReturnRecord,
  made: readonly ShopifyExchangeLine[],
): Promise<void> {
  const left = [...made]
  for (const { id, quantity, exchange } of exchangedLines(record)) {
    const at = left.findIndex((one) => one.variantGid === exchange.variantGid && one.quantity === quantity)
    const [own] = at < 0 ? [] : left.splice(at, 1)
    if (own !== undefined) await setExchangeLine(tx, { returnLineId: id, shopifyExchangeLineGid: own.gid })
  }
}
