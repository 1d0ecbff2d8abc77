import type { Customer } from '../state.ts'
import { insertCustomer } from './seed-customers.ts'
import type { OrderWriter } from './order-writer.ts'

const FIRST = [
  'Ada',
  'Ben',
  'Chloe',
  'Diego',
  'Elena',
  'Felix',
  'Grace',
  'Hugo',
  'Iris',
  'Jonah',
  'Kira',
  'Leo',
  'Maya',
  'Noah',
  'Olive',
  'Paul',
  'Quinn',
  'Rosa',
  'Sam',
  'Tara',
]
const LAST = ['Adams', 'Brooks', 'Carter', 'Dawson', 'Ellis', 'Foster', 'Garcia', 'Hayes', 'Irwin', 'James']
const CITIES = [
  ['Chicago', 'IL', 'Illinois', '60611'], ['Denver', 'CO', 'Colorado', '80202'], ['Portland', 'OR', 'Oregon', '97205'], ['Boston', 'MA', 'Massachusetts', '02116'], ['Miami', 'FL', 'Florida', '33130'],
] as const // prettier-ignore
const GOODS = [
  'linen-shirt',
  'merino-crewneck',
  'organic-cotton-tee',
  'straight-leg-jeans',
  'canvas-sneakers',
  'stoneware-mug',
  'stoneware-bowl',
  'linen-tea-towel',
  'beeswax-candle',
  'wool-throw',
  'oak-cutting-board',
  'coffee-beans',
]
const COUNT = 1_000
const OLDEST_DAYS = 420
const NEWEST_DAYS = 30

/** The thousand orders before the hand-made ones, #1 to #1000, from 420 to 30 days ago: for paging and analytics. */
export const seedBulkOrders = (writer: OrderWriter): void => {
  const { context } = writer
  const pick = <T>(list: readonly T[]): T => {
    const item = list[Math.floor(context.random() * list.length)]
    if (item === undefined) throw new Error('seed: nothing to pick from')
    return item
  }
  const customers: Customer[] = Array.from({ length: 120 }, (_, i) => {
    const [city, provinceCode, province, zip] = pick(CITIES)
    const first = FIRST[i % FIRST.length] ?? 'Ada'
    const last = LAST[Math.floor(i / FIRST.length) % LAST.length] ?? 'Adams'
    const place = {
      address1: `${i + 1} Maple Avenue`,
      city,
      provinceCode,
      province,
      zip,
      countryCode: 'US',
      country: 'United States',
    }
    return insertCustomer(
      context,
      { first, last, email: `${first}.${last}.${i + 1}@example.com`.toLowerCase(), place },
      writer.at(OLDEST_DAYS + 1),
    )
  })
  for (let number = 1; number <= COUNT; number += 1) {
    const placed = OLDEST_DAYS - ((OLDEST_DAYS - NEWEST_DAYS) * number) / COUNT
    const kinds = 1 + Math.floor(context.random() * 3)
    const lines = Array.from({ length: kinds }, () => {
      const of = pick(GOODS)
      const titles = writer.product(of).variantIds.map((id) => context.get('variants', id)?.title ?? '')
      return { of, variant: pick(titles), quantity: 1 + Math.floor(context.random() * 2) }
    })
    writer.write({
      name: `#${number}`, placed, shipped: placed - 1, delivered: placed - 3 - Math.floor(context.random() * 3), customer: pick(customers), lines,
      tax: { title: 'Sales tax', rate: 0.07 }, shipping: { title: 'Standard', amount: 600 },
      ...(context.random() < 0.2 ? { discounts: [{ title: 'AUTUMN10', kind: 'code' as const, code: 'AUTUMN10', percentage: 10 }] } : {}),
    }) // prettier-ignore
  }
}
