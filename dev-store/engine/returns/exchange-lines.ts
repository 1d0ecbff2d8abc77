import type { Context, UserErrorValue } from '../context.ts'
import {
  add,
  amountsShare,
  atOrderRate,
  fromPresentment,
  mapAmounts,
  orderRatePair,
  subtract,
  sum,
  times,
} from '../money/amounts.ts'
import { mulDivRound, percentOf } from '../money/apportion.ts'
import { parseAmount } from '../money/minor-units.ts'
import type {
  Amounts,
  ExchangeLineItem,
  FulfillmentOrder,
  LineItem,
  Order,
  Return,
  TaxLine,
} from '../state.ts'
import { returnError } from './find-return.ts'
import type { MoneyInput } from './return-lines.ts'
import { moveStock, primaryLocation } from './stock.ts'

export type ExchangeInput = {
  variantId?: string | null
  quantity: number
  giftCardCodes?: string[] | null
  appliedDiscount?: {
    description?: string | null
    value: { amount?: MoneyInput | null; percentage?: number | null }
  } | null
}

/** Checks exchange items of returnCreate. A missing variant is NOT_FOUND (inferred, behaviour §3). */
export function exchangeProblems(context: Context, inputs: readonly ExchangeInput[]): UserErrorValue[] {
  return inputs.flatMap((input, index) => {
    const at = ['returnInput', 'exchangeLineItems', String(index)]
    const variant = input.variantId ? context.get('variants', input.variantId) : undefined
    if (!variant) return [returnError([...at, 'variantId'], 'Product variant was not found.', 'NOT_FOUND')]
    if (input.quantity < 1)
      return [returnError([...at, 'quantity'], 'Quantity must be greater than 0', 'GREATER_THAN')]
    const percentage = input.appliedDiscount?.value.percentage
    if (typeof percentage === 'number' && !(percentage >= 0 && percentage <= 100)) {
      return [
        returnError(
          [...at, 'appliedDiscount', 'value', 'percentage'],
          'Percentage must be between 0 and 100',
          'INVALID',
        ),
      ]
    }
    return []
  })
}

/** An unprocessed exchange line at today's price of the variant, less its discount, which never exceeds the line. */
export function exchangeLine(
  context: Context,
  order: Order,
  input: ExchangeInput,
  id: string,
): ExchangeLineItem {
  const variant = input.variantId ? context.get('variants', input.variantId) : undefined
  if (!variant) throw new Error(`dev store: unchecked exchange variant ${input.variantId ?? 'null'}`)
  const product = context.get('products', variant.productId)
  const unitPrice = atOrderRate(order, variant.price.amount)
  const whole = times(unitPrice, input.quantity)
  return {
    id,
    variantId: variant.id,
    productId: variant.productId,
    title: product?.title ?? variant.title,
    variantTitle: variant.title === 'Default Title' ? null : variant.title,
    variantSku: variant.sku,
    quantity: input.quantity,
    processedQuantity: 0,
    removedQuantity: 0,
    unitPrice,
    discount: discountOf(order, whole, input.appliedDiscount?.value),
    discountDescription: input.appliedDiscount?.description ?? null,
    taxRates: variant.taxable && !order.taxExempt ? taxRates(order) : [],
    giftCardCodes: input.giftCardCodes ?? [],
    lineItemIds: [],
  }
}

type DiscountValue = NonNullable<ExchangeInput['appliedDiscount']>['value']

function discountOf(order: Order, whole: Amounts, value: DiscountValue | undefined): Amounts {
  const { amount, percentage } = value ?? {}
  if (typeof percentage === 'number') return mapAmounts(whole, (minor) => percentOf(minor, percentage))
  if (!amount) return { shop: 0, presentment: 0 }
  const minor = parseAmount(amount.amount, order.presentmentCurrency) ?? 0
  if (minor >= whole.presentment) return whole
  return fromPresentment(order, Math.max(0, minor), orderRatePair(order))
}

/** The order's own tax rates, as far as its goods carry any: Shopify taxes an exchange where the order went. */
function taxRates(order: Order): { title: string; rate: number }[] {
  const taxed = order.lineItems.find((line) => line.taxLines.length > 0 && !line.isTip)
  return (taxed?.taxLines ?? []).map(({ title, rate }) => ({ title, rate }))
}

export type ExchangeWorth = {
  original: Amounts
  discount: Amounts
  subtotal: Amounts
  taxLines: TaxLine[]
  tax: Amounts
  total: Amounts
}

/** What `count` units after the first `skip` of an exchange line cost the buyer. */
export function exchangeWorth(
  order: Order,
  item: ExchangeLineItem,
  skip: number,
  count: number,
): ExchangeWorth {
  const original = times(item.unitPrice, count)
  const discount = amountsShare(item.discount, item.quantity, [[skip, skip + count]])
  const subtotal = subtract(original, discount)
  const taxLines = item.taxRates.map(({ title, rate }) => ({
    title,
    rate,
    amount: mapAmounts(subtotal, (minor) => taxOn(minor, rate, order.taxesIncluded)),
  }))
  const tax = sum(taxLines.map((one) => one.amount))
  return {
    original,
    discount,
    subtotal,
    taxLines,
    tax,
    total: order.taxesIncluded ? subtotal : add(subtotal, tax),
  }
}

const RATE_SCALE = 10_000_000

function taxOn(minor: number, rate: number, included: boolean): number {
  const scaled = Math.round(rate * RATE_SCALE)
  return mulDivRound(minor, scaled, included ? RATE_SCALE + scaled : RATE_SCALE)
}

export type ExchangeChoice = { item: ExchangeLineItem; quantity: number }

/**
 * Puts processed exchange units on the order: an order line each, and one fulfilment order at the location that ships.
 * A line that costs nothing gets no fulfilment order where the shop has that bug (returns-api P3).
 */
export function releaseExchange(
  context: Context,
  order: Order,
  target: Return,
  choices: readonly ExchangeChoice[],
): FulfillmentOrder[] {
  const location = primaryLocation(context)
  const shipped: LineItem[] = []
  for (const { item, quantity } of choices) {
    const line = exchangeOrderLine(context, order, target, item, quantity)
    order.lineItems.push(line)
    item.processedQuantity += quantity
    item.lineItemIds.push(line.id)
    const isFree =
      exchangeWorth(order, item, item.processedQuantity - quantity, quantity).subtotal.presentment === 0
    if (!(isFree && context.shop.zeroPriceExchangeBug)) shipped.push(line)
    moveStock(context, {
      variantId: line.variantId,
      locationId: location.id,
      deltas: { available: -quantity, committed: quantity },
    })
  }
  if (shipped.length === 0) return []
  const fulfillmentOrder: FulfillmentOrder = {
    id: context.nextId('FulfillmentOrder'),
    status: 'OPEN',
    requestStatus: 'UNSUBMITTED',
    assignedLocationId: location.id,
    createdAt: context.now,
    updatedAt: context.now,
    fulfillAt: context.now,
    holds: [],
    lineItems: shipped.map((line) => ({
      id: context.nextId('FulfillmentOrderLineItem'),
      lineItemId: line.id,
      totalQuantity: line.quantity,
      remainingQuantity: line.quantity,
    })),
  }
  order.fulfillmentOrders.push(fulfillmentOrder)
  return [fulfillmentOrder]
}

function exchangeOrderLine(
  context: Context,
  order: Order,
  target: Return,
  item: ExchangeLineItem,
  quantity: number,
): LineItem {
  const worth = exchangeWorth(order, item, item.processedQuantity, quantity)
  const variant = item.variantId === null ? undefined : context.get('variants', item.variantId)
  const inventory = variant ? context.get('inventoryItems', variant.inventoryItemId) : undefined
  const product = item.productId === null ? undefined : context.get('products', item.productId)
  const discounted = worth.discount.presentment > 0 || worth.discount.shop > 0
  if (discounted) {
    order.discountApplications.push({
      kind: 'manual',
      title: item.discountDescription ?? 'Exchange',
      code: null,
      description: item.discountDescription,
      value: { amount: worth.discount },
      targetType: 'LINE_ITEM',
      targetSelection: 'EXPLICIT',
      allocationMethod: 'ONE',
    })
  }
  return {
    id: context.nextId('LineItem'),
    title: item.title,
    variantTitle: item.variantTitle,
    sku: item.variantSku,
    vendor: product?.vendor ?? null,
    productId: item.productId,
    variantId: item.variantId,
    quantity,
    removedQuantity: 0,
    unitPrice: item.unitPrice,
    discountAllocations: discounted
      ? [{ application: order.discountApplications.length - 1, amount: worth.discount }]
      : [],
    taxLines: worth.taxLines,
    taxable: item.taxRates.length > 0,
    requiresShipping: inventory?.requiresShipping ?? true,
    isGiftCard: product?.isGiftCard ?? false,
    grams: inventory?.grams ?? 0,
    customAttributes: [],
    groupId: null,
    duties: [],
    sellingPlan: null,
    contractId: null,
    exchange: { returnId: target.id, exchangeLineItemId: item.id },
    isTip: false,
    addedAt: context.now,
  }
}

const HOLD_WORDS = {
  AWAITING_PAYMENT: 'Awaiting payment',
  AWAITING_RETURN_ITEMS: 'Awaiting return items',
} as const

/** Puts Shopify's own hold on fulfilment orders of exchange items. */
export function holdExchange(
  context: Context,
  orders: readonly FulfillmentOrder[],
  reason: keyof typeof HOLD_WORDS,
): void {
  for (const one of orders) {
    const id = context.nextId('FulfillmentHold')
    one.status = 'ON_HOLD'
    one.holds.push({
      id,
      reason,
      reasonNotes: null,
      displayReason: HOLD_WORDS[reason],
      handle: null,
      externalId: null,
      heldByAppId: null,
    })
    context.emit('fulfillment_orders/placed_on_hold', holdBody(one))
  }
}

/** `fulfillment_orders/placed_on_hold`: Shopify's own holds name no app. */
function holdBody(one: FulfillmentOrder): Record<string, unknown> {
  const holds = one.holds.map((hold) => ({
    id: hold.id,
    reason: hold.reason.toLowerCase(),
    reason_notes: hold.reasonNotes ?? '',
    handle: hold.handle ?? '',
    held_by_app: hold.heldByAppId === null ? null : { id: hold.heldByAppId },
    held_by_requesting_app: false,
  }))
  return {
    fulfillment_order: { id: one.id, status: one.status.toLowerCase(), fulfillment_holds: holds },
    remaining_fulfillment_order: null,
    held_fulfillment_order_line_items: one.lineItems.map((line) => ({
      id: line.id,
      quantity: line.remainingQuantity,
    })),
    created_fulfillment_hold: holds.at(-1) ?? null,
  }
}

/** Lifts the holds that waited for the buyer's money; call it when an order has become fully paid. */
export function releasePaymentHolds(context: Context, order: Order): void {
  for (const one of order.fulfillmentOrders) {
    if (!one.holds.some((hold) => hold.reason === 'AWAITING_PAYMENT' && hold.heldByAppId === null)) continue
    one.holds = one.holds.filter((hold) => hold.reason !== 'AWAITING_PAYMENT' || hold.heldByAppId !== null)
    one.updatedAt = context.now
    if (one.holds.length > 0) continue
    one.status = 'OPEN'
    context.emit('fulfillment_orders/hold_released', { fulfillment_order: { id: one.id, status: 'open' } })
  }
}
