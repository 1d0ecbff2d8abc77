import type { Context } from '../context.ts'
import { add, negate, subtract, sum } from '../money/amounts.ts'
import { refundedUnits } from '../money/claims.ts'
import { lineWorth } from '../money/line-worth.ts'
import { restockingFee } from '../money/order-totals.ts'
import { salesBack } from '../money/sales-back.ts'
import type { DutyInput, SalesBack } from '../money/sales-back.ts'
import { countUnits, freeRanges, sliceRanges } from '../money/unit-ranges.ts'
import type { Amounts, FulfillmentOrder, Order, Return, ReturnLineItem, Sale } from '../state.ts'
import { exchangeWorth, releaseExchange } from './exchange-lines.ts'
import type { ExchangeChoice } from './exchange-lines.ts'
import { lineOf } from './find-return.ts'

export type LineChoice = { item: ReturnLineItem; quantity: number }

export type Processing = {
  readonly lines: readonly LineChoice[]
  readonly exchange: readonly ExchangeChoice[]
  /** presentment minor units, or all that is left */
  readonly shipping: number | 'full' | null
  readonly duties: readonly DutyInput[]
  readonly tipLineId: string | null
}

export type ProcessingWorth = {
  /** Its lines are parallel to the chosen ones; units refunded before are not in them. */
  back: SalesBack
  /** Restocking fees of these units and, with the first processed lines, the return shipping fees. */
  fees: Amounts
  exchange: Amounts
  /** How far sales fall: goods, shipping, duties and tip, less fees and exchange items; negative when the buyer owes. */
  drop: Amounts
}

/** Units that may be passed to returnProcess now: the unprocessed ones of an OPEN return (CLOSED ones where the shop allows it). */
export function processableQuantity(context: Context, one: Return, item: ReturnLineItem): number {
  return isProcessable(context, one) ? item.quantity - item.processedQuantity : 0
}

export function isProcessable(context: Context, one: Return): boolean {
  return one.status === 'OPEN' || (one.status === 'CLOSED' && context.shop.processClosedReturns)
}

/** What processing these units would do to the books. Changes nothing. */
export function processingWorth(order: Order, target: Return, chosen: Processing): ProcessingWorth {
  const lines = chosen.lines.map(({ item, quantity }) => {
    const line = lineOf(order, item.lineItemId)
    // A unit that was paid back by another route (a refund without the return) is not paid back again.
    const gone = [
      ...refundedUnits(order, line),
      ...freeRanges(line.quantity, sliceRanges(item.units, item.processedQuantity, quantity)),
    ]
    const units = freeRanges(line.quantity, gone)
    return { line, quantity: countUnits(units), units }
  })
  const back = salesBack(order, {
    lines,
    shipping: chosen.shipping,
    duties: chosen.duties,
    tipLineId: chosen.tipLineId,
  })
  const restocking = sum(
    chosen.lines.map(({ item, quantity }) => restockingFee(order, item, item.processedQuantity, quantity)),
  )
  const fees = add(
    restocking,
    chosen.lines.length > 0 ? unchargedShippingFees(target) : { shop: 0, presentment: 0 },
  )
  const exchange = sum(
    chosen.exchange.map(
      ({ item, quantity }) => exchangeWorth(order, item, item.processedQuantity, quantity).total,
    ),
  )
  return { back, fees, exchange, drop: subtract(back.salesDrop, add(fees, exchange)) }
}

function unchargedShippingFees(target: Return): Amounts {
  return sum(target.shippingFees.filter((fee) => !fee.processed).map((fee) => fee.amount))
}

/**
 * Processes units of a return in an order that is open for change: quantities move, fees are charged, sales are recorded,
 * exchange items become order lines. Returns the fulfilment orders of the exchange items.
 */
export function applyProcessing(
  context: Context,
  order: Order,
  target: Return,
  chosen: Processing,
): FulfillmentOrder[] {
  const sales: Sale[] = chosen.lines.map(({ item, quantity }) => {
    const line = lineOf(order, item.lineItemId)
    const worth = lineWorth(order, line, sliceRanges(item.units, item.processedQuantity, quantity))
    return {
      id: context.nextId('Sale'),
      actionType: 'RETURN',
      lineType: 'PRODUCT',
      lineItemId: line.id,
      quantity: -quantity,
      totalAmount: negate(worth.total),
      totalDiscount: subtract(worth.original, worth.subtotal),
      totalTax: negate(worth.tax),
    }
  })
  for (const { item, quantity } of chosen.lines) item.processedQuantity += quantity
  if (chosen.lines.length > 0) for (const fee of target.shippingFees) fee.processed = true
  const fulfillmentOrders = releaseExchange(context, order, target, chosen.exchange)
  order.agreements.push({
    id: context.nextId('SalesAgreement'),
    reason: 'RETURN',
    happenedAt: context.now,
    subjectId: target.id,
    sales,
  })
  order.updatedAt = context.now
  return fulfillmentOrders
}
