import type { Money } from '../money.ts'

/** A value inside a sentence. Lists are joined with "or" in the reader's language; money and days are formatted there. */
export type WordParam = string | number | readonly string[] | Money

/** A sentence as data: a key of `i18n/`, its parameters, and the sentences it is made of. */
export type Words = {
  readonly key: string
  readonly params: Readonly<Record<string, WordParam>>
  readonly of?: readonly Words[]
}
