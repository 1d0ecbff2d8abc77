/**
 * Replays recorded Admin API exchanges against a GraphQL endpoint and counts how closely it answers.
 *
 * A recording is a JSON file `{ source, apiVersion, steps: [{ name, query, variables, response }] }` whose steps run in
 * order. Ids of the recorded store are mapped to the ids that the endpoint gave at the same place; an id that no step
 * produced (a variant, a location, a customer) becomes one of the endpoint's own. Generated values (ids, times, names,
 * cursors, addresses) need the same shape only.
 */
export type Recording = {
  readonly source?: string
  readonly apiVersion: string
  readonly steps: readonly RecordedStep[]
}
type RecordedStep = {
  readonly name: string
  readonly query: string
  readonly variables?: Record<string, unknown>
  readonly response: Record<string, unknown>
}

export type Mismatch = {
  readonly step: string
  readonly path: string
  readonly expected: unknown
  readonly actual: unknown
}
export type Score = {
  values: number
  mismatches: Mismatch[]
  steps: number
  exactSteps: number
  costs: number
  equalCosts: number
}

/** Sends one document and answers the parsed body; throws when the answer is no JSON. */
export type Send = (query: string, variables: Record<string, unknown>) => Promise<Record<string, unknown>>

const gidPattern = /^gid:\/\/shopify\/(\w+)\/(.+)$/
const generated = [
  gidPattern,
  /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/,
  /^#[\w-]*\d+(-R\d+|-F\d+|\.\d+)?$/,
  /^https?:\/\//,
  /^[A-Za-z0-9+/=_-]{24,}$/,
]
const generatedKeys = new Set(['cursor', 'startCursor', 'endCursor', 'requestId', 'legacyResourceId'])
/** Ids that a recording made up on purpose must stay unknown. */
const madeUp = /^9{6,}|^0$/

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An empty score; `add` sums several. */
export function emptyScore(): Score {
  return { values: 0, mismatches: [], steps: 0, exactSteps: 0, costs: 0, equalCosts: 0 }
}

/** Sums two scores. */
export function addScores(left: Score, right: Score): Score {
  return {
    values: left.values + right.values,
    mismatches: [...left.mismatches, ...right.mismatches],
    steps: left.steps + right.steps,
    exactSteps: left.exactSteps + right.exactSteps,
    costs: left.costs + right.costs,
    equalCosts: left.equalCosts + right.equalCosts,
  }
}

/** The endpoint's own ids that stand in for ids of the recorded store which no step produces. */
export async function ownIds(send: Send): Promise<Record<string, string[]>> {
  const read = async (field: string): Promise<string[]> => {
    const body = await send(`{ ${field}(first: 10) { nodes { id } } }`, {})
    const connection = isObject(body.data) ? body.data[field] : undefined
    const nodes = isObject(connection) && Array.isArray(connection.nodes) ? connection.nodes : []
    return nodes.flatMap((entry: unknown) =>
      isObject(entry) && typeof entry.id === 'string' ? [entry.id] : [],
    )
  }
  return {
    ProductVariant: await read('productVariants'),
    Location: await read('locations'),
    Customer: await read('customers'),
  }
}

/** Replays one recording and scores every value of every answer. */
export async function replay(
  recording: Recording,
  send: Send,
  own: Record<string, string[]>,
): Promise<Score> {
  const ids = new Map<string, string>()
  const score = emptyScore()
  for (const step of recording.steps) {
    const variables = substitute(step.variables ?? {}, ids, own)
    const actual = await send(step.query, isObject(variables) ? variables : {})
    const found = compareStep(step, actual, ids)
    score.values += found.values
    score.mismatches.push(...found.mismatches)
    score.steps += 1
    if (found.mismatches.length === 0) score.exactSteps += 1
    const recordedCost = costOf(step.response)
    if (recordedCost !== undefined) {
      score.costs += 1
      if (costOf(actual) === recordedCost) score.equalCosts += 1
    }
  }
  return score
}

function costOf(body: Record<string, unknown>): unknown {
  const cost = isObject(body.extensions) ? body.extensions.cost : undefined
  return isObject(cost) ? cost.requestedQueryCost : undefined
}

function compareStep(step: RecordedStep, actual: Record<string, unknown>, ids: Map<string, string>) {
  const found: { values: number; mismatches: Mismatch[] } = { values: 0, mismatches: [] }
  const note = (path: string, expected: unknown, got: unknown) =>
    found.mismatches.push({ step: step.name, path, expected, actual: got })

  const compare = (expected: unknown, got: unknown, path: string, key: string): void => {
    if (Array.isArray(expected)) {
      found.values += 1
      if (!Array.isArray(got)) return void note(path, `[${expected.length}]`, got)
      if (expected.length !== got.length) note(`${path}.length`, expected.length, got.length)
      expected.forEach((item, index) => {
        if (index < got.length) compare(item, got[index], `${path}[${index}]`, '')
      })
      return
    }
    if (isObject(expected)) {
      if (!isObject(got)) {
        found.values += 1
        return void note(path, '{…}', got)
      }
      for (const [name, value] of Object.entries(expected)) compare(value, got[name], `${path}.${name}`, name)
      return
    }
    found.values += 1
    if (expected === got || (expected === null && got === undefined)) return
    if (typeof expected === 'string' && typeof got === 'string' && agrees(expected, got, key, ids)) return
    note(path, expected, got)
  }

  for (const part of ['data', 'errors'] as const) {
    if (part in step.response) compare(step.response[part], actual[part], part, part)
  }
  if (!('errors' in step.response) && actual.errors !== undefined) {
    found.values += 1
    note('errors', undefined, actual.errors)
  }
  return found
}

function agrees(expected: string, got: string, key: string, ids: Map<string, string>): boolean {
  const left = gidPattern.exec(expected)
  const right = gidPattern.exec(got)
  if (left && right) {
    if (left[1] !== right[1]) return false
    if (!ids.has(expected)) ids.set(expected, got)
    return true
  }
  if (generatedKeys.has(key)) return true
  if (generated.some((pattern) => pattern.test(expected) && pattern.test(got))) return true
  let renamed = expected
  for (const [from, to] of ids) renamed = renamed.replaceAll(from, to)
  return renamed === got
}

function substitute(value: unknown, ids: Map<string, string>, own: Record<string, string[]>): unknown {
  if (Array.isArray(value)) return value.map((item) => substitute(item, ids, own))
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, ids, own)]))
  if (typeof value !== 'string') return value
  const known = ids.get(value)
  if (known !== undefined) return known
  const [, type = '', number = ''] = gidPattern.exec(value) ?? []
  const candidates = own[type] ?? []
  if (candidates.length === 0 || madeUp.test(number)) return value
  const taken = new Set(ids.values())
  const pick = candidates.find((id) => !taken.has(id)) ?? candidates[0] ?? value
  ids.set(value, pick)
  return pick
}
