import { describe, expect, it } from 'vitest'
import { changeEntries } from './change-entries.ts'
import type { LineEntry } from './line-entries.ts'

const a: LineEntry = {
  lineId: 'a',
  picked: false,
  quantity: '3',
  reason: 'style',
  note: 'typed',
  photos: ['1', '2'],
}
const b: LineEntry = { lineId: 'b', picked: true, quantity: '1', reason: '', note: '' }
const press = (name: string, value: string, entries: readonly LineEntry[] = [a, b]) =>
  changeEntries(entries, new Map([[name, value]]))

describe('changeEntries', () => {
  it('splits a line: one unit gets a part of its own, what was typed stays', () => {
    const split = press('split', 'a')
    expect(split).toEqual([
      { ...a, picked: true, quantity: '2' },
      { lineId: 'a#2', picked: true, quantity: '1', reason: '', note: '' },
      b,
    ])
    expect(press('split', 'a', split).map(({ lineId, quantity }) => [lineId, quantity])).toEqual([
      ['a', '1'],
      ['a#2', '1'],
      ['a#3', '1'],
      ['b', '1'],
    ])
  })

  it('puts a part back with its units; its number is free again', () => {
    const three = press('split', 'a', press('split', 'a'))
    const joined = press('join', 'a#2', three)
    expect(joined.map(({ lineId, quantity }) => [lineId, quantity])).toEqual([
      ['a', '2'],
      ['a#3', '1'],
      ['b', '1'],
    ])
    expect(press('split', 'a', joined).map(({ lineId }) => lineId)).toEqual(['a', 'a#3', 'a#2', 'b'])
  })

  it('takes a photo out, and does nothing for what is not there', () => {
    expect(press('drop', '1')[0]?.photos).toEqual(['2'])
    for (const [name, value] of [
      ['split', 'zz'],
      ['join', 'a'],
      ['join', 'zz'],
      ['drop', 'zz'],
    ] as const)
      expect(press(name, value)).toEqual([a, b])
    const many = Array.from({ length: 40 }).reduce<readonly LineEntry[]>(
      (all) => press('split', 'a', all),
      [a],
    )
    expect(many).toHaveLength(20)
  })
})
