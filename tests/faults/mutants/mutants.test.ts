import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tales } from '../model/tales.ts'
import { mutants } from './mutants.ts'

const root = new URL('../../../', import.meta.url)

test.each(mutants.map((one) => [one.name, one] as const))(
  'the seeded bug %s fits the sources and names a story',
  (_, mutant) => {
    const texts = new Map<string, string>()
    for (const { file, find, put } of mutant.patches) {
      const text = texts.get(file) ?? readFileSync(new URL(file, root), 'utf8')
      expect(text.split(find).length - 1, `${file} has this text once: ${find}`).toBe(1)
      texts.set(
        file,
        text.replace(find, () => put),
      )
    }
    expect(tales.map((one) => one.name)).toContain(mutant.caughtIn)
  },
)

test('there are at least 25 of them, each with a name of its own', () => {
  const names = mutants.map((one) => one.name)
  expect(names.length).toBeGreaterThanOrEqual(25)
  expect(new Set(names).size).toBe(names.length)
  expect(new Set(tales.map((one) => one.name)).size).toBe(tales.length)
})
