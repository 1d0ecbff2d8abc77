import { formatInstant } from '#app/domain/dates.ts'
import type { LockReason, PortalGroup } from '#app/i18n/portal-groups.ts'
import type { PortalLocale } from '#app/i18n/portal-languages.ts'
import type { OwnTextProblem } from '#app/use-cases/save-own-texts.server.ts'

/** The pages as merchants call them. */
export const groupWords = {
  find: 'Find the order',
  items: 'Choose items',
  check: 'Check and send',
  status: 'Status of a return',
  withdrawal: 'Withdrawal',
  cases: 'Complaints and requests',
  gift: 'Gift returns',
  everywhere: 'On several pages',
} as const satisfies Record<PortalGroup, string>

export const languageWords = {
  en: 'English',
  de: 'German',
  fr: 'French',
  es: 'Spanish',
  it: 'Italian',
  nl: 'Dutch',
  'pt-BR': 'Portuguese (Brazil)',
  ja: 'Japanese',
  'zh-CN': 'Chinese (simplified)',
  'zh-TW': 'Chinese (traditional)',
  ko: 'Korean',
  ar: 'Arabic',
} as const satisfies Record<PortalLocale, string>

/** Why a text is locked, in a sentence. */
export const lockWords = {
  prescribed:
    'The law words this button (EU Directive 2011/83, Art. 11a, and national laws), so it cannot be changed.',
  declaration: 'This says what the shopper declares by law, and what you acknowledge. It cannot be changed.',
  consent:
    'The law lets store credit take the place of money only by this express consent. It cannot be changed.',
  deadline: 'This tells the shopper of a deadline that the law sets you. It cannot be changed.',
} as const satisfies Record<LockReason, string>

/** `start.order_number_hint` as a name for people: "Start: order number hint". Plural forms say which one they are. */
export function nameOfText(key: string): string {
  const form = /_(zero|one|two|few|many|other)$/.exec(key)?.[1]
  const stem = form === undefined ? key : key.slice(0, -form.length - 1)
  const said = stem.replaceAll('_', ' ').split('.').join(': ')
  const name = said.charAt(0).toUpperCase() + said.slice(1)
  return form === undefined ? name : `${name} (${formWords[form] ?? form})`
}

const formWords: Readonly<Record<string, string>> = {
  zero: 'none',
  one: 'singular',
  two: 'two',
  few: 'a few',
  many: 'many',
  other: 'plural',
}

/** What is wrong with a text, and how it is mended. */
export function sayProblem(problem: OwnTextProblem): string {
  switch (problem.kind) {
    case 'empty':
      return 'Write something, or go back to the default.'
    case 'too_long':
      return `Use at most ${problem.most} characters; there are ${problem.count}.`
    case 'lacks_value':
      return `Keep ${sayValue(problem.name)} in the text: a value takes its place.`
    case 'unknown_value':
      return `There is no value ${sayValue(problem.name)} for this text. Take it out.`
    case 'markup':
      return 'Use plain text: HTML is not read here.'
    case 'unreadable':
      return 'There are characters in it that cannot be shown. Type it anew.'
    case 'locked':
      return 'This text cannot be changed.'
  }
}

/** A value as it stands in a text: `{{count}}`, `#`. */
export function sayValue(name: string): string {
  return /^\w+$/.test(name) ? `{{${name}}}` : name
}

/** Who changed the texts of a language last, and when. */
export function sayLastChange(change: {
  readonly by: string
  readonly at: string
  readonly timeZone: string
}): string {
  return `Changed last by ${change.by}, ${formatInstant(change.at, 'en', change.timeZone)}.`
}
