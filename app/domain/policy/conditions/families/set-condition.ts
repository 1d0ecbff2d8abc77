import { z } from 'zod'
import type { FactName, PolicyFacts } from '../../facts.ts'
import type { Truth } from '../../truth.ts'
import type { Words } from '../../words.ts'
import { type ConditionDefinition, type ConditionGroup, type ListOf, setOperators } from '../condition.ts'
import { ListValues } from './list-values.ts'

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
  const schema = z.object({ kind: z.literal(kind), is: z.enum(setOperators), values: ListValues })
  type Leaf = z.infer<typeof schema>
  const definition: ConditionDefinition<Leaf> = {
    group,
    form: { family: 'set', of, operators: setOperators },
    compile: ({ is, values }) => {
      const wanted = new Set(folds ? values.map((value) => value.toLowerCase()) : values)
      if (is === 'allOf') return (facts) => holdsAll(read(facts), wanted)
      const wantsAny = is === 'anyOf'
      return (facts) => {
        const found = read(facts)
        if (found === null) return null
        for (const value of found) if (wanted.has(value)) return wantsAny
        return !wantsAny
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

function holdsAll(found: readonly string[] | null, wanted: ReadonlySet<string>): Truth {
  if (found === null) return null
  for (const value of wanted) if (!found.includes(value)) return false
  return true
}
