import { z } from 'zod'
import type { FactName, PolicyFacts } from '../../facts.ts'
import type { Words } from '../../words.ts'
import type { ConditionDefinition, ConditionForm, ConditionGroup } from '../condition.ts'

export const numberOperators = ['atLeast', 'below', 'atMost', 'above', 'equals'] as const
export type NumberOperator = (typeof numberOperators)[number]

const comparisons: Readonly<Record<NumberOperator, (found: number, wanted: number) => boolean>> = {
  atLeast: (found, wanted) => found >= wanted,
  below: (found, wanted) => found < wanted,
  atMost: (found, wanted) => found <= wanted,
  above: (found, wanted) => found > wanted,
  equals: (found, wanted) => found === wanted,
}

/** A condition over a whole number (counts, days) or a percentage with two decimals. `read` answers null when it is missing. */
export function numberCondition<const Kind extends string>(spec: {
  readonly kind: Kind
  readonly group: ConditionGroup
  readonly fact: FactName
  readonly unit: Extract<ConditionForm, { family: 'number' }>['unit']
  readonly most: number
  readonly read: (facts: PolicyFacts) => number | null
}) {
  const { kind, group, fact, unit, most, read } = spec
  const range = z.number().min(0).max(most)
  const schema = z.object({
    kind: z.literal(kind),
    is: z.enum(numberOperators),
    value: unit === 'percent' ? range.multipleOf(0.01) : range.int(),
  })
  type Leaf = z.infer<typeof schema>
  const definition: ConditionDefinition<Leaf> = {
    group,
    form: { family: 'number', unit, most },
    compile: ({ is, value }) => {
      const holds = comparisons[is]
      return (facts) => {
        const found = read(facts)
        return found === null ? null : holds(found, value)
      }
    },
    fact: () => fact,
    found: (_leaf, facts) => read(facts),
    words: ({ is, value }): Words => ({
      key: `condition.${kind}.${is}`,
      params: unit === 'percent' ? { percent: value } : { count: value },
    }),
    // The literal kind is what the schema fixed; the compiler widens it in a generic function.
    blank: () => ({ kind, is: 'atLeast', value: 1 }) as unknown as Leaf,
  }
  return { schema, ...definition }
}
