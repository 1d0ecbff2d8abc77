import type { Condition } from '../conditions/index.ts'
import { wordsOfCondition } from '../condition-tree.ts'
import type { Rule } from '../policy.ts'
import type { Finding } from './finding.ts'
import { formulaOf } from './reasoning/formula.ts'
import type { Subject } from './subject.ts'

/** Rules, and parts of rules, that no order can meet. */
export function findImpossible(subject: Subject): readonly Finding[] {
  return subject.rules.flatMap((rule) =>
    subject.isImpossible(rule) ? [impossibleRule(subject, rule)] : deadParts(subject, rule),
  )
}

function impossibleRule(subject: Subject, rule: Rule): Finding {
  return {
    kind: 'impossible',
    severity: 'fault',
    ruleIds: [rule.id],
    terms: [],
    says: {
      key: 'lint.impossible.rule',
      params: { rule: rule.name },
      of: smallestCore(subject, rule.when).map(wordsOfCondition),
    },
    mend: {
      says: { key: 'lint.mend.editOrRemove', params: { rule: rule.name } },
      change: { kind: 'remove_rule', ruleId: rule.id },
    },
  }
}

/** The parts of an "all" that already exclude each other, as few as dropping one after the other leaves. */
function smallestCore(subject: Subject, condition: Condition): readonly Condition[] {
  if (condition.kind !== 'all') return [condition]
  let core: readonly Condition[] = condition.of
  for (const part of condition.of) {
    if (core.length === 1) break
    const without = core.filter((one) => one !== part)
    if (isDead(subject, without)) core = without
  }
  return core
}

/** Options of an "any" that can never be why the rule holds. */
function deadParts(subject: Subject, rule: Rule): readonly Finding[] {
  return optionsOf(rule.when, []).flatMap(({ option, beside }) => {
    if (!isDead(subject, [option, ...beside])) return []
    return [
      {
        kind: 'impossible' as const,
        severity: 'warning' as const,
        ruleIds: [rule.id],
        terms: [],
        says: {
          key: 'lint.impossible.part',
          params: { rule: rule.name },
          of: [wordsOfCondition(option)],
        },
        mend: { says: { key: 'lint.mend.editPart', params: { rule: rule.name } }, change: null },
      },
    ]
  })
}

type Option = { readonly option: Condition; readonly beside: readonly Condition[] }

/** Every option of every "any" that is not under a "not", with what must hold beside it. */
function optionsOf(condition: Condition, beside: readonly Condition[]): readonly Option[] {
  if (condition.kind === 'all') {
    return condition.of.flatMap((part) =>
      optionsOf(part, [...beside, ...condition.of.filter((other) => other !== part)]),
    )
  }
  if (condition.kind !== 'any') return []
  return condition.of.flatMap((option) => [{ option, beside }, ...optionsOf(option, beside)])
}

function isDead({ ask, model }: Subject, parts: readonly Condition[]): boolean {
  const formulas = parts.map((part) => formulaOf(part, 'true', model.leafFormula))
  return ask(...formulas).kind === 'impossible'
}
