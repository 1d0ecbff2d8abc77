import type { OrderFacts } from '../order.ts'
import type { CompiledPolicy } from '../policy/compile.ts'
import { factsOfLine } from '../policy/facts.ts'
import { judgeLine } from '../policy/judge.ts'
import { type AskedRequest, contextOfRequest, isBlockedBy } from './judge-request.ts'
import { type PastReturnRequest, requestOfOrder, requestOfReturn } from './past-request.ts'
import type { Replaying } from './replay-batch.ts'

/** How many lines a rule decides: those for which it sets at least one term. */
export type RuleEffect = { readonly lines: number; readonly returnLines: number }

/** What the rules of a policy do to past lines, by the id of the rule. Rules that decide nothing are not in it. */
export type RuleEffects = {
  /** Lines that there was something to decide about: of orders as if asked back, and of returns. */
  readonly lines: number
  readonly returnLines: number
  readonly byRule: Readonly<Record<string, RuleEffect>>
}

/** Order facts with the returns that were asked for of them. */
export type PastOrder = { readonly order: OrderFacts; readonly returns: readonly PastReturnRequest[] }

type About = Omit<Replaying, 'policies'> & {
  /** Returns asked for before this instant are left out. */
  readonly since: string
}

/**
 * Counts what each rule decides: `orders` as if all of them were asked back, and the returns of `returned`. A rule decides a line when
 * it sets a term of it, whether or not the law raises that term. Pure.
 */
export function countRuleEffects(
  policy: CompiledPolicy,
  past: { readonly orders: readonly OrderFacts[]; readonly returned: readonly PastOrder[] },
  about: About,
): RuleEffects {
  const byRule: Record<string, { lines: number; returnLines: number }> = {}
  const total = { lines: 0, returnLines: 0 }
  const count = (request: AskedRequest, kind: 'lines' | 'returnLines') => {
    for (const deciding of decidingRules(policy, request, about.timeZone)) {
      total[kind] += 1
      for (const id of deciding) (byRule[id] ??= { lines: 0, returnLines: 0 })[kind] += 1
    }
  }
  for (const order of past.orders) count(requestOfOrder(order, { ...about.asked, ...about }), 'lines')
  for (const { order, returns } of past.returned) {
    for (const one of returns) {
      if (Date.parse(one.requestedAt) < Date.parse(about.since)) continue
      const request = requestOfReturn(order, one, about.asked)
      if (request !== null) count(request, 'returnLines')
    }
  }
  return { ...total, byRule }
}

/** By line that a policy can decide about, the ids of the rules that set a term of it. */
function decidingRules(
  policy: CompiledPolicy,
  request: AskedRequest,
  timeZone: string,
): readonly ReadonlySet<string>[] {
  const context = contextOfRequest(request, timeZone)
  return request.parts.flatMap(({ line, request: asked }) => {
    const facts = factsOfLine(context, line, { request: asked, reason: policy.reasonFacts(asked.reason) })
    const { reasons, settled } = judgeLine(policy, facts)
    if (isBlockedBy(reasons[0])) return []
    const ids = settled.winners.flatMap((index) => policy.rules[index]?.rule.id ?? [])
    return [new Set(ids)]
  })
}
