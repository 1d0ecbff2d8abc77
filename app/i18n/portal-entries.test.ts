import { describe, expect, it } from 'vitest'
import { checkOwnText } from '#app/domain/own-text.ts'
import { limitsOf, portalEntries } from './portal-entries.ts'
import { portalLanguages } from './portal-languages.ts'
import { portalTexts } from './portal-locales.ts'

describe.each(portalLanguages)('the texts that merchants find in %s', (locale) => {
  const entries = portalEntries(locale, null)

  it('are all of the pages, each once, and the two buttons of the law', () => {
    const keys = entries.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.filter((key) => !key.startsWith('withdraw.button_')).sort()).toEqual(
      Object.keys(portalTexts[locale]).sort(),
    )
    expect(keys.length).toBe(Object.keys(portalTexts[locale]).length + 2)
  })

  it('have their English beside them', () => {
    expect(entries.filter(({ english }) => english === '')).toEqual([])
  })

  it('are good as they are: what the app says would be allowed', () => {
    for (const { key, text, locked } of entries) {
      const limits = limitsOf(locale, key)
      if (locked !== null) expect(limits, key).toBeNull()
      else expect(limits && checkOwnText(text, limits), key).toEqual({ ok: true, value: text })
    }
  })
})

describe('what merchants cannot change', () => {
  const locked = portalEntries('de', 'DE').filter((entry) => entry.locked !== null)

  it('is what the law words or a right hangs on', () => {
    expect(locked.map(({ key, locked: why }) => [key, why])).toEqual([
      ['outcome.store_credit_consent', 'consent'],
      ['status.due.law', 'deadline'],
      ['withdraw.confirm_title', 'declaration'],
      ['withdraw.confirm_lead', 'declaration'],
      ['withdraw.button_start', 'prescribed'],
      ['withdraw.button_confirm', 'prescribed'],
      ['case.received.withdrawal', 'declaration'],
    ])
  })

  it('says the buttons as the country of the shop has them', () => {
    expect(locked.find(({ key }) => key === 'withdraw.button_start')?.text).toBe('Vertrag widerrufen')
    expect(portalEntries('de', 'AT').find(({ key }) => key === 'withdraw.button_start')?.text).toBe(
      'Vertrag hier widerrufen',
    )
  })

  it('is no key of an object either', () => {
    for (const key of ['__proto__', 'constructor', 'toString', 'no.such', 'withdraw.button_start'])
      expect(limitsOf('en', key)).toBeNull()
  })
})

it('a form for one or none may leave the number out, the others may not', () => {
  expect(limitsOf('en', 'start.too_many_one')).toMatchObject({ needs: [], may: ['count'] })
  expect(limitsOf('en', 'start.too_many_other')).toMatchObject({ needs: ['count'], may: [] })
  expect(limitsOf('en', 'order.chosen.several')).toMatchObject({ needs: ['#'] })
  expect(limitsOf('en', 'start.order_number_hint')).toMatchObject({ needs: [] })
})
