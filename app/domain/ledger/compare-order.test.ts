import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { money, type Money, sum } from '../money.ts'
import {
  adjustmentOf,
  compareOrder,
  entriesOfForeign,
  entriesOfLate,
  noteOf,
  sinceBefore,
  type ComparedIntent,
  type OrderMoney,
  type OrderRefund,
} from './compare-order.ts'
import type { LedgerEntry, NewEntry } from './entry.ts'
import { orderGone } from './order-gone.ts'

const now = '2026-11-22T10:00:00.000Z'
const usd = (minor: number) => money(minor, 'USD')
const refundGid = (id: number) => `gid://shopify/Refund/${id}`
const order = { orderGid: 'gid://shopify/Order/1', orderName: '#1001' }

const plain: NewEntry = {
  ...order,
  kind: 'done',
  at: now,
  returnId: 'r',
  intentId: 'i1',
  purpose: 'refund',
  method: 'original_payment',
  amount: usd(4250),
  refundGid: refundGid(1),
  transactionGid: 't1',
  gateway: 'bogus',
  note: '',
  actor: { kind: 'system' },
}
const chained = (...entries: Partial<NewEntry>[]): LedgerEntry[] =>
  entries.map((entry, index) => ({ ...plain, ...entry, sequence: index + 1, previousHash: '', hash: '' }))
const reserved = { kind: 'reserved', refundGid: null, transactionGid: null } as const

type Tender = OrderRefund['transactions'][number]
const tender = (gid: string, amount: Money, status: Tender['status'] = 'settled'): Tender => ({
  gid,
  status,
  gateway: 'bogus',
  amount,
})
const refund = (
  id: number,
  transactions: readonly Tender[],
  some: Partial<OrderRefund> = {},
): OrderRefund => ({
  gid: refundGid(id),
  note: '',
  createdAt: now,
  returnGid: null,
  transactions,
  ...some,
})
const ours = { note: 'Homeward rtn:aaa', returnGid: 'gid://shopify/Return/1' }

function shopify(refunds: readonly OrderRefund[], some: Partial<OrderMoney> = {}): OrderMoney {
  const settled = refunds.flatMap((one) => one.transactions.filter(({ status }) => status === 'settled'))
  const refunded = sum(
    settled.map(({ amount }) => amount),
    'USD',
  )
  return {
    currency: 'USD',
    refunds,
    isComplete: true,
    received: usd(100_000),
    refunded,
    credits: [],
    ...some,
  }
}
const intent: ComparedIntent = {
  id: 'i1',
  returnId: 'r',
  correlation: 'rtn:aaa',
  state: 'settled',
  amount: usd(4250),
}
const settledBook = chained(reserved, {})
const settledRefund = refund(1, [tender('t1', usd(4250))], ours)

const compare = (
  entries: readonly LedgerEntry[],
  money: OrderMoney,
  intents: readonly ComparedIntent[] = [intent],
) => compareOrder({ entries, intents, money, now })
const kinds = (result: ReturnType<typeof compareOrder>) =>
  result.differences.map((one) => `${one.kind} ${one.amount.minor}`)

describe('the ledger and Shopify agree', () => {
  test('a settled refund is matched by its ids', () => {
    const result = compare(settledBook, shopify([settledRefund]))
    expect(result).toMatchObject({ matched: 1, foreign: [], differences: [] })
  })

  test('an order without money', () => {
    expect(compare([], shopify([]), [])).toMatchObject({ matched: 0, differences: [] })
  })

  test('a bonus is matched with its credit', () => {
    const book = chained(
      { ...reserved, purpose: 'bonus_credit' },
      { purpose: 'bonus_credit', refundGid: null, transactionGid: 'c1' },
    )
    const credits = [{ gid: 'c1', amount: usd(4250) }]
    expect(compare(book, shopify([], { credits })).differences).toEqual([])
    expect(kinds(compare(book, shopify([])))).toEqual(['missing_in_shopify 4250'])
  })

  test('a refund that waits at its payment provider is neither booked nor missed', () => {
    const pending = refund(1, [tender('t1', usd(4250), 'pending')], ours)
    const result = compare(chained(reserved), shopify([pending]), [{ ...intent, state: 'pending' }])
    expect(result).toMatchObject({ foreign: [], answered: [], differences: [] })
  })
})

describe('made past Homeward', () => {
  test('is foreign, explained, and booked once', () => {
    const foreign = refund(2, [tender('t2', usd(1000)), tender('t3', usd(0)), tender('t4', usd(5), 'failed')])
    const result = compare(settledBook, shopify([settledRefund, foreign]))
    expect(result.differences).toEqual([])
    const entries = entriesOfForeign(result.foreign, { ...order, returnIdOf: () => null })
    expect(entries).toMatchObject([
      { kind: 'external', amount: usd(1000), refundGid: refundGid(2), note: '' },
    ])
    const again = compare(chained(reserved, {}, ...entries), shopify([settledRefund, foreign]))
    expect(again).toMatchObject({ matched: 2, foreign: [], differences: [] })
  })
})

describe('what a person must look at', () => {
  const cases: [string, LedgerEntry[], OrderMoney, ComparedIntent[], string[]][] = [
    [
      'the ledger says done and Shopify has nothing',
      settledBook,
      shopify([]),
      [intent],
      ['missing_in_shopify 4250'],
    ],
    [
      'another amount moved',
      settledBook,
      shopify([refund(1, [tender('t1', usd(4200))], ours)]),
      [intent],
      ['amount_differs 50'],
    ],
    [
      'a second refund for the same intent',
      settledBook,
      shopify([settledRefund, refund(9, [tender('t9', usd(4250))], ours)]),
      [intent],
      ['not_booked 4250'],
    ],
    [
      'a refused intent that Shopify paid',
      chained(reserved, { ...reserved, kind: 'released' }),
      shopify([settledRefund]),
      [{ ...intent, state: 'refused' }],
      ['not_booked 4250'],
    ],
    [
      'less came out than was reserved',
      chained(reserved, { amount: usd(4200) }),
      shopify([refund(1, [tender('t1', usd(4200))], ours)]),
      [intent],
      ['not_balanced 50'],
    ],
    [
      'Shopify’s own total is another one',
      settledBook,
      shopify([settledRefund], { refunded: usd(4251) }),
      [intent],
      ['total_differs 1'],
    ],
    [
      'more went back than was paid',
      settledBook,
      shopify([settledRefund], { received: usd(4000) }),
      [intent],
      ['over_received 250'],
    ],
  ]
  test.each(cases)('%s', (_name, book, there, intents, expected) => {
    const result = compare(book, there, intents)
    expect(kinds(result)).toEqual(expected)
    // A person accepts each; then nothing is left, until another amount differs.
    const accepted = result.differences.map((one) => ({
      ...plain,
      kind: 'adjusted' as const,
      intentId: null,
      refundGid: null,
      transactionGid: null,
      amount: adjustmentOf(one),
      note: noteOf(one.key, 'seen'),
    }))
    expect(compare(chained(...book, ...accepted), there, intents).differences).toEqual([])
    const other = accepted.map((one) => ({ ...one, amount: usd(one.amount.minor + 7) }))
    expect(kinds(compare(chained(...book, ...other), there, intents))).toEqual(expected)
  })

  test('nothing is called missing when not all refunds were read', () => {
    expect(compare(settledBook, shopify([], { isComplete: false })).differences).toEqual([])
  })

  test('an answer that is there already is asked for, and is no difference', () => {
    const result = compare(chained(reserved), shopify([settledRefund]), [{ ...intent, state: 'unknown' }])
    expect(result).toMatchObject({ answered: ['i1'], differences: [], foreign: [] })
  })

  test('a tender that settles after its refund came to an end is booked for its intent', () => {
    const book = chained(reserved, { kind: 'failed', amount: usd(1000) })
    const failed = { ...intent, state: 'failed' as const }
    const both = (status: Tender['status']) =>
      shopify([refund(1, [tender('t1', usd(1000), 'failed'), tender('t2', usd(3250), status)], ours)])
    expect(compare(book, both('pending'), [failed])).toMatchObject({ late: [], differences: [] })
    const result = compare(book, both('settled'), [failed])
    expect(result.differences).toEqual([])
    const late = entriesOfLate(result.late, book, now)
    expect(late).toMatchObject([{ kind: 'done', amount: usd(3250), intentId: 'i1', transactionGid: 't2' }])
    expect(compare(chained(...book, ...late), both('settled'), [failed])).toMatchObject({
      late: [],
      differences: [],
    })
  })

  test('a difference keeps since when it stands', () => {
    const [one] = compare(settledBook, shopify([])).differences
    if (one === undefined) throw new Error('There is a difference')
    const later = { ...one, since: '2026-11-23T10:00:00.000Z' }
    expect(sinceBefore([later], [one])).toEqual([one])
    expect(sinceBefore([later], [])).toEqual([later])
  })

  test('an order that Shopify does not show any more, until it is accepted', () => {
    expect(orderGone(settledBook, now)).toMatchObject([{ kind: 'order_gone', amount: usd(4250) }])
    const accepted = {
      kind: 'adjusted',
      amount: usd(-4250),
      note: noteOf('gone:USD', 'deleted by us'),
    } as const
    expect(orderGone(chained(reserved, {}, accepted), now)).toEqual([])
    expect(orderGone(chained(reserved), now)).toEqual([])
  })
})

test('any mix of refunds of ours and others, booked as told, leaves nothing unexplained', () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(
      fc.constantFrom('USD', 'JPY', 'KWD'),
      fc.array(fc.record({ isOurs: fc.boolean(), amounts }), { maxLength: 8 }),
      (currency, made) => {
        const intents: ComparedIntent[] = []
        const book: NewEntry[] = []
        const refunds = made.map(({ isOurs, amounts: minors }, index) => {
          const transactions = minors.map((minor, part) =>
            tender(`t${index}.${part}`, money(minor, currency)),
          )
          const id = `i${index}`
          if (!isOurs) return refund(index, transactions)
          const base = { ...plain, intentId: id, refundGid: refundGid(index) }
          const total = sum(
            transactions.map(({ amount }) => amount),
            currency,
          )
          book.push({ ...base, ...reserved, amount: total })
          for (const { gid, amount } of transactions) book.push({ ...base, transactionGid: gid, amount })
          intents.push({ ...intent, id, correlation: `rtn:${index}!`, amount: total })
          return refund(index, transactions, { note: `Homeward rtn:${index}!` })
        })
        const all = refunds.flatMap(({ transactions }) => transactions)
        const refunded = sum(
          all.map(({ amount }) => amount),
          currency,
        )
        const there = { currency, refunds, isComplete: true, received: refunded, refunded, credits: [] }
        const first = compare(chained(...book), there, intents)
        expect(first.differences).toEqual([])
        const booked = [...book, ...entriesOfForeign(first.foreign, { ...order, returnIdOf: () => null })]
        const second = compare(chained(...booked), there, intents)
        expect(second).toMatchObject({ matched: all.length, foreign: [], differences: [] })
        // One minor unit less anywhere is seen.
        const wrong = { ...there, refunded: money(refunded.minor + 1, currency) }
        if (refunded.minor > 0)
          expect(compare(chained(...booked), wrong, intents).differences).toHaveLength(1)
      },
    ),
  )
})
