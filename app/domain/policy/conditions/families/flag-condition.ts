import { z } from 'zod'
import type { FactName, PolicyFacts } from '../../facts.ts'
import type { Words } from '../../words.ts'
import type { ConditionDefinition, ConditionGroup } from '../condition.ts'
import { flagAt } from '../slots.ts'

/** A condition over a yes or no. `read` answers null when it is missing. */
export function flagCondition<const Kind extends string>(spec: {
  readonly kind: Kind
  readonly group: ConditionGroup
  readonly fact: FactName
  readonly read: (facts: PolicyFacts) => boolean | null
}) {
  const { kind, group, fact, read } = spec
  const schema = z.object({ kind: z.literal(kind), is: z.boolean() })
  type Leaf = z.infer<typeof schema>
  const definition: ConditionDefinition<Leaf> = {
    group,
    form: { family: 'flag' },
    reader: () => ({ key: kind, read }),
    compile:
      ({ is }, slot) =>
      (slots) => {
        const found = flagAt(slots, slot)
        return found === null ? null : found === is
      },
    fact: () => fact,
    found: (_leaf, facts) => read(facts),
    words: ({ is }): Words => ({ key: `condition.${kind}.${is ? 'yes' : 'no'}`, params: {} }),
    blank: () => ({ kind, is: true }),
  }
  return { schema, ...definition }
}
