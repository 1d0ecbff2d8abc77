import type { LocalText } from '../local-text.ts'
import type { Policy } from '../policy.ts'
import type { ReasonNode } from '../reasons.ts'
import type { Finding, LintContext } from './finding.ts'
import type { Subject } from './subject.ts'

/** A text for shoppers, and what it belongs to. `name` is how the merchant finds it. */
type Place = {
  readonly part: 'rule' | 'baseline' | 'reason' | 'question'
  readonly ruleId: string | null
  readonly name: string
  readonly text: LocalText
}

/** Texts for shoppers that are missing in a language that the shop, or another text of the policy, speaks. */
export function findMissingTexts({ policy, context }: Subject): readonly Finding[] {
  const places = placesOf(policy)
  const languages = languagesOf(places, context)
  return places.flatMap((place) => {
    const missing = languages.filter((language) => !hasText(place.text, language))
    return missing.length === 0 ? [] : [missingText(place, missing)]
  })
}

/** Every language that is spoken, `pt-BR` only where no other region of it is. */
function languagesOf(places: readonly Place[], context: LintContext): readonly string[] {
  return [...new Set([...context.languages, ...places.flatMap(({ text }) => Object.keys(text))])].sort()
}

/** A language without its region stands in for one with it, as it does for the shopper. */
function hasText(text: LocalText, language: string): boolean {
  const [bare = ''] = language.split('-')
  const found = Object.keys(text)
  return found.includes(language) || found.includes(bare)
}

function placesOf({ baseline, rules, reasons, questions }: Policy): readonly Place[] {
  const places: Place[] = []
  const addTerm = (
    eligible: Policy['baseline']['eligible'] | undefined,
    rule: Policy['rules'][number] | null,
  ) => {
    if (eligible?.kind !== 'no') return
    const part = rule === null ? 'baseline' : 'rule'
    places.push({ part, ruleId: rule?.id ?? null, name: rule?.name ?? '', text: eligible.because })
  }
  addTerm(baseline.eligible, null)
  for (const rule of rules) if (rule.enabled) addTerm(rule.set.eligible, rule)
  const addReasons = (nodes: readonly ReasonNode[]) => {
    for (const { id, label, parts } of nodes) {
      places.push({ part: 'reason', ruleId: null, name: id, text: label })
      addReasons(parts)
    }
  }
  addReasons(reasons)
  for (const { id, text, answers } of questions) {
    places.push({ part: 'question', ruleId: null, name: id, text })
    for (const answer of answers) places.push({ part: 'question', ruleId: null, name: id, text: answer.text })
  }
  return places
}

function missingText({ part, ruleId, name, text }: Place, missing: readonly string[]): Finding {
  const params = { rule: name, name, languages: missing, text }
  return {
    kind: 'missing_text',
    severity: 'warning',
    ruleIds: ruleId === null ? [] : [ruleId],
    terms: part === 'rule' || part === 'baseline' ? ['eligible'] : [],
    says: { key: `lint.missing_text.${part}`, params },
    mend: { says: { key: 'lint.mend.addText', params }, change: null },
  }
}
