import { describe, expect, it } from 'vitest'
import { portalEntries } from '#app/i18n/portal-entries.ts'
import { portalLanguages } from '#app/i18n/portal-languages.ts'
import { changesOf, filterTexts, problemsOf, textViews, withDraft, writtenIn } from './text-view.ts'
import { lockWords, nameOfText, sayProblem } from './text-words.ts'

const own = {
  texts: { 'start.title': 'Send it back' },
  author: { kind: 'staff', id: '1', name: 'Sam' },
  updatedAt: '2026-11-22T10:00:00Z',
} as const
const texts = textViews(portalEntries('en', 'GB'), own)
const text = (key: string) => {
  const found = texts.find((one) => one.key === key)
  if (found === undefined) throw new Error(key)
  return found
}
const title = text('start.title')
const hint = text('order.note_hint')

describe('the texts of a language', () => {
  it('begin with what the merchant wrote, else with the default', () => {
    expect(title).toMatchObject({ saved: 'Send it back', text: 'Start a return', name: 'Start: title' })
    expect(hint.saved).toBe(hint.text)
  })

  it('have drafts only where something else stands than what is saved', () => {
    const drafts = withDraft({}, title, 'Bring it back')
    expect(drafts).toEqual({ 'start.title': 'Bring it back' })
    expect(writtenIn(drafts, title)).toBe('Bring it back')
    expect(withDraft(drafts, title, 'Send it back')).toEqual({})
  })

  it('are sent as they were written, and as nothing where the default stands there again', () => {
    const drafts = { 'start.title': title.text, 'order.note_hint': 'Up to {{count}} letters.' }
    expect(changesOf(texts, drafts)).toEqual({
      'start.title': null,
      'order.note_hint': 'Up to {{count}} letters.',
    })
  })

  it('are looked at before they are sent', () => {
    expect(problemsOf(texts, { 'order.note_hint': 'Some letters.' })).toEqual([
      { text: hint, problem: { kind: 'lacks_value', name: 'count' } },
    ])
    expect(problemsOf(texts, { 'start.title': title.text })).toEqual([])
  })

  it('are found by page, by words of any page, and by being changed', () => {
    const found = (some: object, drafts = {}) =>
      filterTexts(texts, drafts, { group: 'find', search: '', changedOnly: false, ...some }).map(
        ({ key }) => key,
      )
    expect(found({})).toContain('start.title')
    expect(found({})).not.toContain('order.note_hint')
    expect(found({ search: 'CHARACTERS most note' })).toEqual(['order.note_hint'])
    expect(found({ search: 'send it back' })).toContain('start.title')
    expect(found({ search: 'zzz' })).toEqual([])
    expect(found({ changedOnly: true })).toEqual(['start.title'])
    expect(
      found({ changedOnly: true }, { 'start.title': title.text, 'order.note_hint': '{{count}}' }),
    ).toEqual(['order.note_hint'])
  })
})

describe('the words of the page', () => {
  it('name every text of every language once on its page', () => {
    for (const locale of portalLanguages) {
      const entries = portalEntries(locale, null)
      const names = entries.map(({ key, group }) => `${group} ${nameOfText(key)}`)
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
      for (const { locked } of entries)
        if (locked !== null) expect(lockWords[locked]).toMatch(/cannot be changed\.$/)
    }
  })

  it('say what is wrong and how it is mended', () => {
    expect(nameOfText('start.too_many_other')).toBe('Start: too many (plural)')
    expect(sayProblem({ kind: 'lacks_value', name: 'count' })).toBe(
      'Keep {{count}} in the text: a value takes its place.',
    )
    expect(sayProblem({ kind: 'unknown_value', name: '{x' })).toBe(
      'There is no value {x for this text. Take it out.',
    )
    expect(sayProblem({ kind: 'too_long', most: 60, count: 61 })).toBe(
      'Use at most 60 characters; there are 61.',
    )
  })
})
