import { z } from 'zod'
import type { Money } from '../../../money.ts'
import { amountsOf, CurrencyAmounts } from '../../currency-amounts.ts'
import type { FactName, PolicyFacts } from '../../facts.ts'
import type { Words } from '../../words.ts'
import type { ConditionDefinition, ConditionGroup } from '../condition.ts'
import { moneyAt } from '../slots.ts'

const Amounts = CurrencyAmounts.refine((amounts) => Object.keys(amounts).length > 0)

/** A condition over an amount, with a limit per currency. Unknown when the amount is missing or in a currency without a limit. */
export function moneyCondition<const Kind extends string>(spec: {
  readonly kind: Kind
  readonly group: ConditionGroup
  readonly fact: FactName
  readonly read: (facts: PolicyFacts) => Money | null
}) {
  const { kind, group, fact, read } = spec
  const schema = z.object({ kind: z.literal(kind), is: z.enum(['atLeast', 'below']), amounts: Amounts })
  type Leaf = z.infer<typeof schema>
  const definition: ConditionDefinition<Leaf> = {
    group,
    form: { family: 'money' },
    reader: () => ({ key: kind, read }),
    compile: ({ is, amounts }, slot) => {
      const limits = new Map(amountsOf(amounts).map((limit) => [limit.currency, limit.minor]))
      const wantsAtLeast = is === 'atLeast'
      return (slots) => {
        const found = moneyAt(slots, slot)
        const limit = found === null ? undefined : limits.get(found.currency)
        if (found === null || limit === undefined) return null
        return found.minor >= limit === wantsAtLeast
      }
    },
    fact: () => fact,
    found: (_leaf, facts) => read(facts),
    words: ({ is, amounts }): Words => ({
      key: `condition.${kind}.${is}`,
      params: {},
      of: amountsOf(amounts).map((amount) => ({ key: 'value.money', params: { amount } })),
    }),
    // The literal kind is what the schema fixed; the compiler widens it in a generic function.
    blank: () => ({ kind, is: 'below', amounts: {} }) as unknown as Leaf,
  }
  return { schema, ...definition }
}
