import { withShop } from '#app/db.server.ts'
import { listOrdersToCheck } from '#app/db/open-money.server.ts'
import { saveMoneyCheck } from '#app/db/reconciliation.server.ts'
import { addSeconds } from '#app/domain/dates.ts'
import type { Handler } from '../handler.ts'
import { enqueue, enqueueUnlessWaiting } from '../outbox.server.ts'
import { verifyMoney } from '../verify-money.server.ts'

const days = 60
/** So many orders at once, one each second: the shop's points are needed for people too. */
const atOnce = 120
const secondsBetweenOrders = 1

/**
 * The nightly look through all money: the chains are computed again, and every order with a return of the last 60 days is
 * compared with Shopify, part after part, each order in a job of its own. Idempotent: an order that waits to be compared is
 * not asked for twice.
 */
export const checkAllMoney: Handler<'check-all-money'> = async (ctx, { after }) => {
  if (after === null) await verifyMoney(ctx)
  const since = addSeconds(ctx.now(), -days * 86_400)
  await withShop(ctx.shop, async (tx) => {
    const orders = await listOrdersToCheck(tx, ctx.shop, { since, after, limit: atOnce })
    for (const [index, orderGid] of orders.entries()) {
      await enqueueUnlessWaiting(tx, {
        shop: ctx.shop,
        name: 'reconcile-ledger',
        payload: { orderGid },
        now: ctx.now(),
        runAfter: addSeconds(ctx.now(), index * secondsBetweenOrders),
        isUrgent: true,
      })
    }
    const last = orders.at(-1)
    if (orders.length === atOnce && last !== undefined) {
      const runAfter = addSeconds(ctx.now(), atOnce * secondsBetweenOrders)
      await enqueue(tx, {
        shop: ctx.shop,
        name: 'check-all-money',
        payload: { after: last },
        now: ctx.now(),
        runAfter,
      })
    } else await saveMoneyCheck(tx, ctx.shop, { allCheckedAt: ctx.now() })
  })
}
