import { GraphQLError } from 'graphql'
import { negate, subtract, sum, ZERO } from '../money/amounts.ts'
import { moneyBag } from '../money/money-bag.ts'
import { maximumRefundable } from '../money/payments.ts'
import { salesBack } from '../money/sales-back.ts'
import {
  balance,
  refundDuties,
  shippingRefund,
  suggestedAmount,
  suggestedMethods,
} from '../money/suggestion.ts'
import type { RefundMethodAllocation } from '../money/suggestion.ts'
import { countUnits, freeRanges, sliceRanges } from '../money/unit-ranges.ts'
import { refundedUnits, removedUnits } from '../money/claims.ts'
import type { Order, Return } from '../state.ts'
import { lineOf, unprocessedExchange } from './find-return.ts'
import { processingWorth } from './processing.ts'
import { shippingWanted } from './process-mutation.ts'
import type { RefundDutyInput, RefundShippingInput } from './process-mutation.ts'

type Chosen = { id: string; quantity: number }
export type OutcomeArgs = {
  returnLineItems: Chosen[]
  exchangeLineItems: Chosen[]
  refundShipping?: RefundShippingInput | null
  refundDuties?: RefundDutyInput[] | null
  tipLineId?: string | null
  refundMethodAllocation?: RefundMethodAllocation | null
}

const refuse = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

/**
 * `Return.suggestedFinancialOutcome` for units still to be processed. What is owed is the fall of sales less what the buyer
 * owes already: above zero a refund, at most what can be refunded; below zero an invoice; even, nothing. Fees and exchange
 * items are in it (returns-api §2.4, D16).
 */
export function suggestedFinancialOutcome(order: Order, target: Return, args: OutcomeArgs) {
  const worth = processingWorth(order, target, {
    lines: args.returnLineItems.map(({ id, quantity }) => {
      const item = target.lineItems.find((one) => one.id === id)
      if (!item) throw refuse('Return line item was not found.')
      if (quantity < 1 || quantity > item.quantity - item.processedQuantity)
        throw refuse('Return line item has an invalid quantity.')
      return { item, quantity }
    }),
    exchange: args.exchangeLineItems.map(({ id, quantity }) => {
      const item = target.exchangeLineItems.find((one) => one.id === id)
      if (!item) throw refuse('Exchange line item was not found.')
      if (quantity < 1 || quantity > unprocessedExchange(item))
        throw refuse('Exchange line item has an invalid quantity.')
      return { item, quantity }
    }),
    shipping: shippingWanted(order, args.refundShipping),
    duties: args.refundDuties ?? [],
    tipLineId: args.tipLineId ?? null,
  })
  const { back } = worth
  return {
    discountedSubtotal: moneyBag(order, back.subtotal),
    financialTransfer: financialTransfer(
      order,
      worth.drop,
      args.refundMethodAllocation ?? 'ORIGINAL_PAYMENT_METHODS',
    ),
    maximumRefundable: moneyBag(order, maximumRefundable(order)),
    refundDuties: refundDuties(order, back.duties),
    shipping: shippingRefund(order, back),
    totalAdditionalFees: moneyBag(order, ZERO),
    totalCartDiscountAmount: moneyBag(order, back.cartDiscount),
    totalDuties: moneyBag(order, back.dutiesTotal),
    totalTax: moneyBag(order, back.tax),
  }
}

function financialTransfer(
  order: Order,
  drop: { shop: number; presentment: number },
  allocation: RefundMethodAllocation,
) {
  const owed = subtract(drop, balance(order))
  if (owed.presentment < 0)
    return { __typename: 'InvoiceReturnOutcome', amount: moneyBag(order, negate(owed)) }
  const amount = suggestedAmount(order, drop)
  if (amount.presentment === 0) return null
  return {
    __typename: 'RefundReturnOutcome',
    amount: moneyBag(order, amount),
    ...suggestedMethods(order, amount, allocation),
  }
}

export type SuggestedRefundArgs = {
  returnRefundLineItems: { returnLineItemId: string; quantity: number }[]
  refundShipping?: RefundShippingInput | null
  refundDuties?: RefundDutyInput[] | null
}

/** The deprecated `Return.suggestedRefund`: units of return lines that were not refunded yet, processed or not. */
export function suggestedReturnRefund(order: Order, target: Return, args: SuggestedRefundArgs) {
  const lines = args.returnRefundLineItems.map(({ returnLineItemId, quantity }) => {
    const item = target.lineItems.find((one) => one.id === returnLineItemId)
    if (!item) throw refuse('Return line item was not found.')
    const line = lineOf(order, item.lineItemId)
    const units = sliceRanges(unrefunded(order, item), 0, quantity)
    if (quantity < 1 || countUnits(units) !== quantity)
      throw refuse('Return line item has an invalid quantity.')
    return { line, quantity, units }
  })
  const back = salesBack(order, {
    lines,
    shipping: shippingWanted(order, args.refundShipping),
    duties: args.refundDuties ?? [],
    tipLineId: null,
  })
  const amount = suggestedAmount(order, back.salesDrop)
  return {
    amount: moneyBag(order, amount),
    discountedSubtotal: moneyBag(order, back.subtotal),
    maximumRefundable: moneyBag(order, maximumRefundable(order)),
    refundDuties: refundDuties(order, back.duties),
    shipping: shippingRefund(order, back),
    subtotal: moneyBag(order, back.original),
    suggestedTransactions: suggestedMethods(order, amount, 'ORIGINAL_PAYMENT_METHODS').suggestedTransactions,
    totalCartDiscountAmount: moneyBag(order, back.cartDiscount),
    totalDuties: moneyBag(order, back.dutiesTotal),
    totalTax: moneyBag(order, sum([back.tax])),
  }
}

/** Units of a return line that no refund has paid back. */
export function unrefunded(order: Order, item: Return['lineItems'][number]) {
  const line = lineOf(order, item.lineItemId)
  const gone = [...refundedUnits(order, line), ...removedUnits(line)]
  return freeRanges(line.quantity, [...gone, ...freeRanges(line.quantity, item.units)])
}
