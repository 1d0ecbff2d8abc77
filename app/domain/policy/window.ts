import { epochDay, isoDay, weekdayOf } from '../dates.ts'
import type { WindowResult } from './decision.ts'
import type { DayFacts } from './facts.ts'
import type { BusinessCalendar } from './policy.ts'
import { type ReturnWindow, type WindowStart, windowStarts } from './terms/return-window.ts'

/** A window in epoch days, before anybody reads it. */
export type Span = {
  readonly days: number
  readonly transitDays: number
  readonly countedFrom: WindowStart
  readonly from: number
  readonly lastDay: number
  readonly extendedBy: WindowResult['extendedBy']
}

/** A calendar made ready: which epoch days the shop is closed. */
export type ClosedDays = (day: number) => boolean

/** Makes a calendar ready. */
export function closedDaysOf(calendar: BusinessCalendar): ClosedDays {
  const weekdays = new Set(calendar.closedWeekdays)
  const days = new Set(calendar.closedDays.map(epochDay))
  return (day) => weekdays.has(weekdayOf(day)) || days.has(day)
}

/**
 * Counts a window: `null` = no limit. A day that is missing is replaced by the next in the chain lastDelivery → delivery →
 * fulfillment → order, the order's always known; `transitDays` are added once for every step from an arrival to the day
 * before it.
 */
export function spanOf(term: ReturnWindow, days: DayFacts, isClosed: ClosedDays): Span | null {
  if (term.days === null) return null
  const start = startOf(term.from, days)
  const transitDays = transitStepsBetween(term.from, start.countedFrom) * term.transitDays
  const counted = start.from + term.days + transitDays
  const inSeason = term.notBefore === null ? counted : Math.max(counted, epochDay(term.notBefore))
  const lastDay = term.rollover === 'business_day' ? nextOpenDay(inSeason, isClosed) : inSeason
  const extendedBy = lastDay > inSeason ? 'business_day' : inSeason > counted ? 'season' : null
  return { days: term.days, transitDays, ...start, lastDay, extendedBy }
}

/** The first day on or after one that the shop is open; a calendar that is closed for a year counts as open. */
function nextOpenDay(day: number, isClosed: ClosedDays): number {
  for (let next = day; next < day + 366; next += 1) if (!isClosed(next)) return next
  return day
}

/** A window as it is stored and shown. */
export function windowResult(span: Span, today: number): WindowResult {
  return {
    days: span.days,
    transitDays: span.transitDays,
    countedFrom: span.countedFrom,
    from: isoDay(span.from),
    lastDay: isoDay(span.lastDay),
    extendedBy: span.extendedBy,
    open: today <= span.lastDay,
  }
}

function startOf(from: WindowStart, days: DayFacts): { countedFrom: WindowStart; from: number } {
  switch (from) {
    case 'lastDelivery':
      if (days.lastDelivered !== null) return { countedFrom: 'lastDelivery', from: days.lastDelivered }
      return startOf('delivery', days)
    case 'delivery':
      if (days.delivered !== null) return { countedFrom: 'delivery', from: days.delivered }
      return startOf('fulfillment', days)
    case 'fulfillment':
      if (days.fulfilled !== null) return { countedFrom: 'fulfillment', from: days.fulfilled }
      return { countedFrom: 'order', from: days.placed }
    case 'order':
      return { countedFrom: 'order', from: days.placed }
  }
}

/** Steps of the chain that lose a way: from an arrival to the dispatch, from the dispatch to the order. */
function transitStepsBetween(wanted: WindowStart, found: WindowStart): number {
  const place = (start: WindowStart) => Math.max(1, windowStarts.indexOf(start))
  return place(found) - place(wanted)
}
