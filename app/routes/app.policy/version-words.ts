import { nameLocations, type NamedLocations } from '#app/components/policy/name-locations.ts'
import { diffPolicies } from '#app/domain/policy/diff.ts'
import { titledIn } from '#app/domain/policy/own-titles.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { textOfPolicy } from '#app/domain/policy/text.ts'
import { sayAll, sayWords } from '#app/i18n/sentences.ts'
import type { Translator } from '#app/i18n/translator.ts'

/** In which language, and how places are called. */
export type Saying = { readonly translator: Translator; readonly locations: NamedLocations }

/** What differs between two policies, a sentence each; empty when nothing does. */
export function sayChanges(
  { translator, locations }: Saying,
  before: Policy,
  after: Policy,
): readonly string[] {
  // A text that changed is a change of its own and none of every rule that names it.
  const own = {
    questions: joined(after.questions, before.questions),
    reasons: joined(after.reasons, before.reasons),
  }
  const [was, is] = [titledIn(before, translator.locale, own), titledIn(after, translator.locale, own)]
  return diffPolicies(was, is).map(({ says }) => sayWords(translator, nameLocations(says, locations)))
}

function joined<One extends { readonly id: string }>(first: readonly One[], more: readonly One[]): One[] {
  return [...first, ...more.filter(({ id }) => first.every((one) => one.id !== id))]
}

/** A whole policy: its baseline, then each rule, a sentence each. */
export function sayPolicy({ translator, locations }: Saying, policy: Policy): readonly string[] {
  const { baseline, rules } = textOfPolicy(titledIn(policy, translator.locale))
  const sayTerms = (list: typeof baseline) =>
    sayAll(
      translator,
      list.map((words) => nameLocations(words, locations)),
    )
  const sayRule = (rule: (typeof rules)[number]) =>
    `${rule.name}${rule.isEnabled ? '' : ' (off)'}: if ${sayWords(translator, rule.when)}: ${sayTerms(rule.set)}`
  return [sayTerms(baseline), ...rules.map(sayRule)]
}
