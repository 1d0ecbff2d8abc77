import type { Context } from '../context.ts'
import { isoSeconds } from '../clock.ts'
import {
  CARD, amountDue, atRate, fulfill, newFulfillmentOrder, newLine, newOrder, newShippingLine, newTransaction, orderDiscount, spreadDiscount, taxLines,
} from '../order-builder.ts' // prettier-ignore
import type { NewLine, NewOrder } from '../order-builder.ts'
import { sum, subtract, times } from '../money/amounts.ts'
import { percentOf } from '../money/apportion.ts'
import type {
  Address,
  Customer,
  DiscountApplication,
  LineItem,
  Location,
  Order,
  Product,
  Variant,
} from '../state.ts'

const DAY_MS = 24 * 3600 * 1000

export type SeedLine = { of: string; variant?: string; quantity: number; facts?: Partial<NewLine> }
export type SeedDiscount = {
  title: string
  kind: DiscountApplication['kind']
  code?: string
  percentage: number
  /** indexes; all lines when absent: an order-level discount */ lines?: number[]
}
export type SeedOrder = {
  name: string
  /** days before now */
  placed: number
  /** null: not shipped */
  shipped: number | null
  delivered?: number | null
  customer: Customer | null
  lines: SeedLine[]
  discounts?: SeedDiscount[]
  tax?: { title: string; rate: number }
  shipping?: { title: string; amount: number }
  presentment?: { currency: string; rate: number }
  /** 'card' pays all of it; 'none' leaves the order unpaid; a function makes its own transactions. */
  payment?: 'card' | 'none' | ((order: Order) => Order['transactions'])
  tracking?: string
  facts?: Partial<NewOrder>
  /** Changes to lines before discounts and taxes: groups, duties. */
  shape?: (order: Order) => void
}

/** Writes seed orders of one shop; everything is dated from the clock's now. */
export type OrderWriter = {
  context: Context
  locations: Location[]
  at: (daysAgo: number) => string
  product: (handle: string) => Product
  variant: (handle: string, title?: string) => Variant
  write: (facts: SeedOrder) => Order
}

const addressCopy = (context: Context, customer: Customer | null): Address | null => {
  const address = customer?.addresses[0]
  return address ? { ...address, id: context.nextId('MailingAddress') } : null
}

export const createOrderWriter = (context: Context, locations: Location[]): OrderWriter => {
  const { shop } = context
  const nowMs = Date.parse(context.now)
  const at = (daysAgo: number) => isoSeconds(new Date(nowMs - Math.round(daysAgo * DAY_MS)))
  const products = new Map(
    Object.values(context.state.tables.products)
      .filter((one) => one.shop === shop.domain)
      .map((one) => [one.handle, one]),
  )
  const product = (handle: string): Product => {
    const found = products.get(handle)
    if (!found) throw new Error(`seed: no product ${handle}`)
    return found
  }
  const variant = (handle: string, title?: string): Variant => {
    const all = product(handle)
      .variantIds.map((id) => context.get('variants', id))
      .filter((one) => one !== undefined)
    const found = title === undefined ? all[0] : all.find((one) => one.title === title)
    if (!found) throw new Error(`seed: no variant ${title ?? ''} of ${handle}`)
    return found
  }

  const lineOf = (order: Order, line: SeedLine): LineItem => {
    const goods = product(line.of)
    const one = variant(line.of, line.variant)
    const item = context.get('inventoryItems', one.inventoryItemId)
    return newLine(context, {
      title: goods.title, variantTitle: one.title === 'Default Title' ? null : one.title, sku: one.sku, vendor: goods.vendor, productId: goods.id, variantId: one.id, quantity: line.quantity,
      unitPrice: atRate(order, one.price.amount), taxable: one.taxable, requiresShipping: item?.requiresShipping === true, isGiftCard: goods.isGiftCard, grams: item?.grams ?? 0, ...line.facts,
    }, order.createdAt) // prettier-ignore
  }

  const applyDiscount = (order: Order, discount: SeedDiscount) => {
    const index = order.discountApplications.length
    const lines = discount.lines
      ? discount.lines.map((i) => order.lineItems[i]).filter((one) => one !== undefined)
      : order.lineItems.filter((one) => !one.isGiftCard && !one.isTip)
    order.discountApplications.push(
      orderDiscount({
        kind: discount.kind, title: discount.title, code: discount.code ?? null, value: { percentage: discount.percentage },
        ...(discount.lines ? { targetSelection: 'ENTITLED', allocationMethod: 'EACH' } : {}),
      }), // prettier-ignore
    )
    const left = sum(
      lines.map((line) =>
        subtract(
          times(line.unitPrice, line.quantity),
          sum(line.discountAllocations.map((one) => one.amount)),
        ),
      ),
    )
    spreadDiscount(lines, index, {
      shop: percentOf(left.shop, discount.percentage),
      presentment: percentOf(left.presentment, discount.percentage),
    })
  }

  const pay = (order: Order, payment: SeedOrder['payment']) => {
    if (payment === 'none') return
    if (typeof payment === 'function') order.transactions.push(...payment(order))
    else
      order.transactions.push(
        newTransaction(context, {
          kind: 'SALE',
          amount: amountDue(order),
          createdAt: order.createdAt,
          paymentDetails: CARD,
        }),
      )
  }

  const write = (facts: SeedOrder): Order => {
    const createdAt = at(facts.placed)
    const address = addressCopy(context, facts.customer)
    const order = newOrder(context, {
      name: facts.name, createdAt, lineItems: [], customerId: facts.customer?.id ?? null, email: facts.customer?.email ?? null, phone: facts.customer?.phone ?? null,
      shippingAddress: address, billingAddress: address ? { ...address, id: context.nextId('MailingAddress') } : null,
      ...(facts.customer ? { customerLocale: facts.customer.locale } : {}),
      ...(facts.presentment ? { presentmentCurrency: facts.presentment.currency, presentmentRate: facts.presentment.rate } : {}),
      ...facts.facts,
    }) // prettier-ignore
    order.lineItems = facts.lines.map((line) => lineOf(order, line))
    facts.shape?.(order)
    for (const discount of facts.discounts ?? []) applyDiscount(order, discount)
    if (facts.tax) taxLines(order.lineItems, facts.tax.title, facts.tax.rate, order.taxesIncluded)
    if (facts.shipping) {
      const price = atRate(order, facts.shipping.amount)
      const line = newShippingLine(context, { title: facts.shipping.title, price })
      if (facts.tax && order.taxesIncluded) {
        const { rate, title } = facts.tax
        line.taxLines.push({
          title,
          rate,
          amount: {
            shop: Math.round(price.shop - price.shop / (1 + rate)),
            presentment: Math.round(price.presentment - price.presentment / (1 + rate)),
          },
        })
      }
      order.shippingLines.push(line)
    }
    pay(order, facts.payment ?? 'card')
    const parcel = newFulfillmentOrder(
      context,
      order.lineItems.filter((line) => !line.isTip),
      locations[0]?.id ?? '',
      createdAt,
    )
    order.fulfillmentOrders.push(parcel)
    if (facts.shipped !== null) {
      const tracking = [
        {
          number: facts.tracking ?? `HW${order.number}US`,
          company: 'UPS',
          url: `https://www.ups.com/track?tracknum=${facts.tracking ?? `HW${order.number}US`}`,
        },
      ]
      fulfill(context, order, [{ from: parcel }], {
        at: at(facts.shipped),
        deliveredAt: typeof facts.delivered === 'number' ? at(facts.delivered) : null,
        tracking,
      })
      order.updatedAt = at(facts.shipped)
    }
    context.insert('orders', order.id, order)
    return order
  }
  return { context, locations, at, product, variant, write }
}
