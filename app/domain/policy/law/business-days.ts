import { epochDay, weekdayOf } from '../../dates.ts'

/**
 * Whether no business is done on an epoch day in a country: Saturdays and Sundays, and the holidays of the countries whose
 * rights are counted in business days. Elsewhere holidays are not known: a deadline of the shop counted without them ends early,
 * which harms no buyer.
 */
function isDayOff(day: number, country: string): boolean {
  if (weekdayOf(day) >= 6) return true
  return country === 'CO' && colombianHolidays(new Date(day * 86_400_000).getUTCFullYear()).has(day)
}

/** The day that is so many business days after a day; none = the day itself. */
export function addBusinessDays(day: number, count: number, country: string): number {
  let last = day
  for (let left = count; left > 0; left -= 1) last = nextBusinessDay(last + 1, country)
  return last
}

/** The first business day on or after a day. */
export function nextBusinessDay(day: number, country: string): number {
  let next = day
  // No country rests for three weeks.
  for (let tries = 0; tries < 21 && isDayOff(next, country); tries += 1) next += 1
  return next
}

const colombianYears = new Map<number, ReadonlySet<number>>()

/** Ley 51 of 1983: fixed days, days that move to the next Monday, and days that hang on Easter. */
function colombianHolidays(year: number): ReadonlySet<number> {
  const known = colombianYears.get(year)
  if (known !== undefined) return known
  const dayIn = (monthAndDay: string) => epochDay(`${String(year).padStart(4, '0')}-${monthAndDay}`)
  const mondayFrom = (day: number) => day + ((8 - weekdayOf(day)) % 7)
  const easter = easterOf(year)
  const holidays = new Set([
    ...['01-01', '05-01', '07-20', '08-07', '12-08', '12-25'].map(dayIn),
    ...['01-06', '03-19', '06-29', '08-15', '10-12', '11-01', '11-11'].map(dayIn).map(mondayFrom),
    ...[-3, -2, 43, 64, 71].map((days) => easter + days),
  ])
  colombianYears.set(year, holidays)
  return holidays
}

/** Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher). */
function easterOf(year: number): number {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const inCentury = year % 100
  const epact =
    (19 * golden +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451)
  const sum = epact + weekday - 7 * late + 114
  const month = String(Math.floor(sum / 31)).padStart(2, '0')
  const day = String((sum % 31) + 1).padStart(2, '0')
  return epochDay(`${String(year).padStart(4, '0')}-${month}-${day}`)
}
