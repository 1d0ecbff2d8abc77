import type { ShopContext } from '#app/context.server.ts'
import type { CustomerGid, OrderGid } from '#app/domain/ids.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { Decision } from '#app/domain/policy/decision.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { readJudgedOrder } from './judged-order.server.ts'
import type { ReasonOption } from './reason-options.ts'
import { orUnreachable } from './unreachable.ts'

export type JudgeOrderInput = {
  readonly orderGid: OrderGid
  /** Given for a signed-in customer: an order of somebody else is answered as absent. */
  readonly customerGid?: CustomerGid
}
export type JudgedOrder = {
  readonly order: OrderFacts
  readonly decision: Decision
  readonly reasons: readonly ReasonOption[]
}
export type JudgeOrderError = { readonly kind: 'not_found' } | { readonly kind: 'shopify_unreachable' }

/** Reads the order and says per line what may be returned, by the policy version in force when it was placed. */
export async function judgeOrder(
  ctx: ShopContext,
  input: JudgeOrderInput,
): Promise<Result<JudgedOrder, JudgeOrderError>> {
  return orUnreachable(async () => {
    const judged = await readJudgedOrder(ctx, { orderGid: input.orderGid })
    if (judged === null) return err({ kind: 'not_found' })
    const isTheirs = input.customerGid === undefined || judged.order.customer?.id === input.customerGid
    if (!isTheirs) return err({ kind: 'not_found' })
    return ok({ order: judged.order, decision: judged.decision, reasons: judged.reasons })
  })
}
