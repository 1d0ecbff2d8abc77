import { conditions } from '#app/domain/policy/conditions/index.ts'
import type { Rule } from '#app/domain/policy/policy.ts'
import { freeId } from './free-id.ts'

/** A rule to begin with, at the end of the list. */
export function newRule(rules: readonly Rule[]): Rule {
  return {
    id: freeId('rule', rules),
    name: 'New rule',
    enabled: true,
    note: '',
    when: { kind: 'all', of: [conditions.productTag.blank()] },
    set: { eligible: { kind: 'no', because: { en: 'final sale' }, ground: null } },
  }
}

/** The rules with a copy of one right below it, under an id of its own and a name that tells them apart. */
export function withCopy(
  rules: readonly Rule[],
  index: number,
): { readonly rules: Rule[]; readonly copy: Rule | null } {
  const rule = rules[index]
  if (rule === undefined) return { rules: [...rules], copy: null }
  const copy = { ...rule, id: freeId('rule', rules), name: `${rule.name.slice(0, 110)} (copy)` }
  return { rules: [...rules.slice(0, index + 1), copy, ...rules.slice(index + 1)], copy }
}

/** The rules with one taken out and put in at another place, counted with the rule still in its old one. */
export function withMoved(rules: readonly Rule[], from: number, to: number): Rule[] {
  const next = [...rules]
  const [rule] = next.splice(from, 1)
  if (rule !== undefined) next.splice(to, 0, rule)
  return next
}

/** Where a rule comes to lie that is dropped before or after another one. */
export function dropPlace(from: number, onto: number, edge: 'before' | 'after'): number {
  const place = edge === 'before' ? onto : onto + 1
  return place > from ? place - 1 : place
}
