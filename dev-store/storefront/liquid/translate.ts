import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Texts of one theme or extension by locale; `fallback` is the locale of the `.default` file. */
export type Translations = { byLocale: Record<string, unknown>; fallback: string }

const LOCALE_FILE = /^([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)(\.default)?(\.schema)?\.json$/

/** Shopify's locale files open with a comment when the theme editor wrote them; JSON has none. */
function readJsonFile(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8').replace(/^\s*\/\*[\s\S]*?\*\//, ''))
}

/** Reads a `locales` folder; `schema` takes the texts of the editor instead of the storefront's. An absent folder is empty. */
export function readTranslations(folder: string, kind: 'storefront' | 'schema' = 'storefront'): Translations {
  const translations: Translations = { byLocale: {}, fallback: 'en' }
  let files: string[]
  try {
    files = readdirSync(folder)
  } catch {
    return translations
  }
  for (const file of files) {
    const match = LOCALE_FILE.exec(file)
    const locale = match?.[1]
    if (locale === undefined || (match?.[3] !== undefined) !== (kind === 'schema')) continue
    translations.byLocale[locale] = readJsonFile(join(folder, file))
    if (match?.[2] !== undefined) translations.fallback = locale
  }
  return translations
}

function lookUp(texts: unknown, key: string): unknown {
  let value = texts
  for (const part of key.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    // Checked to be an object just above.
    value = (value as Record<string, unknown>)[part]
  }
  return value
}

function textOf(value: unknown, locale: string, count: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || count === undefined) return undefined
  const forms = value as Record<string, unknown>
  const number = Number(count)
  // Shopify's own catalogue is Ruby's i18n: a `zero` form is used for 0 in every language, the rest follows CLDR.
  const category = number === 0 && 'zero' in forms ? 'zero' : new Intl.PluralRules(locale).select(number)
  const form = forms[category] ?? forms.other
  return typeof form === 'string' ? form : undefined
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
}

function printed(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/**
 * Shopify's `t` filter: the text of the locale, else of the language, else of the default file; `count` chooses the
 * plural form; `{{ name }}` in the text is replaced. The result is escaped unless the key ends in `_html`
 * (storefront locale files, shopify.dev). A missing key is answered as Shopify does, with its name.
 */
export function translate(
  translations: Translations,
  locale: string,
  key: string,
  values: Record<string, unknown>,
): string {
  const candidates = [locale, locale.split('-')[0] ?? locale, translations.fallback]
  for (const candidate of candidates) {
    const found = lookUp(translations.byLocale[candidate], key)
    const text = textOf(found, candidate, values.count)
    if (text === undefined) continue
    const isHtml = key.endsWith('_html') || key.endsWith('.html')
    const filled = text.replace(/\{\{\s*([\w-]+)\s*\}\}/g, (whole: string, name: string) =>
      Object.hasOwn(values, name) ? printed(values[name]) : whole,
    )
    return isHtml ? filled : escapeText(filled)
  }
  return `Translation missing: ${locale}.${key}`
}
