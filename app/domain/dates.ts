import { Temporal } from 'temporal-polyfill'

/** The calendar day (ISO, `2026-05-04`) of an instant in an IANA time zone. */
export function dayOf(instant: string, timeZone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

/** The hour of day (0 to 23) of an instant in an IANA time zone. */
export function hourOf(instant: string, timeZone: string): number {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).hour
}

/** The calendar day `days` after (or, negative, before) a day. Whole days: no clock change can move it. */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** How many midnights lie between two days: 0 on the same day, negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days
}

/** A calendar day as a number: whole days since 1 January 1970. */
export function epochDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000
}

/** The epoch day of an instant in an IANA time zone. */
export function epochDayOf(instant: string, timeZone: string): number {
  return epochDay(dayOf(instant, timeZone))
}

/** The calendar day (ISO) of an epoch day. */
export function isoDay(epoch: number): string {
  return new Date(epoch * 86_400_000).toISOString().slice(0, 10)
}

/** The day of the week of an epoch day: 1 = Monday to 7 = Sunday. */
export function weekdayOf(epoch: number): number {
  return ((((epoch + 3) % 7) + 7) % 7) + 1
}

/** Whether the first day is the second or an earlier one. */
export function isOnOrBefore(day: string, other: string): boolean {
  return Temporal.PlainDate.compare(Temporal.PlainDate.from(day), Temporal.PlainDate.from(other)) <= 0
}

/** The first instant after a day in a zone: the day is over from then on. Days of 23 and 25 hours come out right. */
export function endOfDay(day: string, timeZone: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone).toInstant().toString()
}

/** The first instant of a day in a zone. */
export function startOfDay(day: string, timeZone: string): string {
  return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).toInstant().toString()
}

/** The instant of a day and a time of day (`14:05`) in a zone; a time that the clocks skip is taken as the one after the gap. */
export function instantAt(day: string, time: string, timeZone: string): string {
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone).toInstant().toString()
}

/** -1, 0 or 1 by the order of two instants. */
export function compareInstants(a: string, b: string): -1 | 0 | 1 {
  const order = Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b))
  if (order === 0) return 0
  return order < 0 ? -1 : 1
}

/** The instant some seconds later (or, negative, earlier). */
export function addSeconds(instant: string, seconds: number): string {
  return Temporal.Instant.from(instant).add({ seconds }).toString()
}

/** Whole seconds from the first instant to the second. */
export function secondsBetween(from: string, to: string): number {
  return Math.trunc(
    (Temporal.Instant.from(to).epochMilliseconds - Temporal.Instant.from(from).epochMilliseconds) / 1000,
  )
}

/** Whether this is a time zone that the runtime knows. */
export function isTimeZone(timeZone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone)
    return true
  } catch {
    return false
  }
}

/** A day as people say it: `Monday 4 May 2026`. */
export function formatDay(day: string, locale: string): string {
  const options = {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  } as const
  return new Intl.DateTimeFormat(locale, options).format(atMidnightUtc(day))
}

/** A day of every year (`MM-DD`) as people say it: `4 May`. */
export function formatMonthDay(monthDay: string, locale: string): string {
  const options = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const
  // A leap year: 29 February is a day of every year here.
  return new Intl.DateTimeFormat(locale, options).format(atMidnightUtc(`2024-${monthDay}`))
}

/** An instant as date and time of day in a zone: `4 May 2026, 14:05`. */
export function formatInstant(instant: string, locale: string, timeZone: string): string {
  const options = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const
  return new Intl.DateTimeFormat(locale, options).format(Temporal.Instant.from(instant).epochMilliseconds)
}

/** As `formatInstant` with the seconds and the zone's name, for what has to stand as evidence: `22 Nov 2026, 10:00:05 CET`. */
export function formatInstantInZone(instant: string, locale: string, timeZone: string): string {
  const options = {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone,
  } as const
  return new Intl.DateTimeFormat(locale, options).format(Temporal.Instant.from(instant).epochMilliseconds)
}

/** How long ago in the one unit that fits: `2 hours ago`, `yesterday`. */
export function formatAgo({
  instant,
  now,
  locale,
}: {
  instant: string
  now: string
  locale: string
}): string {
  const seconds = secondsBetween(instant, now)
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  if (seconds < 60) return format.format(0, 'minute')
  if (seconds < 3600) return format.format(-Math.floor(seconds / 60), 'minute')
  if (seconds < 86_400) return format.format(-Math.floor(seconds / 3600), 'hour')
  return format.format(-Math.floor(seconds / 86_400), 'day')
}

function atMidnightUtc(day: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime('UTC').epochMilliseconds
}
