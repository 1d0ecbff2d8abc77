import { parseDecimal } from '../../money.ts'
import type { LegalGround } from '../legal-ground.ts'
import type { Words } from '../words.ts'
import type { FeeLimit } from './law.ts'
import {
  type Confidence,
  duties,
  type Extension,
  type FaultRule,
  type LawFact,
  type RefundRule,
  type RightLength,
  type Statute,
  type StatuteFacts,
} from './statute.ts'
import { statutes } from './statutes/index.ts'

/** A fact of a statute as words (no full stop), with how sure we are of it and for orders of which days (ISO) it holds. */
export type SaidFact = {
  readonly slot: keyof StatuteFacts
  readonly words: Words
  readonly confidence: Confidence
  /** Whether the engine holds a policy to it. */
  readonly isEnforced: boolean
  readonly from: string | null
  readonly to: string | null
}

const plain = (key: string): Words => ({ key: `lawFact.${key}`, params: {} })
const counted = (key: string, count: number): Words => ({ key: `lawFact.${key}`, params: { count } })

/** By kind of fact its words. */
const wordsOf: { readonly [Slot in keyof Required<StatuteFacts>]: (value: ValueOf<Slot>) => Words } = {
  length: ({ days, unit }: RightLength) =>
    days === 0 ? plain('length.none') : counted(`length.${unit}`, days),
  start: (start) => plain(`start.${start}`),
  rollover: (rollover) => plain(`rollover.${rollover}`),
  extension: ({ count, unit, counts }: Extension) => counted(`extension.${counts}.${unit}`, count),
  grounds: (grounds: readonly LegalGround[]) => ({
    ...plain('grounds'),
    of: grounds.map((ground) => ({ key: `ground.${ground}`, params: {} })),
  }),
  fees: wordsOfFees,
  returnShipping: (rule) => plain(`returnShipping.${rule}`),
  outbound: (rule) => plain(`outbound.${rule}`),
  refund: wordsOfRefund,
  payment: (rule) => plain(`payment.${rule}`),
  deductions: (rule) => plain(`deductions.${rule}`),
  fault: ({ years }: FaultRule) =>
    years === null ? plain('fault.reasonable') : counted('fault.years', years),
  duties: (duty) => plain(`duty.${duty}`),
}

/** Never applied to a decision: Homeward tells buyers of their right, and duties bind the shop and not a line. */
const shownOnly: ReadonlySet<keyof StatuteFacts> = new Set(['extension', 'duties'])

type ValueOf<Slot extends keyof StatuteFacts> =
  NonNullable<StatuteFacts[Slot]> extends readonly LawFact<infer Value>[] ? Value : never

/** Everything that a statute itself says, in the order in which people read it. */
export function factsOfStatute(statute: Statute): readonly SaidFact[] {
  // The keys of the record above are exactly the kinds of facts.
  return (Object.keys(wordsOf) as (keyof StatuteFacts)[]).flatMap((slot) => saidFacts(statute, slot))
}

function saidFacts(statute: Statute, slot: keyof StatuteFacts): readonly SaidFact[] {
  const facts: readonly LawFact<unknown>[] = statute.facts[slot] ?? []
  // Facts of a kind hold values of that kind; the compiler cannot follow that through the lookup.
  const say = wordsOf[slot] as (value: unknown) => Words
  return facts.map(({ value, confidence, from = null, to = null }) => ({
    slot,
    words: say(value),
    confidence,
    isEnforced: confidence === 'enforced' && !shownOnly.has(slot) && statute.onlyWithoutTerms !== true,
    from,
    to,
  }))
}

/** Every key that `i18n/` must have for the law: names of statutes, and the sentences of their facts (plurals without their endings). */
export function lawKeys(): readonly string[] {
  const said = statutes.flatMap(factsOfStatute).flatMap(({ words }) => keysOf(words))
  return [
    ...new Set([
      ...statutes.map(({ code }) => `law.${code}.name`),
      ...said,
      ...duties.map((duty) => `lawFact.duty.${duty}`),
      'lawFact.fees.free',
    ]),
  ]
}

function keysOf(words: Words): string[] {
  return [words.key, ...(words.of ?? []).flatMap(keysOf)]
}

function wordsOfFees(limit: FeeLimit): Words {
  if (limit.kind !== 'capped') return plain(`fees.${limit.kind}`)
  const { percent, amount } = limit
  if (amount === null) return { key: 'lawFact.fees.percent', params: { percent } }
  const most = parseDecimal(amount.decimal, amount.currency)
  return { key: 'lawFact.fees.capped', params: { percent, amount: most } }
}

/** By when money must be back, as words: "14 days from the notice". */
export function wordsOfRefund({ days, unit, from, mayWait }: RefundRule): Words {
  const words = days === 0 ? plain(`refund.${from}.at_once`) : counted(`refund.${from}.${unit}`, days)
  return mayWait ? { ...words, of: [plain('refund.mayWait')] } : words
}
