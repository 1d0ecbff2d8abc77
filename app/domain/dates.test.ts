import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addSeconds,
  compareInstants,
  dayOf,
  daysBetween,
  endOfDay,
  formatAgo,
  formatDay,
  isOnOrBefore,
  isTimeZone,
  secondsBetween,
  startOfDay,
} from './dates.ts'

const zones = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Australia/Lord_Howe',
]

describe('dates', () => {
  it.each([
    ['2026-05-04T23:59:59Z', 'UTC', '2026-05-04'],
    ['2026-05-04T23:59:59Z', 'Europe/London', '2026-05-05'],
    ['2026-05-04T03:59:59Z', 'America/New_York', '2026-05-03'],
    ['2026-05-04T04:00:00Z', 'America/New_York', '2026-05-04'],
    ['2024-02-29T12:00:00Z', 'UTC', '2024-02-29'],
    ['2026-12-31T18:30:00Z', 'Asia/Kolkata', '2027-01-01'],
  ])('%s in %s is %s', (instant, zone, day) => {
    expect(dayOf(instant, zone)).toBe(day)
  })

  it.each([
    // The clocks go forward on 29 March 2026 in London: that day has 23 hours.
    ['2026-03-29', 'Europe/London', 23],
    ['2026-10-25', 'Europe/London', 25],
    ['2026-05-04', 'Europe/London', 24],
    ['2026-03-08', 'America/New_York', 23],
    ['2026-04-05', 'Australia/Lord_Howe', 24.5],
  ])('%s in %s lasts %d hours', (day, zone, hours) => {
    expect(secondsBetween(startOfDay(day, zone), endOfDay(day, zone))).toBe(hours * 3600)
  })

  it('ends a day where the next one begins, everywhere', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('1990-01-01', days))
    fc.assert(
      fc.property(day, fc.constantFrom(...zones), (today, zone) => {
        // Samoa left out 30 December 2011; a day that never was has no last second.
        fc.pre(zone !== 'Pacific/Apia' || !['2011-12-29', '2011-12-30'].includes(today))
        const end = endOfDay(today, zone)
        expect(dayOf(end, zone)).toBe(addDays(today, 1))
        expect(dayOf(addSeconds(end, -1), zone)).toBe(today)
      }),
    )
  })

  it('counts days back and forth', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5000, max: 5000 }), (days) => {
        const day = addDays('2026-02-28', days)
        expect(daysBetween('2026-02-28', day)).toBe(days)
        expect(isOnOrBefore('2026-02-28', day)).toBe(days >= 0)
      }),
    )
    expect(addDays('2024-01-30', 30)).toBe('2024-02-29')
    expect(compareInstants('2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00')).toBe(0)
  })

  it('knows time zones and says days as people do', () => {
    expect(isTimeZone('Europe/London')).toBe(true)
    expect(isTimeZone('Mars/Base')).toBe(false)
    expect(formatDay('2026-05-04', 'en')).toBe('Monday, May 4, 2026')
    expect(formatDay('2026-05-04', 'de')).toBe('Montag, 4. Mai 2026')
    const now = '2026-05-04T12:00:00Z'
    expect(formatAgo({ instant: '2026-05-04T10:00:00Z', now, locale: 'en' })).toBe('2 hours ago')
    expect(formatAgo({ instant: '2026-05-03T10:00:00Z', now, locale: 'en' })).toBe('yesterday')
  })
})
