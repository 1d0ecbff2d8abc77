import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { getPolicyAt } from '#app/db/policy.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { listReturnsOfOrder } from '#app/db/return.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { Decision } from '#app/domain/policy/decision.ts'
import { compilePolicy } from '#app/domain/policy/compile.ts'
import { evaluate } from '#app/domain/policy/evaluate.ts'
import type { RequestFacts } from '#app/domain/policy/facts.ts'
import { readOrder, type ReadOrder } from '#app/shopify/orders.server.ts'

/** An order read now and judged by the policy version in force when it was placed. */
export type JudgedOrderFacts = {
  readonly read: ReadOrder
  readonly order: OrderFacts
  readonly decision: Decision
  /** Returns of the order that Homeward knew when it judged; one more means: judge again. */
  readonly knownReturns: readonly ReturnRecord['id'][]
}

/**
 * Reads and judges an order; null when there is none. `requests` is what the shopper says of each line, by line id. Units of
 * returns that Shopify has not got yet are no longer returnable, although Shopify would still say so.
 */
export async function readJudgedOrder(
  ctx: ShopContext,
  input: { readonly orderGid: OrderGid; readonly requests?: Readonly<Record<string, Partial<RequestFacts>>> },
): Promise<JudgedOrderFacts | null> {
  const returns = await withShop(ctx.shop, (tx) => listReturnsOfOrder(tx, ctx.shop, input.orderGid))
  const read = await readOrder(ctx.admin, input.orderGid, { withReasons: true })
  if (read === null) return null
  const order = withoutUnopened(read.facts, returns)
  const version = await withShop(ctx.shop, (tx) => getPolicyAt(tx, ctx.shop, order.placedAt))
  const decision = evaluate({
    policy: compilePolicy(version.policy),
    policyVersion: version.number,
    order,
    ...(input.requests === undefined ? {} : { requests: input.requests }),
    now: ctx.now(),
    timeZone: ctx.settings.timeZone,
  })
  return { read, order, decision, knownReturns: returns.map((one) => one.id) }
}

const claiming: readonly ReturnRecord['status'][] = ['in_review', 'approved', 'received']

function withoutUnopened(order: OrderFacts, returns: readonly ReturnRecord[]): OrderFacts {
  const claimed = new Map<string, number>()
  for (const one of returns) {
    if (one.shopifyReturnGid !== null || !claiming.includes(one.status)) continue
    for (const line of one.lines) claimed.set(line.lineId, (claimed.get(line.lineId) ?? 0) + line.quantity)
  }
  if (claimed.size === 0) return order
  return {
    ...order,
    lines: order.lines.map((line) => ({
      ...line,
      returnableQuantity: Math.max(0, line.returnableQuantity - (claimed.get(line.id) ?? 0)),
    })),
  }
}
