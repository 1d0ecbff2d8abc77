import { titledIn } from '#app/domain/policy/own-titles.ts'
import type { Policy, Rule } from '#app/domain/policy/policy.ts'
import { Policy as PolicySchema } from '#app/domain/policy/policy.ts'
import { type TermName, Terms } from '#app/domain/policy/terms/index.ts'
import { textOfRule, textOfTerms } from '#app/domain/policy/text.ts'
import { sayAll, sayWords } from '#app/i18n/sentences.ts'
import type { Translator } from '#app/i18n/translator.ts'
import { nameLocations, type NamedLocations } from './name-locations.ts'

type Names = { readonly policy: Policy; readonly locations: NamedLocations }

/** A rule as one sentence: `If …: …`. While a field holds nothing valid it says so instead. */
export function sayRule(translator: Translator, rule: Rule, { policy, locations }: Names): string {
  const valid = PolicySchema.shape.rules.element.safeParse(rule)
  if (!valid.success) return 'This rule is not complete yet.'
  const [titled = valid.data] = titledIn({ ...policy, rules: [valid.data] }, translator.locale).rules
  const { when, set } = textOfRule(titled)
  const effects = set.map((words) => sayWords(translator, nameLocations(words, locations)))
  return `If ${sayWords(translator, when)}: ${effects.length === 0 ? 'nothing changes' : effects.join(', ')}.`
}

/** The baseline as sentences, or the same hint. */
export function sayBaseline(translator: Translator, { policy, locations }: Names): string {
  const valid = PolicySchema.shape.baseline.safeParse(policy.baseline)
  if (!valid.success) return 'The baseline is not complete yet.'
  return sayAll(
    translator,
    textOfTerms(valid.data).map((words) => nameLocations(words, locations)),
  )
}

/** One term of the baseline as a sentence; the same hint while a field holds nothing valid. */
export function sayTerm(translator: Translator, name: TermName, { policy, locations }: Names): string {
  const value = policy.baseline[name]
  if (!Terms.shape[name].safeParse(value).success) return 'This is not complete yet.'
  return sayAll(
    translator,
    textOfTerms({ [name]: value }).map((words) => nameLocations(words, locations)),
  )
}
