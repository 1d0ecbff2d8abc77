import { leavesOf } from '#app/domain/policy/condition-tree.ts'
import { type LeafCondition, wordsOfLeaf } from '#app/domain/policy/conditions/index.ts'
import type { LeafTrace, LineDecision, RuleTrace } from '#app/domain/policy/decision.ts'
import { conditionTitledIn } from '#app/domain/policy/own-titles.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { alternativesOf } from './explanation.ts'
import { sayAlternative, sayWords } from './sentences.ts'
import type { Translator } from './translator.ts'
import { sayFound } from './values.ts'

/** A condition of a rule: what it asks, what it came to, and what the fact was found to be. */
export type SaidCondition = {
  readonly text: string
  readonly result: RuleTrace['result']
  readonly resultLabel: string
  readonly found: string
}

/** A rule of the trace in words. `conditions` is empty where the version that judged is not at hand. */
export type SaidRule = {
  readonly name: string
  readonly result: RuleTrace['result']
  readonly resultLabel: string
  readonly missing: string
  readonly conditions: readonly SaidCondition[]
}

/** Every rule of a decision's trace with its conditions and the values they found. `policy` is the version that judged. */
export function sayTrace(
  translator: Translator,
  decision: Pick<LineDecision, 'trace'>,
  policy: Policy | null,
): readonly SaidRule[] {
  const { t } = translator
  return decision.trace.map((traced) => {
    const rule = policy?.rules.find(({ id }) => id === traced.ruleId)
    return {
      name: traced.ruleName,
      result: traced.result,
      resultLabel: t(`ruleResult.${traced.result}`),
      missing: traced.missing.map((fact) => t(`fact.${fact}`)).join(', '),
      conditions:
        rule === undefined || policy === null
          ? []
          : sayConditions(
              translator,
              leavesOf(conditionTitledIn(rule.when, policy, translator.locale)),
              traced,
            ),
    }
  })
}

function sayConditions(
  translator: Translator,
  leaves: readonly LeafCondition[],
  { leaves: traces = [] }: Partial<Pick<RuleTrace, 'leaves'>>,
): readonly SaidCondition[] {
  // Traces stand in the reading order of the conditions; decisions that were stored without them have none.
  if (traces.length !== leaves.length) return []
  return leaves.flatMap((leaf, index) => {
    const trace = traces[index]
    return trace === undefined ? [] : [sayCondition(translator, leaf, trace)]
  })
}

function sayCondition(
  translator: Translator,
  leaf: LeafCondition,
  { holds, found }: LeafTrace,
): SaidCondition {
  const result = holds === null ? 'unknown' : holds ? 'true' : 'false'
  return {
    text: sayWords(translator, wordsOfLeaf(leaf)),
    result,
    resultLabel: translator.t(`leafResult.${result}`),
    found: sayFound(translator, leaf, found),
  }
}

/** What else staff should know of a decision, a sentence each: how the window was counted, fault, law, version, alternatives. */
export function sayCircumstances(translator: Translator, decision: LineDecision): readonly string[] {
  const { t } = translator
  // Decisions that were stored before the law and fault were known lack these.
  const { window, fault, law, policyVersion }: Partial<LineDecision> = decision
  const said: string[] = []
  if (window) {
    const parts = window.extendedBy ? [t(`window.extendedBy.${window.extendedBy}`)] : []
    said.push(t('trace.window', { ...window, parts }))
  }
  if (fault) said.push(t('trace.fault', { part: t(`option.fault.${fault}`) }))
  if (law) {
    const kind = law.lastDay === null ? 'faultsOnly' : law.open ? 'open' : 'ended'
    said.push(t(`trace.law.${kind}`, law))
  }
  if (policyVersion !== undefined) said.push(t('trace.laterVersion', { count: policyVersion }))
  const alternatives = alternativesOf(decision)
  if (alternatives.length > 0) {
    said.push(t('trace.instead', { parts: alternatives.map((each) => sayAlternative(translator, each)) }))
  }
  return said
}
