import { expect, test } from 'vitest'
import { isAllowed, parseAccess } from './access.ts'

const markets = '`read_markets` for queries and both `read_markets` as well as `write_markets` for mutations.'

test('what queries and what mutations need is told apart where the text says both', () => {
  expect(parseAccess(markets, false).groups).toEqual([['read_markets']])
  expect(parseAccess(markets, true).groups).toEqual([['read_markets'], ['write_markets']])
  expect(isAllowed(parseAccess(markets, false), new Set(['read_markets']))).toBe(true)
  expect(isAllowed(parseAccess(markets, true), new Set(['read_markets']))).toBe(false)
})
