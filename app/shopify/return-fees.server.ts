import type { AdminGraphql } from './admin-graphql.server.ts'
import type { ShopifyReturnGid } from '#app/domain/ids.ts'
import { type Money, sum } from '#app/domain/money.ts'
import { readBag } from './amount.ts'
import { ask } from './operation.ts'
import { RETURN_FEES } from './return-operations.server.ts'

/** What Shopify made of a return's fees, in the order's presentment currency. */
export type ReturnFees = {
  /** By Shopify's return line. */
  readonly restocking: ReadonlyMap<string, Money>
  readonly restockingTotal: Money
  readonly returnShippingFee: Money
}

/** Reads the fees that are fixed on a return; null when Shopify has no such return. */
export async function readReturnFees(
  admin: AdminGraphql,
  input: { readonly gid: ShopifyReturnGid; readonly lineCount: number; readonly currency: string },
): Promise<ReturnFees | null> {
  const data = await ask(admin, RETURN_FEES, { id: input.gid, lines: input.lineCount })
  if (data.return === null) return null
  const restocking = new Map(
    data.return.returnLineItems.nodes.flatMap((line) =>
      'restockingFee' in line && line.restockingFee
        ? [[line.id, readBag(line.restockingFee.amountSet)] as const]
        : [],
    ),
  )
  return {
    restocking,
    restockingTotal: sum([...restocking.values()], input.currency),
    returnShippingFee: sum(
      data.return.returnShippingFees.map((fee) => readBag(fee.amountSet)),
      input.currency,
    ),
  }
}
