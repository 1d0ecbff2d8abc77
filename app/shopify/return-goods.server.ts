import type { AdminGraphql } from './admin-graphql.server.ts'
import type { ShopifyReturnGid } from '#app/domain/ids.ts'
import type { Result } from '#app/domain/result.ts'
import type { DispositionType } from '#app/domain/return.ts'
import { ask } from './operation.ts'
import { mutationResult, type ShopifyRefusal } from './refusal.ts'
import { DISPOSE_ITEMS, RETURN_GOODS } from './return-operations.server.ts'

/** A line of a reverse fulfilment order: units on their way back, and where those that came went. */
export type ReverseLine = {
  readonly gid: string
  readonly orderGid: string
  readonly fulfillmentLineItemGid: string
  readonly quantity: number
  readonly dispositions: readonly {
    readonly type: DispositionType
    readonly quantity: number
    readonly locationGid: string | null
  }[]
}

/** The reverse lines of a return; null when Shopify has no such return. */
export async function readReturnGoods(
  admin: AdminGraphql,
  input: { readonly gid: ShopifyReturnGid; readonly lineCount: number },
): Promise<readonly ReverseLine[] | null> {
  const data = await ask(admin, RETURN_GOODS, { id: input.gid, lines: input.lineCount })
  if (data.return === null) return null
  return data.return.reverseFulfillmentOrders.nodes.flatMap((order) =>
    order.lineItems.nodes.flatMap((line) =>
      line.fulfillmentLineItem === null
        ? []
        : [
            {
              gid: line.id,
              orderGid: order.id,
              fulfillmentLineItemGid: line.fulfillmentLineItem.id,
              quantity: line.totalQuantity,
              dispositions: line.dispositions.map((disposition) => ({
                type: disposition.type,
                quantity: disposition.quantity,
                locationGid: disposition.location?.id ?? null,
              })),
            },
          ],
    ),
  )
}

export type Disposal = {
  readonly reverseLineGid: string
  readonly type: DispositionType
  readonly quantity: number
  readonly locationGid: string | null
}

/** Tells Shopify where units went. All of them must belong to one reverse fulfilment order. Not idempotent: read before. */
export async function disposeItems(
  admin: AdminGraphql,
  disposals: readonly Disposal[],
): Promise<Result<true, ShopifyRefusal>> {
  const data = await ask(admin, DISPOSE_ITEMS, {
    inputs: disposals.map((disposal) => ({
      reverseFulfillmentOrderLineItemId: disposal.reverseLineGid,
      dispositionType: disposal.type,
      quantity: disposal.quantity,
      ...(disposal.locationGid === null ? {} : { locationId: disposal.locationGid }),
    })),
  })
  const payload = data.reverseFulfillmentOrderDispose
  return mutationResult(payload, payload?.reverseFulfillmentOrderLineItems === null ? null : true)
}
