import type { AdminGraphql } from './admin-graphql.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import { isPositive, type Money, sub, sum } from '#app/domain/money.ts'
import type { RefundableExtrasQuery, RefundableExtrasQueryVariables } from '#app/types/admin.generated.ts'
import { readBag } from './amount.ts'
import { ask, operation } from './operation.ts'

const REFUNDABLE_EXTRAS = operation<RefundableExtrasQuery, RefundableExtrasQueryVariables>(`#graphql
  query RefundableExtras($id: ID!) {
    order(id: $id) {
      suggestedRefund(refundShipping: true) {
        shipping { maximumRefundableSet { presentmentMoney { amount currencyCode } } }
      }
      lineItems(first: 50) {
        nodes { id duties { id price { presentmentMoney { amount currencyCode } } } }
      }
      refunds(first: 50) {
        duties { originalDuty { id } amountSet { presentmentMoney { amount currencyCode } } }
      }
    }
  }
`)

/** What of an order can go back beside its goods. Shipping is before tax where tax comes on top, as Shopify takes it. */
export type RefundableExtras = {
  readonly shipping: Money | null
  /** Duties that are not wholly back, by the order's line. */
  readonly duties: readonly { readonly dutyGid: string; readonly lineItemGid: string; readonly left: Money }[]
}

/** Reads the shipping and duties of an order that can still go back; null when there is no such order. */
export async function readRefundableExtras(
  admin: AdminGraphql,
  orderGid: OrderGid,
): Promise<RefundableExtras | null> {
  const { order } = await ask(admin, REFUNDABLE_EXTRAS, { id: orderGid })
  if (order === null) return null
  const most = order.suggestedRefund?.shipping.maximumRefundableSet
  const shipping = most === undefined ? null : readBag(most)
  const back = order.refunds.flatMap((refund) => refund.duties ?? [])
  const duties = order.lineItems.nodes.flatMap((line) =>
    line.duties.map((duty) => {
      const price = readBag(duty.price)
      const gone = back.flatMap((one) => (one.originalDuty?.id === duty.id ? [readBag(one.amountSet)] : []))
      return { dutyGid: duty.id, lineItemGid: line.id, left: sub(price, sum(gone, price.currency)) }
    }),
  )
  return {
    shipping: shipping !== null && isPositive(shipping) ? shipping : null,
    duties: duties.filter(({ left }) => isPositive(left)),
  }
}
