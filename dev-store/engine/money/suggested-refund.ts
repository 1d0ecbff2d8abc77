import type { Order, RefundLineItem } from '../state.ts'
import { mapAmounts } from './amounts.ts'
import { mulDivRound } from './apportion.ts'
import { formatAmount } from './minor-units.ts'
import { moneyBag } from './money-bag.ts'
import { maximumRefundable } from './payments.ts'
import { salesBack } from './sales-back.ts'
import type { DutyInput, LineBack } from './sales-back.ts'
import { refundDuties, shippingRefund, suggestedAmount, suggestedMethods } from './suggestion.ts'
import type { RefundMethodAllocation } from './suggestion.ts'

export type SuggestedRefundArgs = {
  refundLineItems?:
    { lineItemId: string; quantity: number; restockType?: RefundLineItem['restockType'] | null }[] | null
  refundShipping?: boolean | null
  shippingAmount?: string | null
  refundDuties?: DutyInput[] | null
  suggestFullRefund?: boolean | null
  refundMethodAllocation?: RefundMethodAllocation | null
}

export type SuggestedRefundWish = {
  readonly lines: readonly (LineBack & { restockType: RefundLineItem['restockType'] })[]
  readonly shipping: number | 'full' | null
  readonly duties: readonly DutyInput[]
  readonly allocation: RefundMethodAllocation
}

/** `Order.suggestedRefund`: what these lines, shipping and duties would pay back, and to where. */
export function suggestedRefund(order: Order, wish: SuggestedRefundWish) {
  const back = salesBack(order, { ...wish, tipLineId: null })
  const amount = suggestedAmount(order, back.salesDrop)
  const most = maximumRefundable(order)
  const shop = (minor: number) => formatAmount(minor, order.currency)
  return {
    amount: shop(amount.shop),
    amountSet: moneyBag(order, amount),
    discountedSubtotalSet: moneyBag(order, back.subtotal),
    maximumRefundable: shop(most.shop),
    maximumRefundableSet: moneyBag(order, most),
    refundDuties: refundDuties(order, back.duties),
    refundLineItems: back.lines.map((one, index) => ({
      id: null,
      lineItem: one.line,
      location: null,
      quantity: one.quantity,
      restockType: wish.lines[index]?.restockType ?? 'NO_RESTOCK',
      restocked: false,
      ...lineMoney(order, one.quantity, one.worth),
    })),
    shipping: shippingRefund(order, back),
    subtotal: shop(back.original.shop),
    subtotalSet: moneyBag(order, back.original),
    totalCartDiscountAmountSet: moneyBag(order, back.cartDiscount),
    totalDutiesSet: moneyBag(order, back.dutiesTotal),
    totalTaxSet: moneyBag(order, back.tax),
    totalTaxes: shop(back.tax.shop),
    ...suggestedMethods(order, amount, wish.allocation),
  }
}

type LineMoney = {
  subtotal: { shop: number; presentment: number }
  tax: { shop: number; presentment: number }
}

/** Price, subtotal and tax of a refund line in GraphQL's spelling; the price is that of one unit, so it is approximate. */
export function lineMoney(order: Order, quantity: number, worth: LineMoney) {
  const price = mapAmounts(worth.subtotal, (minor) => (quantity > 0 ? mulDivRound(minor, 1, quantity) : 0))
  return {
    price: formatAmount(price.shop, order.currency),
    priceSet: moneyBag(order, price),
    subtotal: formatAmount(worth.subtotal.shop, order.currency),
    subtotalSet: moneyBag(order, worth.subtotal),
    totalTax: formatAmount(worth.tax.shop, order.currency),
    totalTaxSet: moneyBag(order, worth.tax),
  }
}
