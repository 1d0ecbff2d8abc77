import { z } from 'zod'
import type { FactName, PolicyFacts } from '../../facts.ts'
import type { Words } from '../../words.ts'
import {
  type ConditionDefinition,
  type ConditionGroup,
  type ListOf,
  type SetOperator,
  setOperators,
} from '../condition.ts'
import { listAt, type Test } from '../slots.ts'
import { ListValues, titled, Titles } from './list-values.ts'

/**
 * A condition over a fact with several values (tags, codes): any, all or none of the wanted ones are among them. `read`
 * answers folded texts where `folds` is true; null = missing. `noneOf` holds where there are no values at all.
 */
export function setCondition<const Kind extends string>(spec: {
  readonly kind: Kind
  readonly group: ConditionGroup
  readonly fact: FactName
  readonly of: ListOf
  readonly folds: boolean
  readonly read: (facts: PolicyFacts) => readonly string[] | null
}) {
  const { kind, group, fact, of, folds, read } = spec
  const fold = (value: string) => (folds ? value.toLowerCase() : value)
  const schema = z.object({
    kind: z.literal(kind),
    is: z.enum(setOperators),
    values: ListValues,
    titles: Titles,
  })
  type Leaf = z.infer<typeof schema>
  const definition: ConditionDefinition<Leaf> = {
    group,
    form: { family: 'set', of, operators: setOperators },
    reader: () => ({ key: kind, read }),
    compile: ({ is, values }, slot) => compileSet(slot, is, values.map(fold)),
    fact: () => fact,
    found: (_leaf, facts) => read(facts),
    words: ({ is, values, titles }): Words => ({
      key: `condition.${kind}.${is}`,
      params: { values: titled(values, titles) },
    }),
    // The literal kind is what the schema fixed; the compiler widens it in a generic function.
    blank: () => ({ kind, is: 'anyOf', values: [''] }) as unknown as Leaf,
    fold,
  }
  return { schema, ...definition }
}

function compileSet(slot: number, is: SetOperator, values: readonly string[]): Test {
  const wanted = new Set(values)
  switch (is) {
    case 'anyOf':
      return (slots) => {
        const found = listAt(slots, slot)
        return found === null ? null : hasAny(found, wanted)
      }
    case 'noneOf':
      return (slots) => {
        const found = listAt(slots, slot)
        return found === null ? null : !hasAny(found, wanted)
      }
    case 'allOf':
      return (slots) => {
        const found = listAt(slots, slot)
        return found === null ? null : values.every((value) => found.includes(value))
      }
  }
}

function hasAny(found: readonly string[], wanted: ReadonlySet<string>): boolean {
  for (const value of found) if (wanted.has(value)) return true
  return false
}
