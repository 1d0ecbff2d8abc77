import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { legacyId } from '../ids.ts'
import { subtract, sum, times } from '../money/amounts.ts'
import { mulDivRound } from '../money/apportion.ts'
import { formatAmount, formatFixed } from '../money/minor-units.ts'
import { moneyBag, moneyV2 } from '../money/money-bag.ts'
import { priceTotals } from '../money/order-totals.ts'
import type { Totals } from '../money/order-totals.ts'
import { compileSearch, matchId, matchText, matchTime, matchWord } from '../search.ts'
import type { SearchFields } from '../search.ts'
import type { Amounts, DraftOrder, LineItem, Order } from '../state.ts'
import { taxLineValue } from './discounts.ts'
import { asOrder } from './draft-order-model.ts'
import { countOf, legacyResourceId, own } from './fields.ts'
import { lineName } from './line-items.ts'
import { metafieldFields } from './metafields.ts'
import { sortBy } from './order-search.ts'
import { shippingLineValue } from './order-values.ts'
import { sortTags } from './orders.ts'

const bag =
  (pick: (totals: Totals, order: Order) => Amounts) => (draft: DraftOrder, _: unknown, context: Context) => {
    const order = asOrder(context, draft)
    return moneyBag(draft, pick(priceTotals(order), order))
  }
const scalar = (pick: (totals: Totals) => Amounts) => (draft: DraftOrder, _: unknown, context: Context) =>
  formatAmount(pick(priceTotals(asOrder(context, draft))).shop, draft.currency)

const linesTotal = (order: Order): Amounts =>
  sum(order.lineItems.map((line) => times(line.unitPrice, line.quantity)))

const lineValue = (context: Context, draft: DraftOrder, line: DraftOrder['lineItems'][number]) => {
  const whole = times(line.unitPrice, line.quantity)
  const discount = sum(line.discountAllocations.map((one) => one.amount))
  const left = subtract(whole, discount)
  const unit = {
    shop: mulDivRound(left.shop, 1, line.quantity),
    presentment: mulDivRound(left.presentment, 1, line.quantity),
  }
  const text = (amounts: Amounts) => formatAmount(amounts.shop, draft.currency)
  return {
    ...line, uuid: line.id, name: lineName({ ...line } as LineItem), custom: line.variantId === null, vendor: null, priceOverride: null, appliedDiscount: null, components: [], bundleComponents: [], fulfillmentService: null,
    image: null, customAttributesV2: [], weight: { unit: 'GRAMS', value: line.grams }, product: line.productId === null ? null : (context.get('products', line.productId) ?? null),
    variant: line.variantId === null ? null : (context.get('variants', line.variantId) ?? null), originalUnitPriceSet: moneyBag(draft, line.unitPrice), originalUnitPrice: text(line.unitPrice),
    originalUnitPriceWithCurrency: moneyV2({ amount: line.unitPrice.shop, currency: draft.currency }), originalTotalSet: moneyBag(draft, whole), originalTotal: text(whole), discountedTotalSet: moneyBag(draft, left),
    discountedTotal: text(left), discountedUnitPriceSet: moneyBag(draft, unit), discountedUnitPrice: text(unit), approximateDiscountedUnitPriceSet: moneyBag(draft, unit), totalDiscountSet: moneyBag(draft, discount),
    totalDiscount: text(discount), taxLines: line.taxLines.map((tax) => taxLineValue(asOrder(context, draft), tax)),
  } // prettier-ignore
}

const fields: SearchFields<DraftOrder> = {
  default: (one, term) => matchWord(one.name, term) || matchText(one.email, term),
  id: (one, term) => matchId(one.id, term),
  name: (one, term) => matchWord(one.name, term),
  status: (one, term) => matchWord(one.status, term),
  customer_id: (one, term) => matchId(one.customerId, term),
  tag: (one, term) => one.tags.some((tag) => matchWord(tag, term)),
  created_at: (one, term) => matchTime(one.createdAt, term),
  updated_at: (one, term) => matchTime(one.updatedAt, term),
}

const ofShop = (context: Context, query: string | null | undefined): DraftOrder[] => {
  const all = Object.values(context.state.tables.draftOrders).filter(
    (one) => one.shop === context.shop.domain,
  )
  const test = compileSearch(context, 'draftOrders', query, fields)
  return sortBy(test ? all.filter(test) : all, (one) => legacyId(one.id))
}

export const draftOrders: ResolverModule = {
  DraftOrder: {
    ...own<DraftOrder>(
      'id',
      'name',
      'status',
      'createdAt',
      'updatedAt',
      'completedAt',
      'invoiceSentAt',
      'email',
      'phone',
      'customAttributes',
      'taxExempt',
      'taxesIncluded',
      'shippingAddress',
      'billingAddress',
    ),
    ...metafieldFields,
    legacyResourceId,
    currencyCode: (draft: DraftOrder) => draft.currency,
    presentmentCurrencyCode: (draft: DraftOrder) => draft.presentmentCurrency,
    note2: (draft: DraftOrder) => draft.note,
    ready: () => true,
    poNumber: () => null,
    visibleToCustomer: () => true,
    hasTimelineComment: () => false,
    warnings: () => [],
    tags: (draft: DraftOrder) => sortTags(draft.tags),
    invoiceUrl: (draft: DraftOrder) =>
      draft.status === 'COMPLETED'
        ? null
        : `https://${draft.shop}/${legacyId(draft.id)}/invoices/${legacyId(draft.id).toString(16)}`,
    invoiceEmailTemplateSubject: () => 'Complete your purchase',
    customer: (draft: DraftOrder, _: unknown, context) =>
      draft.customerId === null ? null : (context.get('customers', draft.customerId) ?? null),
    order: (draft: DraftOrder, _: unknown, context) =>
      draft.orderId === null ? null : (context.get('orders', draft.orderId) ?? null),
    discountCodes: () => [],
    appliedDiscount: (draft: DraftOrder) => {
      const discount = draft.discountApplications.find((one) => one.targetSelection === 'ALL')
      if (!discount) return null
      const amount = sum(
        draft.lineItems.flatMap((line) =>
          line.discountAllocations
            .filter((one) => draft.discountApplications[one.application] === discount)
            .map((one) => one.amount),
        ),
      )
      const percentage = 'percentage' in discount.value
      const value =
        'percentage' in discount.value
          ? discount.value.percentage
          : Number(formatFixed(amount.shop, draft.currency))
      return {
        title: discount.title,
        description: discount.description ?? '',
        value,
        valueType: percentage ? 'PERCENTAGE' : 'FIXED_AMOUNT',
        amountSet: moneyBag(draft, amount),
        amount: formatAmount(amount.shop, draft.currency),
        amountV2: moneyV2({ amount: amount.shop, currency: draft.currency }),
      }
    },
    lineItems: (draft: DraftOrder, args: ConnectionArgs, context) =>
      connect(draft.lineItems, args, (line) => lineValue(context, draft, line)),
    shippingLine: (draft: DraftOrder, _: unknown, context) =>
      draft.shippingLine ? shippingLineValue(asOrder(context, draft), draft.shippingLine) : null,
    lineItemsSubtotalPrice: bag((_, order) => linesTotal(order)),
    totalLineItemsPriceSet: bag((_, order) => linesTotal(order)),
    subtotalPriceSet: bag((totals) => totals.subtotal),
    subtotalPrice: scalar((totals) => totals.subtotal),
    totalDiscountsSet: bag((totals) => totals.discounts),
    totalShippingPriceSet: bag((totals) => totals.shipping),
    totalShippingPrice: scalar((totals) => totals.shipping),
    totalTaxSet: bag((totals) => totals.tax),
    totalTax: scalar((totals) => totals.tax),
    totalPriceSet: bag((totals) => totals.total),
    totalPrice: scalar((totals) => totals.total),
    amountDueNowSet: bag((totals) => totals.total),
    amountDueLaterSet: bag(() => ({ shop: 0, presentment: 0 })),
    taxLines: (draft: DraftOrder, _: unknown, context) =>
      draft.lineItems.flatMap((line) =>
        line.taxLines.map((tax) => taxLineValue(asOrder(context, draft), tax)),
      ),
    totalQuantityOfLineItems: (draft: DraftOrder) =>
      draft.lineItems.reduce((total, line) => total + line.quantity, 0),
    totalWeight: (draft: DraftOrder) =>
      String(draft.lineItems.reduce((total, line) => total + line.grams * line.quantity, 0)),
  },
  QueryRoot: {
    draftOrder: (_: unknown, { id }: { id: string }, context) => context.get('draftOrders', id) ?? null,
    draftOrders: (_: unknown, args: ConnectionArgs & { query?: string | null }, context) =>
      connect(ofShop(context, args.query), args),
    draftOrdersCount: (_: unknown, args: { query?: string | null; limit?: number | null }, context) =>
      countOf(ofShop(context, args.query).length, args.limit ?? undefined),
  },
}
