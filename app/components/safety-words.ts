import type { MoneyStop } from '#app/db/kill-switch.server.ts'
import { formatInstant } from '#app/domain/dates.ts'
import type { Exceeded } from '#app/domain/limits.ts'
import { formatMoney } from '#app/domain/money.ts'

/** That no money moves, since when, by whom and why. Without a zone the time is left out. */
export function sayMoneyStop(stop: MoneyStop, timeZone?: string): string {
  const since =
    timeZone !== undefined && stop.since !== null ? ` since ${formatInstant(stop.since, 'en', timeZone)}` : ''
  const who = stop.scope === 'shop' ? byWhom(stop) : ' by the operator of Homeward'
  const reason = stop.reason === '' ? '' : ` Reason: ${stop.reason.replace(/[.\s]+$/u, '')}.`
  return `Payments are stopped${who}${since}.${reason}`
}

function byWhom({ by }: Extract<MoneyStop, { scope: 'shop' }>): string {
  return by.kind === 'staff' ? ` by ${by.name}` : ''
}

const scopes = {
  order: 'for one order',
  day: 'for one person in 24 hours',
  buyer: 'for one buyer in 30 days',
} as const

/** Which limits a payment exceeds, as one sentence each. */
export function sayExceeded(because: readonly Exceeded[]): string {
  return because.map(sayOne).join(' ')
}

function sayOne({ scope, limit, would }: Exceeded): string {
  if (scope === 'role') return 'Your role does not pay.'
  if (scope === 'currency' || limit === null)
    return `There is no limit in ${would.currency}, so nobody of this role pays it alone.`
  return `It would come to ${formatMoney(would, 'en')}, and the limit is ${formatMoney(limit, 'en')} ${scopes[scope]}.`
}
