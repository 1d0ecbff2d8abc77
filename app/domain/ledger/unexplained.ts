import { add, type Money } from '../money.ts'
import type { Difference } from './compare-order.ts'

/** The money that nobody can explain: one sum per currency, in their alphabetical order; empty when there is none. */
export function unexplained(differences: readonly Pick<Difference, 'amount'>[]): readonly Money[] {
  const sums = new Map<string, Money>()
  for (const { amount } of differences) {
    const known = sums.get(amount.currency)
    sums.set(amount.currency, known === undefined ? amount : add(known, amount))
  }
  return [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1))
}
