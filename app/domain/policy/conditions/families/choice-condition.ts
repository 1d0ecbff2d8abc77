import { z } from 'zod'
import type { FactName, PolicyFacts } from '../../facts.ts'
import type { Words } from '../../words.ts'
import type { ConditionDefinition, ConditionGroup } from '../condition.ts'
import { textAt } from '../slots.ts'

/** A condition over a fact with few, fixed values. `read` answers null when it is missing. */
export function choiceCondition<const Kind extends string, const Option extends string>(spec: {
  readonly kind: Kind
  readonly group: ConditionGroup
  readonly fact: FactName
  readonly options: readonly [Option, ...Option[]]
  readonly read: (facts: PolicyFacts) => Option | null
}) {
  const { kind, group, fact, options, read } = spec
  const schema = z.object({
    kind: z.literal(kind),
    is: z.enum(['anyOf', 'noneOf']),
    values: z.array(z.enum(options)).min(1).max(options.length),
  })
  type Leaf = z.infer<typeof schema>
  const definition: ConditionDefinition<Leaf> = {
    group,
    form: { family: 'choice', options },
    reader: () => ({ key: kind, read }),
    compile: ({ is, values }, slot) => {
      const wanted = new Set<string>(values)
      const wantsAny = is === 'anyOf'
      return (slots) => {
        const found = textAt(slots, slot)
        return found === null ? null : wanted.has(found) === wantsAny
      }
    },
    fact: () => fact,
    found: (_leaf, facts) => read(facts),
    words: ({ is, values }): Words => ({
      key: `condition.${kind}.${is}`,
      params: {},
      of: values.map((value) => ({ key: `option.${kind}.${value}`, params: {} })),
    }),
    // The literal kind is what the schema fixed; the compiler widens it in a generic function.
    blank: () => ({ kind, is: 'anyOf', values: [options[0]] }) as unknown as Leaf,
  }
  return { schema, ...definition }
}
