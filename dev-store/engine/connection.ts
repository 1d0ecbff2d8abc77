import { GraphQLError } from 'graphql'

export type ConnectionArgs = {
  first?: number | null
  last?: number | null
  after?: string | null
  before?: string | null
  reverse?: boolean | null
}
export type Edge<T> = { cursor: string; node: T }
export type Connection<T> = {
  edges: Edge<T>[]
  nodes: T[]
  pageInfo: {
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor: string | null
    endCursor: string | null
  }
}

const LARGEST_PAGE = 250
const DEEPEST = 25_000

const refuse = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

const encode = (index: number, id: string): string =>
  Buffer.from(JSON.stringify({ last_id: id, last_value: String(index), v: 1 })).toString('base64')

const decode = (cursor: string): { id: string; index: number } | undefined => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'))
    if (typeof parsed !== 'object' || parsed === null || !('last_id' in parsed) || !('last_value' in parsed))
      return undefined
    return { id: String(parsed.last_id), index: Number(parsed.last_value) }
  } catch {
    return undefined
  }
}

const idOf = (item: unknown, index: number): string =>
  typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : String(index)

/** Where a cursor's item stands now: at its old index, or wherever it moved. */
const place = (items: readonly unknown[], cursor: string): number => {
  const known = decode(cursor)
  if (!known) throw refuse(`Invalid cursor for current pagination sort.`)
  if (items[known.index] !== undefined && idOf(items[known.index], known.index) === known.id)
    return known.index
  const moved = items.findIndex((item, index) => idOf(item, index) === known.id)
  return moved >= 0 ? moved : Math.min(known.index, items.length) - 1
}

let unpaged = false

/**
 * Runs a synchronous read in which every connection gives all that it has: bulk operations read so. graphql-js executes
 * synchronous resolvers without a pause, so nothing else can run in between.
 */
export const allPages = <T>(read: () => T): T => {
  unpaged = true
  try {
    return read()
  } finally {
    unpaged = false
  }
}

/**
 * A page of a list in connection form. `first` or `last` is needed and lies in 1…250, nothing is reachable past 25,000
 * (returns-api §9.7); cursors are opaque. `map` runs on the page's items only.
 */
export const connect = <T, N = T>(
  all: readonly T[],
  args: ConnectionArgs,
  map?: (item: T) => N,
): Connection<N> => {
  const { first, last } = args
  if (first === null || first === undefined) {
    if (last === null || last === undefined) throw refuse('you must provide one of first or last')
  } else if (last !== null && last !== undefined)
    throw refuse('providing both first and last is not supported')
  const size = unpaged ? all.length : (first ?? last ?? 0)
  const name = first === null || first === undefined ? 'last' : 'first'
  if (!unpaged && size < 1) throw refuse(`The '${name}' argument must be between 1 and ${LARGEST_PAGE}`)
  if (!unpaged && size > LARGEST_PAGE)
    throw refuse(`The '${name}' argument cannot be greater than ${LARGEST_PAGE}`)
  const items = args.reverse === true ? all.toReversed() : all
  let from = args.after === null || args.after === undefined ? 0 : place(items, args.after) + 1
  let to = args.before === null || args.before === undefined ? items.length : place(items, args.before)
  if (!unpaged && from >= DEEPEST) throw refuse(`Cannot paginate past ${DEEPEST} objects`)
  if (name === 'first') to = Math.min(to, from + size, unpaged ? items.length : DEEPEST)
  else from = Math.max(from, to - size)
  // `map` absent means that N is T.
  const read = map ?? ((item: T) => item as unknown as N)
  const edges = items
    .slice(from, to)
    .map((item, i) => ({ cursor: encode(from + i, idOf(item, from + i)), node: read(item) }))
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: to < items.length,
      hasPreviousPage: from > 0 && items.length > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}
