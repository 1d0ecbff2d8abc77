import { expect, test } from 'vitest'
import commonNames from '#app/i18n/locales/reasons.json' with { type: 'json' }
import { portalLanguages } from '#app/i18n/portal-languages.ts'
import { reasonName, shownReasonName } from './group-reasons.ts'

const definitionGid = 'gid://shopify/ReturnReasonDefinition/2'

test('reasons that everybody is asked come in the language of the shopper, special ones as Shopify names them', () => {
  const common = { handle: 'changed-my-mind', name: 'Meinung geändert', definitionGid }
  expect(portalLanguages.map((locale) => reasonName(common, locale))).toContain('Changed my mind')
  expect(reasonName({ handle: 'amperage', name: 'Stromstärke' }, 'en')).toBe('Stromstärke')
  const own = { ...common, path: [{ en: 'Fit' }, { en: 'Too tight', ar: 'ضيقة' }] }
  expect(reasonName(own, 'ar')).toBe('ضيقة')
})

test('they have a name in every language of the pages', () => {
  for (const [handle, names] of Object.entries(commonNames))
    expect(Object.keys(names).sort(), handle).toEqual([...portalLanguages].sort())
})

test('a reason that was chosen before is said in the language of who reads it now', () => {
  const chosen = { handle: 'changed-my-mind', name: 'Meinung geändert', label: null }
  expect(shownReasonName(chosen, 'fr')).toBe('J’ai changé d’avis')
  expect(shownReasonName({ ...chosen, handle: 'amperage', name: 'Stromstärke' }, 'fr')).toBe('Stromstärke')
  // The merchant's own reason may go by the same handle as one of Shopify's.
  const own = { ...chosen, label: { de: 'Passt nicht zum Anlass', fr: 'Ne convient pas' } }
  expect(shownReasonName(own, 'fr')).toBe('Ne convient pas')
  expect(shownReasonName(own, 'it')).toBe('Passt nicht zum Anlass')
})
