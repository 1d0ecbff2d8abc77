import { wordsOfCondition } from './condition-tree.ts'
import type { LocalText } from './local-text.ts'
import type { Policy, Question, Rule } from './policy.ts'
import type { ReasonNode } from './reasons.ts'
import { type TermName, termNames, wordsOfTerm } from './terms/index.ts'
import { textOfTerms } from './text.ts'
import type { Words } from './words.ts'

/** One thing that differs between two versions. `says` has what was before and what is after as its parts, where both are. */
export type PolicyChange = {
  readonly part: 'baseline' | 'rule' | 'reason' | 'question' | 'policy'
  /** The rule, reason or question that changed. */
  readonly id: string | null
  readonly says: Words
}

/** What changed from one version to the next, in the order in which people read a policy; empty when nothing did. */
export function diffPolicies(before: Policy, after: Policy): readonly PolicyChange[] {
  return [
    ...termChanges(before.baseline, after.baseline, null),
    ...ruleChanges(before.rules, after.rules),
    ...orderChange(before.rules, after.rules),
    ...reasonChanges(before.reasons, after.reasons),
    ...questionChanges(before.questions, after.questions),
    ...policyChanges(before, after),
  ]
}

type Params = Words['params']

function change(part: PolicyChange['part'], id: string | null, says: Words): PolicyChange {
  return { part, id, says }
}

function said(key: string, params: Params, of: readonly Words[] = []): Words {
  return { key: `diff.${key}`, params, of }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function termName(name: TermName): Words {
  return { key: `termName.${name}`, params: {} }
}

/** Terms that are set, set no longer, or set to something else; of a rule or, without one, of the baseline. */
function termChanges(before: Rule['set'], after: Rule['set'], rule: Rule | null): readonly PolicyChange[] {
  const part = rule === null ? 'baseline' : 'rule'
  const params = { rule: rule?.name ?? '' }
  return termNames.flatMap((name) => {
    const [was, is] = [before[name], after[name]]
    if (isSame(was, is)) return []
    const id = rule?.id ?? null
    if (was === undefined && is !== undefined) {
      return [change(part, id, said('rule.termSet', params, [termName(name), wordsOfTerm(name, is)]))]
    }
    if (was !== undefined && is === undefined) {
      return [change(part, id, said('rule.termUnset', params, [termName(name), wordsOfTerm(name, was)]))]
    }
    if (was === undefined || is === undefined) return []
    const of = [termName(name), wordsOfTerm(name, was), wordsOfTerm(name, is)]
    return [change(part, id, said(rule === null ? 'baseline' : 'rule.term', params, of))]
  })
}

function ruleChanges(before: readonly Rule[], after: readonly Rule[]): readonly PolicyChange[] {
  const removed = before
    .filter((rule) => !after.some(({ id }) => id === rule.id))
    .map((rule) => change('rule', rule.id, said('rule.removed', { rule: rule.name }, ruleWords(rule))))
  const others = after.flatMap((rule) => {
    const was = before.find(({ id }) => id === rule.id)
    if (was !== undefined) return changesOfRule(was, rule)
    return [change('rule', rule.id, said('rule.added', { rule: rule.name }, ruleWords(rule)))]
  })
  return [...removed, ...others]
}

function ruleWords(rule: Rule): readonly Words[] {
  return [wordsOfCondition(rule.when), { key: 'diff.list', params: {}, of: textOfTerms(rule.set) }]
}

function changesOfRule(was: Rule, is: Rule): readonly PolicyChange[] {
  const found: PolicyChange[] = []
  const params = { rule: is.name }
  const add = (key: string, more: Params = {}, of: readonly Words[] = []) =>
    found.push(change('rule', is.id, said(key, { ...params, ...more }, of)))
  if (was.name !== is.name) add('rule.renamed', { before: was.name, after: is.name })
  if (was.enabled !== is.enabled) add(is.enabled ? 'rule.on' : 'rule.off')
  if (!isSame(was.when, is.when))
    add('rule.when', {}, [wordsOfCondition(was.when), wordsOfCondition(is.when)])
  if (was.note !== is.note) add('rule.note', { after: is.note })
  return [...found, ...termChanges(was.set, is.set, is)]
}

/** Rules that stand in another order among those that stayed: each that no longer follows the one it followed. */
function orderChange(before: readonly Rule[], after: readonly Rule[]): readonly PolicyChange[] {
  const stayed = new Set(before.filter((rule) => after.some(({ id }) => id === rule.id)).map(({ id }) => id))
  const was = before.filter(({ id }) => stayed.has(id)).map(({ id }) => id)
  const rest = after.filter(({ id }) => stayed.has(id))
  const kept = longestCommon(
    was,
    rest.map(({ id }) => id),
  )
  return rest
    .filter(({ id }) => !kept.has(id))
    .map((rule) => {
      const place = after.findIndex(({ id }) => id === rule.id) + 1
      const from = before.findIndex(({ id }) => id === rule.id) + 1
      return change('rule', rule.id, said('rule.moved', { rule: rule.name, before: from, after: place }))
    })
}

/** The most ids that stand in the same order in both lists: what is not among them was moved. */
function longestCommon(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const places = new Map(before.map((id, place) => [id, place]))
  // For every id the longest run of rising places that ends with it, and the id before it.
  const runs: {
    readonly id: string
    readonly place: number
    readonly length: number
    readonly from: number
  }[] = []
  for (const id of after) {
    const place = places.get(id) ?? -1
    let length = 1
    let from = -1
    for (const [index, run] of runs.entries()) {
      if (run.place < place && run.length + 1 > length) {
        length = run.length + 1
        from = index
      }
    }
    runs.push({ id, place, length, from })
  }
  const kept = new Set<string>()
  let last = runs.reduce<(typeof runs)[number] | undefined>(
    (most, run) => (most === undefined || run.length > most.length ? run : most),
    undefined,
  )
  while (last !== undefined) {
    kept.add(last.id)
    last = runs[last.from]
  }
  return kept
}

type FlatReason = Omit<ReasonNode, 'parts'> & { readonly above: string | null }

function flatReasons(nodes: readonly ReasonNode[], above: string | null = null): readonly FlatReason[] {
  return nodes.flatMap(({ parts, ...reason }) => [{ ...reason, above }, ...flatReasons(parts, reason.id)])
}

function reasonChanges(before: readonly ReasonNode[], after: readonly ReasonNode[]): readonly PolicyChange[] {
  const [was, is] = [flatReasons(before), flatReasons(after)]
  return listChanges(was, is, {
    part: 'reason',
    paramsOf: ({ id, label }) => ({ id, name: label }),
    changed: (old, reason) => {
      const params = { id: reason.id, name: reason.label }
      const faults = [old.fault, reason.fault].map((fault): Words => ({
        key: `option.fault.${fault}`,
        params: {},
      }))
      return [
        ...(old.fault === reason.fault ? [] : [said('reason.fault', params, faults)]),
        ...textChange('reason.label', params, old.label, reason.label),
        ...(old.shopifyReason === reason.shopifyReason && old.above === reason.above
          ? []
          : [said('reason.changed', params)]),
      ]
    },
  })
}

function questionChanges(before: readonly Question[], after: readonly Question[]): readonly PolicyChange[] {
  return listChanges(before, after, {
    part: 'question',
    paramsOf: ({ id, text }) => ({ id, name: text }),
    changed: (old, question) => {
      const params = { id: question.id, name: question.text }
      return [
        ...textChange('question.text', params, old.text, question.text),
        ...(isSame(old.answers, question.answers) ? [] : [said('question.answers', params)]),
      ]
    },
  })
}

function textChange(key: string, params: Params, before: LocalText, after: LocalText): readonly Words[] {
  return isSame(before, after) ? [] : [said(key, { ...params, before, after })]
}

type ListSpec<Item> = {
  readonly part: 'reason' | 'question'
  readonly paramsOf: (item: Item) => Params
  readonly changed: (before: Item, after: Item) => readonly Words[]
}

function listChanges<Item extends { readonly id: string }>(
  before: readonly Item[],
  after: readonly Item[],
  { part, paramsOf, changed }: ListSpec<Item>,
): readonly PolicyChange[] {
  const removed = before
    .filter((item) => !after.some(({ id }) => id === item.id))
    .map((item) => change(part, item.id, said(`${part}.removed`, paramsOf(item))))
  const others = after.flatMap((item) => {
    const was = before.find(({ id }) => id === item.id)
    if (was === undefined) return [change(part, item.id, said(`${part}.added`, paramsOf(item)))]
    return changed(was, item).map((says) => change(part, item.id, says))
  })
  return [...removed, ...others]
}

function policyChanges(before: Policy, after: Policy): readonly PolicyChange[] {
  const found: PolicyChange[] = []
  const { calendar } = after
  if (!isSame(before.calendar.closedWeekdays, calendar.closedWeekdays)) {
    const weekdays = [...calendar.closedWeekdays]
      .sort()
      .map((weekday): Words => ({ key: `weekday.${weekday}`, params: {} }))
    found.push(
      change(
        'policy',
        null,
        said(weekdays.length === 0 ? 'noClosedWeekdays' : 'closedWeekdays', {}, weekdays),
      ),
    )
  }
  const added = calendar.closedDays.filter((day) => !before.calendar.closedDays.includes(day))
  const gone = before.calendar.closedDays.filter((day) => !calendar.closedDays.includes(day))
  const days = (list: readonly string[]) => list.map((day): Words => ({ key: 'diff.day', params: { day } }))
  if (added.length > 0) found.push(change('policy', null, said('closedDaysAdded', {}, days(added))))
  if (gone.length > 0) found.push(change('policy', null, said('closedDaysRemoved', {}, days(gone))))
  if (before.appliesToEarlierOrders !== after.appliesToEarlierOrders) {
    found.push(change('policy', null, said(`appliesToEarlierOrders.${after.appliesToEarlierOrders}`, {})))
  }
  return found
}
