import { withShop } from '#app/db.server.ts'
import { setExchangeLine } from '#app/db/exchange.server.ts'
import { getReturn } from '#app/db/return.server.ts'
import { readExchangeLines, removeExchangeLines } from '#app/shopify/exchanges.server.ts'
import { wordsOf } from '#app/shopify/refusal.ts'
import type { Handler } from '../handler.ts'
import { needAttention } from '../open-return.server.ts'

/**
 * Takes goods off a return in Shopify that are not sent in exchange any more. Idempotent by reading: only units that Shopify
 * still has unprocessed are taken off, and a line that has none needs nothing. Refunds of these lines wait until it is done.
 */
export const removeExchangeLinesOfReturn: Handler<'remove-exchange-lines'> = async (ctx, { returnId }) => {
  const record = await withShop(ctx.shop, (tx) => getReturn(tx, returnId))
  const gid = record.shopifyReturnGid
  const ended = record.lines.flatMap(({ id, exchange, shopifyExchangeLineGid }) =>
    exchange === null && shopifyExchangeLineGid !== null ? [{ id, line: shopifyExchangeLineGid }] : [],
  )
  if (gid === null || ended.length === 0) return
  const there = await readExchangeLines(ctx.admin, { gid, lineCount: record.lines.length })
  const lines = (there ?? []).flatMap((one) => {
    const quantity = one.quantity - one.processed
    return quantity > 0 && ended.some(({ line }) => line === one.gid) ? [{ gid: one.gid, quantity }] : []
  })
  if (lines.length > 0) {
    const removed = await removeExchangeLines(ctx.admin, { gid, lines })
    if (!removed.ok) {
      await needAttention(ctx, returnId, { because: 'shopify_refused', words: wordsOf(removed.error) })
      return
    }
  }
  await withShop(ctx.shop, async (tx) => {
    for (const { id } of ended) await setExchangeLine(tx, { returnLineId: id, shopifyExchangeLineGid: null })
  })
}
