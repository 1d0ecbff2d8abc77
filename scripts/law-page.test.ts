import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { lawPage } from './law-page.ts'

it('docs/law.md says what the statutes say: node scripts/law-page.ts writes it', () => {
  expect(readFileSync(new URL('../docs/law.md', import.meta.url), 'utf8')).toBe(lawPage())
})
