import type { PolicyLocale } from '#app/i18n/locales.ts'
import { policyLocales } from '#app/i18n/locales.ts'

/** A sentence read back: which sentence of the locale file it is, and the texts that stand in its gaps. */
export type ReadSentence = { readonly key: string; readonly gaps: Readonly<Record<string, string>> }

/**
 * Reads a rendered sentence back with nothing but the locale file: every sentence of a group becomes a pattern, its
 * placeholders gaps. Null when no sentence fits. Sentences with the fewest gaps are tried first.
 */
export function readSentence(
  locale: PolicyLocale,
  group: 'page' | 'line' | 'slip',
  text: string,
): ReadSentence | null {
  for (const { key, names, pattern } of patternsOf(locale, group)) {
    const found = pattern.exec(text)
    if (found === null) continue
    return { key, gaps: Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ''])) }
  }
  return null
}

type Pattern = { readonly key: string; readonly names: readonly string[]; readonly pattern: RegExp }
const known = new Map<string, readonly Pattern[]>()

function patternsOf(locale: PolicyLocale, group: 'page' | 'line' | 'slip'): readonly Pattern[] {
  const name = `${locale}.${group}`
  const ready = known.get(name)
  if (ready !== undefined) return ready
  const patterns = sentencesIn(policyLocales[locale][group], group)
    .map(([key, template]) => patternOf(key, template))
    .sort((a, b) => a.names.length - b.names.length)
  known.set(name, patterns)
  return patterns
}

function sentencesIn(texts: object, path: string): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}.${key}`, value]] : sentencesIn(value as object, `${path}.${key}`),
  )
}

function patternOf(key: string, template: string): Pattern {
  const names: string[] = []
  const parts = template.split(/({{[^}]*}})/).map((part) => {
    if (!part.startsWith('{{')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    const name = part.slice(2, -2).split(',')[0]?.trim() ?? ''
    names.push(name)
    return name === 'count' ? '(\\d+)' : '(.+)'
  })
  return { key: key.replace(/_(one|other)$/, ''), names, pattern: new RegExp(`^${parts.join('')}$`, 'u') }
}
