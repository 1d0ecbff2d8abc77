import { describe, expect, test } from 'vitest'
import { bareName, nameQuery } from './order-lookup.server.ts'

describe('an order name', () => {
  test.each([
    ['#1001', '1001'],
    ['1001', '1001'],
    ['  ##1001 ', '1001'],
    ['# 1001', '1001'],
    ['en1027', 'EN1027'],
    ['＃１００１', '1001'],
    ['#1001-A', '1001-A'],
  ])('typed as %s is compared as %s', (typed, bare) => {
    expect(bareName(typed)).toBe(bare)
  })

  test('is searched with and without its hash, as one quoted text', () => {
    expect(nameQuery('1001')).toBe('name:"1001" OR name:"#1001"')
  })

  test.each([
    ['1" OR tag:"x', 'name:"1\\" OR tag:\\"x" OR name:"#1\\" OR tag:\\"x"'],
    ['1\\', 'name:"1\\\\" OR name:"#1\\\\"'],
    ['1\n2', 'name:"1 2" OR name:"#1 2"'],
  ])('cannot leave its quotes: %j', (name, query) => {
    expect(nameQuery(name)).toBe(query)
  })
})
