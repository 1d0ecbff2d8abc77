import type { Transaction } from '#app/db.server.ts'
import { listReturnsOfOrder } from '#app/db/return.server.ts'
import type { OrderGid, ShopDomain } from '#app/domain/ids.ts'

/**
 * Whether another payment of the order, for goods or beside them, is out or without an answer: Shopify's figures cannot be
 * trusted until it is known. A bonus, and the credit of a gift, is store credit of a customer and touches no order. Ask under the order's lock.
 */
export async function isOrderBusy(
  tx: Transaction,
  {
    shop,
    orderGid,
    intentId,
  }: { readonly shop: ShopDomain; readonly orderGid: OrderGid; readonly intentId: string },
): Promise<boolean> {
  const ofOrder = await listReturnsOfOrder(tx, shop, orderGid)
  return ofOrder
    .flatMap((one) => one.moneyIntents)
    .some(
      (one) =>
        one.id !== intentId &&
        one.purpose !== 'bonus_credit' &&
        one.purpose !== 'gift_credit' &&
        (one.state === 'sent' || one.state === 'unknown'),
    )
}
