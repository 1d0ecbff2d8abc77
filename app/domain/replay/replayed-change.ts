import { z } from 'zod'
import { type AskedRequest, isBlocked, type JudgedPart, type JudgedRequest } from './judge-request.ts'
import type { ReplayedRequest } from './replay-request.ts'

const Side = z.object({
  verdict: z.enum(['approve', 'review', 'deny']),
  because: z.string(),
  /** What it is paid as; null where it is refused. */
  outcome: z.string().nullable(),
})
const Total = z.object({
  verdict: z.enum(['approve', 'review', 'deny']),
  /** Minor units of what would be paid: price less fees, plus bonus. */
  pays: z.int(),
})

/** What is kept of an order or past return that comes out otherwise: enough for a list; traces are made when somebody opens one. */
export const ReplayedChange = z.object({
  kind: z.enum(['order', 'return']),
  currency: z.string(),
  before: Total,
  after: Total,
  lines: z.array(
    z.object({ lineId: z.string(), title: z.string(), units: z.int(), before: Side, after: Side }),
  ),
  /** Changed lines beyond those that are kept. */
  more: z.int().default(0),
})
export type ReplayedChange = z.infer<typeof ReplayedChange>

/** More than nearly all orders have: a bound, so that one row cannot grow without end. */
const mostLines = 500

/** What is kept of a changed request. Only lines whose verdict or outcome is another. */
export function changeOf(
  kind: ReplayedChange['kind'],
  asked: AskedRequest,
  { before, after }: ReplayedRequest,
): ReplayedChange {
  const lines = asked.parts.flatMap(({ line, quantity }, place) => {
    const [old, next] = [before.parts[place], after.parts[place]]
    if (old === undefined || next === undefined || isBlocked(old)) return []
    if (old.verdict === next.verdict && old.outcome === next.outcome) return []
    return [{ lineId: line.id, title: line.title, units: quantity, before: sideOf(old), after: sideOf(next) }]
  })
  return {
    kind,
    currency: asked.order.currency,
    before: totalOf(before),
    after: totalOf(after),
    lines: lines.slice(0, mostLines),
    more: Math.max(0, lines.length - mostLines),
  }
}

function sideOf({ verdict, because, outcome }: JudgedPart): z.infer<typeof Side> {
  return { verdict, because, outcome }
}

function totalOf({ verdict, sums }: JudgedRequest): z.infer<typeof Total> {
  const { refund, store_credit, exchange, fees, bonus } = sums
  return {
    verdict,
    pays: refund.minor + store_credit.minor + exchange.minor - fees.minor + bonus.minor,
  }
}
