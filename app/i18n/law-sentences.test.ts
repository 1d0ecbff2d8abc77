import { describe, expect, it } from 'vitest'
import { factsOfStatute, lawKeys } from '#app/domain/policy/law/law-words.ts'
import { statutes } from '#app/domain/policy/law/statutes/index.ts'
import { type Locale, locales, policyLanguages } from './locales.ts'
import { sayWords } from './sentences.ts'
import { translatorFor } from './translator.ts'

// The names of the law stand in all languages of a policy; its facts are for the merchant, in the languages of the pages.
const isName = (key: string) => key.startsWith('law.')

// The keys of the record are exactly the languages.
const pageLanguages = Object.keys(locales) as Locale[]

describe('the words of the law', () => {
  it.each(policyLanguages)('%s has a name for every statute', (locale) => {
    const { has } = translatorFor(locale)
    expect(lawKeys().filter((key) => isName(key) && !has(key))).toEqual([])
  })

  it.each(pageLanguages)('%s has a sentence for every fact, and says it whole', (locale) => {
    const translator = translatorFor(locale)
    expect(lawKeys().filter((key) => !translator.has(key))).toEqual([])
    for (const statute of statutes) {
      for (const { words } of factsOfStatute(statute)) {
        expect(sayWords(translator, words)).not.toMatch(/{{|lawFact\.|ground\.|undefined|^$/)
      }
    }
  })

  it('reads as people would write it', () => {
    const en = translatorFor('en')
    const said = (code: string, slot: string) =>
      statutes
        .filter((statute) => statute.code === code)
        .flatMap(factsOfStatute)
        .filter((fact) => fact.slot === slot)
        .map(({ words }) => sayWords(en, words))
    expect(said('EU', 'refund')).toEqual([
      '14 days from the notice, not before the goods, or proof of sending, are there',
    ])
    expect(said('IL', 'fees')).toEqual(['at most 5% of the price, and at most ₪100.00'])
    expect(said('CO', 'length')).toEqual(['5 business days'])
  })
})
