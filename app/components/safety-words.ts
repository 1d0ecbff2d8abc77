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

/** Which limits a payment exceeds, in one sentence for each sum that it would come to. */
export function sayExceeded(because: readonly Exceeded[]): string {
  const without = because.find(({ limit }) => limit === null)
  if (without?.scope === 'role') return 'This role does not pay.'
  if (without) return `Nobody of this role pays alone in ${without.would.currency}: no limit is set for it.`
  const sums = new Map<string, string[]>()
  for (const { scope, limit, would } of because) {
    if (scope === 'role' || scope === 'currency' || limit === null) continue
    const sum = formatMoney(would, 'en')
    sums.set(sum, [...(sums.get(sum) ?? []), `${formatMoney(limit, 'en')} ${scopes[scope]}`])
  }
  const list = new Intl.ListFormat('en', { type: 'conjunction' })
  return [...sums]
    .map(([sum, limits]) => `It comes to ${sum}, above the limit of ${list.format(limits)}.`)
    .join(' ')
}
