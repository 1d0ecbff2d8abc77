import { epochDay } from '../../dates.ts'
import { money } from '../../money.ts'
import { closedDaysOf, spanOf } from '../window.ts'
import type { LeafCondition } from '../conditions/index.ts'
import type { PolicyFacts } from '../facts.ts'
import { boundTerms, lawOf, statutes } from '../law/index.ts'
import type { LawRight } from '../law/law.ts'
import type { Policy, Rule } from '../policy.ts'
import { type TermName, termNames, type Terms, wordsOfTerm } from '../terms/index.ts'
import { decides } from './decides.ts'
import { type Finding, type LintContext, type Mend, wholeTerms } from './finding.ts'
import { plainFacts } from './reasoning/plain-facts.ts'
import { type Subject, subjectOf } from './subject.ts'

/**
 * Terms that a statute raises for consumers who change their mind, wherever the rule (or the baseline) decides them for its
 * countries while the right is open. Homeward holds such orders to the law by itself; the policy promises less than it may.
 */
export function findBelowLaw(subject: Subject): readonly Finding[] {
  const { policy, context } = subject
  const rights = rightsOf(context)
  if (rights.length === 0) return []
  const asked = subjectOf(
    policy,
    context,
    rights.flatMap(({ country, right }) => leavesFor(country, right)),
    subject.budget,
  )
  return [...asked.rules, null].flatMap((rule) =>
    termNames.flatMap((term) => {
      if (rule !== null && rule.set[term] === undefined) return []
      const raised = rights.flatMap((one) => raisedTo(asked, { rule, term, one }))
      return raised.length === 0 ? [] : [belowLaw(policy, { rule, term, raised })]
    }),
  )
}

/** An open right in one country; for each statute the first of its countries that the shop sends to stands for all. */
type Right = {
  readonly statute: string
  readonly country: string
  readonly right: LawRight
  readonly facts: readonly PolicyFacts[]
}

function rightsOf(context: LintContext): readonly Right[] {
  const countries =
    context.countries.length > 0 ? context.countries : statutes.flatMap((one) => one.countries)
  const found = new Map<string, Right>()
  for (const country of countries) {
    const facts = buyersOf(country, context)
    const [first] = facts
    const law = first === undefined ? null : lawOf(first)
    if (law?.kind !== 'statute' || law.right === null || !law.right.open || found.has(law.statute)) continue
    found.set(law.statute, { statute: law.statute, country, right: law.right, facts })
  }
  return [...found.values()]
}

/** A consumer in the country whose plain order arrived yesterday, once per currency that the shop sells in. */
function buyersOf(country: string, { today, currencies }: LintContext): readonly PolicyFacts[] {
  const now = epochDay(today)
  const { order, line } = plainFacts
  const days = { ...plainFacts.days, today: now, placed: now - 4, fulfilled: now - 3 }
  const arrived = { delivered: now - 1, lastDelivered: now - 1 }
  return (currencies.length > 0 ? currencies : ['USD']).map((currency) => {
    const price = money(10_000, currency)
    return {
      ...plainFacts,
      order: { ...order, country, currency, isBusiness: false, channel: 'web', total: price },
      line: { ...line, originalUnitPrice: price, discountedUnitPrice: price },
      days: { ...days, ...arrived },
    }
  })
}

/** What must be so for the right to be open: the country, a consumer, bought at a distance, within the days. */
function leavesFor(
  country: string,
  right: LawRight,
): readonly [wanted: LeafCondition, ...unwanted: LeafCondition[]] {
  return [
    { kind: 'orderCountry', is: 'anyOf', values: [country] },
    { kind: 'businessOrder', is: true },
    { kind: 'orderChannel', is: 'anyOf', values: ['pos'] },
    { kind: 'daysSince', since: 'delivery', is: 'moreThan', days: right.days },
    // A claim for faulty goods follows other rules.
    { kind: 'fault', is: 'anyOf', values: ['merchant'] },
  ]
}

type Raised = { readonly statute: string; readonly before: Terms; readonly after: Terms }

function raisedTo(
  subject: Subject,
  asked: { readonly rule: Rule | null; readonly term: TermName; readonly one: Right },
): readonly Raised[] {
  const { rule, term, one } = asked
  const before = wholeTerms(subject.policy.baseline, rule?.set ?? {})
  const after = raisedTerms(subject.policy, before, one)
  if (JSON.stringify(after[term]) === JSON.stringify(before[term])) return []
  const [country, ...unwanted] = leavesFor(one.country, one.right)
  const { model } = subject
  const formulas = [
    model.leafFormula(country, 'true'),
    ...unwanted.map((leaf) => model.leafFormula(leaf, 'notTrue')),
    ...decides(subject, rule, term),
  ]
  return subject.ask(...formulas).kind === 'possible' ? [{ statute: one.statute, before, after }] : []
}

/** The terms as the statute leaves them; the window as the shortest term with the policy's start that is long enough. */
function raisedTerms(policy: Policy, terms: Terms, { right, facts }: Right): Terms {
  let raised = terms
  for (const one of facts) {
    raised = boundTerms(raised, right.bounds, one)
    const span = spanOf(terms.returnWindow, one.days, closedDaysOf(policy.calendar))
    if (span === null || span.lastDay >= right.lastDay) continue
    const days = right.lastDay - right.from
    raised = { ...raised, returnWindow: { ...terms.returnWindow, days, from: right.countedFrom } }
  }
  return raised
}

function belowLaw(
  policy: Policy,
  found: { readonly rule: Rule | null; readonly term: TermName; readonly raised: readonly Raised[] },
): Finding {
  const { rule, term, raised } = found
  const before = raised[0]?.before ?? policy.baseline
  return {
    kind: 'below_law',
    severity: 'warning',
    ruleIds: rule === null ? [] : [rule.id],
    terms: [term],
    says: {
      key: rule === null ? 'lint.below_law.baseline' : 'lint.below_law.rule',
      params: { rule: rule?.name ?? '' },
      of: [
        { key: `termName.${term}`, params: {} },
        wordsOfTerm(term, before[term]),
        {
          key: 'lint.statutes',
          params: {},
          of: raised.map(({ statute }) => ({ key: 'lint.statute', params: { statute } })),
        },
      ],
    },
    mend: mendOf(rule, term, raised),
  }
}

/** Taking the law's own value mends it for everybody; a refusal may have a ground that only the merchant knows. */
function mendOf(rule: Rule | null, term: TermName, raised: readonly Raised[]): Mend {
  const params = { rule: rule?.name ?? '' }
  if (term === 'eligible') return { says: { key: 'lint.mend.addGround', params }, change: null }
  const values = raised.map(({ after }) => after)
  const [highest] = term === 'returnWindow' ? [...values].sort((a, b) => lengthOf(b) - lengthOf(a)) : values
  const isOne = new Set(values.map((value) => JSON.stringify(value[term]))).size === 1
  if (highest === undefined || (!isOne && term !== 'returnWindow')) {
    return { says: { key: 'lint.mend.ruleForCountry', params }, change: null }
  }
  return {
    says: { key: 'lint.mend.setToLaw', params, of: [wordsOfTerm(term, highest[term])] },
    change: { kind: 'set_terms', ruleId: rule?.id ?? null, terms: { [term]: highest[term] } },
  }
}

function lengthOf({ returnWindow }: Terms): number {
  return returnWindow.days ?? Infinity
}
