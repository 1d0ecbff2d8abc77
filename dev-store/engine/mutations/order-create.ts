import type { Context, UserErrorValue } from '../context.ts'
import { legacyId } from '../ids.ts'
import { ZERO, add, mapAmounts, subtract, sum, times } from '../money/amounts.ts'
import { percentOf } from '../money/apportion.ts'
import { parseAmount } from '../money/minor-units.ts'
import { recordMovement } from '../money/ledger.ts'
import { orderBody } from '../money/order-updated.ts'
import { displayFinancialStatus } from '../money/statuses.ts'
import {
  CARD,
  amountDue,
  fulfill,
  newFulfillmentOrder,
  newLine,
  newOrder,
  newShippingLine,
  newTransaction,
  orderDiscount,
  spreadDiscount,
} from '../order-builder.ts'
import { moveStock, primaryLocation } from '../returns/stock.ts'
import type { Amounts, LineItem, Location, Order, TaxLine, Transaction } from '../state.ts'
import { createCustomer, findByEmail } from './customers.ts'
import { addressFrom, amountsOf, applyMetafields, cleanTags, failure } from './inputs.ts'
import type { AddressInput, MetafieldInput, MoneyBagInput } from './inputs.ts'

type TaxInput = { title: string; rate: string; priceSet?: MoneyBagInput | null }
type LineInput = {
  variantId?: string | null; productId?: string | null; title?: string | null; variantTitle?: string | null; sku?: string | null; vendor?: string | null
  quantity: number; priceSet?: MoneyBagInput | null; requiresShipping?: boolean | null; taxable?: boolean | null; giftCard?: boolean | null
  properties?: { name: string; value: string }[] | null; taxLines?: TaxInput[] | null; weight?: { unit: string; value: number } | null
} // prettier-ignore
type TransactionInput = {
  amountSet: MoneyBagInput; gateway?: string | null; kind?: Transaction['kind'] | null; status?: Transaction['status'] | null; processedAt?: string | null
  authorizationCode?: string | null; test?: boolean | null; giftCardId?: string | null
} // prettier-ignore
type DiscountInput = {
  freeShippingDiscountCode?: { code: string } | null
  itemFixedDiscountCode?: { code: string; amountSet?: MoneyBagInput | null } | null
  itemPercentageDiscountCode?: { code: string; percentage?: number | null } | null
}
export type OrderCreateInput = {
  billingAddress?: AddressInput | null; shippingAddress?: AddressInput | null; closedAt?: string | null; companyLocationId?: string | null; currency?: string | null
  customAttributes?: { key: string; value: string }[] | null; customerId?: string | null; discountCode?: DiscountInput | null; email?: string | null
  customer?: { toAssociate?: { id?: string | null; email?: string | null } | null; toUpsert?: { id?: string | null; email?: string | null; firstName?: string | null; lastName?: string | null; phone?: string | null; note?: string | null; tags?: string[] | null } | null } | null
  financialStatus?: string | null; fulfillmentStatus?: string | null; fulfillment?: { locationId: string; trackingCompany?: string | null; trackingNumber?: string | null } | null
  lineItems?: LineInput[] | null; metafields?: MetafieldInput[] | null; name?: string | null; note?: string | null; phone?: string | null; poNumber?: string | null
  presentmentCurrency?: string | null; processedAt?: string | null; shippingLines?: { title: string; code?: string | null; source?: string | null; priceSet: MoneyBagInput; taxLines?: TaxInput[] | null }[] | null
  sourceIdentifier?: string | null; sourceName?: string | null; tags?: string[] | null; taxLines?: TaxInput[] | null; taxesIncluded?: boolean | null; test?: boolean | null; transactions?: TransactionInput[] | null
} // prettier-ignore
type Args = { order: OrderCreateInput; options?: { inventoryBehaviour?: string | null } | null }

const GRAMS: Record<string, number> = { GRAMS: 1, KILOGRAMS: 1000, OUNCES: 28.3495, POUNDS: 453.592 }

const taxFrom = (order: Order, input: TaxInput, net: Amounts): TaxLine => {
  const rate = Number(input.rate)
  const computed = mapAmounts(net, (minor) =>
    Math.round(order.taxesIncluded ? minor - minor / (1 + rate) : minor * rate),
  )
  return { title: input.title, rate, amount: input.priceSet ? amountsOf(order, input.priceSet) : computed }
}

/**
 * A line. A variant that the shop does not have makes a custom line, when title and price are given (recorded:
 * return-query-roots answers `variant: null` for a variant of another shop).
 */
const lineFrom = (context: Context, order: Order, input: LineInput): LineItem => {
  const variant = input.variantId ? context.get('variants', input.variantId) : undefined
  const product = variant
    ? context.get('products', variant.productId)
    : input.productId
      ? context.get('products', input.productId)
      : undefined
  const item = variant ? context.get('inventoryItems', variant.inventoryItemId) : undefined
  const price = input.priceSet
    ? amountsOf(order, input.priceSet)
    : { shop: variant?.price.amount ?? 0, presentment: variant?.price.amount ?? 0 }
  const variantTitle = variant && variant.title !== 'Default Title' ? variant.title : null
  const line = newLine(
    context,
    {
      title: input.title ?? product?.title ?? '', variantTitle: input.variantTitle ?? variantTitle, sku: input.sku ?? variant?.sku ?? null, vendor: input.vendor ?? product?.vendor ?? null,
      productId: product?.id ?? null, variantId: variant?.id ?? null, quantity: input.quantity, unitPrice: price, taxable: input.taxable !== false,
      requiresShipping: input.requiresShipping === true || item?.requiresShipping === true, isGiftCard: input.giftCard === true || product?.isGiftCard === true,
      grams: input.weight ? Math.round(input.weight.value * (GRAMS[input.weight.unit] ?? 1)) : (item?.grams ?? 0),
      customAttributes: (input.properties ?? []).map(({ name, value }) => ({ key: name, value })),
    },
    order.createdAt,
  ) // prettier-ignore
  line.taxLines = (input.taxLines ?? []).map((tax) => taxFrom(order, tax, times(price, input.quantity)))
  return line
}

const linesLeft = (lines: LineItem[]): Amounts =>
  sum(
    lines.map((line) =>
      subtract(times(line.unitPrice, line.quantity), sum(line.discountAllocations.map((one) => one.amount))),
    ),
  )

const applyDiscount = (order: Order, input: DiscountInput): void => {
  const goods = order.lineItems.filter((line) => !line.isGiftCard)
  const {
    itemFixedDiscountCode: fixed,
    itemPercentageDiscountCode: percentage,
    freeShippingDiscountCode: free,
  } = input
  if (percentage) {
    const percent = percentage.percentage ?? 0
    order.discountApplications.push(
      orderDiscount({
        kind: 'code',
        title: percentage.code,
        code: percentage.code,
        value: { percentage: percent },
      }),
    )
    spreadDiscount(
      goods,
      0,
      mapAmounts(linesLeft(goods), (minor) => percentOf(minor, percent)),
    )
  } else if (fixed) {
    const whole = linesLeft(goods)
    const asked = fixed.amountSet ? amountsOf(order, fixed.amountSet) : { ...ZERO }
    const amount = {
      shop: Math.min(asked.shop, whole.shop),
      presentment: Math.min(asked.presentment, whole.presentment),
    }
    order.discountApplications.push(
      orderDiscount({ kind: 'code', title: fixed.code, code: fixed.code, value: { amount } }),
    )
    spreadDiscount(goods, 0, amount)
  } else if (free) {
    order.discountApplications.push(
      orderDiscount({
        kind: 'code',
        title: free.code,
        code: free.code,
        value: { percentage: 100 },
        targetType: 'SHIPPING_LINE',
      }),
    )
    for (const line of order.shippingLines)
      line.discountAllocations.push({ application: 0, amount: { ...line.price } })
  }
}

/** Taxes of the order as a whole are spread over its lines in proportion. */
const spreadTaxes = (order: Order, inputs: TaxInput[]): void => {
  const weights = order.lineItems.map((line) => times(line.unitPrice, line.quantity))
  const whole = sum(weights)
  for (const input of inputs) {
    const tax = taxFrom(order, input, whole)
    let given: Amounts = { ...ZERO }
    order.lineItems.forEach((line, i) => {
      const weight = weights[i] ?? ZERO
      const isLast = i === order.lineItems.length - 1
      const part =
        whole.shop === 0 || isLast
          ? subtract(tax.amount, given)
          : mapAmounts(tax.amount, (minor) => Math.round((minor * weight.shop) / whole.shop))
      given = add(given, part)
      line.taxLines.push({ title: tax.title, rate: tax.rate, amount: part })
    })
  }
}

const customerOf = (context: Context, input: OrderCreateInput): string | null => {
  const associate = input.customer?.toAssociate
  const upsert = input.customer?.toUpsert
  const id = input.customerId ?? associate?.id ?? upsert?.id
  if (id) return context.get('customers', id)?.id ?? null
  const email = associate?.email ?? upsert?.email ?? input.email
  if (!email) return null
  const known = findByEmail(context, email)
  if (known) return known.id
  const address = input.shippingAddress ?? input.billingAddress
  const name = {
    firstName: upsert?.firstName ?? address?.firstName ?? null,
    lastName: upsert?.lastName ?? address?.lastName ?? null,
  }
  return createCustomer(context, {
    email,
    ...name,
    phone: upsert?.phone ?? null,
    note: upsert?.note ?? null,
    tags: upsert?.tags ?? null,
    addresses: address ? [address] : null,
  }).id
}

const MANUAL = { gateway: 'manual', formattedGateway: 'Manual', manualPaymentGateway: true } as const

/** Transactions as given; without any, those that a stated financial status implies. */
const transactionsOf = (context: Context, order: Order, input: OrderCreateInput): Transaction[] => {
  const given = (input.transactions ?? []).map((one) =>
    newTransaction(context, {
      kind: one.kind ?? 'SALE', status: one.status ?? 'SUCCESS', amount: amountsOf(order, one.amountSet), createdAt: one.processedAt ?? order.createdAt, processedAt: one.processedAt ?? order.createdAt,
      gateway: one.gateway ?? 'manual', formattedGateway: one.gateway ?? 'Manual', manualPaymentGateway: !one.gateway || one.gateway === 'manual', authorizationCode: one.authorizationCode ?? null,
      test: one.test === true, paymentDetails: one.gateway === 'shopify_payments' ? CARD : { type: 'manual' },
    }),
  ) // prettier-ignore
  if (given.length > 0) return given
  const implied: Record<string, Transaction['kind']> = { PAID: 'SALE', AUTHORIZED: 'AUTHORIZATION' }
  const kind = implied[input.financialStatus ?? '']
  return kind
    ? [
        newTransaction(context, {
          kind,
          amount: amountDue(order),
          createdAt: order.createdAt,
          paymentDetails: { type: 'manual' },
          ...MANUAL,
        }),
      ]
    : []
}

const problemsOf = (context: Context, input: OrderCreateInput): UserErrorValue[] => {
  const lines = input.lineItems ?? []
  if (lines.length === 0)
    return [failure(['order', 'lineItems'], 'Line items must have at least one line item', 'INVALID')]
  const problems = lines.flatMap((line, i) => {
    const at = ['order', 'lineItems', String(i)]
    if (line.quantity < 1)
      return [failure([...at, 'quantity'], 'Quantity must be greater than or equal to 1', 'INVALID')]
    const variant = line.variantId ? context.get('variants', line.variantId) : undefined
    if (!variant && (!line.title || !line.priceSet)) {
      return line.variantId
        ? [failure([...at, 'variantId'], 'Product variant not found', 'INVALID')]
        : [failure([...at, 'title'], "Title can't be blank", 'INVALID')]
    }
    return line.priceSet &&
      parseAmount(line.priceSet.shopMoney.amount, line.priceSet.shopMoney.currencyCode) === undefined
      ? [failure([...at, 'priceSet'], 'Price is invalid', 'INVALID')]
      : []
  })
  if (input.processedAt && Date.parse(input.processedAt) > Date.parse(context.now)) {
    problems.push(
      failure(['order', 'processedAt'], 'Processed at must not be in the future', 'PROCESSED_AT_INVALID'),
    )
  }
  if (input.customerId && input.customer) {
    problems.push(
      failure(
        ['order', 'customerId'],
        'Only one of customerId or customer can be given',
        'REDUNDANT_CUSTOMER_FIELDS',
      ),
    )
  }
  return problems
}

const takeStock = (context: Context, order: Order, location: Location): void => {
  for (const line of order.lineItems)
    moveStock(context, {
      variantId: line.variantId,
      locationId: location.id,
      deltas: { available: -line.quantity, committed: line.quantity },
    })
}

/** What the buyer paid goes into the oracle's book. */
const bookSales = (context: Context, order: Order): void => {
  for (const one of order.transactions) {
    if ((one.kind !== 'SALE' && one.kind !== 'CAPTURE') || one.status !== 'SUCCESS') continue
    recordMovement(context, {
      orderId: order.id,
      returnId: null,
      refundId: null,
      transactionId: one.id,
      kind: 'sale',
      gateway: one.gateway,
      amount: { amount: one.amount.presentment, currency: order.presentmentCurrency },
      status: 'SUCCESS',
      note: null,
    })
  }
}

const compose = (context: Context, input: OrderCreateInput): Order => {
  const { shop } = context
  const currency = input.currency ?? shop.currency
  const presentmentCurrency =
    input.presentmentCurrency ??
    input.lineItems?.find((line) => line.priceSet?.presentmentMoney)?.priceSet?.presentmentMoney
      ?.currencyCode ??
    currency
  const shippingAddress = addressFrom(context, input.shippingAddress)
  const order = newOrder(context, {
    createdAt: context.now, processedAt: input.processedAt ?? context.now, closedAt: input.closedAt ?? null, lineItems: [], currency, presentmentCurrency,
    presentmentRate: presentmentCurrency === currency ? 1 : (shop.currentRates[presentmentCurrency] ?? 1), taxesIncluded: input.taxesIncluded === true, test: input.test === true,
    email: input.email ?? input.customer?.toUpsert?.email ?? null, phone: input.phone ?? null, note: input.note ?? null, poNumber: input.poNumber ?? null, tags: cleanTags(input.tags ?? []),
    customAttributes: (input.customAttributes ?? []).map(({ key, value }) => ({ key, value })), sourceName: input.sourceName ?? String(legacyId(context.token.appId)), sourceIdentifier: input.sourceIdentifier ?? null,
    shippingAddress, billingAddress: addressFrom(context, input.billingAddress), companyLocationId: input.companyLocationId ?? null, customerId: customerOf(context, input),
    ...(input.name ? { name: input.name } : {}),
  }) // prettier-ignore
  order.lineItems = (input.lineItems ?? []).map((line) => lineFrom(context, order, line))
  order.shippingLines = (input.shippingLines ?? []).map((line) => {
    const price = amountsOf(order, line.priceSet)
    return newShippingLine(context, {
      title: line.title,
      price,
      code: line.code ?? line.title,
      source: line.source ?? null,
      taxLines: (line.taxLines ?? []).map((tax) => taxFrom(order, tax, price)),
    })
  })
  if (input.discountCode) applyDiscount(order, input.discountCode)
  if (input.taxLines) spreadTaxes(order, input.taxLines)
  order.transactions = transactionsOf(context, order, input)
  order.paymentless = order.transactions.length === 0 && !input.financialStatus
  applyMetafields(context, order, input.metafields)
  return order
}

/** `orderCreate`: an order with everything the input says. Without transactions and status its financial status is null (recorded). */
export const orderCreate = (_: unknown, args: Args, context: Context) => {
  const userErrors = problemsOf(context, args.order)
  if (userErrors.length > 0) return { order: null, userErrors }
  const order = compose(context, args.order)
  const location = primaryLocation(context)
  const parcel = newFulfillmentOrder(context, order.lineItems, location.id, context.now)
  order.fulfillmentOrders.push(parcel)
  const behaviour = args.options?.inventoryBehaviour ?? 'BYPASS'
  if (behaviour === 'DECREMENT_OBEYING_POLICY') {
    const short = order.lineItems.findIndex((line) => {
      const variant = line.variantId === null ? undefined : context.get('variants', line.variantId)
      const key = variant && context.index.levelKey(variant.inventoryItemId, location.id)
      return (
        key !== undefined &&
        (context.get('inventoryLevels', key)?.quantities['available'] ?? 0) < line.quantity
      )
    })
    if (short >= 0)
      return {
        order: null,
        userErrors: [
          failure(
            ['order', 'lineItems', String(short), 'quantity'],
            'Unable to claim inventory for all line items',
            'INVENTORY_CLAIM_FAILED',
          ),
        ],
      }
  }
  if (behaviour !== 'BYPASS') takeStock(context, order, location)
  if (args.order.fulfillmentStatus === 'FULFILLED' || args.order.fulfillment) {
    const { trackingNumber = null, trackingCompany = null } = args.order.fulfillment ?? {}
    fulfill(context, order, [{ from: parcel }], {
      at: context.now,
      tracking:
        trackingNumber === null ? [] : [{ number: trackingNumber, company: trackingCompany, url: null }],
    })
  }
  context.insert('orders', order.id, order)
  bookSales(context, order)
  context.emit('orders/create', orderBody(context, order))
  if (displayFinancialStatus(order, context.now) === 'PAID')
    context.emit('orders/paid', orderBody(context, order))
  return { order, userErrors: [] }
}
