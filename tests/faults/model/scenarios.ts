import { randomUUID } from 'node:crypto'
import type { OrderFacts } from '#app/domain/order.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { findOrdersByName } from '#app/shopify/order-lookup.server.ts'
import { readOrder } from '#app/shopify/orders.server.ts'
import { quoteReturn } from '#app/use-cases/quote-return.server.ts'
import { requestReturn } from '#app/use-cases/request-return.server.ts'
import { virtualTime } from './virtual-time.ts'
import { quietStory } from '../books/story.ts'
import { judgeBy, type RigShop } from './rig-shop.ts'
import type { KeptRows } from './rig-database.ts'
import { runDueJobs } from './workers.ts'

/**
 * Where a run begins: an order with something special about its money, a policy, and whether the shopper has asked already.
 * Each is made once per process, through the app itself, and put back for every run.
 */
export type Scenario = {
  readonly name: string
  readonly order: string
  readonly outcome: Outcome
  readonly policy: keyof typeof policies
  readonly isAsked: boolean
  /** What goods in exchange cost more than what comes back, in minor units; less where it is negative. */
  readonly dearerBy?: number
}

const policies = {
  plain: { review: 'automatic', payWhen: 'on_receipt' },
  fees: { review: 'automatic', payWhen: 'on_receipt', restockingFee: { percent: 12.5 } },
  eager: { review: 'automatic', payWhen: 'on_approval' },
  careful: { review: 'staff', payWhen: 'on_approval' },
  goods: {
    review: 'automatic',
    payWhen: 'on_receipt',
    outcomes: ['refund', 'store_credit', 'exchange'],
    exchangePrice: 'difference',
  },
} as const

const scenario = (
  order: string,
  outcome: Outcome,
  policy: keyof typeof policies,
  isAsked = true,
): Scenario => ({
  name: `${order} ${outcome} ${policy}${isAsked ? '' : ' fresh'}`,
  order,
  outcome,
  policy,
  isAsked,
})

/** Goods for goods: nothing to pay, a balance that the buyer owes, or one that she gets back. */
const exchange = (name: string, dearerBy: number): Scenario => ({
  ...scenario('#1032', 'exchange', 'goods'),
  name: `#1032 exchange ${name}`,
  dearerBy,
})

/** Two, zero and three decimals, discounts, taxes, two tenders, many units of a line, two captures. */
export const scenarios: readonly Scenario[] = [
  scenario('#1001', 'refund', 'plain'),
  scenario('#1011', 'refund', 'plain'),
  scenario('#1006', 'refund', 'fees'),
  scenario('#1003', 'refund', 'fees'),
  scenario('#1004', 'refund', 'plain'),
  scenario('#1005', 'refund', 'fees'),
  scenario('#1008', 'refund', 'plain'),
  scenario('#1012', 'store_credit', 'plain'),
  scenario('#1010', 'store_credit', 'plain'),
  scenario('#1006', 'store_credit', 'plain'),
  scenario('#1011', 'store_credit', 'plain'),
  scenario('#1022', 'refund', 'plain'),
  scenario('#1001', 'refund', 'eager', false),
  scenario('#1006', 'store_credit', 'eager', false),
  scenario('#1012', 'refund', 'careful', false),
  scenario('#1010', 'refund', 'plain', false),
  exchange('even', 0),
  exchange('dearer', 1_000),
  exchange('cheaper', -1_000),
]

/** The scenario of a name; throws where there is none. */
export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((one) => one.name === name)
  if (found === undefined) throw new Error(`There is no scenario ${name}`)
  return found
}

type Prepared = { readonly rows: KeptRows; readonly state: string; readonly order: OrderFacts }

const prepared = new Map<string, Prepared>()
let untouched: { readonly rows: KeptRows; readonly state: string } | undefined

/** Puts the world to where the scenario begins. Answers the order as the app reads it. */
export async function begin(shop: RigShop, chosen: Scenario): Promise<OrderFacts> {
  untouched ??= { rows: await shop.database.keep(), state: shop.engine.dump() }
  const known = prepared.get(chosen.name)
  if (known !== undefined) {
    await putBack(shop, known)
    return known.order
  }
  await putBack(shop, untouched)
  // What a term does not say has its quiet value.
  const policy = Policy.parse({
    baseline: { ...defaultPolicy.baseline, ...policies[chosen.policy] },
    rules: [],
  })
  await judgeBy(shop, policy)
  const order = await orderNamed(shop, chosen.order)
  if (chosen.dearerBy !== undefined) await askForGoods(shop, order, chosen.dearerBy)
  else if (chosen.isAsked) await ask(shop, order, chosen.outcome)
  await runDueJobs(shop)
  const made = { rows: await shop.database.keep(), state: shop.engine.dump(), order }
  prepared.set(chosen.name, made)
  await putBack(shop, made)
  return order
}

async function putBack(shop: RigShop, kept: { readonly rows: KeptRows; readonly state: string }) {
  virtualTime.beginAnew()
  shop.wire.clear()
  shop.engine.load(kept.state)
  await shop.database.putBack(kept.rows)
  shop.mails.length = 0
  shop.events.length = 0
  shop.acknowledged.submissions.length = 0
  shop.acknowledged.webhooks.length = 0
  shop.story = quietStory()
}

async function orderNamed(shop: RigShop, name: string): Promise<OrderFacts> {
  const { candidates } = await findOrdersByName(shop.ctx.admin, name)
  const first = candidates[0]
  const order = first === undefined ? null : await readOrder(shop.ctx.admin, first.id, { withReasons: false })
  if (order === null) throw new Error(`The dev store has no order ${name}`)
  return order.facts
}

/** Asks for another variant, whose price is made so much higher than that of what comes back. */
async function askForGoods(shop: RigShop, order: OrderFacts, dearerBy: number): Promise<void> {
  const shopper = { ...shop.ctx, actor: { kind: 'shopper' }, role: null } as const
  const lines = returnable(order)
    .slice(0, 1)
    .map((line) => ({ lineId: line.id, quantity: 1, reasonHandle: 'other-reason', note: 'Another size' }))
  const quoted = await quoteReturn(shopper, { orderGid: order.id, lines })
  const offered = quoted.ok ? quoted.value.exchange?.lines[0]?.variants[1] : undefined
  const variant = offered === undefined ? undefined : shop.engine.state.tables.variants[offered.gid]
  if (offered === undefined || variant === undefined) throw new Error(`${order.name} has no variant to offer`)
  variant.price = { ...variant.price, amount: offered.listPrice.minor + dearerBy }
  const made = await requestReturn(shopper, {
    orderGid: order.id,
    submissionKey: randomUUID(),
    lines: lines.map((line) => ({ ...line, exchangeFor: offered.gid })),
    outcome: 'exchange',
    fallback: 'refund',
    locale: 'en',
  })
  if (!made.ok) throw new Error(`Order ${order.name} cannot be exchanged: ${JSON.stringify(made.error)}`)
}

async function ask(shop: RigShop, order: OrderFacts, outcome: Outcome): Promise<void> {
  const made = await requestReturn(
    { ...shop.ctx, actor: { kind: 'shopper' }, role: null },
    {
      orderGid: order.id,
      submissionKey: randomUUID(),
      lines: returnable(order).map((line) => ({
        lineId: line.id,
        quantity: line.returnableQuantity,
        reasonHandle: 'other-reason',
        note: 'It does not fit',
      })),
      outcome,
      locale: 'en',
    },
  )
  if (!made.ok) throw new Error(`Order ${order.name} cannot be asked back: ${JSON.stringify(made.error)}`)
}

/** Lines of which something can come back. */
export function returnable(order: OrderFacts): OrderFacts['lines'] {
  return order.lines.filter((line) => line.returnableQuantity > 0 && !line.isGiftCard)
}
