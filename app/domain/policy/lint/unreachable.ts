import type { Rule } from '../policy.ts'
import { type TermName } from '../terms/index.ts'
import { applyChange, type Change, type Finding, type Mend } from './finding.ts'
import { differOn, type Subject, termsOf, termWords } from './subject.ts'

/**
 * Rules that never decide a term, because wherever they hold an earlier rule that sets the term holds too. Proved, never
 * guessed: a rule that is named here can be left out and no term of any order is decided otherwise.
 */
export function findUnreachable(subject: Subject): readonly Finding[] {
  return subject.rules.flatMap((rule, place) => {
    if (subject.isImpossible(rule)) return []
    const terms = termsOf(rule)
    if (terms.length === 0) return [setsNothing(rule)]
    const earlier = subject.rules.slice(0, place)
    const shadows = shadowedTerms(subject, rule, earlier)
    if (shadows.size === 0) return []
    const dead = terms.filter((term) => shadows.has(term))
    const by = earlier.filter(({ id }) => dead.some((term) => shadows.get(term)?.includes(id)))
    return [shadowed(subject, rule, { dead, by, isWhole: dead.length === terms.length })]
  })
}

/** By term that never comes from the rule, the ids of the earlier rules that always come first. */
function shadowedTerms(
  subject: Subject,
  rule: Rule,
  earlier: readonly Rule[],
): ReadonlyMap<TermName, readonly string[]> {
  const shadows = new Map<TermName, readonly string[]>()
  // Terms set by the same earlier rules have the same answer.
  const proved: { readonly setting: readonly Rule[]; readonly by: readonly string[] | null }[] = []
  const possible = earlier.filter((other) => !subject.isImpossible(other))
  for (const term of termsOf(rule)) {
    const setting = possible.filter((other) => other.set[term] !== undefined)
    const known = proved.find((one) => isSameList(one.setting, setting))
    const { by } = known ?? { by: shadowersOf(subject, rule, setting) }
    if (known === undefined) proved.push({ setting, by })
    if (by !== null) shadows.set(term, by)
  }
  return shadows
}

function isSameList(one: readonly Rule[], other: readonly Rule[]): boolean {
  return one.length === other.length && one.every((rule, place) => rule === other[place])
}

/** Which of the earlier rules leave nothing to the rule; null when some order may still be left, or nobody can say. */
function shadowersOf(subject: Subject, rule: Rule, setting: readonly Rule[]): readonly string[] | null {
  const alone = setting.find((other) => subject.implies(rule, other))
  if (alone !== undefined) return [alone.id]
  if (setting.length < 2 || !leavesNothing(subject, rule, setting)) return null
  let needed = setting
  for (const other of setting) {
    if (setting.length > mostTried) break
    const without = needed.filter((one) => one !== other)
    if (leavesNothing(subject, rule, without)) needed = without
  }
  return needed.map(({ id }) => id)
}

/** Above this many rules the finding names all that come first instead of looking for the few that suffice. */
const mostTried = 24

function leavesNothing({ ask, model }: Subject, rule: Rule, setting: readonly Rule[]): boolean {
  const formulas = [model.formula(rule, 'true'), ...setting.map((other) => model.formula(other, 'notTrue'))]
  return ask(...formulas).kind === 'impossible'
}

type Shadow = { readonly dead: readonly TermName[]; readonly by: readonly Rule[]; readonly isWhole: boolean }

function shadowed(subject: Subject, rule: Rule, { dead, by, isWhole }: Shadow): Finding {
  return {
    kind: 'unreachable',
    severity: isWhole ? 'fault' : 'warning',
    ruleIds: [rule.id, ...by.map(({ id }) => id)],
    terms: dead,
    says: {
      key: isWhole ? 'lint.unreachable.rule' : 'lint.unreachable.terms',
      params: { rule: rule.name, rules: by.map(({ name }) => name) },
      of: termWords(dead),
    },
    mend: mendOf(subject, rule, { dead, by, isWhole }),
  }
}

/** Moving up mends it where the rule is narrower than what stands before it and says something else; else it can go. */
function mendOf(subject: Subject, rule: Rule, { dead, by, isWhole }: Shadow): Mend {
  const [first] = by
  const saysElse = dead.some((term) =>
    by.some((other) => other.set[term] !== undefined && differOn(rule, other, term)),
  )
  if (first !== undefined && saysElse && !by.some((other) => subject.implies(other, rule))) {
    const change: Change = { kind: 'move_before', ruleId: rule.id, before: first.id }
    if (isMendedBy(subject, rule, change)) {
      return { says: { key: 'lint.mend.moveBefore', params: { rule: rule.name, other: first.name } }, change }
    }
  }
  if (isWhole) {
    return {
      says: { key: 'lint.mend.removeRule', params: { rule: rule.name } },
      change: { kind: 'remove_rule', ruleId: rule.id },
    }
  }
  return {
    says: { key: 'lint.mend.removeTerms', params: { rule: rule.name }, of: termWords(dead) },
    change: { kind: 'remove_terms', ruleId: rule.id, terms: dead },
  }
}

/** Whether every term of the rule counts after the move, and it leaves none of the rules that it passes without effect. */
function isMendedBy(subject: Subject, rule: Rule, change: Change): boolean {
  const places = new Map(applyChange(subject.policy, change).rules.map(({ id }, place) => [id, place]))
  const placeOf = ({ id }: Rule) => places.get(id) ?? 0
  // What can be proved of the conditions does not depend on their order.
  const rules = [...subject.rules].sort((a, b) => placeOf(a) - placeOf(b))
  const place = rules.indexOf(rule)
  if (shadowedTerms({ ...subject, rules }, rule, rules.slice(0, place)).size > 0) return false
  const passed = rules.slice(place + 1, subject.rules.indexOf(rule) + 1)
  return !passed.some((one) => subject.implies(one, rule))
}

function setsNothing(rule: Rule): Finding {
  return {
    kind: 'unreachable',
    severity: 'warning',
    ruleIds: [rule.id],
    terms: [],
    says: { key: 'lint.unreachable.setsNothing', params: { rule: rule.name } },
    mend: {
      says: { key: 'lint.mend.setOrRemove', params: { rule: rule.name } },
      change: { kind: 'remove_rule', ruleId: rule.id },
    },
  }
}
