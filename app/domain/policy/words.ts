import type { Money } from '../money.ts'
import type { LocalText } from './local-text.ts'

/** A value inside a sentence. Lists are joined with "or" in the reader's language; money and days
 * (`day`, `…Day`) are formatted there, a merchant's text is taken in that language. */
export type WordParam = string | number | readonly string[] | Money | LocalText

/** A sentence as data: a key of `i18n/`, its parameters, and the sentences it is made of. */
export type Words = {
  readonly key: string
  readonly params: Readonly<Record<string, WordParam>>
  readonly of?: readonly Words[]
}
