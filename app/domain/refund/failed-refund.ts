import type { MoneyState } from '../return.ts'

/** What is looked at of an intent; `unitsKey` says what it pays for, and from the second attempt on which attempt, behind a `#`. */
type Attempt = {
  readonly id: string
  readonly purpose: string
  readonly state: MoneyState
  readonly unitsKey: string
}

/** What an intent pays for, whichever attempt it is. */
export function paidFor(unitsKey: string): string {
  return unitsKey.split('#')[0] ?? unitsKey
}

/** What the intent that pays a failed refund again is named after. */
export function madeGoodKey(intentId: string): string {
  return `again:${intentId}`
}

/** The attempts to pay a failed refund again. */
export function attemptsToMakeGood<T extends Attempt>(intents: readonly T[], failedId: string): T[] {
  return intents.filter(({ unitsKey }) => paidFor(unitsKey) === madeGoodKey(failedId))
}

/** Whether an intent moves money or may still do so. */
export function isStanding({ state }: Pick<Attempt, 'state'>): boolean {
  return state !== 'refused' && state !== 'failed'
}

/** The refunds that a payment provider failed, whatever became of them. */
export function failedRefunds<T extends Attempt>(intents: readonly T[]): T[] {
  return intents.filter(({ purpose, state }) => purpose === 'refund' && state === 'failed')
}

/** The first failed refund that nothing has been paid for again; null where none is open. */
export function openFailedRefund<T extends Attempt>(intents: readonly T[]): T | null {
  return failedRefunds(intents).find(({ id }) => !attemptsToMakeGood(intents, id).some(isStanding)) ?? null
}
