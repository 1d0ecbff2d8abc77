import { withShop } from '#app/db.server.ts'
import { markDisposed } from '#app/db/received-item.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { wordsOf } from '#app/shopify/refusal.ts'
import {
  type Disposal,
  disposeItems,
  readReturnGoods,
  type ReverseLine,
} from '#app/shopify/return-goods.server.ts'
import type { Handler } from '../handler.ts'
import { needAttention, openReturn } from '../open-return.server.ts'

/**
 * Tells Shopify where received units went; it restocks those that go back on sale. Idempotent by comparing: what Shopify has
 * recorded per line and disposition is read first, and only what is missing of all that was received here is sent.
 */
export const disposeReceivedItems: Handler<'dispose-items'> = async (ctx, { returnId }) => {
  const record = await openReturn(ctx, returnId)
  const gid = record.shopifyReturnGid
  if (gid === null) return
  const goods = await readReturnGoods(ctx.admin, { gid, lineCount: record.lines.length })
  if (goods === null || goods.length === 0) throw new Error('Shopify awaits nothing for this return yet')
  // Shopify takes the lines of one reverse fulfilment order at a time.
  for (const orderGid of new Set(goods.map((line) => line.orderGid))) {
    const disposals = missingDisposals(
      record,
      goods.filter((line) => line.orderGid === orderGid),
    )
    if (disposals.length === 0) continue
    const disposed = await disposeItems(ctx.admin, disposals)
    if (!disposed.ok) {
      await needAttention(ctx, returnId, { because: 'shopify_refused', words: wordsOf(disposed.error) })
      return
    }
  }
  const ids = record.receivedItems.map((item) => item.id)
  await withShop(ctx.shop, (tx) => markDisposed(tx, ids, ctx.now()))
}

/**
 * What Shopify has not heard of yet: per order line and disposition the received units beyond those it has, never more than are
 * left. Parts of one order line are the same units to Shopify, wherever it keeps them.
 */
function missingDisposals(
  record: Pick<ReturnRecord, 'lines' | 'receivedItems'>,
  goods: readonly ReverseLine[],
): readonly Disposal[] {
  const gids = [...new Set(goods.map(({ fulfillmentLineItemGid }) => fulfillmentLineItemGid))]
  return gids.flatMap((gid) => {
    const own = goods.filter((line) => line.fulfillmentLineItemGid === gid)
    const ids = new Set(
      record.lines.filter((line) => line.fulfillmentLineItemGid === gid).map(({ id }) => id),
    )
    return disposalsOf(
      own,
      record.receivedItems.filter(({ returnLineId }) => ids.has(returnLineId)),
    )
  })
}

function disposalsOf(
  goods: readonly ReverseLine[],
  items: ReturnRecord['receivedItems'],
): readonly Disposal[] {
  const known = new Map<string, number>()
  for (const { type, quantity } of goods.flatMap((line) => line.dispositions))
    known.set(type, (known.get(type) ?? 0) + quantity)
  const left = new Map(
    goods.map((line) => [
      line.gid,
      line.quantity - line.dispositions.reduce((sum, one) => sum + one.quantity, 0),
    ]),
  )
  return items.flatMap((item) => {
    const toldBefore = Math.min(item.quantity, known.get(item.disposition) ?? 0)
    known.set(item.disposition, (known.get(item.disposition) ?? 0) - toldBefore)
    let rest = item.quantity - toldBefore
    return goods.flatMap(({ gid }): Disposal[] => {
      const quantity = Math.min(rest, left.get(gid) ?? 0)
      if (quantity <= 0) return []
      rest -= quantity
      left.set(gid, (left.get(gid) ?? 0) - quantity)
      return [{ reverseLineGid: gid, type: item.disposition, quantity, locationGid: item.locationGid }]
    })
  })
}
