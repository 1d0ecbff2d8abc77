import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocate, money } from '../money.ts'
import type { MoneyState } from '../return.ts'
import { accountOf, amountFailed, entriesOwed, isConserved, type BookedIntent } from './book-intent.ts'
import type { NewEntry } from './entry.ts'

const now = '2026-11-22T10:00:00.000Z'
const usd = (minor: number) => money(minor, 'USD')
const base: BookedIntent = {
  id: 'i',
  returnId: 'r',
  orderGid: 'gid://shopify/Order/1',
  orderName: '#1001',
  purpose: 'refund',
  method: 'original_payment',
  amount: usd(4250),
  state: 'intended',
  report: null,
  actor: { kind: 'staff', id: '1', name: 'Sam' },
}
type Tender = {
  gid: string
  status: 'settled' | 'pending' | 'failed'
  gateway: string
  amount: ReturnType<typeof usd>
}
const tender = (gid: string, minor: number, status: Tender['status'] = 'settled'): Tender => ({
  gid,
  status,
  gateway: 'bogus',
  amount: usd(minor),
})
const report = (...transactions: Tender[]) => ({ refund: { gid: 'gid://shopify/Refund/1', transactions } })

/** The book after an intent went through these steps, one after the other, each booked twice. */
function book(...steps: Partial<BookedIntent>[]): NewEntry[] {
  const entries: NewEntry[] = []
  for (const step of steps) {
    const intent = { ...base, ...step }
    entries.push(...entriesOwed(intent, entries, now))
    expect(entriesOwed(intent, entries, now), 'a second time there is nothing left to book').toEqual([])
  }
  return entries
}

const told = (entries: readonly NewEntry[]) => entries.map((one) => `${one.kind} ${one.amount.minor}`)

describe('what an intent owes the ledger', () => {
  const settled = { state: 'settled', report: report(tender('t1', 4250)) } as const
  const cases: [string, Partial<BookedIntent>[], string[]][] = [
    ['intended', [{}], ['reserved 4250']],
    [
      'on its way',
      [{}, { state: 'sent' }, { state: 'unknown', report: { kind: 'unknown', words: '' } }],
      ['reserved 4250'],
    ],
    ['settled', [{}, settled], ['reserved 4250', 'done 4250']],
    ['older than the ledger', [settled], ['reserved 4250', 'done 4250']],
    ['refused', [{}, { state: 'refused' }], ['reserved 4250', 'released 4250']],
    [
      'refused and older than the ledger',
      [{ state: 'refused', report: { kind: 'refused', because: 'x', words: '' } }],
      ['reserved 4250', 'released 4250'],
    ],
    [
      'given up and arrived after all',
      [{}, { state: 'refused' }, settled],
      ['reserved 4250', 'released 4250', 'reserved 4250', 'done 4250'],
    ],
    [
      'two tenders, one after the other',
      [
        {},
        { state: 'pending', report: report(tender('t1', 1000), tender('t2', 3250, 'pending')) },
        { state: 'settled', report: report(tender('t1', 1000), tender('t2', 3250)) },
      ],
      ['reserved 4250', 'done 1000', 'done 3250'],
    ],
    [
      'failed days later',
      [
        { state: 'pending', report: report(tender('t1', 4250, 'pending')) },
        { state: 'failed', report: report(tender('t1', 4250, 'failed')) },
      ],
      ['reserved 4250', 'failed 4250'],
    ],
    [
      'one tender failed, the other was paid',
      [{ state: 'failed', report: report(tender('t1', 1000), tender('t2', 3250, 'failed')) }],
      ['reserved 4250', 'done 1000', 'failed 3250'],
    ],
    [
      'a bonus',
      [{}, { state: 'settled', report: { gid: 'credit', words: '' } }],
      ['reserved 4250', 'done 4250'],
    ],
    [
      'a bonus whose id nobody told',
      [{ state: 'settled', report: { gid: null, words: '' } }],
      ['reserved 4250', 'done 4250'],
    ],
    [
      'settled without transactions',
      [{ state: 'settled', report: report() }],
      ['reserved 4250', 'done 4250'],
    ],
  ]
  test.each(cases)('%s', (_name, steps, expected) => {
    const entries = book(...steps)
    expect(told(entries)).toEqual(expected)
    expect(isConserved(accountOf(entries, 'USD'))).toBe(true)
  })

  test('names the refund, the transaction and who decided', () => {
    expect(book(settled).at(-1)).toMatchObject({
      refundGid: 'gid://shopify/Refund/1',
      transactionGid: 't1',
      gateway: 'bogus',
      actor: { name: 'Sam' },
    })
  })

  test('a refund of another amount than was meant does not balance', () => {
    expect(accountOf(book({ state: 'settled', report: report(tender('t1', 4249)) }), 'USD').open).toEqual(
      usd(1),
    )
    const over = accountOf(book({ state: 'settled', report: report(tender('t1', 4251)) }), 'USD')
    expect(isConserved(over)).toBe(false)
  })

  test('whatever becomes of the tenders: reserved is done, failed, released or open, to the last unit', () => {
    const status = fc.constantFrom<Tender['status']>('settled', 'pending', 'failed')
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.constantFrom('USD', 'JPY', 'KWD'),
        fc.array(fc.array(status, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
        (minor, currency, rounds) => {
          const amount = money(minor, currency)
          const parts = allocate(amount, [1, 2, 3])
          // What has come to its end stays: a gateway changes its mind about pending ones only.
          let states: Tender['status'][] = ['pending', 'pending', 'pending']
          const entries: NewEntry[] = []
          for (const round of rounds) {
            states = states.map((known, index) => (known === 'pending' ? (round[index] ?? 'pending') : known))
            const state: MoneyState = states.includes('failed')
              ? 'failed'
              : states.includes('pending')
                ? 'pending'
                : 'settled'
            const transactions = parts.map((part, index) => ({
              gid: `t${index}`,
              status: states[index] ?? 'pending',
              gateway: '',
              amount: part,
            }))
            const intent = { ...base, amount, state, report: { refund: { gid: 'r', transactions } } }
            entries.push(...entriesOwed(intent, entries, now))
            const account = accountOf(entries, currency)
            expect(isConserved(account)).toBe(true)
            const pending = parts.filter((_, index) => states[index] === 'pending')
            expect(account.open.minor).toBe(pending.reduce((sum, part) => sum + part.minor, 0))
          }
        },
      ),
    )
  })
})

describe('what a provider failed to pay', () => {
  const both = [tender('t1', 1000), tender('t2', 3250, 'failed')] as const
  test.each([
    ['all of it, where one tender failed alone', report(tender('t1', 4250, 'failed')), 4250],
    ['of several tenders only the failed ones', report(...both), 3250],
    ['several failed ones together', report(...both, tender('t3', 50, 'failed')), 3300],
    ['all of it, where Shopify names no transaction', report(), 4250],
    ['all of it, without a report', null, 4250],
  ])('%s', (_case, told, minor) => {
    expect(amountFailed({ amount: usd(4250), report: told })).toEqual(usd(minor))
  })
})
