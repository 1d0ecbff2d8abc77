import { expect, test } from 'vitest'
import type { LineEntry } from './line-entries.ts'
import { mixKey, mixOf } from './mixed-outcome.ts'

const entry = (lineId: string, outcome?: string): LineEntry => ({
  lineId,
  picked: true,
  quantity: '1',
  reason: 'style',
  note: '',
  ...(outcome === undefined ? {} : { outcome }),
})
const line = (lineId: string) => ({ lineId, quantity: 1, reasonHandle: 'style', note: '' })

test('each line has its own outcome; what nobody chose for, or made up, goes back the way it was paid', () => {
  const mix = mixOf(
    [entry('a', 'store_credit'), entry('a#2', 'bitcoin'), entry('b')],
    [line('a'), line('a#2'), line('b')],
  )
  expect(mix.lines.map(({ outcome }) => outcome)).toEqual(['store_credit', 'refund', 'refund'])
  expect(mix.outcome).toBe('refund')
})

test('the return is known by an outcome that one of its lines has', () => {
  expect(mixOf([entry('a', 'exchange'), entry('b', 'store_credit')], [line('a'), line('b')]).outcome).toBe(
    'store_credit',
  )
  expect(mixOf([entry('a', 'exchange')], [line('a')]).outcome).toBe('exchange')
})

test('the key changes with every choice and with the sums', () => {
  const usd = (minor: number) => ({ minor, currency: 'USD' })
  const mix = mixOf([entry('a', 'refund')], [line('a')])
  const key = mixKey(mix, { total: usd(100), owed: usd(0), lines: [] })
  const others = [
    mixKey(mixOf([entry('a', 'store_credit')], [line('a')]), { total: usd(100), owed: usd(0), lines: [] }),
    mixKey(mix, { total: usd(101), owed: usd(0), lines: [] }),
    mixKey(mix, { total: usd(100), owed: usd(1), lines: [] }),
  ]
  expect(new Set([key, ...others]).size).toBe(4)
})
