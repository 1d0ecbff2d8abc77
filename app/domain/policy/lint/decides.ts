import type { Rule } from '../policy.ts'
import type { TermName } from '../terms/index.ts'
import type { Formula } from './reasoning/formula.ts'
import type { Subject } from './subject.ts'

/** What must be so for a rule (null = the baseline) to decide a term: it holds, and no earlier rule that sets the term does. */
export function decides({ rules, model }: Subject, rule: Rule | null, term: TermName): readonly Formula[] {
  const place = rule === null ? rules.length : rules.indexOf(rule)
  const earlier = rules.slice(0, place).filter((other) => other.set[term] !== undefined)
  const formulas = earlier.map((other) => model.formula(other, 'notTrue'))
  return rule === null ? formulas : [model.formula(rule, 'true'), ...formulas]
}
