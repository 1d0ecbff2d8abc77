import { expect, test } from 'vitest'
import { portalLanguages } from './portal-languages.ts'
import { withdrawalWords } from './withdrawal-words.ts'

test('the two buttons speak every language of the pages, and a country’s own words where it has some', () => {
  const starts = portalLanguages.map((locale) => withdrawalWords(locale, null).start)
  expect(new Set(starts).size).toBe(portalLanguages.length)
  expect(withdrawalWords('de', 'DE')).toEqual({ start: 'Vertrag widerrufen', confirm: 'Widerruf bestätigen' })
  expect(withdrawalWords('de', 'AT').start).toBe('Vertrag hier widerrufen')
  expect(withdrawalWords('es', 'AR').start).toBe('Botón de arrepentimiento')
  expect(withdrawalWords('en', 'AR').start).toBe('Withdraw from contract here')
  expect(withdrawalWords('sv', 'SE').start).toBe('Withdraw from contract here')
  expect(withdrawalWords('__proto__', '__proto__').start).toBe('Withdraw from contract here')
})
