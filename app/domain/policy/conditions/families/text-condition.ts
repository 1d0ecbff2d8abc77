import { z } from 'zod'
import type { FactName, PolicyFacts } from '../../facts.ts'
import type { Words } from '../../words.ts'
import {
  type ConditionDefinition,
  type ConditionGroup,
  type ListOf,
  type TextOperator,
  textOperators,
} from '../condition.ts'
import { textAt, type Test } from '../slots.ts'
import { ListValues, titled, Titles } from './list-values.ts'

/**
 * A condition over a fact with one value (vendor, SKU, country): it is one of the wanted ones, none of them, or begins with
 * one. `read` answers the fact in the form in which it is compared, null when it is missing; `normalize` brings what people
 * typed into the same form (lower case where absent, as in `FoldedFacts`). `shown` answers the fact as it is, for the trace.
 */
export function textCondition<const Kind extends string>(spec: {
  readonly kind: Kind
  readonly group: ConditionGroup
  readonly fact: FactName
  readonly of: ListOf
  readonly read: (facts: PolicyFacts) => string | null
  readonly shown?: (facts: PolicyFacts) => string | null
  /** Values that make sense; all texts where absent. */
  readonly values?: z.ZodType<string[], string[]>
  readonly normalize?: (value: string) => string
  /** Those that the editor offers; all where absent. */
  readonly operators?: readonly TextOperator[]
}) {
  const { kind, group, fact, of, read, shown = read, normalize = lowerCase } = spec
  const schema = z.object({
    kind: z.literal(kind),
    is: z.enum(textOperators),
    values: spec.values ?? ListValues,
    titles: Titles,
  })
  type Leaf = z.infer<typeof schema>
  const definition: ConditionDefinition<Leaf> = {
    group,
    form: { family: 'text', of, operators: spec.operators ?? textOperators },
    reader: () => ({ key: kind, read }),
    compile: ({ is, values }, slot) => compileText(slot, is, values.map(normalize)),
    fact: () => fact,
    found: (_leaf, facts) => shown(facts),
    words: ({ is, values, titles }): Words => ({
      key: `condition.${kind}.${is}`,
      params: { values: titled(values, titles) },
    }),
    // The literal kind is what the schema fixed; the compiler widens it in a generic function.
    blank: () => ({ kind, is: 'anyOf', values: [''] }) as unknown as Leaf,
    fold: normalize,
  }
  return { schema, ...definition }
}

function lowerCase(value: string): string {
  return value.toLowerCase()
}

function compileText(slot: number, is: TextOperator, values: readonly string[]): Test {
  const wanted = new Set(values)
  switch (is) {
    case 'startsWith':
      return (slots) => {
        const found = textAt(slots, slot)
        return found === null ? null : values.some((value) => found.startsWith(value))
      }
    case 'anyOf':
      return (slots) => {
        const found = textAt(slots, slot)
        return found === null ? null : wanted.has(found)
      }
    case 'noneOf':
      return (slots) => {
        const found = textAt(slots, slot)
        return found === null ? null : !wanted.has(found)
      }
  }
}
