import { formatDay } from '#app/domain/dates.ts'
import { formatMoney, Money } from '#app/domain/money.ts'
import { conditionOf, type LeafCondition, type LeafKind } from '#app/domain/policy/conditions/index.ts'
import type { ListOf } from '#app/domain/policy/conditions/condition.ts'
import type { FactValue } from '#app/domain/policy/facts.ts'
import { countryName } from './country-name.ts'
import type { Translator } from './translator.ts'

/** A value that a condition names, in people's words: a country's name, the end of a Shopify id, else the text itself. */
export function sayValue(kind: LeafKind, value: string, locale: string): string {
  const of = listOf(kind)
  if (of === 'country') return countryInText(value, locale)
  return value.startsWith('gid://') ? (value.split('/').at(-1) ?? value) : value
}

/** English puts an article before some countries inside a sentence. */
const withArticle: ReadonlySet<string> = new Set(['AE', 'BS', 'DO', 'GB', 'GM', 'MV', 'NL', 'PH', 'US'])

function countryInText(code: string, locale: string): string {
  const name = countryName(code, locale)
  return locale === 'en' && withArticle.has(code.trim().toUpperCase()) ? `the ${name}` : name
}

/** What a fact was found to be, for the trace of a condition; `null` = it was missing. */
export function sayFound(translator: Translator, leaf: LeafCondition, found: FactValue | null): string {
  const { t, locale } = translator
  if (found === null) return t('found.missing')
  if (typeof found === 'boolean') return t(found ? 'found.yes' : 'found.no')
  if (typeof found === 'number') return sayNumber(translator, leaf, found)
  if (typeof found === 'string') return sayText(translator, leaf, found)
  if (isMoney(found)) return formatMoney(found, locale)
  if (found.length === 0) return t('found.nothing')
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(
    found.map((text) => sayText(translator, leaf, text)),
  )
}

function isMoney(found: FactValue): found is Money {
  return Money.safeParse(found).success
}

function sayNumber({ t, locale }: Translator, { kind }: LeafCondition, found: number): string {
  const { form } = conditionOf(kind)
  if (form.family === 'number' && form.unit === 'percent') {
    return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 }).format(found / 100)
  }
  const isDays = form.family === 'daysSince' || (form.family === 'number' && form.unit === 'days')
  return isDays ? t('found.days', { count: found }) : new Intl.NumberFormat(locale).format(found)
}

function sayText({ t, has, locale }: Translator, { kind }: LeafCondition, found: string): string {
  const { form } = conditionOf(kind)
  if (/^\d{4}-\d{2}-\d{2}$/.test(found) && (form.family === 'period' || form.family === 'season')) {
    return formatDay(found, locale)
  }
  if (form.family === 'choice' && has(`option.${kind}.${found}`)) return t(`option.${kind}.${found}`)
  return listOf(kind) === 'country' ? countryName(found, locale) : sayValue(kind, found, locale)
}

function listOf(kind: LeafKind): ListOf | null {
  const { form } = conditionOf(kind)
  return form.family === 'set' || form.family === 'text' ? form.of : null
}
