import type { ShopContext } from '#app/context.server.ts'
import { type Transaction, withShop } from '#app/db.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, getReturn, linkReturnLines, lockReturn } from '#app/db/return.server.ts'
import { FulfillmentLineItemGid, type ReturnId } from '#app/domain/ids.ts'
import { zero } from '#app/domain/money.ts'
import type { Result } from '#app/domain/result.ts'
import { readExchangeLines, type ShopifyExchangeLine } from '#app/shopify/exchanges.server.ts'
import { wordsOf, type ShopifyRefusal } from '#app/shopify/refusal.ts'
import {
  createReturn,
  findOpenedReturn,
  type OpenedReturn,
  type OpenReturnInput,
  requestReturn,
} from '#app/shopify/returns.server.ts'
import { exchangedLines, fallBackWhereGone, linkExchangeLines } from './exchange-lines.server.ts'
import { linksOf } from './line-links.ts'
import { handOver } from './queue.server.ts'
import { recordEvents } from './record-events.server.ts'
import { correlationOf } from './refund-request.ts'

/**
 * Makes sure that Shopify has the return, and answers it as it is stored then. The marker in the lines' notes finds one that
 * an earlier attempt made, so that running it twice, or after dying with the call out, makes no second return. Only who
 * commits `openingAt` need not look: nobody has asked Shopify before, so nothing there can carry the marker of this new
 * case. A return that ended before Shopify had it is only looked for, never made. One with an exchange is made when it is
 * approved: a mere request takes no goods in Shopify (returns-api §0 fact 7). Goods that are gone by then are not promised.
 */
export async function openReturn(ctx: ShopContext, returnId: ReturnId): Promise<ReturnRecord> {
  const { record, isFirst, mayOpen } = await withShop(ctx.shop, (tx) => beginOpening(ctx, tx, returnId))
  if (!mayOpen) return record
  const marker = markerOf(record.id, record.generation)
  const { orderGid } = record
  const lookFor = { orderGid, marker, lineCount: record.lines.length }
  const found = isFirst ? null : await findOpenedReturn(ctx.admin, lookFor)
  if (found !== null) return keepOpened(ctx, record, found)
  if (record.status === 'declined' || record.status === 'cancelled') return record
  const { record: current, jobs } = await fallBackWhereGone(ctx, record)
  await handOver(ctx.shop, jobs)
  const made = await makeReturn(ctx, current, openInput(current, marker))
  return made.ok ? keepOpened(ctx, current, made.value) : keepRefused(ctx, returnId, made.error)
}

/**
 * Says that Shopify is about to be asked, unless it has the return, or a person has to decide about its exchange. Whoever says
 * it first knows that nobody was asked before.
 */
async function beginOpening(
  ctx: ShopContext,
  tx: Transaction,
  returnId: ReturnId,
): Promise<{ readonly record: ReturnRecord; readonly isFirst: boolean; readonly mayOpen: boolean }> {
  const record = await getReturn(tx, returnId)
  // Shopify's page of the order would tell the buyer of a mere request for a gift.
  const isLate = record.gift !== null || exchangedLines(record).length > 0
  const waitsForDecision = record.status === 'in_review' && isLate
  if (record.shopifyReturnGid !== null || waitsForDecision) return { record, isFirst: false, mayOpen: false }
  if (record.openingAt !== null) return { record, isFirst: false, mayOpen: true }
  const openingAt = ctx.now()
  if (await changeReturn(tx, record, { openingAt }))
    return { record: { ...record, openingAt, version: record.version + 1 }, isFirst: true, mayOpen: true }
  return { record: await getReturn(tx, returnId), isFirst: false, mayOpen: true }
}

/** The short text in the notes of a return's lines in Shopify: of this case, and of this making of it. */
export function markerOf(returnId: ReturnId, generation: number): string {
  return generation === 0 ? correlationOf(returnId) : `${correlationOf(returnId)}.${generation}`
}

/** Asks Shopify to make the return: asked for while a person has to decide, else approved at once. */
export function makeReturn(
  ctx: ShopContext,
  record: Pick<ReturnRecord, 'status'>,
  input: OpenReturnInput,
): Promise<Result<OpenedReturn, ShopifyRefusal>> {
  return record.status === 'in_review' ? requestReturn(ctx.admin, input) : createReturn(ctx.admin, input)
}

/** What Shopify is asked to make of a stored return. */
export function openInput(record: ReturnRecord, marker: string): OpenReturnInput {
  return {
    orderGid: record.orderGid,
    marker,
    lines: record.lines.map((line) => ({
      fulfillmentLineItemGid: FulfillmentLineItemGid.parse(line.fulfillmentLineItemGid),
      quantity: line.quantity,
      reasonDefinitionGid: line.reasonDefinitionGid ?? '',
      // What the recipient of a gift wrote is not for the buyer, to whom Shopify may show it.
      note: record.gift === null ? line.note : '',
      restockingFeePercent: line.restockingFeeBasisPoints / 100,
    })),
    exchanges: exchangedLines(record).map(({ quantity, exchange }) => ({
      variantGid: exchange.variantGid,
      quantity,
      discount: exchange.discount,
    })),
    returnShippingFee: record.promised?.returnShippingFee ?? zero(record.currency),
  }
}

async function keepOpened(ctx: ShopContext, asked: ReturnRecord, made: OpenedReturn): Promise<ReturnRecord> {
  const returnId = asked.id
  const goods = await readMadeGoods(ctx, asked, made)
  return withShop(ctx.shop, async (tx) => {
    const record = await lockReturn(tx, returnId)
    if (record === null) throw new Error(`There is no return ${returnId}`)
    if (record.shopifyReturnGid !== null) return record
    await linkReturnLines(tx, linksOf(record, made))
    await linkExchangeLines(tx, record, goods)
    await changeReturn(tx, record, { shopifyReturnGid: made.gid, name: made.name })
    // Shopify answered us: whoever waits for it in this request did not open it.
    await recordEvents({ ...ctx, actor: { kind: 'system' } }, tx, {
      returnId,
      events: [{ kind: 'shopify_return_opened', name: made.name, gid: made.gid }],
    })
    return getReturn(tx, returnId)
  })
}

/** The exchange lines of a return that Shopify made; none is asked for where nothing is exchanged. */
export async function readMadeGoods(
  ctx: ShopContext,
  record: ReturnRecord,
  made: Pick<OpenedReturn, 'gid'>,
): Promise<readonly ShopifyExchangeLine[]> {
  if (exchangedLines(record).length === 0) return []
  const lines = await readExchangeLines(ctx.admin, { gid: made.gid, lineCount: record.lines.length })
  if (lines === null) throw new Error('Shopify does not have the return that it just made')
  return lines
}

/** Shopify will not have it: a person must look, and trying again is no use. */
async function keepRefused(
  ctx: ShopContext,
  returnId: ReturnId,
  refusal: ShopifyRefusal,
): Promise<ReturnRecord> {
  return needAttention(ctx, returnId, { because: 'shopify_refused', words: wordsOf(refusal) })
}

/** Notes, once per reason, that a person must look at the return. */
export async function needAttention(
  ctx: ShopContext,
  returnId: ReturnId,
  why: { readonly because: string; readonly words: string },
): Promise<ReturnRecord> {
  const { record, jobs } = await withShop(ctx.shop, async (tx) => {
    const before = await lockReturn(tx, returnId)
    if (before === null) throw new Error(`There is no return ${returnId}`)
    if (before.attention === why.because) return { record: before, jobs: [] }
    await changeReturn(tx, before, { attention: why.because })
    const recorded = await recordEvents(ctx, tx, { returnId, events: [{ kind: 'attention_needed', ...why }] })
    return { record: await getReturn(tx, returnId), jobs: recorded.jobs }
  })
  await handOver(ctx.shop, jobs)
  return record
}
