import type { Context } from './context.ts'
import { legacyId } from './ids.ts'
import { parseSearch } from './search-syntax.ts'
import type { Comparison, SearchNode } from './search-syntax.ts'

export type Term = Extract<SearchNode, { kind: 'term' }>
type FieldTest<T> = (entity: T, term: Term) => boolean
/** Filters of a connection by search field; `default` tests a term without a field (free text). */
export type SearchFields<T> = Record<string, FieldTest<T>> & { default: FieldTest<T> }

type Warning = { path: string[]; query: string; warnings: { field: string; message: string }[] }
const warningsOf = new WeakMap<Context, Warning[]>()

/** Warnings that searches of this request left, for `extensions.search`. */
export const searchWarnings = (context: Context): Warning[] => warningsOf.get(context) ?? []

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/** Words of the term occur in the text, in a row when quoted, the last one as a prefix when it ends with `*`. */
export const matchText = (text: string | null | undefined, term: Term): boolean => {
  if (text === null || text === undefined) return false
  if (term.value === '*') return text !== ''
  const wanted = words(term.value)
  const given = words(text)
  if (wanted.length === 0) return false
  return given.some((_, start) =>
    wanted.every((word, i) => {
      const here = given[start + i]
      if (here === undefined) return false
      return i === wanted.length - 1 && term.prefix ? here.startsWith(word) : here === word
    }),
  )
}

/** Whole value, without regard to case; `*` at the end matches a prefix. */
export const matchWord = (text: string | null | undefined, term: Term): boolean => {
  if (text === null || text === undefined) return false
  const given = text.toLowerCase()
  const wanted = term.value.toLowerCase()
  return term.prefix ? given.startsWith(wanted) : given === wanted
}

const compare = (given: number, comparison: Comparison, wanted: number): boolean => {
  if (comparison === '>') return given > wanted
  if (comparison === '>=') return given >= wanted
  if (comparison === '<') return given < wanted
  if (comparison === '<=') return given <= wanted
  return given === wanted
}

export const matchNumber = (given: number, term: Term): boolean => {
  const wanted = Number(term.value)
  return Number.isFinite(wanted) && compare(given, term.comparison, wanted)
}

const DAY_MS = 24 * 3600 * 1000

/** A time against a date or a time; a plain date without a comparison means that whole day (UTC). */
export const matchTime = (given: string | null, term: Term): boolean => {
  if (given === null) return false
  const wanted = Date.parse(term.value)
  const at = Date.parse(given)
  if (Number.isNaN(wanted)) return false
  const wholeDay = /^\d{4}-\d\d-\d\d$/.test(term.value)
  if (term.comparison === ':' && wholeDay) return at >= wanted && at < wanted + DAY_MS
  if (wholeDay && (term.comparison === '>' || term.comparison === '<='))
    return compare(at, term.comparison, wanted + DAY_MS - 1)
  return compare(at, term.comparison, wanted)
}

export const matchBoolean = (given: boolean, term: Term): boolean =>
  String(given) === term.value.toLowerCase()

/** An id, as a number (comparable) or a GID. */
export const matchId = (id: string | null, term: Term): boolean => {
  if (id === null) return false
  return term.value.startsWith('gid://') ? id === term.value : matchNumber(legacyId(id), term)
}

/**
 * The test of a query, or undefined for an empty one. A field that the connection does not know is ignored, with a
 * warning in `extensions.search` (behaviour §2).
 */
export const compileSearch = <T>(
  context: Context,
  root: string,
  query: string | null | undefined,
  fields: SearchFields<T>,
): ((entity: T) => boolean) | undefined => {
  if (query === null || query === undefined || query.trim() === '') return undefined
  const unknown = new Set<string>()
  type Test = ((entity: T) => boolean) | undefined
  const build = (node: SearchNode): Test => {
    if (node.kind === 'term') {
      const test =
        node.field === null
          ? fields.default
          : Object.hasOwn(fields, node.field)
            ? fields[node.field]
            : undefined
      if (!test) {
        unknown.add(node.field ?? '')
        return undefined
      }
      return (entity) => test(entity, node)
    }
    if (node.kind === 'not') {
      const inner = build(node.part)
      return inner && ((entity) => !inner(entity))
    }
    const parts = node.parts.map(build).filter((part) => part !== undefined)
    if (parts.length === 0) return undefined
    return node.kind === 'and'
      ? (entity) => parts.every((part) => part(entity))
      : (entity) => parts.some((part) => part(entity))
  }
  const test = build(parseSearch(query))
  if (unknown.size > 0) {
    const list = warningsOf.get(context) ?? []
    list.push({
      path: [root],
      query,
      warnings: [...unknown].map((field) => ({ field, message: 'Invalid search field for this query.' })),
    })
    warningsOf.set(context, list)
  }
  return test
}

/** The value that a query pins a field to when it is a plain conjunction: the ground for answering from an index. */
export const pinned = (query: string | null | undefined, field: string): string | undefined => {
  if (query === null || query === undefined) return undefined
  const tree = parseSearch(query)
  const terms = tree.kind === 'and' ? tree.parts : [tree]
  for (const term of terms) {
    if (term.kind === 'term' && term.field === field && term.comparison === ':' && !term.prefix)
      return term.value
  }
  return undefined
}
