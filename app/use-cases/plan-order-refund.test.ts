import { expect, test } from 'vitest'
import type { MoneyIntentRecord } from '#app/db/return-record.ts'
import { madeGoodKey } from '#app/domain/refund/failed-refund.ts'
import { failedPayment } from './plan-order-refund.server.ts'

// Only what the choice looks at: the other fields are of no matter to it.
const intent = (id: string, some: Partial<MoneyIntentRecord>) =>
  ({ id, purpose: 'refund', state: 'failed', unitsKey: id, ...some }) as MoneyIntentRecord
const chosenBy = (requestKey: string, ...moneyIntents: MoneyIntentRecord[]) =>
  failedPayment({ moneyIntents }, { requestKey })?.id ?? null
const chosen = (...moneyIntents: MoneyIntentRecord[]) => chosenBy('', ...moneyIntents)
const again = (of: string, state: MoneyIntentRecord['state']) =>
  intent(`${of}-again-${state}`, { purpose: 'order_refund', state, unitsKey: `${madeGoodKey(of)}#1` })

test('of two failed refunds the one is paid again that nothing was paid for yet', () => {
  const [first, second] = [intent('a', {}), intent('b', {})]
  expect(chosen()).toBeNull()
  expect(chosen(intent('a', { state: 'settled' }))).toBeNull()
  expect(chosen(first, second)).toBe('a')
  expect(chosen(first, second, again('a', 'settled'))).toBe('b')
  expect(chosen(first, second, again('a', 'refused'))).toBe('a')
  // Both are on their way: a second click is told of the last one, and pays nothing.
  expect(chosen(first, second, again('a', 'settled'), again('b', 'unknown'))).toBe('b')
})

test('the form of one never pays the other, however often it is sent', () => {
  const both = [intent('a', {}), intent('b', {})]
  expect(chosenBy('b', ...both)).toBe('b')
  expect(chosenBy('a', ...both, again('a', 'settled'))).toBe('a')
})
