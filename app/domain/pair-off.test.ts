import { expect, test } from 'vitest'
import { pairOff } from './pair-off.ts'

const same = (wanted: { of: string }, given: { of: string; id: number }) => wanted.of === given.of

test('each takes the first that fits and is left', () => {
  const given = [
    { of: 'a', id: 1 },
    { of: 'b', id: 2 },
    { of: 'a', id: 3 },
  ]
  const wanted = [{ of: 'a' }, { of: 'a' }, { of: 'b' }, { of: 'a' }]
  expect(pairOff(wanted, given, same).map((one) => one?.id ?? null)).toEqual([1, 3, 2, null])
})
