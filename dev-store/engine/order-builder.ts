import type { Context } from './context.ts'
import { gid, legacyId } from './ids.ts'
import { add, subtract, sum, times } from './money/amounts.ts'
import { apportion } from './money/apportion.ts'
import { minorDigits } from './money/minor-units.ts'
import { shippingWorth } from './money/line-worth.ts'
import { priceTotals } from './money/order-totals.ts'
import type {
  Amounts,
  DiscountApplication,
  Fulfillment,
  FulfillmentOrder,
  LineItem,
  Order,
  PaymentDetails,
  Sale,
  SalesAgreement,
  ShippingLine,
  Tracking,
  Transaction,
} from './state.ts'

/** What a line of a new order says; the rest has defaults. */
export type NewLine = Partial<Omit<LineItem, 'id'>> & Pick<LineItem, 'title' | 'quantity' | 'unitPrice'>

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** Nine characters as on Shopify's thank-you page. */
const confirmationNumber = (context: Context): string =>
  Array.from({ length: 9 }, () => LETTERS.charAt(Math.floor(context.random() * LETTERS.length))).join('')

export const newLine = (context: Context, line: NewLine, addedAt: string): LineItem => ({
  id: context.nextId('LineItem'),
  variantTitle: null,
  sku: null,
  vendor: null,
  productId: null,
  variantId: null,
  removedQuantity: 0,
  discountAllocations: [],
  taxLines: [],
  taxable: true,
  requiresShipping: true,
  isGiftCard: false,
  grams: 0,
  customAttributes: [],
  groupId: null,
  duties: [],
  sellingPlan: null,
  contractId: null,
  exchange: null,
  isTip: false,
  addedAt,
  ...line,
})

export const newShippingLine = (
  context: Context,
  line: Partial<Omit<ShippingLine, 'id'>> & Pick<ShippingLine, 'title' | 'price'>,
): ShippingLine => ({
  id: context.nextId('ShippingLine'),
  code: line.title,
  source: 'shopify',
  carrierIdentifier: null,
  deliveryCategory: 'shipping',
  phone: null,
  discountAllocations: [],
  taxLines: [],
  custom: false,
  isRemoved: false,
  ...line,
})

/** A transaction of a new order; card by default. */
export const newTransaction = (
  context: Context,
  transaction: Partial<Omit<Transaction, 'id'>> & Pick<Transaction, 'kind' | 'amount' | 'createdAt'>,
): Transaction => ({
  id: context.nextId('OrderTransaction'),
  status: 'SUCCESS',
  gateway: 'shopify_payments',
  formattedGateway: 'Shopify Payments',
  rounding: null,
  parentId: null,
  refundId: null,
  processedAt: transaction.createdAt,
  test: false,
  errorCode: null,
  manualPaymentGateway: false,
  multiCapturable: false,
  authorizationExpiresAt: null,
  authorizationCode: null,
  paymentId: null,
  paymentDetails: null,
  settlesAt: null,
  settlesAs: null,
  ...transaction,
})

export const CARD: PaymentDetails = {
  type: 'card',
  company: 'Visa',
  number: '•••• •••• •••• 4242',
  name: null,
  wallet: null,
}

/** Shop minor units with their presentment value at the order's own rate, each in its currency's minor units. */
export const atRate = (
  order: Pick<Order, 'currency' | 'presentmentCurrency' | 'presentmentRate'>,
  shop: number,
): Amounts => {
  if (order.currency === order.presentmentCurrency) return { shop, presentment: shop }
  const scale = 10 ** (minorDigits(order.presentmentCurrency) - minorDigits(order.currency))
  return { shop, presentment: Math.round(shop * order.presentmentRate * scale) }
}

/** Lets a discount bear on lines in proportion to what they cost: `amount` is the whole discount. */
export const spreadDiscount = (lines: LineItem[], application: number, amount: Amounts): void => {
  const weights = lines.map((line) => {
    const before = sum(line.discountAllocations.map((one) => one.amount))
    return subtract(times(line.unitPrice, line.quantity), before)
  })
  const shop = apportion(
    amount.shop,
    weights.map((one) => one.shop),
  )
  const presentment = apportion(
    amount.presentment,
    weights.map((one) => one.presentment),
  )
  lines.forEach((line, i) =>
    line.discountAllocations.push({
      application,
      amount: { shop: shop[i] ?? 0, presentment: presentment[i] ?? 0 },
    }),
  )
}

/** Taxes lines at a rate on what is left after discounts; inside the price when taxes are included. */
export const taxLines = (lines: LineItem[], title: string, rate: number, included: boolean): void => {
  const taxOf = (net: number) => Math.round(included ? net - net / (1 + rate) : net * rate)
  for (const line of lines) {
    if (!line.taxable || line.isGiftCard || line.isTip) continue
    const net = subtract(
      times(line.unitPrice, line.quantity),
      sum(line.discountAllocations.map((one) => one.amount)),
    )
    line.taxLines.push({
      title,
      rate,
      amount: { shop: taxOf(net.shop), presentment: taxOf(net.presentment) },
    })
  }
}

/** One fulfilment order over the lines that ship (tips and gift cards do not wait for a parcel, but hold a place in it). */
export const newFulfillmentOrder = (
  context: Context,
  lines: LineItem[],
  locationId: string,
  at: string,
): FulfillmentOrder => ({
  id: context.nextId('FulfillmentOrder'),
  status: 'OPEN',
  requestStatus: 'UNSUBMITTED',
  assignedLocationId: locationId,
  createdAt: at,
  updatedAt: at,
  fulfillAt: at,
  holds: [],
  lineItems: lines.map((line) => ({
    id: context.nextId('FulfillmentOrderLineItem'),
    lineItemId: line.id,
    totalQuantity: line.quantity,
    remainingQuantity: line.quantity,
  })),
})

/** Units of one fulfilment order that leave: all that remains when `quantities` (by line id) is absent. */
export type Parcel = { from: FulfillmentOrder; quantities?: Record<string, number> }
export type NewFulfillment = { at: string; deliveredAt?: string | null; tracking?: Tracking[] }

/** Ships units of one or more fulfilment orders together and closes those where nothing remains. */
export const fulfill = (
  context: Context,
  order: Order,
  parcels: Parcel[],
  facts: NewFulfillment,
): Fulfillment => {
  const shipped = parcels.flatMap(({ from, quantities }) =>
    from.lineItems
      .map((line) => ({ line, quantity: quantities ? (quantities[line.id] ?? 0) : line.remainingQuantity }))
      .filter(({ quantity }) => quantity > 0),
  )
  const delivered = facts.deliveredAt ?? null
  const fulfillment: Fulfillment = {
    id: context.nextId('Fulfillment'),
    name: `${order.name}-F${order.fulfillments.length + 1}`,
    status: 'SUCCESS',
    createdAt: facts.at,
    updatedAt: facts.at,
    inTransitAt: delivered === null ? null : facts.at,
    deliveredAt: delivered,
    estimatedDeliveryAt: null,
    locationId: parcels[0]?.from.assignedLocationId ?? null,
    tracking: facts.tracking ?? [],
    lineItems: shipped.map(({ line, quantity }) => ({
      id: context.nextId('FulfillmentLineItem'),
      lineItemId: line.lineItemId,
      quantity,
    })),
    events: [],
    fulfillmentOrderIds: parcels.map(({ from }) => from.id),
  }
  if (delivered !== null) {
    fulfillment.events.push({
      id: context.nextId('FulfillmentEvent'),
      status: 'DELIVERED',
      happenedAt: delivered,
      createdAt: delivered,
      message: null,
      city: null,
      country: null,
      estimatedDeliveryAt: null,
    })
  }
  for (const { line, quantity } of shipped) line.remainingQuantity -= quantity
  for (const { from } of parcels) {
    from.status = from.lineItems.every((line) => line.remainingQuantity === 0) ? 'CLOSED' : 'IN_PROGRESS'
    from.updatedAt = facts.at
  }
  order.fulfillments.push(fulfillment)
  return fulfillment
}

export type NewOrder = Partial<Omit<Order, 'id' | 'shop'>> & Pick<Order, 'createdAt' | 'lineItems'>

/** An order of the context's shop with the next number, unless a name is given. It is not inserted yet. */
export const newOrder = (context: Context, facts: NewOrder): Order => {
  const { shop } = context
  const named = facts.name !== undefined
  const number =
    facts.number ?? (named ? Number(/\d+/.exec(facts.name ?? '')?.[0] ?? 0) : shop.nextOrderNumber)
  if (!named) context.edit('shops', shop.domain).nextOrderNumber += 1
  return {
    id: context.nextId('Order'),
    shop: shop.domain,
    name: `${shop.orderNumberPrefix}${number}${shop.orderNumberSuffix}`,
    number,
    confirmationNumber: confirmationNumber(context),
    processedAt: facts.createdAt,
    updatedAt: facts.createdAt,
    cancelledAt: null,
    cancelReason: null,
    staffNote: null,
    closedAt: null,
    test: false,
    edited: false,
    redacted: false,
    customerId: null,
    companyLocationId: null,
    companyContactId: null,
    email: null,
    phone: null,
    customerLocale: shop.primaryLocale,
    note: null,
    poNumber: null,
    customAttributes: [],
    tags: [],
    sourceName: 'web',
    sourceIdentifier: null,
    retailLocationId: null,
    currency: shop.currency,
    presentmentCurrency: shop.currency,
    presentmentRate: 1,
    taxesIncluded: shop.taxesIncluded,
    dutiesIncluded: shop.dutiesIncluded,
    taxExempt: false,
    shippingAddress: null,
    billingAddress: null,
    lineItemGroups: [],
    shippingLines: [],
    discountApplications: [],
    additionalFees: [],
    transactions: [],
    paymentTerms: null,
    paymentless: false,
    disputes: [],
    fulfillments: [],
    fulfillmentOrders: [],
    refunds: [],
    returns: [],
    agreements: [],
    metafields: [],
    riskLevel: 'LOW',
    draftOrderId: null,
    ...facts,
  }
}

/** What the order costs: the amount that a full payment has. */
export const amountDue = (order: Order): Amounts => priceTotals(order).total

/** Ids made from the id of what was sold; the leading digit keeps them apart from numbered ones. */
const derivedId = (type: string, id: string, digit: 8 | 9): string => gid(type, `${digit}${legacyId(id)}`)

/**
 * The sale of everything that was ordered: an order's first agreement. It follows from the order, so no order keeps it; an
 * edit, which changes what it would follow from, keeps it first (`keepOrderAgreement`).
 */
const orderAgreement = (order: Order): SalesAgreement => {
  const product = (line: LineItem): Sale => {
    const whole = times(line.unitPrice, line.quantity)
    const discount = sum(line.discountAllocations.map((one) => one.amount))
    const tax = sum(line.taxLines.map((one) => one.amount))
    return {
      id: derivedId('Sale', line.id, 9),
      actionType: 'ORDER',
      lineType: line.isTip ? 'TIP' : line.isGiftCard ? 'GIFT_CARD' : 'PRODUCT',
      lineItemId: line.id,
      quantity: line.quantity,
      totalAmount: order.taxesIncluded ? subtract(whole, discount) : add(subtract(whole, discount), tax),
      totalDiscount: discount,
      totalTax: tax,
    }
  }
  const shipping = (line: ShippingLine): Sale => ({
    id: derivedId('Sale', line.id, 8),
    actionType: 'ORDER',
    lineType: 'SHIPPING',
    lineItemId: null,
    quantity: null,
    totalAmount: shippingWorth(order, line).total,
    totalDiscount: sum(line.discountAllocations.map((one) => one.amount)),
    totalTax: shippingWorth(order, line).tax,
  })
  const ordered = order.lineItems.filter((line) => line.exchange === null)
  return {
    id: orderAgreementId(order),
    reason: 'ORDER',
    happenedAt: order.createdAt,
    subjectId: null,
    sales: [...ordered.map(product), ...order.shippingLines.map(shipping)],
  }
}

export const orderAgreementId = (order: Order): string => derivedId('SalesAgreement', order.id, 9)

/** All agreements of an order, the one of its sale first. */
export const agreementsOf = (order: Order): SalesAgreement[] =>
  order.agreements.some((one) => one.reason === 'ORDER')
    ? order.agreements
    : [orderAgreement(order), ...order.agreements]

/** Writes the order's own agreement down before its lines change. */
export const keepOrderAgreement = (order: Order): void => {
  order.agreements = agreementsOf(order)
}

/** An order-level discount as Shopify keeps it. */
export const orderDiscount = (
  facts: Partial<DiscountApplication> & Pick<DiscountApplication, 'kind' | 'title' | 'value'>,
): DiscountApplication => ({
  code: null,
  description: null,
  targetType: 'LINE_ITEM',
  targetSelection: 'ALL',
  allocationMethod: 'ACROSS',
  ...facts,
})
