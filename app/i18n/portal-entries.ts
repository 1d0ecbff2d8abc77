import { type TextLimits, valuesOf } from '#app/domain/own-text.ts'
import { type LockReason, type PortalGroup, portalGroups } from './portal-groups.ts'
import { portalLanguages, type PortalLocale } from './portal-languages.ts'
import { portalTexts } from './portal-locales.ts'
import { withdrawalWords } from './withdrawal-words.ts'

/** Which page a text stands on, by the first part of its key. What is not here is said on several. */
const groupByPrefix = new Map<string, PortalGroup>(
  Object.entries({
    find: ['start', 'signin', 'code', 'retry', 'unreachable', 'busy'],
    items: ['order', 'problem', 'evidence', 'photo', 'split', 'denied', 'else'],
    check: ['review', 'mixed', 'method', 'outcome', 'exchange', 'receipt'],
    status: ['status', 'contact'],
    withdrawal: ['withdraw'],
    cases: ['case', 'ask'],
    gift: ['gift'],
  } satisfies Partial<Record<PortalGroup, readonly string[]>>).flatMap(([group, prefixes]) =>
    // The keys of the object above are groups.
    prefixes.map((prefix): [string, PortalGroup] => [prefix, group as PortalGroup]),
  ),
)

/** Texts that the law prescribes, or that a right hangs on. */
const locked: Readonly<Record<string, LockReason>> = {
  'withdraw.confirm_title': 'declaration',
  'withdraw.confirm_lead': 'declaration',
  'case.received.withdrawal': 'declaration',
  'outcome.store_credit_consent': 'consent',
  'status.due.law': 'deadline',
}

/** A text of the shopper's pages in one language, as the merchant finds it. */
export type PortalEntry = TextLimits & {
  /** As in the file of the language: plural forms are entries of their own. */
  readonly key: string
  readonly group: PortalGroup
  /** What the app says. */
  readonly text: string
  readonly english: string
  /** Null where the merchant may change it. */
  readonly locked: LockReason | null
}

const pluralForm = /_(?:zero|one|two|few|many|other)$/

/** Every text of a language in the order of the pages. `country` (the shop's) has a say in the buttons that the law words. */
export function portalEntries(locale: PortalLocale, country: string | null): readonly PortalEntry[] {
  const entries = [...editable(locale), ...buttons(locale, country)]
  return portalGroups.flatMap((group) => entries.filter((entry) => entry.group === group))
}

/** What the merchant's words for a text have to keep to; null where there is no such text, or it is locked. */
export function limitsOf(locale: PortalLocale, key: string): TextLimits | null {
  const texts: Readonly<Record<string, string>> = portalTexts[locale]
  const text = Object.hasOwn(texts, key) ? texts[key] : undefined
  if (text === undefined || Object.hasOwn(locked, key)) return null
  const needs = valuesOf(text)
  // One, two or none of something may be said with the number or without it.
  const anyForm = [englishOf(key), texts[key.replace(pluralForm, '_other')] ?? ''].flatMap(valuesOf)
  const may = [...new Set(anyForm)].filter((name) => !needs.includes(name))
  return { needs, may, most: mostFor(text) }
}

/** Room for other words than ours, but not for a page full of them where a button stands. */
function mostFor(text: string): number {
  return Math.min(600, Math.max(60, Array.from(text).length * 3))
}

function englishOf(key: string): string {
  const texts: Readonly<Record<string, string>> = portalTexts.en
  return texts[key] ?? texts[key.replace(pluralForm, '_other')] ?? ''
}

function editable(locale: PortalLocale): readonly PortalEntry[] {
  const order = new Map(Object.keys(portalTexts.en).map((key, index) => [key.replace(pluralForm, ''), index]))
  const position = (key: string) => order.get(key.replace(pluralForm, '')) ?? Number.MAX_SAFE_INTEGER
  return Object.entries<string>(portalTexts[locale])
    .toSorted(([one], [two]) => position(one) - position(two))
    .map(([key, text]) => ({
      key,
      group: groupByPrefix.get(key.split('.')[0] ?? '') ?? 'everywhere',
      text,
      english: englishOf(key),
      locked: locked[key] ?? null,
      ...(limitsOf(locale, key) ?? { needs: [], may: [], most: 0 }),
    }))
}

/** The two buttons of the withdrawal function: no texts of a file, and nobody's to change. */
function buttons(locale: PortalLocale, country: string | null): readonly PortalEntry[] {
  const words = withdrawalWords(locale, country)
  const english = withdrawalWords('en', null)
  return (['start', 'confirm'] as const).map((name) => ({
    key: `withdraw.button_${name}`,
    group: 'withdrawal' as const,
    text: words[name],
    english: english[name],
    locked: 'prescribed' as const,
    needs: [],
    may: [],
    most: 0,
  }))
}

/** Whether there is such a language of the pages. */
export function isPortalLocale(text: string): text is PortalLocale {
  return portalLanguages.some((locale) => locale === text)
}
