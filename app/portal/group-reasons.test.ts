import { expect, test } from 'vitest'
import commonNames from '#app/i18n/locales/reasons.json' with { type: 'json' }
import { portalLanguages } from '#app/i18n/portal-locales.ts'
import { reasonName } from './group-reasons.ts'

const definitionGid = 'gid://shopify/ReturnReasonDefinition/2'

test('reasons that everybody is asked come in the language of the shopper, special ones as Shopify names them', () => {
  const common = { handle: 'changed-my-mind', name: 'Meinung geändert', definitionGid }
  expect(portalLanguages.map((locale) => reasonName(common, locale))).toContain('Changed my mind')
  expect(reasonName({ handle: 'amperage', name: 'Stromstärke', definitionGid }, 'en')).toBe('Stromstärke')
  const own = { ...common, path: [{ en: 'Fit' }, { en: 'Too tight', ar: 'ضيقة' }] }
  expect(reasonName(own, 'ar')).toBe('ضيقة')
})

test('they have a name in every language of the pages', () => {
  for (const [handle, names] of Object.entries(commonNames))
    expect(Object.keys(names).sort(), handle).toEqual([...portalLanguages].sort())
})
