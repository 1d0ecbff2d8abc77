import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { legacyId } from '../ids.ts'
import { sum, subtract, times } from '../money/amounts.ts'
import { mulDivRound, percentOf } from '../money/apportion.ts'
import { formatAmount, formatFixed, parseAmount } from '../money/minor-units.ts'
import { moneyBag, moneyV2 } from '../money/money-bag.ts'
import { orderBody } from '../money/order-updated.ts'
import { priceTotals } from '../money/order-totals.ts'
import type { Totals } from '../money/order-totals.ts'
import { recordMovement } from '../money/ledger.ts'
import {
  amountDue,
  atRate,
  newFulfillmentOrder,
  newLine,
  newOrder,
  newShippingLine,
  newTransaction,
  orderDiscount,
  spreadDiscount,
} from '../order-builder.ts'
import { moveStock, primaryLocation } from '../returns/stock.ts'
import { countOf, legacyResourceId, own } from '../resolvers/fields.ts'
import { lineName } from '../resolvers/line-items.ts'
import { metafieldFields } from '../resolvers/metafields.ts'
import { sortTags } from '../resolvers/orders.ts'
import { sortBy } from '../resolvers/order-search.ts'
import { shippingLineValue } from '../resolvers/order-values.ts'
import { taxLineValue } from '../resolvers/discounts.ts'
import { compileSearch, matchId, matchText, matchTime, matchWord } from '../search.ts'
import type { SearchFields } from '../search.ts'
import type { Amounts, DraftOrder, LineItem, Order } from '../state.ts'
import { addressFrom, applyMetafields, cleanTags, failure } from './inputs.ts'
import type { AddressInput, MetafieldInput, MoneyInput } from './inputs.ts'

type DiscountInput = {
  title?: string | null
  description?: string | null
  value: number
  valueType: 'FIXED_AMOUNT' | 'PERCENTAGE'
}
type LineInput = {
  variantId?: string | null; title?: string | null; quantity: number; originalUnitPrice?: string | null; originalUnitPriceWithCurrency?: MoneyInput | null; priceOverride?: MoneyInput | null
  appliedDiscount?: DiscountInput | null; customAttributes?: { key: string; value: string }[] | null; sku?: string | null; taxable?: boolean | null; requiresShipping?: boolean | null
} // prettier-ignore
type DraftInput = {
  email?: string | null; phone?: string | null; note?: string | null; tags?: string[] | null; customAttributes?: { key: string; value: string }[] | null; customerId?: string | null
  purchasingEntity?: { customerId?: string | null; purchasingCompany?: { companyLocationId: string } | null } | null; lineItems?: LineInput[] | null; appliedDiscount?: DiscountInput | null
  shippingLine?: { title?: string | null; price?: string | null; priceWithCurrency?: MoneyInput | null } | null; shippingAddress?: AddressInput | null; billingAddress?: AddressInput | null
  taxExempt?: boolean | null; metafields?: MetafieldInput[] | null; presentmentCurrencyCode?: string | null; useCustomerDefaultAddress?: boolean | null
} // prettier-ignore

/** The draft as the order that it would become: the ground for every amount. */
const asOrder = (context: Context, draft: DraftOrder): Order => {
  const filler = {
    removedQuantity: 0,
    vendor: null,
    groupId: null,
    duties: [],
    sellingPlan: null,
    contractId: null,
    exchange: null,
    isTip: false,
    addedAt: draft.createdAt,
  }
  const lineItems: LineItem[] = draft.lineItems.map((line) => ({ ...filler, ...line }))
  return {
    ...draft, number: 0, confirmationNumber: '', processedAt: draft.createdAt, cancelledAt: null, cancelReason: null, staffNote: null, closedAt: null, test: false, edited: false, redacted: false,
    companyContactId: null, customerLocale: context.shop.primaryLocale, poNumber: null, sourceName: 'shopify_draft_order', sourceIdentifier: null, retailLocationId: null, dutiesIncluded: false,
    lineItems, lineItemGroups: [], shippingLines: draft.shippingLine ? [draft.shippingLine] : [], additionalFees: [], transactions: [], paymentless: false, disputes: [], fulfillments: [],
    fulfillmentOrders: [], refunds: [], returns: [], agreements: [], riskLevel: 'LOW', draftOrderId: draft.id,
  } // prettier-ignore
}

const discountAmount = (draft: DraftOrder, input: DiscountInput, whole: Amounts): Amounts => {
  if (input.valueType === 'PERCENTAGE')
    return {
      shop: percentOf(whole.shop, input.value),
      presentment: percentOf(whole.presentment, input.value),
    }
  const fixed = atRate(draft, parseAmount(input.value, draft.currency) ?? 0)
  return {
    shop: Math.min(fixed.shop, whole.shop),
    presentment: Math.min(fixed.presentment, whole.presentment),
  }
}

const lineFrom = (context: Context, draft: DraftOrder, input: LineInput): LineItem => {
  const variant = input.variantId ? context.get('variants', input.variantId) : undefined
  const product = variant ? context.get('products', variant.productId) : undefined
  const item = variant ? context.get('inventoryItems', variant.inventoryItemId) : undefined
  const own =
    input.priceOverride?.amount ??
    (variant ? undefined : (input.originalUnitPriceWithCurrency?.amount ?? input.originalUnitPrice))
  const price =
    own === undefined || own === null ? (variant?.price.amount ?? 0) : (parseAmount(own, draft.currency) ?? 0)
  return newLine(context, {
    title: product?.title ?? input.title ?? '', variantTitle: variant && variant.title !== 'Default Title' ? variant.title : null, sku: variant?.sku ?? input.sku ?? null, productId: product?.id ?? null,
    variantId: variant?.id ?? null, quantity: input.quantity, unitPrice: atRate(draft, price), taxable: input.taxable ?? variant?.taxable ?? true, isGiftCard: product?.isGiftCard === true,
    requiresShipping: item?.requiresShipping ?? input.requiresShipping === true, grams: item?.grams ?? 0, customAttributes: (input.customAttributes ?? []).map(({ key, value }) => ({ key, value })),
  }, context.now) // prettier-ignore
}

const problemsOf = (context: Context, input: DraftInput, creating: boolean): UserErrorValue[] => {
  const lines = input.lineItems
  if (creating && (!lines || lines.length === 0)) return [failure(null, 'Add at least 1 product')]
  return (lines ?? []).flatMap((line, i) => {
    const at = ['lineItems', String(i)]
    if (line.quantity < 1)
      return [failure([...at, 'quantity'], 'Quantity must be greater than or equal to 1')]
    if (line.variantId && !context.get('variants', line.variantId))
      return [failure(null, `Product with ID ${legacyId(line.variantId)} is no longer available.`)]
    if (!line.variantId && !line.title) return [failure([...at, 'title'], 'Merchandise title is empty.')]
    return []
  })
}

const fillLines = (context: Context, draft: DraftOrder, input: DraftInput): void => {
  const lines = (input.lineItems ?? []).map((line) => lineFrom(context, draft, line))
  draft.discountApplications = []
  for (const [i, given] of (input.lineItems ?? []).entries()) {
    const line = lines[i]
    if (!line || !given.appliedDiscount) continue
    const discount = given.appliedDiscount
    const amount = discountAmount(
      draft,
      discount,
      times(line.unitPrice, discount.valueType === 'PERCENTAGE' ? line.quantity : 1),
    )
    const whole = discount.valueType === 'PERCENTAGE' ? amount : times(amount, line.quantity)
    line.discountAllocations.push({ application: draft.discountApplications.length, amount: whole })
    draft.discountApplications.push(
      orderDiscount({
        kind: 'manual',
        title: discount.title ?? 'Custom discount',
        description: discount.description ?? null,
        value: discount.valueType === 'PERCENTAGE' ? { percentage: discount.value } : { amount: whole },
        targetSelection: 'EXPLICIT',
        allocationMethod: 'ONE',
      }),
    )
  }
  if (input.appliedDiscount) applyOrderDiscount(draft, lines, input.appliedDiscount)
  draft.lineItems = lines.map(({ id, title, variantTitle, sku, productId, variantId, quantity, unitPrice, taxable, requiresShipping, isGiftCard, grams, customAttributes, taxLines, discountAllocations }) => ({
    id: id.replace('/LineItem/', '/DraftOrderLineItem/'), title, variantTitle, sku, productId, variantId, quantity, unitPrice, taxable, requiresShipping, isGiftCard, grams, customAttributes, taxLines, discountAllocations,
  })) // prettier-ignore
}

const applyOrderDiscount = (draft: DraftOrder, lines: LineItem[], input: DiscountInput): void => {
  const left = sum(
    lines.map((line) =>
      subtract(times(line.unitPrice, line.quantity), sum(line.discountAllocations.map((one) => one.amount))),
    ),
  )
  const amount = discountAmount(draft, input, left)
  spreadDiscount(lines, draft.discountApplications.length, amount)
  draft.discountApplications.push(
    orderDiscount({
      kind: 'manual',
      title: input.title ?? 'Custom discount',
      description: input.description ?? null,
      value: input.valueType === 'PERCENTAGE' ? { percentage: input.value } : { amount },
    }),
  )
}

const applyInput = (context: Context, draft: DraftOrder, input: DraftInput): void => {
  const customerId = input.purchasingEntity?.customerId ?? input.customerId
  if (customerId) draft.customerId = context.get('customers', customerId)?.id ?? null
  const customer = draft.customerId === null ? undefined : context.get('customers', draft.customerId)
  if (input.purchasingEntity?.purchasingCompany)
    draft.companyLocationId = input.purchasingEntity.purchasingCompany.companyLocationId
  for (const key of ['email', 'phone', 'note'] as const) if (input[key] !== undefined) draft[key] = input[key]
  draft.email ??= customer?.email ?? null
  if (input.tags) draft.tags = cleanTags(input.tags)
  if (input.customAttributes)
    draft.customAttributes = input.customAttributes.map(({ key, value }) => ({ key, value }))
  if (input.presentmentCurrencyCode) {
    draft.presentmentCurrency = input.presentmentCurrencyCode
    draft.presentmentRate =
      draft.currency === draft.presentmentCurrency
        ? 1
        : (context.shop.currentRates[draft.presentmentCurrency] ?? 1)
  }
  if (typeof input.taxExempt === 'boolean') draft.taxExempt = input.taxExempt
  if (input.shippingAddress) draft.shippingAddress = addressFrom(context, input.shippingAddress)
  if (input.billingAddress) draft.billingAddress = addressFrom(context, input.billingAddress)
  const standard =
    input.useCustomerDefaultAddress === true
      ? customer?.addresses.find((one) => one.id === customer.defaultAddressId)
      : undefined
  if (standard) draft.shippingAddress ??= { ...standard, id: context.nextId('MailingAddress') }
  if (input.lineItems) fillLines(context, draft, input)
  if (input.shippingLine) {
    const price =
      parseAmount(
        input.shippingLine.priceWithCurrency?.amount ?? input.shippingLine.price ?? '0',
        draft.currency,
      ) ?? 0
    draft.shippingLine = newShippingLine(context, {
      title: input.shippingLine.title ?? 'Shipping',
      price: atRate(draft, price),
      custom: true,
    })
  }
  applyMetafields(context, draft, input.metafields)
  draft.updatedAt = context.now
}

const emptyDraft = (context: Context): DraftOrder => {
  const id = context.nextId('DraftOrder')
  return {
    id, shop: context.shop.domain, name: `#D${legacyId(id) - 1_000_000}`, status: 'OPEN', createdAt: context.now, updatedAt: context.now, completedAt: null, invoiceSentAt: null, email: null, phone: null,
    customerId: null, companyLocationId: null, note: null, tags: [], customAttributes: [], currency: context.shop.currency, presentmentCurrency: context.shop.currency, presentmentRate: 1,
    taxesIncluded: context.shop.taxesIncluded, taxExempt: false, lineItems: [], shippingLine: null, discountApplications: [], shippingAddress: null, billingAddress: null, paymentTerms: null, orderId: null, metafields: [],
  } // prettier-ignore
}

/** A draft in REST's shape, as `draft_orders/*` webhooks carry it. */
const draftBody = (context: Context, draft: DraftOrder): Record<string, unknown> => {
  const totals = priceTotals(asOrder(context, draft))
  const text = (amounts: Amounts) => formatFixed(amounts.shop, draft.currency)
  return {
    id: legacyId(draft.id), admin_graphql_api_id: draft.id, name: draft.name, status: draft.status.toLowerCase(), email: draft.email, note: draft.note, currency: draft.currency, tags: draft.tags.join(', '),
    created_at: draft.createdAt, updated_at: draft.updatedAt, completed_at: draft.completedAt, invoice_sent_at: draft.invoiceSentAt, taxes_included: draft.taxesIncluded, tax_exempt: draft.taxExempt,
    order_id: draft.orderId === null ? null : legacyId(draft.orderId), subtotal_price: text(totals.subtotal), total_price: text(totals.total), total_tax: text(totals.tax),
    line_items: draft.lineItems.map((line) => ({ id: legacyId(line.id), variant_id: line.variantId === null ? null : legacyId(line.variantId), title: line.title, quantity: line.quantity, price: text(line.unitPrice), sku: line.sku })),
  } // prettier-ignore
}

const draftOrderComplete = (
  _: unknown,
  args: { id: string; paymentPending?: boolean | null },
  context: Context,
) => {
  const known = context.get('draftOrders', args.id)
  if (!known) return { draftOrder: null, userErrors: [failure(['id'], 'Draft order does not exist')] }
  if (known.status === 'COMPLETED')
    return { draftOrder: known, userErrors: [failure(null, 'This order has been paid')] }
  const draft = context.edit('draftOrders', args.id)
  const model = asOrder(context, draft)
  const order = newOrder(context, {
    createdAt: context.now, lineItems: [], email: draft.email, phone: draft.phone, note: draft.note, tags: draft.tags, customAttributes: draft.customAttributes, customerId: draft.customerId,
    companyLocationId: draft.companyLocationId, currency: draft.currency, presentmentCurrency: draft.presentmentCurrency, presentmentRate: draft.presentmentRate, taxesIncluded: draft.taxesIncluded,
    taxExempt: draft.taxExempt, shippingAddress: draft.shippingAddress, billingAddress: draft.billingAddress, discountApplications: structuredClone(draft.discountApplications),
    sourceName: 'shopify_draft_order', draftOrderId: draft.id, paymentTerms: draft.paymentTerms,
  }) // prettier-ignore
  order.lineItems = model.lineItems.map((line) => ({
    ...structuredClone(line),
    id: context.nextId('LineItem'),
    addedAt: context.now,
  }))
  order.shippingLines = draft.shippingLine
    ? [{ ...structuredClone(draft.shippingLine), id: context.nextId('ShippingLine') }]
    : []
  const due = amountDue(order)
  if (args.paymentPending !== true && due.presentment > 0) {
    const sale = newTransaction(context, {
      kind: 'SALE',
      amount: due,
      createdAt: context.now,
      gateway: 'manual',
      formattedGateway: 'Manual',
      manualPaymentGateway: true,
      paymentDetails: { type: 'manual' },
    })
    order.transactions.push(sale)
    recordMovement(context, {
      orderId: order.id,
      returnId: null,
      refundId: null,
      transactionId: sale.id,
      kind: 'sale',
      gateway: 'manual',
      amount: { amount: due.presentment, currency: order.presentmentCurrency },
      status: 'SUCCESS',
      note: null,
    })
  }
  const location = primaryLocation(context)
  order.fulfillmentOrders.push(newFulfillmentOrder(context, order.lineItems, location.id, context.now))
  for (const line of order.lineItems)
    moveStock(context, {
      variantId: line.variantId,
      locationId: location.id,
      deltas: { available: -line.quantity, committed: line.quantity },
    })
  context.insert('orders', order.id, order)
  Object.assign(draft, {
    status: 'COMPLETED',
    completedAt: context.now,
    orderId: order.id,
    updatedAt: context.now,
  })
  context.emit('orders/create', orderBody(context, order))
  if (order.transactions.length > 0) context.emit('orders/paid', orderBody(context, order))
  context.emit('draft_orders/update', draftBody(context, draft))
  return { draftOrder: draft, userErrors: [] }
}

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
  Mutation: {
    draftOrderCreate: (_: unknown, { input }: { input: DraftInput }, context) => {
      const userErrors = problemsOf(context, input, true)
      if (userErrors.length > 0) return { draftOrder: null, userErrors }
      const draft = emptyDraft(context)
      applyInput(context, draft, input)
      context.insert('draftOrders', draft.id, draft)
      context.emit('draft_orders/create', draftBody(context, draft))
      return { draftOrder: draft, userErrors: [] }
    },
    draftOrderUpdate: (_: unknown, { id, input }: { id: string; input: DraftInput }, context) => {
      const known = context.get('draftOrders', id)
      if (!known) return { draftOrder: null, userErrors: [failure(['id'], 'Draft order does not exist')] }
      const userErrors =
        known.status === 'COMPLETED'
          ? [failure(null, 'This order has been paid')]
          : problemsOf(context, input, false)
      if (userErrors.length > 0) return { draftOrder: known, userErrors }
      const draft = context.edit('draftOrders', id)
      applyInput(context, draft, input)
      context.emit('draft_orders/update', draftBody(context, draft))
      return { draftOrder: draft, userErrors: [] }
    },
    draftOrderDelete: (_: unknown, { input }: { input: { id: string } }, context) => {
      if (!context.get('draftOrders', input.id))
        return { deletedId: null, userErrors: [failure(['id'], 'Draft order does not exist')] }
      context.remove('draftOrders', input.id)
      context.emit('draft_orders/delete', { id: legacyId(input.id) })
      return { deletedId: input.id, userErrors: [] }
    },
    draftOrderComplete,
    draftOrderInvoiceSend: (
      _: unknown,
      args: { id: string; email?: { to?: string | null; subject?: string | null } | null },
      context,
    ) => {
      const known = context.get('draftOrders', args.id)
      if (!known) return { draftOrder: null, userErrors: [failure(['id'], 'Draft order does not exist')] }
      const to = args.email?.to ?? known.email
      if (!to) return { draftOrder: known, userErrors: [failure(['email', 'to'], "To can't be blank")] }
      const draft = context.edit('draftOrders', args.id)
      Object.assign(draft, { status: 'INVOICE_SENT', invoiceSentAt: context.now, updatedAt: context.now })
      context.append('notifications', {
        at: context.now,
        shop: draft.shop,
        to,
        template: 'draft_order_invoice',
        subject: args.email?.subject ?? `Invoice ${draft.name}`,
        orderId: null,
        returnId: null,
      })
      return { draftOrder: draft, userErrors: [] }
    },
  },
}
