import type { AdminGraphql } from './admin-graphql.server.ts'
import type { FulfillmentLineItemGid, OrderGid } from '#app/domain/ids.ts'
import { add, compare, type Money, money, negate, sub, sum, times, zero } from '#app/domain/money.ts'
import type { PaymentCapacity } from '#app/domain/refund/build-quote.ts'
import type { ShopReceipt } from '#app/domain/refund/quote.ts'
import { pairOff } from '#app/domain/pair-off.ts'
import type { CalculateReturnQuery } from '#app/types/admin.generated.ts'
import { readApproximateBag, readBag, readShopBag, writeMoney } from './amount.ts'
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
    readonly quantity: number
    /** Before all discounts. */
    readonly price: Money
    readonly subtotal: Money
    readonly tax: Money
    readonly restockingFee: Money
  }[]
  readonly returnShippingFee: Money
  /** What was paid for the first delivery and is not back yet, with its tax; nothing where it was not asked for. */
  readonly shipping: Money
  /**
   * What Shopify would really give back where that is not simply lines less fees: an amount still outstanding on the order is
   * taken off first, and no more than was paid and not yet refunded can go back. Null where neither limits anything.
   */
  readonly limited: Money | null
  /** What the buyer paid and did not get back yet, and what is still open on the order. */
  readonly net: Money
  readonly outstanding: Money
  /** The order's payments in the order in which Shopify gives back, with what each still takes. */
  readonly payments: readonly PaymentCapacity[]
  /** The same figures in the shop's currency; null where the buyer paid in it. */
  readonly inShopCurrency: Omit<ShopReceipt, 'adjustment'> | null
}

export type CalculationInput = {
  readonly orderGid: OrderGid
  readonly currency: string
  readonly lines: readonly CalculationLine[]
  readonly returnShippingFee: Money
  /** Whether what was paid for the first delivery goes back, too. */
  readonly refundsShipping?: boolean
}

/**
 * Asks Shopify what the lines come to (`returnCalculate`; subtotals and taxes arrive negative, fees positive). Null when the
 * order is gone or Shopify cannot calculate it.
 */
export async function calculateReturn(
  admin: AdminGraphql,
  input: CalculationInput,
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
  return calculationOf(data.order, data.returnCalculate, input)
}

/** One line's figures by itself. */
export type CalculatedLine = ReturnCalculation['lines'][number]

/**
 * The figures of each line, by its id. Parts of one order line are told apart by their units and the order in which all lines
 * were asked: give them as they were given to `calculateReturn`.
 */
export function figuresByLine(
  lines: readonly {
    readonly lineId: string
    readonly fulfillmentLineItemId: string | null
    readonly quantity: number
  }[],
  calculation: Pick<ReturnCalculation, 'lines'>,
): ReadonlyMap<string, CalculatedLine> {
  const figures = pairOff(
    lines,
    calculation.lines,
    (line, one) => one.fulfillmentLineItemId === line.fulfillmentLineItemId && one.quantity === line.quantity,
  )
  return new Map(
    lines.flatMap(({ lineId }, index) => {
      const own = figures[index] ?? null
      return own === null ? [] : [[lineId, own] as const]
    }),
  )
}

type OrderNode = NonNullable<CalculateReturnQuery['order']>
type CalculationNode = NonNullable<CalculateReturnQuery['returnCalculate']>
type LineNode = CalculationNode['returnLineItems'][number]

function calculationOf(
  order: OrderNode,
  node: CalculationNode,
  { currency, refundsShipping = false }: CalculationInput,
): ReturnCalculation {
  const { taxesIncluded } = order
  const feeOf = (fee: LineNode['restockingFee']) => (fee === null ? zero(currency) : readBag(fee.amountSet))
  const lines = node.returnLineItems.map((line) => ({
    fulfillmentLineItemId: line.fulfillmentLineItem.id,
    quantity: line.quantity,
    price: times(readApproximateBag(line.fulfillmentLineItem.lineItem.originalUnitPriceSet), line.quantity),
    subtotal: negate(readBag(line.subtotalSet)),
    tax: negate(readBag(line.totalTaxSet)),
    restockingFee: feeOf(line.restockingFee),
  }))
  const returnShippingFee =
    node.returnShippingFee === null ? zero(currency) : readBag(node.returnShippingFee.amountSet)
  const worth = lines.map((line) =>
    sub(taxesIncluded ? line.subtotal : add(line.subtotal, line.tax), line.restockingFee),
  )
  const shipping = refundsShipping ? shippingOf(order, readBag) : zero(currency)
  const plain = sub(sum([...worth, shipping], currency), returnShippingFee)
  const net = readBag(order.netPaymentSet)
  const outstanding = readBag(order.totalOutstandingSet)
  const due = dueOf(plain, net, outstanding)
  return {
    taxesIncluded,
    lines,
    returnShippingFee,
    shipping,
    limited: due.minor === Math.max(0, plain.minor) ? null : due,
    net,
    outstanding,
    payments: (order.suggestedRefund?.suggestedTransactions ?? []).flatMap(paymentOf),
    inShopCurrency: shopFiguresOf(order, node, { presentment: currency, refundsShipping }),
  }
}

type Bag = OrderNode['netPaymentSet']

/** Shopify's amount has its tax in it where prices include it. */
function shippingOf(
  { suggestedRefund, taxesIncluded, netPaymentSet }: OrderNode,
  read: (bag: Bag) => Money,
): Money {
  if (suggestedRefund === null) return zero(read(netPaymentSet).currency)
  const { amountSet, taxSet } = suggestedRefund.shipping
  return taxesIncluded ? read(amountSet) : add(read(amountSet), read(taxSet))
}

/** What goes back of an amount: an order's open sum is taken off, at most what was paid can go back, never less than nothing. */
function dueOf(plain: Money, net: Money, outstanding: Money): Money {
  const { currency } = plain
  const owed = compare(outstanding, zero(currency)) > 0 ? outstanding : zero(currency)
  const due = sub(plain, owed)
  const capped = compare(due, net) > 0 ? net : due
  return money(Math.max(0, capped.minor), currency)
}

type PaymentNode = NonNullable<OrderNode['suggestedRefund']>['suggestedTransactions'][number]

function paymentOf(node: PaymentNode): PaymentCapacity[] {
  if (node.maximumRefundableSet === null) return []
  const gateway = node.gateway ?? ''
  return [{ gateway, name: node.formattedGateway ?? gateway, most: readBag(node.maximumRefundableSet) }]
}

function shopFiguresOf(
  order: OrderNode,
  node: CalculationNode,
  { presentment, refundsShipping }: { readonly presentment: string; readonly refundsShipping: boolean },
): ReturnCalculation['inShopCurrency'] {
  const net = readShopBag(order.netPaymentSet)
  const { currency } = net
  if (currency === presentment) return null
  const subtotal = sum(
    node.returnLineItems.map((line) => negate(readShopBag(line.subtotalSet))),
    currency,
  )
  const taxes = sum(
    node.returnLineItems.map((line) => negate(readShopBag(line.totalTaxSet))),
    currency,
  )
  const tax = order.taxesIncluded ? zero(currency) : taxes
  const restocking = node.returnLineItems.map((line) =>
    line.restockingFee === null ? zero(currency) : readShopBag(line.restockingFee.amountSet),
  )
  const flat =
    node.returnShippingFee === null ? zero(currency) : readShopBag(node.returnShippingFee.amountSet)
  const fees = sum([...restocking, flat], currency)
  const shipping = refundsShipping ? shippingOf(order, readShopBag) : zero(currency)
  const given = sub(sum([subtotal, tax, shipping], currency), fees)
  const refund = dueOf(given, net, readShopBag(order.totalOutstandingSet))
  return { currency, subtotal, tax, shipping, duties: zero(currency), fees, refund }
}
