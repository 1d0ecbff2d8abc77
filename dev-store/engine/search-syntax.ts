/** Shopify's search syntax: terms, AND by default, OR, NOT and `-`, quotes, comparisons, `*` at the end. */
export type Comparison = ':' | '>' | '>=' | '<' | '<='
export type SearchNode =
  | { kind: 'and' | 'or'; parts: SearchNode[] }
  | { kind: 'not'; part: SearchNode }
  | {
      kind: 'term'
      field: string | null
      comparison: Comparison
      value: string
      quoted: boolean
      prefix: boolean
    }

type Token =
  | { kind: 'open' | 'close' | 'or' | 'and' | 'not' }
  | { kind: 'term'; node: Extract<SearchNode, { kind: 'term' }> }

const TERM =
  /^(?:([A-Za-z_][\w.$-]*):)?\s*(>=|<=|>|<|=)?\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?:\\.|[^\s()\\])+))/

const unescape = (text: string) => text.replace(/\\(.)/g, '$1')

const comparisonOf = (sign: string | undefined): Comparison =>
  sign === '>' || sign === '>=' || sign === '<' || sign === '<=' ? sign : ':'

const tokenize = (text: string): Token[] => {
  const tokens: Token[] = []
  let rest = text.trimStart()
  while (rest.length > 0) {
    const word = /^(OR|AND|NOT)\b(?!:)/.exec(rest)?.[1]
    if (word !== undefined) {
      tokens.push({ kind: word === 'OR' ? 'or' : word === 'AND' ? 'and' : 'not' })
      rest = rest.slice(word.length).trimStart()
      continue
    }
    const sign = rest[0]
    if (sign === '(' || sign === ')') {
      tokens.push({ kind: sign === '(' ? 'open' : 'close' })
      rest = rest.slice(1).trimStart()
      continue
    }
    if (sign === '-' && rest.length > 1 && !/^-\s/.test(rest)) {
      tokens.push({ kind: 'not' })
      rest = rest.slice(1)
      continue
    }
    const match = TERM.exec(rest)
    if (!match) {
      rest = rest.slice(1).trimStart()
      continue
    }
    const quoted = match[3] ?? match[4]
    const bare = match[5] ?? ''
    const prefix = quoted === undefined && bare.endsWith('*') && bare.length > 1
    const value = unescape(quoted ?? (prefix ? bare.slice(0, -1) : bare))
    const node = {
      kind: 'term' as const,
      field: match[1] ?? null,
      comparison: comparisonOf(match[2]),
      value,
      quoted: quoted !== undefined,
      prefix,
    }
    tokens.push({ kind: 'term', node })
    rest = rest.slice(match[0].length).trimStart()
  }
  return tokens
}

/** Parses a query. It never fails: what makes no sense is skipped, as Shopify does. An empty query is an empty `and`. */
export const parseSearch = (text: string): SearchNode => {
  const tokens = tokenize(text)
  let at = 0
  const parseOr = (): SearchNode => {
    const parts = [parseAnd()]
    while (tokens[at]?.kind === 'or') {
      at += 1
      parts.push(parseAnd())
    }
    const only = parts[0]
    return parts.length === 1 && only ? only : { kind: 'or', parts }
  }
  const parseAnd = (): SearchNode => {
    const parts: SearchNode[] = []
    for (let token = tokens[at]; token && token.kind !== 'or' && token.kind !== 'close'; token = tokens[at]) {
      const part = parseOne()
      if (part) parts.push(part)
    }
    const only = parts[0]
    return parts.length === 1 && only ? only : { kind: 'and', parts }
  }
  const parseOne = (): SearchNode | undefined => {
    const token = tokens[at]
    at += 1
    if (!token || token.kind === 'and' || token.kind === 'or') return undefined
    if (token.kind === 'term') return token.node
    if (token.kind === 'not') {
      const part = tokens[at] ? parseOne() : undefined
      return part ? { kind: 'not', part } : undefined
    }
    if (token.kind === 'close') return undefined
    const inner = parseOr()
    if (tokens[at]?.kind === 'close') at += 1
    return inner
  }
  const tree = parseOr()
  // A stray closing bracket ends the parse early; the rest is taken on as further conditions.
  const parts = [tree]
  while (at < tokens.length) {
    at += 1
    if (at < tokens.length) parts.push(parseOr())
  }
  return parts.length === 1 ? tree : { kind: 'and', parts }
}
