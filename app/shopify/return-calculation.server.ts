import type { AdminGraphql } from './admin-graphql.server.ts'
import type { FulfillmentLineItemGid, OrderGid } from '#app/domain/ids.ts'
import { add, compare, type Money, money, negate, sub, sum, zero } from '#app/domain/money.ts'
import { readBag, writeMoney } from './amount.ts'
import { ask } from './operation.ts'
import { CALCULATE_RETURN } from './return-operations.server.ts'

export type CalculationLine = {
  readonly fulfillmentLineItemId: FulfillmentLineItemGid
  readonly quantity: number
  readonly restockingFeePercent: number
}

/** Shopify's figures for lines that are to come back; every amount positive and in the order's presentment currency. */
export type ReturnCalculation = {
  readonly taxesIncluded: boolean
  readonly lines: readonly {
    readonly fulfillmentLineItemId: string
    readonly subtotal: Money
    readonly tax: Money
    readonly restockingFee: Money
  }[]
  readonly returnShippingFee: Money
  /**
   * What Shopify would really give back where that is not simply lines less fees: an amount still outstanding on the order is
   * taken off first, and no more than was paid and not yet refunded can go back. Null where neither limits anything.
   */
  readonly limited: Money | null
}

/**
 * Asks Shopify what the lines come to (`returnCalculate`; subtotals and taxes arrive negative, fees positive). Null when the
 * order is gone or Shopify cannot calculate it.
 */
export async function calculateReturn(
  admin: AdminGraphql,
  input: {
    readonly orderGid: OrderGid
    readonly currency: string
    readonly lines: readonly CalculationLine[]
    readonly returnShippingFee: Money
  },
): Promise<ReturnCalculation | null> {
  const fee = input.returnShippingFee
  const data = await ask(admin, CALCULATE_RETURN, {
    orderId: input.orderGid,
    input: {
      orderId: input.orderGid,
      returnLineItems: input.lines.map((line) => ({
        fulfillmentLineItemId: line.fulfillmentLineItemId,
        quantity: line.quantity,
        ...(line.restockingFeePercent > 0
          ? { restockingFee: { percentage: line.restockingFeePercent } }
          : {}),
      })),
      ...(fee.minor > 0 ? { returnShippingFee: { amount: writeMoney(fee) } } : {}),
    },
  })
  if (data.order === null || data.returnCalculate === null) return null
  const lines = data.returnCalculate.returnLineItems.map((line) => ({
    fulfillmentLineItemId: line.fulfillmentLineItem.id,
    subtotal: negate(readBag(line.subtotalSet)),
    tax: negate(readBag(line.totalTaxSet)),
    restockingFee: line.restockingFee === null ? zero(input.currency) : readBag(line.restockingFee.amountSet),
  }))
  const shippingFee = data.returnCalculate.returnShippingFee
  const figures = {
    taxesIncluded: data.order.taxesIncluded,
    lines,
    returnShippingFee: shippingFee === null ? zero(input.currency) : readBag(shippingFee.amountSet),
  }
  const caps = {
    net: readBag(data.order.netPaymentSet),
    outstanding: readBag(data.order.totalOutstandingSet),
  }
  return { ...figures, limited: limitedAmount(figures, caps, input.currency) }
}

function limitedAmount(
  figures: Pick<ReturnCalculation, 'taxesIncluded' | 'lines' | 'returnShippingFee'>,
  caps: { readonly net: Money; readonly outstanding: Money },
  currency: string,
): Money | null {
  const worth = figures.lines.map((line) =>
    sub(figures.taxesIncluded ? line.subtotal : add(line.subtotal, line.tax), line.restockingFee),
  )
  const plain = sub(sum(worth, currency), figures.returnShippingFee)
  const owed = compare(caps.outstanding, zero(currency)) > 0 ? caps.outstanding : zero(currency)
  const due = sub(plain, owed)
  const capped = compare(due, caps.net) > 0 ? caps.net : due
  const limited = money(Math.max(0, capped.minor), currency)
  return limited.minor === Math.max(0, plain.minor) ? null : limited
}
