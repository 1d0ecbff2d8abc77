import { Temporal } from 'temporal-polyfill'

export const RETAIL_TIME_ZONE = 'Europe/London'

export type MovedTime = {
  /** Whole days that every date of the file moves. */
  days: number
  /** `YYYY-MM-DDTHH:MM:SSZ` of a local time of the file plus `later` days; never after now, for nothing happens in the future. */
  instant(localTime: string, later?: number): string
  /** Calendar days between a local time's day and the last day of the file. */
  daysBeforeLast(localTime: string): number
}

function iso(instant: Temporal.Instant): string {
  return `${instant.toString({ smallestUnit: 'second' }).slice(0, 19)}Z`
}

/**
 * Moves the file so that its last day is today in London. Days move, times of day stay: an order of 08:26 local time is
 * one of 08:26 local time afterwards, on either side of the change to summer time.
 */
export function movedTime(lastDay: string, now: Date): MovedTime {
  const nowInstant = Temporal.Instant.fromEpochMilliseconds(now.getTime())
  const today = nowInstant.toZonedDateTimeISO(RETAIL_TIME_ZONE).toPlainDate()
  const last = Temporal.PlainDate.from(lastDay)
  const days = last.until(today, { largestUnit: 'day' }).days
  const known = new Map<string, string>()
  return {
    days,
    instant(localTime, later = 0) {
      const key = `${later} ${localTime}`
      const cached = known.get(key)
      if (cached !== undefined) return cached
      const local = Temporal.PlainDateTime.from(localTime).add({ days: days + later })
      const moved = local.toZonedDateTime(RETAIL_TIME_ZONE).toInstant()
      const text = iso(Temporal.Instant.compare(moved, nowInstant) > 0 ? nowInstant : moved)
      known.set(key, text)
      return text
    },
    daysBeforeLast: (localTime) =>
      Temporal.PlainDate.from(localTime.slice(0, 10)).until(last, { largestUnit: 'day' }).days,
  }
}
