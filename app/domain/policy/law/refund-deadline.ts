import { addBusinessDays } from './business-days.ts'
import { regimeOf, valueOn } from './regime.ts'
import type { Confidence, RefundRule } from './statute.ts'
import { statutes } from './statutes/index.ts'

/** What happened to a return, in epoch days of the shop's zone; null = not yet. */
export type RefundEvents = {
  /** The buyer told the shop. */
  readonly notice: number
  /** The goods were shown to be on their way: the carrier's first scan, or proof from the buyer. */
  readonly proof: number | null
  /** All goods are back. */
  readonly goods: number | null
}

/** By when the law wants the money back. */
export type RefundDeadline = {
  readonly statute: string
  readonly confidence: Confidence
  readonly rule: RefundRule
  /** The last day, inclusive; null while what it counts from has not happened, or while the shop may still wait. */
  readonly dueOn: number | null
}

/**
 * The day by which a withdrawal must be paid back; null where the statute (by code, as a decision names it) says nothing. The version
 * of the day of the order counts. Applies only to lines whose right was open when the buyer gave notice.
 */
export function refundDeadline(
  statute: { readonly code: string; readonly placed: number },
  events: RefundEvents,
): RefundDeadline | null {
  const found = refundRuleOf(statute)
  if (found === null) return null
  const { rule, confidence } = found
  return { statute: statute.code, confidence, rule, dueOn: dueOn(rule, events, statute.code) }
}

/** The earliest of several deadlines: several lines are paid together. Enforced ones go before those that only advise. */
export function soonestDeadline(deadlines: readonly RefundDeadline[]): RefundDeadline | null {
  const enforced = deadlines.filter(({ confidence }) => confidence === 'enforced')
  const candidates = enforced.length > 0 ? enforced : deadlines
  return candidates.reduce<RefundDeadline | null>((soonest, deadline) => {
    if (soonest === null) return deadline
    return (deadline.dueOn ?? Infinity) < (soonest.dueOn ?? Infinity) ? deadline : soonest
  }, null)
}

function refundRuleOf({ code, placed }: { readonly code: string; readonly placed: number }) {
  const enforced = regimeOf(code, placed)?.refund ?? null
  if (enforced !== null) return { rule: enforced, confidence: 'enforced' } as const
  const statute = statutes.find((one) => one.code === code)
  const advised = statute === undefined ? null : valueOn(statute.facts.refund, placed, 'advisory')
  return advised === null ? null : ({ rule: advised, confidence: 'advisory' } as const)
}

function dueOn(rule: RefundRule, events: RefundEvents, country: string): number | null {
  const start = startOf(rule.from, events)
  if (start === null) return null
  const due = rule.unit === 'business_days' ? addBusinessDays(start, rule.days, country) : start + rule.days
  if (!rule.mayWait) return due
  // The shop may hold the money back until the goods, or proof that they are on their way, are there.
  const seen = firstOf(events.goods, events.proof)
  return seen === null ? null : Math.max(due, seen)
}

function startOf(from: RefundRule['from'], { notice, proof, goods }: RefundEvents): number | null {
  switch (from) {
    case 'notice':
      return notice
    case 'goods':
      return goods
    case 'goods_or_proof':
      return firstOf(goods, proof)
  }
}

function firstOf(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}
