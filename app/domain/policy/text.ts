import { wordsOfCondition } from './condition-tree.ts'
import type { Policy, Rule } from './policy.ts'
import { termNames, wordsOfTerm } from './terms/index.ts'
import type { Words } from './words.ts'

/** A rule as words: its condition and what it sets. */
export type RuleText = {
  readonly id: string
  readonly name: string
  readonly isEnabled: boolean
  readonly when: Words
  readonly set: readonly Words[]
}

/** A policy as words: the terms of the baseline and the rules in their order. */
export type PolicyText = { readonly baseline: readonly Words[]; readonly rules: readonly RuleText[] }

/** Turns a policy into sentences as data; `i18n/` writes them in a language. */
export function textOfPolicy(policy: Policy): PolicyText {
  return { baseline: textOfTerms(policy.baseline), rules: policy.rules.map(textOfRule) }
}

/** The sentences of one rule. */
export function textOfRule(rule: Rule): RuleText {
  const { id, name, enabled, when, set } = rule
  return { id, name, isEnabled: enabled, when: wordsOfCondition(when), set: textOfTerms(set) }
}

/** The sentences of the terms that are set, in reading order. */
export function textOfTerms(terms: Rule['set']): readonly Words[] {
  return termNames.flatMap((name) => {
    const value = terms[name]
    return value === undefined ? [] : [wordsOfTerm(name, value)]
  })
}
