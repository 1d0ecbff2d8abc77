import { expect, it } from 'vitest'
import { wordsOfTerm } from '#app/domain/policy/terms/index.ts'
import { sayWords } from '#app/i18n/sentences.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { nameLocations } from './name-locations.ts'

const gid = 'gid://shopify/Location/77'
const said = (locations: Parameters<typeof nameLocations>[1]) =>
  sayWords(translatorFor('en'), nameLocations(wordsOfTerm('destination', gid), locations))

it('calls a location by its name, whatever is in it', () => {
  expect(said([{ gid, name: 'Hall 3 / Ramp' }])).toBe('sent to the location Hall 3 / Ramp')
})

it('shows no number where the name is not at hand', () => {
  expect(said([])).toBe('sent to the location that the policy names')
})

it('finds locations inside of other sentences', () => {
  const change = { key: 'diff.list', params: {}, of: [wordsOfTerm('destination', gid)] }
  expect(nameLocations(change, [{ gid, name: 'Depot' }]).of?.[0]?.params).toEqual({ location: 'Depot' })
})
