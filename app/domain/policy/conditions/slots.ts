import type { Money } from '../../money.ts'
import type { PolicyFacts } from '../facts.ts'
import type { Truth } from '../truth.ts'

/** A fact as it is compared: what a condition reads once per line. `null` = missing. */
export type SlotValue = string | number | boolean | readonly string[] | Money | null

/** The facts of one line, each read once, in the places that a `SlotTable` gave them. */
export type Slots = readonly SlotValue[]

/** A condition over facts that were read. */
export type Test = (slots: Slots) => Truth

/** How a fact is read. Two readers of the same `key` read the same. Must not throw on any facts. */
export type Reader = { readonly key: string; readonly read: (facts: PolicyFacts) => SlotValue }

/** Which fact stands in which slot: conditions over the same fact share one. */
export type SlotTable = {
  readonly readers: readonly Reader['read'][]
  readonly slotOf: (reader: Reader) => number
}

/** An empty table, to be filled while conditions are compiled. */
export function slotTable(): SlotTable {
  const readers: Reader['read'][] = []
  const places = new Map<string, number>()
  return {
    readers,
    slotOf: ({ key, read }) => {
      const known = places.get(key)
      if (known !== undefined) return known
      places.set(key, readers.length)
      readers.push(read)
      return readers.length - 1
    },
  }
}

/** Reads every fact of the table once. */
export function readSlots(readers: SlotTable['readers'], facts: PolicyFacts): Slots {
  const slots: SlotValue[] = []
  for (const read of readers) slots.push(read(facts))
  return slots
}

// A slot holds what its own reader answered, and only the family that wrote the reader reads it: each of these is a promise of
// that family, which the compiler cannot follow through the table.

/** A text in its slot. */
export function textAt(slots: Slots, slot: number): string | null {
  return slots[slot] as string | null
}

/** A number in its slot. */
export function numberAt(slots: Slots, slot: number): number | null {
  return slots[slot] as number | null
}

/** A yes or no in its slot. */
export function flagAt(slots: Slots, slot: number): boolean | null {
  return slots[slot] as boolean | null
}

/** Several texts in their slot. */
export function listAt(slots: Slots, slot: number): readonly string[] | null {
  return slots[slot] as readonly string[] | null
}

/** An amount in its slot. */
export function moneyAt(slots: Slots, slot: number): Money | null {
  return slots[slot] as Money | null
}
