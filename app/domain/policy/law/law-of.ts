import type { FactName, PolicyFacts } from '../facts.ts'
import { addBusinessDays, nextBusinessDay } from './business-days.ts'
import type { LawAnswer, LawRight } from './law.ts'
import { type Regime, regimeFor, regimeOf, type RightRule } from './regime.ts'
import { type StartDay, startDayOf } from './right-start.ts'

const none: LawAnswer = { kind: 'none' }

/**
 * What the law of the destination says of one line. First who is covered: a consumer, by where the goods were sent, and who
 * bought at a distance (over a counter there is no change of mind, but faulty goods are faulty there too); then the version in force on the day of the order. A fact that is missing counts only where it could help
 * the buyer: once every right is over there is nothing to ask.
 */
export function lawOf(facts: PolicyFacts): LawAnswer {
  const { order, days } = facts
  if (order.isBusiness === true) return none
  const regime = order.country === null ? widestOn(days.placed) : regimeFor(order.country, days.placed)
  if (regime === null) return none
  const { right, isUnsure } = order.channel === 'pos' ? noRight : rightOf(regime, facts)
  const faultRights = hasFaultRights(regime, facts)
  if (right === null && !faultRights) return none
  const missing = missingFacts(facts, {
    isUnsure,
    couldWithdraw: isUnsure || right?.open === true,
    couldClaim: faultRights && facts.reason.fault === 'merchant',
  })
  if (missing.length > 0) return { kind: 'unknown', missing }
  const faultBounds = regime.fault === null ? null : regime.fault.bounds
  return { kind: 'statute', statute: regime.code, right, faultRights, faultBounds }
}

/** Where the country is not known the widest right stands in, to tell whether it matters; for faults the longest there is. */
function widestOn(placed: number): Regime | null {
  const europe = regimeOf('EU', placed)
  return europe === null ? null : { ...europe, fault: { years: null, bounds: null } }
}

const nothing: readonly FactName[] = []

function missingFacts(
  { order, line }: PolicyFacts,
  {
    isUnsure,
    couldWithdraw,
    couldClaim,
  }: { readonly isUnsure: boolean; readonly couldWithdraw: boolean; readonly couldClaim: boolean },
): readonly FactName[] {
  if (!couldWithdraw && !couldClaim) return nothing
  // Whether it was bought at a distance matters to a change of mind only.
  const isChannelMissing = order.channel === null && couldWithdraw
  const isKnown = order.country !== null && order.isBusiness !== null && !isChannelMissing
  if (isKnown && !isUnsure) return nothing
  const missing: FactName[] = []
  if (order.country === null) missing.push('orderCountry')
  if (order.isBusiness === null) missing.push('businessOrder')
  if (isChannelMissing) missing.push('orderChannel')
  if (isUnsure) missing.push(line.deliveredAt === null ? 'deliveryDate' : 'lastDeliveryDate')
  return missing
}

/** The right with its last day; `isUnsure` where only the day of arrival could tell whether it is over. */
function rightOf(
  regime: Regime,
  facts: PolicyFacts,
): { readonly right: LawRight | null; readonly isUnsure: boolean } {
  const rule = regime.right
  if (rule === null) return noRight
  const country = facts.order.country ?? ''
  const start = startDayOf(rule.start, facts)
  const bounds = facts.reason.fault === 'merchant' ? rule.bounds.fault : rule.bounds.mind
  const { today } = facts.days
  const { countedFrom, earliest, latest } = start
  const { days } = rule.length
  const soonest = lastDayOf(rule, earliest, country)
  if (today <= soonest || earliest === latest) {
    const right = { countedFrom, from: earliest, days, lastDay: soonest, open: today <= soonest, bounds }
    return { right, isUnsure: false }
  }
  const lastDay = lastDayOf(rule, latest, country)
  return {
    right: { countedFrom, from: latest, days, lastDay, open: false, bounds },
    isUnsure: today <= lastDay,
  }
}

const noRight = { right: null, isUnsure: false } as const

/** The last day of a right, inclusive. The day of the event itself is not counted. */
function lastDayOf(
  { length, rollsOver }: Pick<RightRule, 'length' | 'rollsOver'>,
  from: number,
  country: string,
): number {
  const { days, unit } = length
  const last = unit === 'business_days' ? addBusinessDays(from, days, country) : from + days
  return rollsOver ? nextBusinessDay(last, country) : last
}

/** A leap day more than the years have: the end of such a right is never cut short. */
const longestYear = 366

function hasFaultRights({ fault, right }: Regime, facts: PolicyFacts): boolean {
  if (fault === null) return false
  if (fault.years === null) return true
  const { latest }: StartDay = startDayOf(right?.start ?? 'receipt', facts)
  return facts.days.today <= latest + fault.years * longestYear
}
