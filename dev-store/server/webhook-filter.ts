import { isRecord } from './http.ts'

type Operator = '=' | '>' | '>=' | '<' | '<='
type Term = { kind: 'term'; path: string[]; operator: Operator; value: string }
type Expression = { kind: 'all' | 'any'; parts: Expression[] } | { kind: 'not'; part: Expression } | Term

/**
 * Answers whether a payload passes a subscription's `filter`: search syntax over the payload's own fields, such as
 * `status:open AND total_return_line_items:>1`. Dotted paths reach inside objects, and any element of a list may match.
 * Throws for a filter that cannot be read.
 */
export function passesFilter(filter: string, payload: Record<string, unknown>): boolean {
  return evaluate(parse(filter), payload)
}

/** The payload reduced to `includeFields` (dotted paths; lists are walked). An empty list keeps everything. */
export function pickFields(
  payload: Record<string, unknown>,
  fields: readonly string[],
): Record<string, unknown> {
  if (fields.length === 0) return payload
  const out: Record<string, unknown> = {}
  for (const field of fields) copyPath(payload, out, field.split('.'))
  return out
}

function copyPath(from: Record<string, unknown>, to: Record<string, unknown>, path: string[]): void {
  const [head, ...rest] = path
  if (head === undefined || !(head in from)) return
  const value = from[head]
  if (rest.length === 0) {
    to[head] = value
    return
  }
  if (Array.isArray(value)) {
    const known: unknown = to[head]
    to[head] = value.map((entry: unknown, i) => {
      const before: unknown = Array.isArray(known) ? known[i] : undefined
      const target = isRecord(before) ? before : {}
      if (isRecord(entry)) copyPath(entry, target, rest)
      return target
    })
    return
  }
  if (!isRecord(value)) return
  const before = to[head]
  const target = isRecord(before) ? before : {}
  copyPath(value, target, rest)
  to[head] = target
}

function parse(filter: string): Expression {
  const tokens = filter.match(/\(|\)|(?:[^\s()"]|"[^"]*")+/g) ?? []
  let at = 0
  const expression = either()
  if (at < tokens.length) throw new Error(`Webhook filter: unexpected "${tokens[at]}" in "${filter}"`)
  return expression

  function either(): Expression {
    const parts = [both()]
    while (tokens[at] === 'OR') {
      at += 1
      parts.push(both())
    }
    const [only] = parts
    return parts.length === 1 && only !== undefined ? only : { kind: 'any', parts }
  }
  function both(): Expression {
    const parts = [one()]
    while (tokens[at] !== undefined && tokens[at] !== 'OR' && tokens[at] !== ')') {
      if (tokens[at] === 'AND') at += 1
      parts.push(one())
    }
    const [only] = parts
    return parts.length === 1 && only !== undefined ? only : { kind: 'all', parts }
  }
  function one(): Expression {
    const token = tokens[at]
    if (token === undefined) throw new Error(`Webhook filter: "${filter}" ends too early`)
    at += 1
    if (token === 'NOT') return { kind: 'not', part: one() }
    if (token === '(') {
      const inner = either()
      if (tokens[at] !== ')') throw new Error(`Webhook filter: ")" is missing in "${filter}"`)
      at += 1
      return inner
    }
    if (token.startsWith('-')) return { kind: 'not', part: term(token.slice(1), filter) }
    return term(token, filter)
  }
}

function term(token: string, filter: string): Term {
  const match = /^([\w.]+):(>=|<=|>|<)?(.*)$/s.exec(token)
  const [, path, operator, value] = match ?? []
  if (path === undefined || value === undefined)
    throw new Error(`Webhook filter: "${token}" in "${filter}" names no field`)
  // The pattern leaves only the four comparison operators or none.
  const known = (operator ?? '=') as Operator
  return { kind: 'term', path: path.split('.'), operator: known, value: value.replaceAll('"', '') }
}

function evaluate(expression: Expression, payload: unknown): boolean {
  if (expression.kind === 'not') return !evaluate(expression.part, payload)
  if (expression.kind === 'term') return termHolds(expression, payload)
  if (expression.kind === 'all') return expression.parts.every((part) => evaluate(part, payload))
  return expression.parts.some((part) => evaluate(part, payload))
}

function termHolds(expression: Term, payload: unknown): boolean {
  return valuesAt(payload, expression.path).some((value) =>
    compare(value, expression.operator, expression.value),
  )
}

function valuesAt(value: unknown, path: string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => valuesAt(entry, path))
  const [head, ...rest] = path
  if (head === undefined) return [value]
  return isRecord(value) ? valuesAt(value[head], rest) : []
}

function compare(actual: unknown, operator: Operator, wanted: string): boolean {
  if (operator === '=') {
    if (wanted === '*') return actual !== undefined && actual !== null
    const text = asText(actual).toLowerCase()
    const plain = wanted.toLowerCase()
    return plain.endsWith('*') ? text.startsWith(plain.slice(0, -1)) : text === plain
  }
  if (actual === null || actual === undefined) return false
  const numeric = [Number(actual), Number(wanted)] as const
  const [a, b] = numeric.some(Number.isNaN) ? [asText(actual), wanted] : numeric
  if (operator === '>') return a > b
  if (operator === '>=') return a >= b
  if (operator === '<') return a < b
  return a <= b
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
