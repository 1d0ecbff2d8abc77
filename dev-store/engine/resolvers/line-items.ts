import type { Context, ResolverModule } from '../context.ts'
import { sum, subtract, times } from '../money/amounts.ts'
import { currentQuantity, fulfilledQuantity, refundableQuantity } from '../money/claims.ts'
import { isOrderLevel, lineWorth } from '../money/line-worth.ts'
import { formatAmount } from '../money/minor-units.ts'
import { moneyBag } from '../money/money-bag.ts'
import { mulDivRound } from '../money/apportion.ts'
import { countUnits, freeRanges, sliceRanges } from '../money/unit-ranges.ts'
import type { Amounts, FulfillmentLineItem, LineItem, LineItemGroup, Order } from '../state.ts'
import { dutyValue } from './order-values.ts'
import { discountAllocation, taxLineValue } from './discounts.ts'
import { firstOf, orderOf, own } from './fields.ts'
import { imageValue } from './images.ts'

const share = (amounts: Amounts, part: number, whole: number): Amounts => ({
  shop: mulDivRound(amounts.shop, part, whole),
  presentment: mulDivRound(amounts.presentment, part, whole),
})

/** Discounts of the whole line: those of the line itself, with code discounts on request, never order-level ones (schema). */
const lineDiscounts = (order: Order, line: LineItem, withCodes: boolean): Amounts =>
  sum(
    line.discountAllocations
      .filter(
        (one) =>
          !isOrderLevel(order, one) &&
          (withCodes || order.discountApplications[one.application]?.kind !== 'code'),
      )
      .map((one) => one.amount),
  )

const discountedTotal = (order: Order, line: LineItem, withCodes: boolean): Amounts =>
  subtract(times(line.unitPrice, line.quantity), lineDiscounts(order, line, withCodes))

const afterAllDiscounts = (line: LineItem): Amounts =>
  subtract(times(line.unitPrice, line.quantity), sum(line.discountAllocations.map((one) => one.amount)))

const unfulfilled = (order: Order, line: LineItem): number =>
  line.isTip ? 0 : Math.max(0, line.quantity - line.removedQuantity - fulfilledQuantity(order, line))

const unfulfilledUnits = (order: Order, line: LineItem) => {
  const kept = freeRanges(
    line.quantity,
    line.removedQuantity > 0 ? [[line.quantity - line.removedQuantity, line.quantity]] : [],
  )
  return sliceRanges(kept, Math.max(0, countUnits(kept) - unfulfilled(order, line)), unfulfilled(order, line))
}

const variantOf = (line: LineItem, context: Context) =>
  line.variantId === null ? undefined : context.get('variants', line.variantId)
const productOf = (line: LineItem, context: Context) =>
  line.productId === null ? undefined : context.get('products', line.productId)

/** 'Linen shirt - M / Sand' */
export const lineName = (line: LineItem): string =>
  line.variantTitle === null || line.variantTitle === '' ? line.title : `${line.title} - ${line.variantTitle}`

const bag =
  (pick: (order: Order, line: LineItem) => Amounts) => (line: LineItem, _: unknown, context: Context) => {
    const order = orderOf(context, line)
    return moneyBag(order, pick(order, line))
  }
const shopMoney =
  (pick: (order: Order, line: LineItem) => Amounts) => (line: LineItem, _: unknown, context: Context) => {
    const order = orderOf(context, line)
    return formatAmount(pick(order, line).shop, order.currency)
  }

/** The order line behind a fulfilment line. */
const lineOf = (context: Context, source: FulfillmentLineItem): LineItem => {
  const line = orderOf(context, source).lineItems.find((one) => one.id === source.lineItemId)
  if (!line) throw new Error(`dev store: ${source.id} names no line of its order`)
  return line
}

export const lineItems: ResolverModule = {
  LineItem: {
    ...own<LineItem>(
      'id',
      'title',
      'variantTitle',
      'sku',
      'vendor',
      'quantity',
      'taxable',
      'requiresShipping',
      'isGiftCard',
      'customAttributes',
      'sellingPlan',
    ),
    name: lineName,
    contract: (line: LineItem) => (line.contractId === null ? null : { id: line.contractId }),
    currentQuantity: (line: LineItem, _: unknown, context) => currentQuantity(orderOf(context, line), line),
    refundableQuantity: (line: LineItem, _: unknown, context) =>
      refundableQuantity(orderOf(context, line), line),
    unfulfilledQuantity: (line: LineItem, _: unknown, context) => unfulfilled(orderOf(context, line), line),
    fulfillableQuantity: (line: LineItem, _: unknown, context) => unfulfilled(orderOf(context, line), line),
    nonFulfillableQuantity: (line: LineItem) => (line.isTip ? line.quantity : line.removedQuantity),
    fulfillmentStatus: (line: LineItem, _: unknown, context) => {
      const order = orderOf(context, line)
      return unfulfilled(order, line) === 0
        ? 'fulfilled'
        : fulfilledQuantity(order, line) > 0
          ? 'partial'
          : 'unfulfilled'
    },
    restockable: (line: LineItem, _: unknown, context) =>
      variantOf(line, context) !== undefined && refundableQuantity(orderOf(context, line), line) > 0,
    canRestock: (line: LineItem, _: unknown, context) =>
      variantOf(line, context) !== undefined && refundableQuantity(orderOf(context, line), line) > 0,
    merchantEditable: (line: LineItem, _: unknown, context) => unfulfilled(orderOf(context, line), line) > 0,
    product: (line: LineItem, _: unknown, context) => productOf(line, context) ?? null,
    variant: (line: LineItem, _: unknown, context) => variantOf(line, context) ?? null,
    image: (line: LineItem, _: unknown, context) => {
      const product = productOf(line, context)
      const stored = product?.images[variantOf(line, context)?.imageIndex ?? 0] ?? product?.images[0]
      return stored ? imageValue(context, stored) : null
    },
    lineItemGroup: (line: LineItem, _: unknown, context) =>
      orderOf(context, line).lineItemGroups.find((group) => group.id === line.groupId) ?? null,
    duties: (line: LineItem, _: unknown, context) =>
      line.duties.map((duty) => dutyValue(orderOf(context, line), duty)),
    staffMember: () => null,
    weight: (line: LineItem) => ({ unit: 'GRAMS', value: line.grams }),
    taxLines: (line: LineItem, args: { first?: number | null }, context) => {
      const order = orderOf(context, line)
      return firstOf(line.taxLines, args.first).map((tax) => taxLineValue(order, tax))
    },
    discountAllocations: (line: LineItem, _: unknown, context) => {
      const order = orderOf(context, line)
      return line.discountAllocations.map((one) => discountAllocation(order, one))
    },
    originalUnitPriceSet: bag((_, line) => line.unitPrice),
    originalUnitPrice: shopMoney((_, line) => line.unitPrice),
    originalTotalSet: bag((_, line) => times(line.unitPrice, line.quantity)),
    originalTotal: shopMoney((_, line) => times(line.unitPrice, line.quantity)),
    discountedTotalSet: (line: LineItem, args: { withCodeDiscounts?: boolean | null }, context) => {
      const order = orderOf(context, line)
      return moneyBag(order, discountedTotal(order, line, args.withCodeDiscounts === true))
    },
    discountedTotal: shopMoney((order, line) => discountedTotal(order, line, false)),
    discountedUnitPriceSet: bag((order, line) =>
      share(discountedTotal(order, line, false), 1, line.quantity),
    ),
    discountedUnitPrice: shopMoney((order, line) =>
      share(discountedTotal(order, line, false), 1, line.quantity),
    ),
    discountedUnitPriceAfterAllDiscountsSet: bag((_, line) =>
      share(afterAllDiscounts(line), 1, line.quantity),
    ),
    priceAfterAllDiscountsBeforeTaxesSet: bag((order, line) =>
      order.taxesIncluded
        ? subtract(afterAllDiscounts(line), sum(line.taxLines.map((tax) => tax.amount)))
        : afterAllDiscounts(line),
    ),
    totalDiscountSet: bag((order, line) => lineDiscounts(order, line, true)),
    totalDiscount: shopMoney((order, line) => lineDiscounts(order, line, true)),
    unfulfilledOriginalTotalSet: bag((order, line) => times(line.unitPrice, unfulfilled(order, line))),
    unfulfilledOriginalTotal: shopMoney((order, line) => times(line.unitPrice, unfulfilled(order, line))),
    unfulfilledDiscountedTotalSet: bag(
      (order, line) => lineWorth(order, line, unfulfilledUnits(order, line)).beforeOrderDiscounts,
    ),
    unfulfilledDiscountedTotal: shopMoney(
      (order, line) => lineWorth(order, line, unfulfilledUnits(order, line)).beforeOrderDiscounts,
    ),
  },
  LineItemGroup: {
    ...own<LineItemGroup>('id', 'title', 'quantity', 'productId', 'variantId', 'variantSku'),
    customAttributes: () => [],
  },
  FulfillmentLineItem: {
    ...own<FulfillmentLineItem>('id', 'quantity'),
    lineItem: (source: FulfillmentLineItem, _: unknown, context) => lineOf(context, source),
    originalTotalSet: (source: FulfillmentLineItem, _: unknown, context) =>
      moneyBag(orderOf(context, source), times(lineOf(context, source).unitPrice, source.quantity)),
    originalTotal: (source: FulfillmentLineItem, _: unknown, context) =>
      formatAmount(
        lineOf(context, source).unitPrice.shop * source.quantity,
        orderOf(context, source).currency,
      ),
    discountedTotalSet: (source: FulfillmentLineItem, _: unknown, context) => {
      const order = orderOf(context, source)
      const line = lineOf(context, source)
      return moneyBag(order, share(discountedTotal(order, line, true), source.quantity, line.quantity))
    },
    discountedTotal: (source: FulfillmentLineItem, _: unknown, context) => {
      const order = orderOf(context, source)
      const line = lineOf(context, source)
      return formatAmount(
        share(discountedTotal(order, line, true), source.quantity, line.quantity).shop,
        order.currency,
      )
    },
  },
}
