import { z } from 'zod'
import type { FactName, PolicyFacts } from '../../facts.ts'
import type { Words } from '../../words.ts'
import type { ConditionDefinition, ConditionForm, ConditionGroup } from '../condition.ts'
import { numberAt, type Test } from '../slots.ts'

export const numberOperators = ['atLeast', 'below', 'atMost', 'above', 'equals'] as const
export type NumberOperator = (typeof numberOperators)[number]

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
    reader: () => ({ key: kind, read }),
    compile: ({ is, value }, slot) => compileNumber(slot, is, value),
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

function compileNumber(slot: number, is: NumberOperator, value: number): Test {
  switch (is) {
    case 'atLeast':
      return (slots) => {
        const found = numberAt(slots, slot)
        return found === null ? null : found >= value
      }
    case 'below':
      return (slots) => {
        const found = numberAt(slots, slot)
        return found === null ? null : found < value
      }
    case 'atMost':
      return (slots) => {
        const found = numberAt(slots, slot)
        return found === null ? null : found <= value
      }
    case 'above':
      return (slots) => {
        const found = numberAt(slots, slot)
        return found === null ? null : found > value
      }
    case 'equals':
      return (slots) => {
        const found = numberAt(slots, slot)
        return found === null ? null : found === value
      }
  }
}
