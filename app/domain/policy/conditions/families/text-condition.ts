import { z } from 'zod'
import type { FactName, PolicyFacts } from '../../facts.ts'
import type { Words } from '../../words.ts'
import { type ConditionDefinition, type ConditionGroup, type ListOf, textOperators } from '../condition.ts'
import { ListValues } from './list-values.ts'

/**
 * A condition over a fact with one value (vendor, SKU, country): it is one of the wanted ones, none of them, or begins with
 * one. Compared without case. `read` answers null when the fact is missing; `normalize` trims what people type (country codes, postcodes).
 */
export function textCondition<const Kind extends string>(spec: {
  readonly kind: Kind
  readonly group: ConditionGroup
  readonly fact: FactName
  readonly of: ListOf
  readonly read: (facts: PolicyFacts) => string | null
  /** Values that make sense; all texts where absent. */
  readonly values?: z.ZodType<string[], string[]>
  readonly normalize?: (value: string) => string
}) {
  const { kind, group, fact, of, read } = spec
  const fold = (value: string) => (spec.normalize?.(value) ?? value).toLowerCase()
  const schema = z.object({
    kind: z.literal(kind),
    is: z.enum(textOperators),
    values: spec.values ?? ListValues,
  })
  type Leaf = z.infer<typeof schema>
  const definition: ConditionDefinition<Leaf> = {
    group,
    form: { family: 'text', of, operators: textOperators },
    compile: ({ is, values }) => {
      const wanted = values.map(fold)
      if (is === 'startsWith') {
        return (facts) => {
          const found = read(facts)
          return found === null ? null : wanted.some((value) => fold(found).startsWith(value))
        }
      }
      const isWanted = memberOf(values, wanted, fold)
      const wantsAny = is === 'anyOf'
      return (facts) => {
        const found = read(facts)
        return found === null ? null : isWanted(found) === wantsAny
      }
    },
    fact: () => fact,
    found: (_leaf, facts) => read(facts),
    words: ({ is, values }): Words => ({ key: `condition.${kind}.${is}`, params: { values } }),
    // The literal kind is what the schema fixed; the compiler widens it in a generic function.
    blank: () => ({ kind, is: 'anyOf', values: [''] }) as unknown as Leaf,
  }
  return { schema, ...definition }
}

/** Membership without case: what is written exactly as wanted is found without folding it. */
function memberOf(values: readonly string[], folded: readonly string[], fold: (value: string) => string) {
  const exact = new Set(values)
  const loose = new Set(folded)
  return (found: string) => exact.has(found) || loose.has(fold(found))
}
