import { err, ok, type Result } from './result.ts'

/** What a merchant's own words for a text of the shopper's pages have to keep to. */
export type TextLimits = {
  /** Names of the values that have to stand in it, `#` for the number that the page's script writes. */
  readonly needs: readonly string[]
  /** Those that may. */
  readonly may: readonly string[]
  /** The most characters. */
  readonly most: number
}

export type TextProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'too_long'; readonly most: number; readonly count: number }
  | { readonly kind: 'lacks_value'; readonly name: string }
  | { readonly kind: 'unknown_value'; readonly name: string }
  | { readonly kind: 'markup' }
  | { readonly kind: 'unreadable' }

/** Texts by key: what the merchant wrote for one language. */
export type OwnTexts = Readonly<Record<string, string>>

const value = /\{\{(\w+)\}\}/g
// A tag, a comment or an entity: pages show texts as they stand, nobody means to show these.
const markup = /<[a-z!/?]|&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);/i
// Control characters, and those that turn the direction of what follows: a single sentence needs none of them.
const unreadable = /[\p{Cc}\u202a-\u202e\ufffe\uffff]|\p{Cs}/u

/** The values that a text names, each once, in their order. `#` counts where no digit follows it (`#1001` is an example). */
export function valuesOf(text: string): readonly string[] {
  const names = [...text.matchAll(value)].map(([, name = '']) => name)
  return [...new Set([...names, ...(/#(?!\d)/.test(text) ? ['#'] : [])])]
}

/** Answers the text as it is kept (one line, no space around it), or the first thing that is wrong with it. */
export function checkOwnText(written: string, limits: TextLimits): Result<string, TextProblem> {
  const text = written.replace(/\s+/g, ' ').trim()
  if (text === '') return err({ kind: 'empty' })
  const count = Array.from(text).length
  if (count > limits.most) return err({ kind: 'too_long', most: limits.most, count })
  if (unreadable.test(text)) return err({ kind: 'unreadable' })
  if (markup.test(text)) return err({ kind: 'markup' })
  const has = valuesOf(text)
  const lacking = limits.needs.find((name) => !has.includes(name))
  if (lacking !== undefined) return err({ kind: 'lacks_value', name: lacking })
  const known = new Set([...limits.needs, ...limits.may, '#'])
  const stranger = has.find((name) => !known.has(name))
  if (stranger !== undefined) return err({ kind: 'unknown_value', name: stranger })
  const [left] = /\{+[^{}]*\}*|\}+/.exec(text.replace(value, '')) ?? []
  return left === undefined ? ok(text) : err({ kind: 'unknown_value', name: left })
}

/** Puts values into a text. What a value says is never read as a part of the text. */
export function fillText(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(value, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  )
}
