import type { ShopContext } from '#app/context.server.ts'
import type { CustomerGid, OrderGid } from '#app/domain/ids.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { Decision, LineDecision } from '#app/domain/policy/decision.ts'
import type { EvidenceNeeds } from '#app/domain/policy/evidence-needs.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { lineOfPart } from '#app/domain/return-part.ts'
import { readJudgedOrder } from './judged-order.server.ts'
import type { ReasonOption } from './reason-options.ts'
import { requestParts, type WrittenLine } from './request-part.ts'
import { orUnreachable } from './unreachable.ts'

export type JudgeOrderInput = {
  readonly orderGid: OrderGid
  /** Given for a signed-in customer: an order of somebody else is answered as absent. */
  readonly customerGid?: CustomerGid
  /** What is being written about its lines: what it hangs on is answered in the same order. */
  readonly written?: readonly WrittenLine[]
}
export type JudgedOrder = {
  readonly order: OrderFacts
  readonly decision: Decision
  readonly reasons: readonly ReasonOption[]
  /** What each line that is returned hangs on: of the lines that were written about, then of the order's own, untouched. */
  readonly needs: ReadonlyMap<string, EvidenceNeeds>
  /** The decision about each line that was written about, with what was said of it. */
  readonly asWritten: ReadonlyMap<string, LineDecision>
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
    const { order, decision, reasons } = judged
    const written = (input.written ?? []).filter(({ lineId }) =>
      order.lines.some(({ id }) => id === lineOfPart(lineId)),
    )
    const untouched = order.lines
      .filter(({ id }) => !written.some(({ lineId }) => lineId === id))
      .map(({ id }) => ({ lineId: id, quantity: 1, reasonHandle: '' }))
    const lines = [...written, ...untouched]
    const asked = judged.needs(requestParts(lines, null))
    const needs = new Map(
      lines.flatMap(({ lineId }, place) => {
        const own = asked[place]
        return own === undefined ? [] : [[lineId, own] as const]
      }),
    )
    const said = written.length === 0 ? [] : judged.decide(requestParts(written, null)).lines
    const asWritten = new Map(said.map((line, place) => [written[place]?.lineId ?? line.lineId, line]))
    return ok({ order, decision, reasons, needs, asWritten })
  })
}
