import { allocate, compare, type Money, zero } from '../../money.ts'
import type { Outcome } from '../terms/outcomes.ts'
import { type Regime, regimeOf } from './regime.ts'

/** The statute of a line whose right was open when the buyer gave notice: its code as the decision names it, and the order's epoch day. */
export type WithdrawalUnder = { readonly code: string; readonly placed: number }

/** What the buyer gets, by ways that the law allows; and whether a way other than the payment's needs her express word. */
export type LawfulMethods = {
  readonly outcomes: readonly Outcome[]
  readonly consentNeeded: boolean
}

/**
 * How a withdrawal may be paid back. Where the law wants the payment reversed, credit or an exchange is lawful only once the buyer
 * agreed to it expressly: her own choice on the form is that, a default is not.
 */
export function lawfulMethods(
  under: WithdrawalUnder,
  asked: { readonly outcomes: readonly Outcome[]; readonly hasConsent: boolean },
): LawfulMethods {
  const payment = regimeOf(under.code, under.placed)?.payment ?? null
  if (payment !== 'same_means' && payment !== 'money') {
    return { outcomes: asked.outcomes, consentNeeded: false }
  }
  const outcomes = asked.hasConsent ? asked.outcomes : asked.outcomes.filter((one) => one === 'refund')
  // Money back is always possible, whatever the policy offers.
  const withRefund: readonly Outcome[] = outcomes.includes('refund') ? outcomes : ['refund', ...outcomes]
  return { outcomes: withRefund, consentNeeded: true }
}

/** Why something is taken off after the goods were looked at. `missing`: units that did not come back are not refunded. */
export type DeductionKind = 'handling' | 'wear_from_checking' | 'missing' | 'other'

/**
 * A deduction at inspection as far as the law allows it: where it speaks of it, only loss of value from more handling than it
 * takes to check the goods, and never more than they were sold for; none for a fault of the shop.
 */
export function boundDeduction(
  under: WithdrawalUnder,
  asked: {
    readonly kind: DeductionKind
    readonly amount: Money
    /** What was paid for the units that it is about. */
    readonly value: Money
    readonly isShopsFault: boolean
  },
): Money {
  const { kind, amount, value } = asked
  const rule: Regime['deductions'] = regimeOf(under.code, under.placed)?.deductions ?? null
  const nothing = zero(amount.currency)
  const atMostValue = compare(amount, value) > 0 ? value : amount
  if (kind === 'missing') return atMostValue
  if (asked.isShopsFault && rule !== null) return nothing
  if (rule === null) return amount
  return rule === 'handling_beyond_check' && kind === 'handling' ? atMostValue : nothing
}

/**
 * What of the first delivery goes back with a withdrawal, presentment currency. `standard`: the cheapest standard way at most, where the
 * buyer chose a dearer one (`cheapest` null = not known, then what was paid). Whole only when everything goes back; for a part
 * of the order its share by value: the Directive does not say, and a shop may always give more.
 */
export function outboundRefund(
  under: WithdrawalUnder,
  delivery: {
    readonly paid: Money
    readonly cheapest: Money | null
    /** Values of the goods, in minor units: what is withdrawn from now, and all of the order. */
    readonly withdrawn: number
    readonly ordered: number
  },
): Money {
  const { paid, cheapest, withdrawn, ordered } = delivery
  const rule = regimeOf(under.code, under.placed)?.outbound ?? null
  if (rule === null || withdrawn <= 0) return zero(paid.currency)
  const standard = cheapest !== null && compare(cheapest, paid) < 0 ? cheapest : paid
  const due = rule === 'standard' ? standard : paid
  if (withdrawn >= ordered) return due
  return allocate(due, [withdrawn, ordered - withdrawn])[0] ?? zero(paid.currency)
}
