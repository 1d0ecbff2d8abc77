import { describe, expect, it } from 'vitest'
import { longestNote, readLineEntries, requestedLines } from './line-entries.ts'

function entries(fields: Record<string, string>) {
  return readLineEntries(new Map(Object.entries(fields)))
}
const line = {
  'line.0.id': 'gid://shopify/FulfillmentLineItem/1',
  'line.0.pick': '1',
  'line.0.reason': 'unwanted',
}

describe('requestedLines', () => {
  it('takes the ticked lines and leaves the others, as typed', () => {
    const typed = entries({
      ...line,
      'line.0.quantity': '2',
      'line.0.note': 'tight',
      'line.1.id': 'b',
      'line.1.quantity': '9',
    })
    expect(typed).toHaveLength(2)
    expect(requestedLines(typed).lines).toEqual([
      { lineId: 'gid://shopify/FulfillmentLineItem/1', quantity: 2, reasonHandle: 'unwanted', note: 'tight' },
    ])
  })

  it.each(['0', '-1', '1.5', '1e9', 'NaN', '2,0', '', '٣', '1000000'])(
    'refuses the quantity %s at its line (H16)',
    (quantity) => {
      const { lines, errors } = requestedLines(entries({ ...line, 'line.0.quantity': quantity }))
      expect(lines).toEqual([])
      expect([...errors.values()]).toEqual([{ problem: 'quantity_invalid' }])
    },
  )

  it('asks for a reason and for shorter notes', () => {
    const problemOf = (some: Record<string, string>) => [
      ...requestedLines(entries({ ...line, 'line.0.quantity': '1', ...some })).errors.values(),
    ]
    expect(problemOf({ 'line.0.reason': '' })).toEqual([{ problem: 'reason_missing' }])
    expect(problemOf({ 'line.0.note': 'a'.repeat(longestNote) })).toEqual([])
    expect(problemOf({ 'line.0.note': 'a'.repeat(longestNote + 1) })).toEqual([{ problem: 'note_too_long' }])
  })

  it('ignores fields that are none of its own (H17)', () => {
    const typed = entries({
      ...line,
      'line.0.quantity': '1',
      'line.0.refundAmount': '999',
      status: 'approved',
      shop: 'b',
    })
    expect(requestedLines(typed).lines).toEqual([
      { lineId: line['line.0.id'], quantity: 1, reasonHandle: 'unwanted', note: '' },
    ])
  })

  it('reads answers, photos, what was asked and the outcome of a line; ids that are none are dropped', () => {
    const id = '01234567-89ab-cdef-0123-456789abcdef'
    const [entry] = entries({
      ...line,
      'line.0.quantity': '1',
      'line.0.answer.tags-on': 'yes',
      'line.0.answer.made': '',
      'line.0.answer.__proto__': 'x',
      'line.0.photo': `${id} ${id} ../../etc/passwd`,
      'line.0.asked': 'photos tags-on',
      'line.0.outcome': 'store_credit',
    })
    expect(entry).toMatchObject({
      answers: { 'tags-on': 'yes' },
      photos: [id],
      asked: ['photos', 'tags-on'],
      outcome: 'store_credit',
    })
    expect(requestedLines(entry === undefined ? [] : [entry]).lines).toMatchObject([
      { answers: { 'tags-on': 'yes' }, photos: [id] },
    ])
    // Not asked yet is not none.
    expect(requestedLines(entries({ ...line, 'line.0.quantity': '1' })).lines[0]).not.toHaveProperty('photos')
  })
})
