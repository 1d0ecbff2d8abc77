import { describe, expect, it } from 'vitest'
import { lineFacts, orderFacts } from '../../../tests/factories/order-facts.ts'
import { addSeconds } from '../dates.ts'
import type { LineFacts } from '../order.ts'
import { compilePolicy } from './compile.ts'
import { defaultPolicy } from './default-policy.ts'
import { evaluate } from './evaluate.ts'
import { Policy } from './policy.ts'
import type { ReturnWindow } from './terms/return-window.ts'

type Window = Partial<ReturnWindow>

/** Judges one line by a policy of nothing but a window; the law is left out, it has windows of its own. */
function judge(
  window: Window,
  facts: { line?: Partial<LineFacts>; placedAt?: string; now: string; timeZone: string },
) {
  const returnWindow = { days: 30, from: 'delivery', transitDays: 0, ...window }
  const calendar = { closedWeekdays: [6, 7], closedDays: ['2026-12-25', '2027-01-01'] }
  const policy = Policy.parse({
    ...defaultPolicy,
    baseline: { ...defaultPolicy.baseline, returnWindow },
    calendar,
  })
  const order = orderFacts({
    placedAt: facts.placedAt ?? '2026-01-01T00:00:00Z',
    lines: [lineFacts(facts.line)],
  })
  const { now, timeZone } = facts
  const { lines } = evaluate({
    policy: compilePolicy(policy),
    policyVersion: 1,
    order,
    now,
    timeZone,
    floor: false,
  })
  const [line] = lines
  if (line === undefined) throw new Error('no line was judged')
  return line
}

/** The last second inside is approved, the next one is not: the end of a day is inclusive, to its last second. */
function expectEdge(
  window: Window,
  facts: { line?: Partial<LineFacts>; placedAt?: string; timeZone: string },
  edge: { lastDay: string; last: string },
) {
  expect(judge(window, { ...facts, now: edge.last })).toMatchObject({
    verdict: 'approve',
    window: { lastDay: edge.lastDay, open: true },
  })
  expect(judge(window, { ...facts, now: addSeconds(edge.last, 1) })).toMatchObject({
    verdict: 'deny',
    reasons: [{ key: 'window.ended' }],
    window: { lastDay: edge.lastDay, open: false },
  })
}

// The last seconds were worked out with another implementation of the time zone database than the one that the app uses.
const edges: [
  what: string,
  timeZone: string,
  delivered: string,
  days: number,
  lastDay: string,
  last: string,
][] = [
  ['a plain month in UTC', 'UTC', '2026-05-04T10:00:00Z', 30, '2026-06-03', '2026-06-03T23:59:59Z'],
  [
    'delivered in the first second of a day',
    'UTC',
    '2026-05-04T00:00:00Z',
    30,
    '2026-06-03',
    '2026-06-03T23:59:59Z',
  ],
  [
    'delivered in the last second of a day',
    'UTC',
    '2026-05-04T23:59:59Z',
    30,
    '2026-06-03',
    '2026-06-03T23:59:59Z',
  ],
  ['zero days: the day itself', 'UTC', '2026-05-04T23:59:59Z', 0, '2026-05-04', '2026-05-04T23:59:59Z'],
  ['one day', 'UTC', '2026-05-04T00:00:00Z', 1, '2026-05-05', '2026-05-05T23:59:59Z'],
  [
    'summer time in London at both ends',
    'Europe/London',
    '2026-05-04T10:00:00Z',
    30,
    '2026-06-03',
    '2026-06-03T22:59:59Z',
  ],
  [
    'London: the clocks go forward inside',
    'Europe/London',
    '2026-03-20T10:00:00Z',
    14,
    '2026-04-03',
    '2026-04-03T22:59:59Z',
  ],
  [
    'London: the clocks go back inside',
    'Europe/London',
    '2026-10-10T22:30:00Z',
    30,
    '2026-11-09',
    '2026-11-09T23:59:59Z',
  ],
  [
    'London: ends on the day of 23 hours',
    'Europe/London',
    '2026-03-15T10:00:00Z',
    14,
    '2026-03-29',
    '2026-03-29T22:59:59Z',
  ],
  [
    'London: ends on the day of 25 hours',
    'Europe/London',
    '2026-10-11T10:00:00Z',
    14,
    '2026-10-25',
    '2026-10-25T23:59:59Z',
  ],
  [
    'London: delivered late in the evening, already the next day there',
    'Europe/London',
    '2026-06-30T23:30:00Z',
    14,
    '2026-07-15',
    '2026-07-15T22:59:59Z',
  ],
  [
    'New York: forward inside',
    'America/New_York',
    '2026-03-01T12:00:00Z',
    14,
    '2026-03-15',
    '2026-03-16T03:59:59Z',
  ],
  [
    'New York: back inside',
    'America/New_York',
    '2026-10-25T12:00:00Z',
    14,
    '2026-11-08',
    '2026-11-09T04:59:59Z',
  ],
  [
    'New York: ends on the day of 23 hours',
    'America/New_York',
    '2026-02-22T12:00:00Z',
    14,
    '2026-03-08',
    '2026-03-09T03:59:59Z',
  ],
  [
    'New York: ends on the day of 25 hours',
    'America/New_York',
    '2026-10-18T12:00:00Z',
    14,
    '2026-11-01',
    '2026-11-02T04:59:59Z',
  ],
  [
    'New York: delivered in the evening, the next day in UTC',
    'America/New_York',
    '2026-05-05T03:30:00Z',
    30,
    '2026-06-03',
    '2026-06-04T03:59:59Z',
  ],
  ['Berlin: year end', 'Europe/Berlin', '2026-12-17T12:00:00Z', 14, '2026-12-31', '2026-12-31T22:59:59Z'],
  [
    "Berlin: new year's night",
    'Europe/Berlin',
    '2026-12-31T23:30:00Z',
    14,
    '2027-01-15',
    '2027-01-15T22:59:59Z',
  ],
  ['UTC: over the year end', 'UTC', '2026-12-31T23:59:59Z', 1, '2027-01-01', '2027-01-01T23:59:59Z'],
  ['leap day reached', 'UTC', '2028-02-15T12:00:00Z', 14, '2028-02-29', '2028-02-29T23:59:59Z'],
  ['leap day passed', 'UTC', '2028-02-16T12:00:00Z', 14, '2028-03-01', '2028-03-01T23:59:59Z'],
  ['delivered on the leap day', 'UTC', '2028-02-29T12:00:00Z', 14, '2028-03-14', '2028-03-14T23:59:59Z'],
  ['no leap day in 2027', 'UTC', '2027-02-15T12:00:00Z', 14, '2027-03-01', '2027-03-01T23:59:59Z'],
  ['no leap day in 2100', 'UTC', '2100-02-15T12:00:00Z', 14, '2100-03-01', '2100-03-01T23:59:59Z'],
  ['leap day in Tokyo', 'Asia/Tokyo', '2028-02-14T16:00:00Z', 14, '2028-02-29', '2028-02-29T14:59:59Z'],
  ['Tokyo: no summer time', 'Asia/Tokyo', '2026-03-20T14:59:59Z', 14, '2026-04-03', '2026-04-03T14:59:59Z'],
  [
    'Tokyo: one second later is the next day',
    'Asia/Tokyo',
    '2026-03-20T15:00:00Z',
    14,
    '2026-04-04',
    '2026-04-04T14:59:59Z',
  ],
  ['Kolkata: half an hour', 'Asia/Kolkata', '2026-05-04T18:29:59Z', 14, '2026-05-18', '2026-05-18T18:29:59Z'],
  [
    'Kolkata: one second later is the next day',
    'Asia/Kolkata',
    '2026-05-04T18:30:00Z',
    14,
    '2026-05-19',
    '2026-05-19T18:29:59Z',
  ],
  [
    'Kathmandu: three quarters of an hour',
    'Asia/Kathmandu',
    '2026-05-04T18:15:00Z',
    7,
    '2026-05-12',
    '2026-05-12T18:14:59Z',
  ],
  [
    'Adelaide: half an hour and summer time ends',
    'Australia/Adelaide',
    '2026-03-25T12:00:00Z',
    14,
    '2026-04-08',
    '2026-04-08T14:29:59Z',
  ],
  [
    'Lord Howe: summer time of half an hour ends',
    'Australia/Lord_Howe',
    '2026-03-25T12:00:00Z',
    14,
    '2026-04-08',
    '2026-04-08T13:29:59Z',
  ],
  [
    'Lord Howe: ends on the day it begins',
    'Australia/Lord_Howe',
    '2026-09-20T12:00:00Z',
    14,
    '2026-10-04',
    '2026-10-04T12:59:59Z',
  ],
  [
    'Auckland: forward inside',
    'Pacific/Auckland',
    '2026-09-20T12:00:00Z',
    14,
    '2026-10-05',
    '2026-10-05T10:59:59Z',
  ],
  [
    'Auckland: ends on the day of 25 hours',
    'Pacific/Auckland',
    '2026-03-21T12:00:00Z',
    14,
    '2026-04-05',
    '2026-04-05T11:59:59Z',
  ],
  [
    'Kiritimati: a day ahead',
    'Pacific/Kiritimati',
    '2026-05-04T10:00:00Z',
    14,
    '2026-05-19',
    '2026-05-19T09:59:59Z',
  ],
  [
    'Pago Pago: a day behind',
    'Pacific/Pago_Pago',
    '2026-05-04T10:59:59Z',
    14,
    '2026-05-17',
    '2026-05-18T10:59:59Z',
  ],
  [
    'Sao Paulo: no summer time any more',
    'America/Sao_Paulo',
    '2026-10-20T02:59:59Z',
    30,
    '2026-11-18',
    '2026-11-19T02:59:59Z',
  ],
  [
    'Santiago: ends on the day on which midnight is skipped',
    'America/Santiago',
    '2026-08-23T12:00:00Z',
    14,
    '2026-09-06',
    '2026-09-07T02:59:59Z',
  ],
  [
    'Cairo: summer time begins at midnight',
    'Africa/Cairo',
    '2026-04-10T12:00:00Z',
    14,
    '2026-04-24',
    '2026-04-24T20:59:59Z',
  ],
  [
    "Beirut: the day begins at one o'clock",
    'Asia/Beirut',
    '2026-03-15T12:00:00Z',
    14,
    '2026-03-29',
    '2026-03-29T20:59:59Z',
  ],
  [
    'Casablanca: the clocks go back for Ramadan',
    'Africa/Casablanca',
    '2026-02-05T12:00:00Z',
    14,
    '2026-02-19',
    '2026-02-19T23:59:59Z',
  ],
  ['a year', 'Europe/London', '2026-03-29T00:30:00Z', 365, '2027-03-29', '2027-03-29T22:59:59Z'],
  ['ten years', 'America/New_York', '2026-11-01T05:30:00Z', 3650, '2036-10-29', '2036-10-30T03:59:59Z'],
]

describe('the edge of a window, to the second', () => {
  it.each(edges)(
    '%s (%s, delivered %s, %i days): %s, %s',
    (_what, timeZone, deliveredAt, days, lastDay, last) => {
      expectEdge({ days }, { line: { deliveredAt }, timeZone }, { lastDay, last })
    },
  )

  // Chain, buffer, rollover and season move the last day; the edge stays at its end.
  const line = { fulfilledAt: '2026-12-01T12:00:00Z', deliveredAt: null }
  it.each<[string, Window, { line: Partial<LineFacts>; placedAt?: string }, string, string]>([
    [
      'the dispatch stands in for the delivery, with days for the way',
      { days: 14, transitDays: 5 },
      { line },
      '2026-12-20',
      '2026-12-20T23:59:59Z',
    ],
    [
      'the order stands in for both, with days for either step',
      { days: 14, transitDays: 5 },
      { line: { fulfilledAt: null, deliveredAt: null }, placedAt: '2026-12-01T12:00:00Z' },
      '2026-12-25',
      '2026-12-25T23:59:59Z',
    ],
    [
      'counted from the order: no days for the way',
      { days: 14, transitDays: 5, from: 'order' },
      { line, placedAt: '2026-12-01T23:59:59Z' },
      '2026-12-15',
      '2026-12-15T23:59:59Z',
    ],
    [
      'the last day is a Saturday and moves to Monday',
      { days: 11, from: 'fulfillment', rollover: 'business_day' },
      { line },
      '2026-12-14',
      '2026-12-14T23:59:59Z',
    ],
    [
      'a closed Friday moves over the weekend',
      { days: 24, from: 'fulfillment', rollover: 'business_day' },
      { line },
      '2026-12-28',
      '2026-12-28T23:59:59Z',
    ],
    [
      'an open day stays',
      { days: 10, from: 'fulfillment', rollover: 'business_day' },
      { line },
      '2026-12-11',
      '2026-12-11T23:59:59Z',
    ],
    [
      'the season is longer than the count',
      { days: 14, from: 'fulfillment', notBefore: '2027-01-31' },
      { line },
      '2027-01-31',
      '2027-01-31T23:59:59Z',
    ],
    [
      'the count is longer than the season',
      { days: 90, from: 'fulfillment', notBefore: '2027-01-31' },
      { line },
      '2027-03-01',
      '2027-03-01T23:59:59Z',
    ],
    [
      'the season ends on a closed day and moves on',
      { days: 14, from: 'fulfillment', notBefore: '2027-01-01', rollover: 'business_day' },
      { line },
      '2027-01-04',
      '2027-01-04T23:59:59Z',
    ],
  ])('%s', (_what, window, facts, lastDay, last) => {
    expectEdge(window, { ...facts, timeZone: 'UTC' }, { lastDay, last })
  })

  it('says what was counted, from when, and why the day is later than the count', () => {
    const at = { now: '2026-12-02T00:00:00Z', timeZone: 'UTC', line }
    expect(judge({ days: 11, transitDays: 0, rollover: 'business_day' }, at).window).toEqual({
      days: 11,
      transitDays: 0,
      countedFrom: 'fulfillment',
      from: '2026-12-01',
      lastDay: '2026-12-14',
      extendedBy: 'business_day',
      open: true,
    })
    expect(judge({ days: 1, notBefore: '2027-01-31' }, at).window).toMatchObject({ extendedBy: 'season' })
    expect(judge({ days: 1 }, at).window).toMatchObject({ extendedBy: null })
  })

  it('counts from the last delivery only when all that was sent arrived', () => {
    const first = lineFacts({ id: 'a', deliveredAt: '2026-05-04T10:00:00Z' })
    const second = lineFacts({ id: 'b', deliveredAt: '2026-05-09T10:00:00Z' })
    const lastDays = (lines: readonly LineFacts[]) => {
      const returnWindow = { days: 10, from: 'lastDelivery', transitDays: 0 }
      const policy = Policy.parse({
        ...defaultPolicy,
        baseline: { ...defaultPolicy.baseline, returnWindow },
      })
      const decision = evaluate({
        policy: compilePolicy(policy),
        policyVersion: 1,
        order: orderFacts({ lines }),
        now: '2026-05-10T00:00:00Z',
        timeZone: 'UTC',
        floor: false,
      })
      return decision.lines.map((line) => [line.window?.countedFrom, line.window?.lastDay])
    }
    expect(lastDays([first, second])).toEqual([
      ['lastDelivery', '2026-05-19'],
      ['lastDelivery', '2026-05-19'],
    ])
    expect(lastDays([first, { ...second, deliveredAt: null }])).toEqual([
      ['delivery', '2026-05-14'],
      ['fulfillment', '2026-05-12'],
    ])
    // What is never sent is not waited for.
    expect(lastDays([first, { ...second, requiresShipping: false, deliveredAt: null }])[0]).toEqual([
      'lastDelivery',
      '2026-05-14',
    ])
  })
})
