import type { LineFacts } from '../../order.ts'
import type { PolicyFacts } from '../facts.ts'
import type { WindowStart } from '../terms/return-window.ts'
import type { RightStart } from './statute.ts'

/**
 * The day that a right is counted from (epoch day). Where the arrival is not known it lies between `earliest` and `latest`;
 * `isRunning`: it has not come yet, so nothing has begun to count.
 */
export type StartDay = {
  readonly countedFrom: WindowStart
  readonly earliest: number
  readonly latest: number
  readonly isRunning: boolean
}

/**
 * The longest that a parcel is taken to be under way where nobody knows its arrival. Article 18 of the Directive gives a trader
 * as long to deliver; after that an open end would make every line without a delivery date returnable for ever.
 */
export const longestTransit = 30

/** Finds the day from which a right counts. Goods that need no delivery arrive when they are fulfilled. */
export function startDayOf(start: RightStart, facts: PolicyFacts): StartDay {
  const { days, line } = facts
  if (start === 'purchase' || start === 'contract_copy') return known('order', days.placed)
  if (!line.requiresShipping) {
    return days.fulfilled === null ? known('order', days.placed) : known('fulfillment', days.fulfilled)
  }
  if (start === 'receipt') {
    if (days.delivered !== null) return known('delivery', days.delivered)
    return between(days.fulfilled === null ? 'order' : 'fulfillment', days.fulfilled ?? days.placed)
  }
  if (days.lastDelivered !== null) return known('lastDelivery', days.lastDelivered)
  return lastArrivalOf(facts)
}

function known(countedFrom: WindowStart, day: number): StartDay {
  return { countedFrom, earliest: day, latest: day, isRunning: false }
}

function between(countedFrom: WindowStart, sent: number): StartDay {
  return { countedFrom, earliest: sent, latest: sent + longestTransit, isRunning: false }
}

/** Some part of the order has no delivery date: it is under way, or its arrival was never told. */
function lastArrivalOf({ order, days }: PolicyFacts): StartDay {
  let earliest = days.delivered ?? days.fulfilled ?? days.placed
  let latest = earliest
  for (const part of order.lines) {
    if (!part.requiresShipping) continue
    // A part that has not been sent has not arrived: the days do not begin before it does.
    if (isUnsent(part)) {
      return { countedFrom: 'lastDelivery', earliest: days.today, latest: days.today, isRunning: true }
    }
    // Other parts are known as instants. A day is given for the distance of the shop's zone from UTC, to both sides.
    const sent = utcDay(part.deliveredAt ?? part.fulfilledAt)
    if (sent === null) continue
    earliest = Math.max(earliest, sent - 1)
    latest = Math.max(latest, sent + 1 + (part.deliveredAt === null ? longestTransit : 0))
  }
  return { countedFrom: 'fulfillment', earliest, latest, isRunning: false }
}

function isUnsent(part: LineFacts): boolean {
  return part.fulfillmentLineItemId === null && part.fulfilledAt === null && part.quantity > 0
}

function utcDay(instant: string | null): number | null {
  if (instant === null) return null
  const day = Math.floor(Date.parse(instant) / 86_400_000)
  return Number.isFinite(day) ? day : null
}
