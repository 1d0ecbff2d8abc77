import { type Money, money, toDecimal } from '../../money.ts'
import { type Condition, conditionOf, type LeafCondition } from '../conditions/index.ts'
import type { SlotValue } from '../conditions/slots.ts'
import type { Rule } from '../policy.ts'
import type { TermName } from '../terms/index.ts'
import type { Words } from '../words.ts'
import { decides } from './decides.ts'
import type { Finding } from './finding.ts'
import { shapeOf, truthAt, valuesAlong } from './reasoning/cells.ts'
import { formulaOf } from './reasoning/formula.ts'
import { factKeyOf } from './reasoning/model.ts'
import { listOf, type Subject, subjectOf, termsOf, termWords } from './subject.ts'

/** A rule as one step of a scale: the conditions on the scale's fact, and those beside them. */
type Step = {
  readonly rule: Rule
  readonly on: readonly LeafCondition[]
  readonly beside: readonly Condition[]
}

/**
 * Rules that set the same term, differ only in their part of one scale (a price, a number, days), and leave a hole between them.
 * What lies in the hole falls to the baseline, as if it were below the lowest step.
 */
export function findGaps(subject: Subject): readonly Finding[] {
  const scales = new Map<string, { readonly term: TermName; readonly steps: Step[] }>()
  for (const rule of subject.rules) {
    if (subject.isImpossible(rule)) continue
    for (const { key, step } of stepsOf(rule)) {
      for (const term of termsOf(rule)) {
        const scale = scales.get(`${term} ${key}`) ?? { term, steps: [] }
        scale.steps.push(step)
        scales.set(`${term} ${key}`, scale)
      }
    }
  }
  const found = new Map<string, { readonly hole: Hole; readonly terms: TermName[] }>()
  for (const { term, steps } of scales.values()) {
    for (const hole of holesIn(subject, term, steps)) {
      const key = JSON.stringify([hole.below.id, hole.above.id, hole.from, hole.to])
      const known = found.get(key) ?? { hole, terms: [] }
      known.terms.push(term)
      found.set(key, known)
    }
  }
  return [...found.values()].map(({ hole, terms }) => gap(hole, terms))
}

const scaled: ReadonlySet<string> = new Set(['number', 'money', 'daysSince'])

/** Each way to see a rule as a step: by the fact of any of its conditions that must all hold. */
function stepsOf(rule: Rule): readonly { readonly key: string; readonly step: Step }[] {
  const parts = conjunctsOf(rule.when)
  const onScale = parts.filter(isLeaf).filter(({ kind }) => scaled.has(conditionOf(kind).form.family))
  return [...new Set(onScale.map(factKeyOf))].map((fact) => {
    const on = onScale.filter((leaf) => factKeyOf(leaf) === fact)
    const beside = parts.filter((part) => !isOneOf(on, part))
    const rest = beside.map((part) => JSON.stringify(part)).sort()
    return { key: JSON.stringify([fact, rest]), step: { rule, on, beside } }
  })
}

function conjunctsOf(condition: Condition): readonly Condition[] {
  return condition.kind === 'all' ? condition.of.flatMap(conjunctsOf) : [condition]
}

function isLeaf(condition: Condition): condition is LeafCondition {
  return condition.kind !== 'all' && condition.kind !== 'any' && condition.kind !== 'not'
}

function isOneOf(list: readonly Condition[], one: Condition): boolean {
  return list.includes(one)
}

type Hole = {
  readonly below: Rule
  readonly above: Rule
  readonly from: number | Money
  readonly to: number | Money
  readonly leaf: LeafCondition
}

/** Runs of values that no step takes, between values that some step does; kept only where no other rule sets the term. */
function holesIn(subject: Subject, term: TermName, steps: readonly Step[]): readonly Hole[] {
  const [first] = steps
  const [leaf] = first?.on ?? []
  if (steps.length < 2 || first === undefined || leaf === undefined) return []
  const values = valuesAlong(steps.flatMap(({ on }) => on))
  const holes: Hole[] = []
  for (const line of byCurrency(values)) {
    let run: (number | Money)[] = []
    let below: Rule | null = null
    for (const value of line) {
      const step = steps.find(({ on }) => on.every((one) => truthAt(one, value) === true))
      if (step === undefined) {
        if (below !== null) run.push(value)
        continue
      }
      const [from] = run
      const to = run.at(-1)
      if (below !== null && from !== undefined && to !== undefined) {
        const hole = { below, above: step.rule, from, to, leaf }
        if (isOpen(subject, { hole, term, beside: first.beside })) holes.push(hole)
      }
      below = step.rule
      run = []
    }
  }
  return holes
}

/** Amounts are compared within their currency only. */
function byCurrency(values: readonly SlotValue[]): readonly (readonly (number | Money)[])[] {
  const lines = new Map<string, (number | Money)[]>()
  for (const value of values) {
    const scale = typeof value === 'number' ? value : isAmount(value) ? value : null
    if (scale === null) continue
    const key = typeof scale === 'number' ? '' : scale.currency
    lines.set(key, [...(lines.get(key) ?? []), scale])
  }
  return [...lines.values()]
}

function isAmount(value: SlotValue): value is Money {
  return typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value
}

/** Whether some order lies in the hole and the baseline decides the term there. */
function isOpen(
  subject: Subject,
  at: { readonly hole: Hole; readonly term: TermName; readonly beside: readonly Condition[] },
): boolean {
  const { hole, term, beside } = at
  const bounds = boundsOf(hole)
  const asked = subjectOf(subject.policy, subject.context, bounds, subject.budget)
  const formulas = [
    ...bounds.map((leaf) => asked.model.leafFormula(leaf, 'true')),
    ...beside.map((part) => formulaOf(part, 'true', asked.model.leafFormula)),
    ...decides(asked, null, term),
  ]
  return asked.ask(...formulas).kind === 'possible'
}

/** The hole's lowest value as a condition of its own: one value that falls through is enough. */
function boundsOf({ leaf, from }: Hole): readonly LeafCondition[] {
  const { family } = conditionOf(leaf.kind).form
  if (typeof from !== 'number') {
    const { currency, minor } = from
    const bound = (is: 'atLeast' | 'below', amount: Money) =>
      // The family's shape with the leaf's own kind: what the closures of that kind read.
      ({ ...leaf, is, amounts: { [currency]: toDecimal(amount) } }) as unknown as LeafCondition
    return [bound('atLeast', from), bound('below', money(minor + 1, currency))]
  }
  if (family === 'daysSince') {
    const { since } = shapeOf(leaf, 'daysSince')
    return [
      { kind: 'daysSince', since, is: 'moreThan', days: from - 1 },
      { kind: 'daysSince', since, is: 'atMost', days: from },
    ]
  }
  // As above: the family's shape with the leaf's own kind.
  return [{ ...leaf, is: 'equals', value: from } as unknown as LeafCondition]
}

function gap({ below, above, from, to, leaf }: Hole, terms: readonly TermName[]): Finding {
  const params = { rule: above.name, other: below.name }
  return {
    kind: 'gap',
    severity: 'warning',
    ruleIds: [above.id, below.id],
    terms,
    says: {
      key: 'lint.gap.hole',
      params,
      of: [valueWords(leaf, from), valueWords(leaf, to), listOf(termWords(terms))],
    },
    mend: { says: { key: 'lint.mend.closeHole', params }, change: null },
  }
}

function valueWords({ kind }: LeafCondition, value: number | Money): Words {
  if (typeof value !== 'number') return { key: 'lint.value.money', params: { amount: value } }
  const { form } = conditionOf(kind)
  if (form.family === 'number' && form.unit === 'percent') {
    return { key: 'lint.value.percent', params: { percent: value } }
  }
  const isDays = form.family === 'daysSince' || (form.family === 'number' && form.unit === 'days')
  return { key: isDays ? 'lint.value.days' : 'lint.value.count', params: { count: value } }
}
