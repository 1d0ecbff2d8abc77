import { isPositive } from '../../money.ts'
import { amountsOf } from '../currency-amounts.ts'
import type { Rule } from '../policy.ts'
import type { FlatFee } from '../terms/fee.ts'
import type { TermName, Terms } from '../terms/index.ts'
import type { Outcome } from '../terms/outcomes.ts'
import { textOfTerms } from '../text.ts'
import { decides } from './decides.ts'
import type { Finding, Severity } from './finding.ts'
import { differOn, type Subject, termsOf, termWords } from './subject.ts'

/** Rules that hold for the same lines and say different things, and terms that take each other's sense. */
export function findContradictions(subject: Subject): readonly Finding[] {
  return [...opposites(subject), ...clashes.flatMap((clash) => clash(subject))]
}

function opposites(subject: Subject): readonly Finding[] {
  return subject.rules.flatMap((rule, place) =>
    subject.rules.slice(0, place).flatMap((earlier) => {
      const terms = termsOf(rule).filter(
        (term) => earlier.set[term] !== undefined && differOn(rule, earlier, term),
      )
      if (terms.length === 0 || subject.isImpossible(rule)) return []
      if (!subject.implies(rule, earlier) || !subject.implies(earlier, rule)) return []
      return [opposite(rule, earlier, terms)]
    }),
  )
}

function opposite(rule: Rule, earlier: Rule, terms: readonly TermName[]): Finding {
  const isWhole = termsOf(rule).every((term) => earlier.set[term] !== undefined)
  return {
    kind: 'contradiction',
    severity: 'fault',
    ruleIds: [rule.id, earlier.id],
    terms,
    says: {
      key: 'lint.contradiction.rules',
      params: { rule: rule.name, other: earlier.name },
      of: termWords(terms),
    },
    mend: isWhole
      ? {
          says: { key: 'lint.mend.removeRule', params: { rule: rule.name } },
          change: { kind: 'remove_rule', ruleId: rule.id },
        }
      : {
          says: { key: 'lint.mend.removeTerms', params: { rule: rule.name }, of: termWords(terms) },
          change: { kind: 'remove_terms', ruleId: rule.id, terms },
        },
  }
}

/** Two terms whose values make no sense together. */
type Clash<One extends TermName, Two extends TermName> = {
  readonly name: string
  readonly severity: Severity
  readonly terms: readonly [One, Two]
  /** Only where one rule, or the baseline, sets both: else an ordinary exception would be named. */
  readonly isWithinOne: boolean
  readonly holds: (one: Terms[One], two: Terms[Two]) => boolean
  /** What to set where the second value was set. */
  readonly mend: (one: Terms[One], two: Terms[Two]) => Partial<Terms>
}

const clashes: readonly ((subject: Subject) => readonly Finding[])[] = [
  clash({
    name: 'kept_but_paid_later',
    severity: 'fault',
    terms: ['keepItem', 'payWhen'],
    isWithinOne: false,
    holds: (keepItem, payWhen) => keepItem && payWhen !== 'on_approval',
    mend: () => ({ payWhen: 'on_approval' }),
  }),
  clash({
    name: 'never_scanned',
    severity: 'warning',
    terms: ['returnMethods', 'payWhen'],
    isWithinOne: false,
    holds: (methods, payWhen) => payWhen === 'on_scan' && methods.every((method) => method === 'in_store'),
    mend: () => ({ payWhen: 'on_receipt' }),
  }),
  clash({
    name: 'free_but_charged',
    severity: 'warning',
    terms: ['returnShippingPayer', 'returnShippingFee'],
    isWithinOne: true,
    holds: (payer, fee) => payer === 'merchant' && hasAmount(fee),
    mend: (_payer, fee) => ({ returnShippingFee: { ...fee, amounts: {} } }),
  }),
  clash({
    name: 'fee_without_outcome',
    severity: 'warning',
    terms: ['outcomes', 'restockingFee'],
    isWithinOne: true,
    holds: (outcomes, fee) => (fee.percent > 0 || hasAmount(fee)) && !sharesOutcome(outcomes, fee.outcomes),
    mend: (outcomes, fee) => ({ restockingFee: { ...fee, outcomes: [...outcomes] } }),
  }),
  clash({
    name: 'fee_without_outcome',
    severity: 'warning',
    terms: ['outcomes', 'handlingFee'],
    isWithinOne: true,
    holds: (outcomes, fee) => hasAmount(fee) && !sharesOutcome(outcomes, fee.outcomes),
    mend: (outcomes, fee) => ({ handlingFee: { ...fee, outcomes: [...outcomes] } }),
  }),
  clash({
    name: 'bonus_without_outcome',
    severity: 'warning',
    terms: ['outcomes', 'bonus'],
    isWithinOne: true,
    holds: (outcomes, bonus) =>
      (isCredited(bonus) && !outcomes.includes('store_credit')) ||
      (isExchanged(bonus) && !outcomes.includes('exchange')),
    mend: (outcomes, bonus) => ({
      bonus: {
        ...bonus,
        ...(outcomes.includes('store_credit') ? {} : { storeCreditPercent: 0, storeCreditAmounts: {} }),
        ...(outcomes.includes('exchange') ? {} : { exchangePercent: 0, exchangeAmounts: {} }),
      },
    }),
  }),
]

function hasAmount({ amounts }: Pick<FlatFee, 'amounts'>): boolean {
  return amountsOf(amounts).some(isPositive)
}

function sharesOutcome(offered: readonly Outcome[], charged: readonly Outcome[]): boolean {
  return charged.some((outcome) => offered.includes(outcome))
}

function isCredited({ storeCreditPercent, storeCreditAmounts }: Terms['bonus']): boolean {
  return storeCreditPercent > 0 || hasAmount({ amounts: storeCreditAmounts })
}

function isExchanged({ exchangePercent, exchangeAmounts }: Terms['bonus']): boolean {
  return exchangePercent > 0 || hasAmount({ amounts: exchangeAmounts })
}

type Scope = { readonly rule: Rule | null; readonly set: Rule['set'] }

/** Looks for the clash wherever both values can be decided for one line; the rule that sets the second is named first. */
function clash<One extends TermName, Two extends TermName>(spec: Clash<One, Two>) {
  const [one, two] = spec.terms
  return (subject: Subject): readonly Finding[] => {
    const scopes: readonly Scope[] = [
      ...subject.rules.map((rule): Scope => ({ rule, set: rule.set })),
      { rule: null, set: subject.policy.baseline },
    ]
    const found = scopes.flatMap((first) =>
      scopes.flatMap((second) => {
        const a = first.set[one]
        const b = second.set[two]
        if (a === undefined || b === undefined || (spec.isWithinOne && first !== second)) return []
        // The values stand under their own names; TypeScript widens them to any term's.
        const [oneValue, twoValue] = [a as Terms[One], b as Terms[Two]]
        if (!spec.holds(oneValue, twoValue)) return []
        const formulas = [...decides(subject, first.rule, one), ...decides(subject, second.rule, two)]
        if (subject.ask(...formulas).kind !== 'possible') return []
        return [clashing(spec, { first, second, terms: spec.mend(oneValue, twoValue) })]
      }),
    )
    // One mend in a rule ends all its clashes, whichever rules the other values come from.
    return found.filter(
      (one, place) => found.findIndex(({ ruleIds }) => ruleIds[0] === one.ruleIds[0]) === place,
    )
  }
}

function clashing(
  { name, severity, terms }: Pick<Clash<TermName, TermName>, 'name' | 'severity' | 'terms'>,
  found: { readonly first: Scope; readonly second: Scope; readonly terms: Rule['set'] },
): Finding {
  const { first, second } = found
  // Mended where the first value is set by a rule: there it is an exception, and the other value may be right elsewhere.
  const place = first.rule ?? second.rule
  const rules = [...new Set([place, second.rule, first.rule])].filter((rule) => rule !== null)
  return {
    kind: 'contradiction',
    severity,
    ruleIds: rules.map(({ id }) => id),
    terms,
    says: {
      key: `lint.contradiction.${name}.${rules.length === 0 ? 'baseline' : 'rule'}`,
      params: { rule: place?.name ?? '', rules: rules.map((rule) => rule.name) },
      of: termWords(terms),
    },
    mend: {
      says: {
        key: place === null ? 'lint.mend.setBaseline' : 'lint.mend.setInRule',
        params: { rule: place?.name ?? '' },
        of: textOfTerms(found.terms),
      },
      change: { kind: 'set_terms', ruleId: place?.id ?? null, terms: found.terms },
    },
  }
}
