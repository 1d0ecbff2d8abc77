import { fulfill, newFulfillmentOrder } from '../order-builder.ts'
import type { Customer } from '../state.ts'
import { addressOf } from './seed-customers.ts'
import type { OrderWriter } from './order-writer.ts'

const NY_TAX = { title: 'New York sales tax', rate: 0.08875 }
const STANDARD = { title: 'Standard', amount: 600 }

/** Rows 1001–1012 of the seed catalogue (behaviour §12): prices, bundles, tenders, digital goods, partial shipping. */
export const seedBasicOrders = (writer: OrderWriter, people: Customer[]): void => {
  const { context, write, at } = writer
  const person = (email: string): Customer | null => people.find((one) => one.email === email) ?? null
  const alex = person('alex@example.com')

  write({
    name: '#1001',
    placed: 8.2,
    shipped: 7.4,
    delivered: 5,
    customer: alex,
    lines: [{ of: 'linen-shirt', variant: 'M / Sand', quantity: 1 }],
    tax: NY_TAX,
    shipping: STANDARD,
  })
  write({
    name: '#1002',
    placed: 12.3,
    shipped: 11,
    delivered: 8,
    customer: person('priya@example.com'),
    tax: NY_TAX,
    shipping: { title: 'Standard', amount: 795 },
    lines: [
      { of: 'organic-cotton-tee', variant: 'S', quantity: 2 },
      { of: 'stoneware-mug', quantity: 1 },
      { of: 'wool-throw', quantity: 1 },
    ],
    discounts: [
      { title: 'Throw week', kind: 'automatic', percentage: 10, lines: [2] },
      { title: 'WELCOME15', kind: 'code', code: 'WELCOME15', percentage: 15 },
    ],
  })
  write({
    name: '#1003',
    placed: 10,
    shipped: 9,
    delivered: 4,
    customer: person('camille@example.com'),
    presentment: { currency: 'EUR', rate: 0.93 },
    facts: { taxesIncluded: true },
    lines: [
      { of: 'merino-crewneck', variant: 'M', quantity: 1 },
      { of: 'beeswax-candle', quantity: 2 },
    ],
    tax: { title: 'TVA', rate: 0.2 },
    shipping: { title: 'International', amount: 1500 },
  })
  write({
    name: '#1004',
    placed: 11,
    shipped: 10,
    delivered: 3,
    customer: person('kenji@example.com'),
    presentment: { currency: 'JPY', rate: 151 },
    lines: [
      { of: 'straight-leg-jeans', variant: '32', quantity: 1 },
      { of: 'linen-tea-towel', quantity: 3 },
    ],
    tax: { title: '消費税', rate: 0.1 },
    shipping: { title: 'International', amount: 2000 },
  })
  write({
    name: '#1005',
    placed: 9,
    shipped: 8,
    delivered: 2,
    customer: person('fatima@example.com'),
    presentment: { currency: 'KWD', rate: 0.307 },
    lines: [
      { of: 'silk-slip-dress', variant: 'S', quantity: 1 },
      { of: 'canvas-sneakers', variant: '8', quantity: 1 },
    ],
    shipping: { title: 'International', amount: 2500 },
  })
  write({
    name: '#1006',
    placed: 7,
    shipped: 6.5,
    delivered: 4.5,
    customer: person('marcus@example.com'),
    shipping: STANDARD,
    lines: [
      { of: 'stoneware-mug', quantity: 2 },
      { of: 'stoneware-bowl', quantity: 2 },
      {
        of: 'linen-tea-towel',
        quantity: 1,
        facts: { customAttributes: [{ key: '_final_sale', value: 'true' }] },
      },
    ],
    shape: (order) => {
      const group = {
        id: context.nextId('LineItemGroup'),
        title: 'Breakfast for Two',
        quantity: 1,
        productId: null,
        variantId: null,
        variantSku: 'BFT-01',
      }
      order.lineItemGroups.push(group)
      for (const line of order.lineItems) line.groupId = group.id
    },
  })
  write({
    name: '#1007',
    placed: 6,
    shipped: 5.5,
    delivered: 3.5,
    customer: alex,
    lines: [
      { of: 'gift-card', variant: '50.00', quantity: 1 },
      { of: 'wool-throw', quantity: 1 },
    ],
    tax: NY_TAX,
    shipping: STANDARD,
  })
  write({
    name: '#1009',
    placed: 5,
    shipped: 4.5,
    delivered: 2.5,
    customer: person('priya@example.com'),
    lines: [
      { of: 'shirt-sewing-pattern', quantity: 1 },
      { of: 'oak-cutting-board', quantity: 1 },
    ],
    shipping: STANDARD,
  })
  write({
    name: '#1010',
    placed: 9,
    shipped: 8,
    delivered: 5.5,
    customer: person('marcus@example.com'),
    shipping: STANDARD,
    lines: [
      { of: 'silk-slip-dress', variant: 'M', quantity: 1 },
      { of: 'swim-trunks', variant: 'L', quantity: 1 },
      { of: 'organic-cotton-tee', variant: 'L', quantity: 1 },
    ],
  })

  const partly = write({
    name: '#1011',
    placed: 4,
    shipped: null,
    customer: person('robin@example.com'),
    lines: [{ of: 'stoneware-bowl', quantity: 5 }],
    shipping: STANDARD,
  })
  const waiting = partly.fulfillmentOrders[0]
  const bowls = waiting?.lineItems[0]
  if (waiting && bowls)
    fulfill(context, partly, [{ from: waiting, quantities: { [bowls.id]: 2 } }], {
      at: at(3),
      deliveredAt: at(1),
    })

  const split = write({
    name: '#1012',
    placed: 6,
    shipped: null,
    customer: person('priya@example.com'),
    lines: [{ of: 'linen-tea-towel', quantity: 4 }],
    shipping: STANDARD,
  })
  const first = split.fulfillmentOrders[0]
  const towels = first?.lineItems[0]
  const second = writer.locations[1]
  if (first && towels && second) {
    const other = newFulfillmentOrder(context, split.lineItems, second.id, split.createdAt)
    for (const [line, quantity] of [
      [towels, 3],
      [other.lineItems[0], 1],
    ] as const)
      if (line) Object.assign(line, { totalQuantity: quantity, remainingQuantity: quantity })
    split.fulfillmentOrders.push(other)
    fulfill(context, split, [{ from: first }], { at: at(5), deliveredAt: at(3) })
    fulfill(context, split, [{ from: other }], { at: at(4.5), deliveredAt: at(2) })
  }

  const guest = addressOf(
    context,
    { first: 'Noor', last: 'Haddad' },
    {
      address1: '31 Bowery',
      city: 'New York',
      provinceCode: 'NY',
      province: 'New York',
      zip: '10002',
      countryCode: 'US',
      country: 'United States',
      phone: '+12125550188',
    },
  )
  write({
    name: '#1026',
    placed: 7,
    shipped: 6,
    delivered: 4,
    customer: null,
    lines: [{ of: 'beeswax-candle', quantity: 2 }],
    shipping: STANDARD,
    facts: { phone: '+12125550188', shippingAddress: guest, billingAddress: guest },
  })
}
