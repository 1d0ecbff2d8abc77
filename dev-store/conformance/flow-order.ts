import type { Context } from '../engine/context.ts'
import {
  CARD,
  amountDue,
  atRate,
  fulfill,
  newFulfillmentOrder,
  newLine,
  newOrder,
  newShippingLine,
  newTransaction,
  orderDiscount,
  spreadDiscount,
  taxLines,
} from '../engine/order-builder.ts'
import type { Amounts, LineItem, Order } from '../engine/state.ts'
import { mulDivRound } from '../engine/money/apportion.ts'

/** A number source of a flow: the same seed gives the same flow. */
export type Dice = {
  /** whole number from `low` to `high`, both included */
  int(low: number, high: number): number
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
}

/** mulberry32 over a seed. */
export function createDice(seed: number): Dice {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    int,
    chance: (share) => next() < share,
    pick: (list) => {
      const one = list[int(0, list.length - 1)]
      if (one === undefined) throw new Error('flow: nothing to pick from')
      return one
    },
  }
}

const CURRENCIES = [
  { currency: 'USD', rate: 1 },
  { currency: 'USD', rate: 1 },
  { currency: 'EUR', rate: 0.9137 },
  { currency: 'JPY', rate: 149.31 },
  { currency: 'KWD', rate: 0.3071 },
]

/**
 * A random paid order: lines of several units, discounts of lines and of the order, taxes in or out of the price, shipping,
 * duties, a tip, one to three payments (a gift card among them), fulfilled in part and from two places.
 */
export function randomOrder(context: Context, dice: Dice): Order {
  const { currency, rate } = dice.pick(CURRENCIES)
  const createdAt = context.now
  const order = newOrder(context, {
    createdAt, lineItems: [], presentmentCurrency: currency, presentmentRate: rate, taxesIncluded: dice.chance(0.4),
    customerId: dice.chance(0.85) ? 'gid://shopify/Customer/1' : null, email: 'ada1@example.com',
  }) // prettier-ignore
  const count = dice.int(1, 4)
  for (let i = 0; i < count; i += 1) order.lineItems.push(randomLine(context, order, dice))
  discount(order, dice)
  if (dice.chance(0.8))
    taxLines(order.lineItems, 'State tax', dice.pick([0.08875, 0.19, 0.05, 0.1]), order.taxesIncluded)
  if (dice.chance(0.3)) taxLines(order.lineItems, 'City tax', 0.0125, order.taxesIncluded)
  if (dice.chance(0.6)) {
    const line = newShippingLine(context, { title: 'Standard', price: atRate(order, dice.int(0, 1500)) })
    if (dice.chance(0.5)) line.taxLines.push({ title: 'State tax', rate: 0.1, amount: tenth(line.price) })
    order.shippingLines.push(line)
  }
  if (dice.chance(0.2)) {
    const line = order.lineItems[0]
    line?.duties.push({
      id: context.nextId('Duty'),
      harmonizedSystemCode: null,
      countryCodeOfOrigin: null,
      price: atRate(order, dice.int(1, 900)),
      taxLines: [],
    })
  }
  if (dice.chance(0.15))
    order.lineItems.push(
      newLine(
        context,
        {
          title: 'Tip',
          quantity: 1,
          unitPrice: atRate(order, dice.int(1, 500)),
          isTip: true,
          requiresShipping: false,
          taxable: false,
        },
        createdAt,
      ),
    )
  pay(context, order, dice)
  ship(context, order, dice)
  context.insert('orders', order.id, order)
  return order
}

function tenth(price: Amounts): Amounts {
  return { shop: Math.round(price.shop / 10), presentment: Math.round(price.presentment / 10) }
}

function randomLine(context: Context, order: Order, dice: Dice): LineItem {
  const number = dice.int(1, 6)
  const isCustom = dice.chance(0.15)
  return newLine(
    context,
    {
      title: `Thing ${number}`, quantity: dice.int(1, 7), unitPrice: atRate(order, dice.int(1, 9999)), productId: isCustom ? null : `gid://shopify/Product/${number}`,
      variantId: isCustom ? null : `gid://shopify/ProductVariant/${number}`, taxable: dice.chance(0.8), grams: 100,
    },
    order.createdAt,
  ) // prettier-ignore
}

function discount(order: Order, dice: Dice): void {
  const worth = (lines: readonly LineItem[]): Amounts =>
    lines.reduce(
      (sum, line) => {
        const less = line.discountAllocations.reduce(
          (all, one) => ({
            shop: all.shop + one.amount.shop,
            presentment: all.presentment + one.amount.presentment,
          }),
          { shop: 0, presentment: 0 },
        )
        return {
          shop: sum.shop + line.unitPrice.shop * line.quantity - less.shop,
          presentment: sum.presentment + line.unitPrice.presentment * line.quantity - less.presentment,
        }
      },
      { shop: 0, presentment: 0 },
    )
  const first = order.lineItems[0]
  if (dice.chance(0.3) && first) {
    order.discountApplications.push(
      orderDiscount({
        kind: 'automatic',
        title: 'Line',
        value: { percentage: 20 },
        targetSelection: 'ENTITLED',
        allocationMethod: 'EACH',
      }),
    )
    const part = worth([first])
    spreadDiscount([first], order.discountApplications.length - 1, {
      shop: mulDivRound(part.shop, 20, 100),
      presentment: mulDivRound(part.presentment, 20, 100),
    })
  }
  if (dice.chance(0.4)) {
    const percentage = dice.pick([15, 33, 100, 7])
    order.discountApplications.push(
      orderDiscount({ kind: 'code', code: 'FLOW', title: 'FLOW', value: { percentage } }),
    )
    const part = worth(order.lineItems)
    spreadDiscount(order.lineItems, order.discountApplications.length - 1, {
      shop: mulDivRound(part.shop, percentage, 100),
      presentment: mulDivRound(part.presentment, percentage, 100),
    })
  }
}

function pay(context: Context, order: Order, dice: Dice): void {
  const due = amountDue(order)
  if (due.presentment === 0 || dice.chance(0.03)) return
  const parts = due.presentment < 10 ? 1 : dice.pick([1, 1, 1, 2, 3])
  let left = due
  for (let i = 1; i <= parts; i += 1) {
    const isLast = i === parts
    const presentment = isLast ? left.presentment : dice.int(1, Math.max(1, Math.floor(left.presentment / 2)))
    const shop = isLast ? left.shop : mulDivRound(due.shop, presentment, due.presentment)
    left = { shop: left.shop - shop, presentment: left.presentment - presentment }
    const isGiftCard = i === 1 && parts > 1 && dice.chance(0.5)
    order.transactions.push(
      newTransaction(context, {
        kind: dice.chance(0.5) ? 'SALE' : 'CAPTURE', amount: { shop, presentment }, createdAt: order.createdAt,
        ...(isGiftCard ? giftCard(context, order, presentment) : { paymentDetails: CARD }),
      }), // prettier-ignore
    )
  }
}

function giftCard(context: Context, order: Order, spent: number) {
  const id = context.nextId('GiftCard')
  context.insert('giftCards', id, {
    id, shop: order.shop, code: `flow${id.split('/').at(-1) ?? ''}`, initial: { amount: spent, currency: order.presentmentCurrency }, balance: 0, createdAt: order.createdAt,
    updatedAt: order.createdAt, expiresOn: null, deactivatedAt: null, customerId: null, recipientId: null, recipientMessage: null, recipientPreferredName: null, note: null,
    orderId: null, crossCurrencyRedemptionStrategy: 'NONE', transactions: [],
  }) // prettier-ignore
  return {
    gateway: 'gift_card',
    formattedGateway: 'Gift card',
    paymentDetails: { type: 'gift_card' as const, giftCardId: id, lastCharacters: '1234' },
  }
}

function ship(context: Context, order: Order, dice: Dice): void {
  const goods = order.lineItems.filter((line) => !line.isTip)
  const waiting = newFulfillmentOrder(context, goods, 'gid://shopify/Location/1', order.createdAt)
  order.fulfillmentOrders.push(waiting)
  const parcels = dice.pick([0, 1, 1, 1, 2])
  for (let i = 0; i < parcels; i += 1) {
    const all = i === 0 && dice.chance(0.6)
    const quantities = Object.fromEntries(
      waiting.lineItems.map((line) => [
        line.id,
        all ? line.remainingQuantity : dice.int(0, line.remainingQuantity),
      ]),
    )
    if (Object.values(quantities).every((quantity) => quantity === 0)) continue
    const parcel = fulfill(context, order, [{ from: waiting, quantities }], { at: order.createdAt })
    if (dice.chance(0.3)) parcel.locationId = 'gid://shopify/Location/2'
  }
}
