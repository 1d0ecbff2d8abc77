import { expect, test } from 'vitest'
import { parseSearch } from './search-syntax.ts'

const term = (field: string | null, value: string, facts = {}) => ({
  kind: 'term',
  field,
  comparison: ':',
  value,
  quoted: false,
  prefix: false,
  ...facts,
})

test('terms are joined by AND unless OR stands between them', () => {
  expect(parseSearch('name:#1001 tag:vip')).toEqual({
    kind: 'and',
    parts: [term('name', '#1001'), term('tag', 'vip')],
  })
  expect(parseSearch('name:1 OR name:2')).toEqual({
    kind: 'or',
    parts: [term('name', '1'), term('name', '2')],
  })
})

test('quotes, comparisons, prefixes and negations', () => {
  expect(parseSearch('email:"a b@c.d"')).toEqual(term('email', 'a b@c.d', { quoted: true }))
  expect(parseSearch("created_at:>='2026-01-01'")).toEqual(
    term('created_at', '2026-01-01', { comparison: '>=', quoted: true }),
  )
  expect(parseSearch('title:lin*')).toEqual(term('title', 'lin', { prefix: true }))
  expect(parseSearch('-tag:vip')).toEqual({ kind: 'not', part: term('tag', 'vip') })
  expect(parseSearch('NOT (tag:a OR tag:b)')).toEqual({
    kind: 'not',
    part: { kind: 'or', parts: [term('tag', 'a'), term('tag', 'b')] },
  })
})

test('nonsense is skipped, never an error', () => {
  for (const text of ['', '   ', '(((', ')))', 'OR OR', '-', 'AND', '"', ':', 'a:(b', ') x:1'])
    expect(() => parseSearch(text)).not.toThrow()
  expect(parseSearch(') x:1')).toEqual({ kind: 'and', parts: [{ kind: 'and', parts: [] }, term('x', '1')] })
})
