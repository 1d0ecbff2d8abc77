import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { csvRow, unformulated } from './csv.ts'

describe('a text never becomes a formula', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r'=1"],
    ['  =1', "  '=1"],
    ['＝1', "'＝1"],
    ['a;=cmd|calc', "a;'=cmd|calc"],
    ['a"=1', `a"'=1`],
    ['a\n@x', "a\n'@x"],
    ['plain', 'plain'],
    ['a=b', 'a=b'],
    ['#1001-R1', '#1001-R1'],
    ['', ''],
  ])('%j', (text, expected) => {
    expect(unformulated(text)).toBe(expected)
  })

  test('whatever somebody typed: no cell of any reading begins with a sign of a formula', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('=', '+', '-', '@', ';', '"', ',', '\t', '\r', '\n', ' ', 'a', '＝', '|', "'"),
    })
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 4 }), (texts) => {
        const row = csvRow(texts.map((text) => ({ text })))
        for (const delimiter of [',', ';', '\t', '|'])
          for (const cells of Papa.parse<string[]>(row, { delimiter, newline: '\r\n' }).data)
            for (const cell of cells) expect(cell).not.toMatch(/^["\s]*[=+\-@＝＋－＠]/)
      }),
    )
  })
})

describe('a row', () => {
  test('reads back as it was written', () => {
    const texts = ['a', 'b,c', 'say "hi"', 'two\nlines', '', 'ünï']
    const row = csvRow(texts.map((text) => ({ text })))
    expect(Papa.parse<string[]>(row.trimEnd()).data).toEqual([texts])
  })

  test('numbers stay numbers, also negative ones, and nothing else passes for one', () => {
    expect(csvRow([{ number: '-12.50' }, { number: '' }, { number: '1000' }])).toBe('-12.50,,1000\r\n')
    for (const number of ['=1', '1e5', '-1+1', ' 1', '1,5', '+1'])
      expect(() => csvRow([{ number }])).toThrow(/plain number/)
  })
})
