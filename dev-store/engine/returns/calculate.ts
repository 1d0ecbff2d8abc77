import { GraphQLError } from 'graphql'
import type { Context, ResolverModule } from '../context.ts'
import { mapAmounts, negate, orderRatePair, fromPresentment, sum } from '../money/amounts.ts'
import { mulDivRound, percentOf } from '../money/apportion.ts'
import { returnableQuantity, unclaimedUnits } from '../money/claims.ts'
import { lineWorth } from '../money/line-worth.ts'
import { parseAmount } from '../money/minor-units.ts'
import { moneyBag } from '../money/money-bag.ts'
import { sliceRanges } from '../money/unit-ranges.ts'
import type { UnitRange } from '../money/unit-ranges.ts'
import type { Order } from '../state.ts'
import { exchangeLine, exchangeWorth } from './exchange-lines.ts'
import type { ExchangeInput } from './exchange-lines.ts'
import { findFulfillmentLine, lineOf, visibleOrder } from './find-return.ts'
import type { ReturnShippingFeeInput } from './return-lines.ts'

type LineInput = {
  fulfillmentLineItemId: string
  quantity: number
  restockingFee?: { percentage: number } | null
}
type CalculateArgs = {
  input: {
    orderId: string
    returnLineItems?: LineInput[] | null
    exchangeLineItems?: Omit<ExchangeInput, 'giftCardCodes'>[] | null
    returnShippingFee?: ReturnShippingFeeInput | null
  }
}

const refuse = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

/**
 * `returnCalculate`: per-line figures for a return that does not exist. Goods and taxes are negative, fees positive
 * (recorded, return-query-roots); there is no grand total. It takes the units that a return would claim now, so its
 * figures are those of the return.
 */
function returnCalculate(_: unknown, { input }: CalculateArgs, context: Context) {
  const order = visibleOrder(context, input.orderId)
  if (!order) return null
  const uuid = (type: string) => `gid://shopify/${type}/${context.uuid()}`
  const claimed = new Map<string, UnitRange[]>()
  return {
    id: uuid('CalculatedReturn'),
    returnLineItems: (input.returnLineItems ?? []).map((one) => calculatedLine(order, one, claimed, uuid)),
    exchangeLineItems: (input.exchangeLineItems ?? []).map((one) =>
      calculatedExchange(context, order, one, uuid),
    ),
    returnShippingFee: calculatedShippingFee(order, input.returnShippingFee, uuid),
  }
}

type NewId = (type: string) => string

function calculatedLine(order: Order, input: LineInput, claimed: Map<string, UnitRange[]>, uuid: NewId) {
  const target = findFulfillmentLine(order, input.fulfillmentLineItemId)
  if (!target) throw refuse('Fulfillment Line Item was not found.')
  const line = lineOf(order, target.lineItemId)
  const before = claimed.get(line.id) ?? []
  const taken = before.reduce((total, [from, to]) => total + to - from, 0)
  if (input.quantity < 1 || input.quantity > returnableQuantity(order, target))
    throw refuse('Return line item has an invalid quantity.')
  const units = sliceRanges(unclaimedUnits(order, line), taken, input.quantity)
  claimed.set(line.id, [...before, ...units])
  const worth = lineWorth(order, line, units)
  const fee = input.restockingFee
  return {
    id: uuid('CalculatedReturnLineItem'),
    fulfillmentLineItem: target,
    quantity: input.quantity,
    restockingFee: fee
      ? {
          id: uuid('CalculatedRestockingFee'),
          percentage: fee.percentage,
          amountSet: moneyBag(
            order,
            mapAmounts(worth.subtotal, (minor) => percentOf(minor, fee.percentage)),
          ),
        }
      : null,
    subtotalBeforeOrderDiscountsSet: moneyBag(order, negate(worth.beforeOrderDiscounts)),
    subtotalSet: moneyBag(order, negate(worth.subtotal)),
    totalTaxSet: moneyBag(order, negate(worth.tax)),
  }
}

function calculatedExchange(
  context: Context,
  order: Order,
  input: Omit<ExchangeInput, 'giftCardCodes'>,
  uuid: NewId,
) {
  if (!input.variantId || !context.get('variants', input.variantId))
    throw refuse('Product variant was not found.')
  if (input.quantity < 1) throw refuse('Quantity must be greater than 0')
  const item = exchangeLine(context, order, input, uuid('CalculatedExchangeLineItem'))
  const worth = exchangeWorth(order, item, 0, item.quantity)
  const discounted = worth.discount.presentment > 0 || worth.discount.shop > 0
  return {
    id: item.id,
    quantity: item.quantity,
    variant: context.get('variants', input.variantId),
    originalUnitPriceSet: moneyBag(order, item.unitPrice),
    discountedUnitPriceSet: moneyBag(
      order,
      mapAmounts(worth.subtotal, (minor) => mulDivRound(minor, 1, item.quantity)),
    ),
    subtotalSet: moneyBag(order, worth.subtotal),
    totalTaxSet: moneyBag(order, worth.tax),
    calculatedDiscountAllocations: discounted
      ? [
          {
            allocatedAmountSet: moneyBag(order, worth.discount),
            discountApplication: manualDiscount(order, input, worth.discount, uuid),
          },
        ]
      : [],
  }
}

function manualDiscount(
  order: Order,
  input: Omit<ExchangeInput, 'giftCardCodes'>,
  discount: { shop: number; presentment: number },
  uuid: NewId,
) {
  const percentage = input.appliedDiscount?.value.percentage
  return {
    __typename: 'CalculatedManualDiscountApplication',
    id: uuid('CalculatedManualDiscountApplication'),
    allocationMethod: 'ONE',
    appliedTo: 'LINE',
    description: input.appliedDiscount?.description ?? null,
    targetSelection: 'EXPLICIT',
    targetType: 'LINE_ITEM',
    value:
      typeof percentage === 'number'
        ? { __typename: 'PricingPercentageValue', percentage }
        : { __typename: 'MoneyV2', ...moneyBag(order, discount).shopMoney },
  }
}

function calculatedShippingFee(order: Order, fee: ReturnShippingFeeInput | null | undefined, uuid: NewId) {
  if (!fee) return null
  const minor = parseAmount(fee.amount.amount, order.presentmentCurrency) ?? 0
  const amount = sum([fromPresentment(order, minor, orderRatePair(order))])
  return { id: uuid('CalculatedReturnShippingFee'), amountSet: moneyBag(order, amount) }
}

export const calculateFields: ResolverModule = { QueryRoot: { returnCalculate } }
