import { describe, expect, test } from 'vitest'
import { money } from '../money.ts'
import { ageBandOf, liabilities, owedOf, type OwingReturn } from './liability.ts'

const now = '2026-11-22T10:00:00.000Z'
const usd = (minor: number) => money(minor, 'USD')
const received: OwingReturn = {
  id: 'r',
  status: 'received',
  paysOnApproval: false,
  promised: usd(4250),
  currency: 'USD',
  requestedAt: '2026-11-01T10:00:00.000Z',
  decidedAt: '2026-11-02T10:00:00.000Z',
  receivedAt: '2026-11-20T10:00:00.000Z',
  unpaidWorth: 4250,
  wholeWorth: 4250,
  inFlight: [],
  failed: [],
  external: usd(0),
}
const told = (one: Partial<OwingReturn>) =>
  owedOf({ ...received, ...one }).map(
    ({ kind, amount, since }) => `${kind} ${amount.minor} ${since.slice(5, 10)}`,
  )

describe('what a return owes', () => {
  const meant = { amount: usd(4250), since: '2026-11-21T10:00:00.000Z' }
  const cases: [string, Partial<OwingReturn>, string[]][] = [
    ['the parcel is there', {}, ['owed 4250 11-20']],
    ['half of it was paid', { unpaidWorth: 2125 }, ['owed 2125 11-20']],
    ['all of it was paid', { unpaidWorth: 0 }, []],
    ['the parcel is on its way', { status: 'approved', receivedAt: null }, ['expected 4250 11-02']],
    [
      'on its way, paid without it',
      { status: 'approved', receivedAt: null, paysOnApproval: true },
      ['owed 4250 11-02'],
    ],
    ['nobody has decided', { status: 'in_review' }, []],
    ['declined', { status: 'declined' }, []],
    ['on its way to the buyer', { unpaidWorth: 0, inFlight: [meant] }, ['in_flight 4250 11-21']],
    [
      'failed at the payment provider, also after closing',
      { status: 'closed', failed: [meant] },
      ['failed 4250 11-21'],
    ],
    ['paid past Homeward', { external: usd(4250) }, []],
    ['partly paid past Homeward', { external: usd(1000) }, ['owed 3250 11-20']],
    ['more paid past Homeward than owed', { external: usd(9999) }, []],
    ['paid past Homeward after a failure', { unpaidWorth: 0, failed: [meant], external: usd(4250) }, []],
    ['paid past Homeward in another currency', { external: money(4250, 'EUR') }, ['owed 4250 11-20']],
    ['nothing was promised', { promised: null }, []],
    ['an exchange of equal worth', { promised: usd(0) }, []],
  ]
  test.each(cases)('%s', (_name, some, expected) => {
    expect(told(some)).toEqual(expected)
  })

  test('the shares of a promise sum to it, whatever was paid of it', () => {
    for (let unpaidWorth = 0; unpaidWorth <= 300; unpaidWorth += 7) {
      const open = owedOf({ ...received, wholeWorth: 301, unpaidWorth })[0]?.amount.minor ?? 0
      const rest =
        owedOf({ ...received, wholeWorth: 301, unpaidWorth: 301 - unpaidWorth })[0]?.amount.minor ?? 0
      expect(Math.abs(open + rest - 4250)).toBeLessThanOrEqual(1)
    }
  })
})

test.each([
  ['2026-11-22T09:59:59.000Z', 'week'],
  ['2026-11-15T10:00:01.000Z', 'week'],
  ['2026-11-15T10:00:00.000Z', 'month'],
  ['2026-10-23T10:00:00.000Z', 'two_months'],
  ['2026-09-23T10:00:00.000Z', 'older'],
  ['2026-11-23T10:00:00.000Z', 'week'],
])('money owed since %s is of the age %s', (since, band) => {
  expect(ageBandOf(since, now)).toBe(band)
})

test('currencies are never added, and what is only expected is not due', () => {
  const owed = [
    ...owedOf(received),
    ...owedOf({ ...received, id: 's', status: 'approved', receivedAt: null }),
    ...owedOf({
      ...received,
      id: 'y',
      currency: 'JPY',
      promised: money(500, 'JPY'),
      external: money(0, 'JPY'),
      receivedAt: '2026-09-01T00:00:00.000Z',
    }),
  ]
  expect(liabilities(owed, now)).toMatchObject([
    {
      currency: 'JPY',
      returns: 1,
      due: money(500, 'JPY'),
      byAge: { older: money(500, 'JPY'), week: money(0, 'JPY') },
    },
    {
      currency: 'USD',
      returns: 1,
      due: usd(4250),
      byKind: { expected: usd(4250), owed: usd(4250) },
      byAge: { week: usd(4250) },
    },
  ])
})
