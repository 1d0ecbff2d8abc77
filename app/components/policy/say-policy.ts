import type { Policy, Rule } from '#app/domain/policy/policy.ts'
import { Policy as PolicySchema } from '#app/domain/policy/policy.ts'
import { type TermName, Terms } from '#app/domain/policy/terms/index.ts'
import { textOfRule, textOfTerms } from '#app/domain/policy/text.ts'
import { sayAll, sayWords } from '#app/i18n/sentences.ts'
import type { Translator } from '#app/i18n/translator.ts'
import type { EditorContext } from './editor-context.ts'

/** A rule as one sentence: `If …: …`. While a field holds nothing valid it says so instead. */
export function sayRule(translator: Translator, rule: Rule): string {
  const valid = PolicySchema.shape.rules.element.safeParse(rule)
  if (!valid.success) return 'This rule is not complete yet.'
  const { when, set } = textOfRule(valid.data)
  const effect =
    set.length === 0 ? 'nothing changes' : set.map((words) => sayWords(translator, words)).join(', ')
  return `If ${sayWords(translator, when)}: ${effect}.`
}

/** The baseline as sentences, or the same hint. */
export function sayBaseline(translator: Translator, policy: Policy): string {
  const valid = PolicySchema.shape.baseline.safeParse(policy.baseline)
  return valid.success ? sayAll(translator, textOfTerms(valid.data)) : 'The baseline is not complete yet.'
}

/** One term of the baseline as a sentence, its location by name; the same hint while a field holds nothing valid. */
export function sayTerm(
  translator: Translator,
  name: TermName,
  { terms, locations }: { readonly terms: Terms; readonly locations: EditorContext['locations'] },
): string {
  const valid = Terms.shape[name].safeParse(terms[name])
  if (!valid.success) return 'This is not complete yet.'
  const text = sayAll(translator, textOfTerms({ [name]: terms[name] }))
  return locations.reduce((said, { gid, name: location }) => said.replace(gid, location), text)
}
