import type { GoldenDifference } from '#app/domain/policy/golden.ts'
import { sayWords } from '#app/i18n/sentences.ts'
import type { Translator } from '#app/i18n/translator.ts'

/** A golden example as the page shows it; no differences = it comes out as expected. */
export type ExampleView = {
  readonly id: string
  readonly name: string
  readonly differences: readonly string[]
}

/** What came out otherwise, as a sentence. */
export function sayGoldenDifference(translator: Translator, difference: GoldenDifference): string {
  const { t, has } = translator
  const { title, what } = difference
  return t('golden.difference', {
    title,
    what: has(`golden.what.${what}`) ? t(`golden.what.${what}`) : t(`termName.${what}`),
    expected: sayWords(translator, difference.expected),
    got: sayWords(translator, difference.got),
  })
}
