import { z } from 'zod'
import { epochDay, isoDay } from '../../../dates.ts'
import type { FactName, PolicyFacts } from '../../facts.ts'
import type { Words } from '../../words.ts'
import type { ConditionDefinition, ConditionGroup } from '../condition.ts'
import { numberAt } from '../slots.ts'

/** A condition over a calendar day of the shop: between two days, both inclusive; an open end is null. `read` answers an epoch day. */
export function periodCondition<const Kind extends string>(spec: {
  readonly kind: Kind
  readonly group: ConditionGroup
  readonly fact: FactName
  readonly read: (facts: PolicyFacts) => number | null
}) {
  const { kind, group, fact, read } = spec
  const schema = z
    .object({ kind: z.literal(kind), from: z.iso.date().nullable(), to: z.iso.date().nullable() })
    .refine(({ from, to }) => from !== null || to !== null, { path: ['from'] })
    .refine(({ from, to }) => from === null || to === null || from <= to, { path: ['to'] })
  type Leaf = z.infer<typeof schema>
  const definition: ConditionDefinition<Leaf> = {
    group,
    form: { family: 'period' },
    reader: () => ({ key: kind, read }),
    compile: ({ from, to }, slot) => {
      const first = from === null ? -Infinity : epochDay(from)
      const last = to === null ? Infinity : epochDay(to)
      return (slots) => {
        const found = numberAt(slots, slot)
        return found === null ? null : found >= first && found <= last
      }
    },
    fact: () => fact,
    found: (_leaf, facts) => {
      const found = read(facts)
      return found === null ? null : isoDay(found)
    },
    words: ({ from, to }): Words => {
      if (from === null) return { key: `condition.${kind}.until`, params: { toDay: to ?? '' } }
      if (to === null) return { key: `condition.${kind}.since`, params: { fromDay: from } }
      return { key: `condition.${kind}.between`, params: { fromDay: from, toDay: to } }
    },
    blank: () => ({ kind, from: null, to: null }),
  }
  return { schema, ...definition }
}
