import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Kind, parse } from 'graphql'
import type { OperationDefinitionNode, SelectionNode } from 'graphql'
import type { Engine, TokenRecord } from '../engine/engine.ts'
import type { Calls } from './calls.ts'
import { costOf } from './calls.ts'
import type { FaultEffect } from './faults.ts'
import { takeFaults } from './faults.ts'
import { HttpError, isRecord, readBody, sendJson } from './http.ts'
import { markUsed, usableToken } from './oauth.ts'

const UNAUTHORIZED = '[API] Invalid API key or access token (unrecognized login or wrong password)'
/** A request that is to time out is held open this long; clients give up sooner. */
const HOLD_MS = 120_000

type GraphqlBody = { query: string; variables?: Record<string, unknown>; operationName?: string }

/** The shop that a request means: the preload's header, else the host itself, else nothing. */
export function shopOf(req: IncomingMessage): string | undefined {
  const forwarded = req.headers['x-forwarded-host']
  const host = (Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? req.headers.host ?? ''
  const name = host.split(':')[0] ?? ''
  return name.endsWith('.myshopify.com') ? name : undefined
}

/** POST /admin/api/{version}/graphql.json: authentication, faults, execution, record of the call. */
export async function adminApi(
  options: { engine: Engine; calls: Calls; version: string; path: string },
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { engine, version, path } = options
  const given = req.headers['x-shopify-access-token']
  const token = typeof given === 'string' ? usableToken(engine, given, shopOf(req)) : undefined
  if (token === undefined) {
    sendJson(res, 401, { errors: UNAUTHORIZED }, { 'x-request-id': randomUUID() })
    return
  }
  const body = await readGraphql(req)
  if (body === undefined) {
    sendJson(res, 400, { errors: { query: 'Required parameter missing or invalid' } })
    return
  }
  const roots = rootFields(body)
  const headers = plainHeaders(req)
  const effects = takeFaults(engine, {
    shop: token.shop,
    roots: roots.map((root) => root.name),
    path,
    headers,
  })
  const replaced = await before(effects, { engine, token, roots, res })
  if (replaced) return
  markUsed(engine, token)
  const reply = await runGraphql(options, {
    token,
    body,
    version,
    headers,
    roots: roots.map((root) => root.name),
  })
  if (effects.some((effect) => effect.kind === 'timeout_after_commit')) {
    hold(res)
    return
  }
  const answer = effects.reduce(
    (sofar, effect) => (effect.kind === 'access_denied' ? denied(sofar, effect.field) : sofar),
    reply.body,
  )
  if (effects.some((effect) => effect.kind === 'reset')) {
    resetMidBody(res, answer)
    return
  }
  sendJson(res, reply.status, answer, {
    'x-request-id': randomUUID(),
    'x-shopify-api-version': version,
    ...reply.headers,
  })
}

/** Runs one document for a token and records the call. Shared by the Admin API and App Bridge's direct API access. */
export async function runGraphql(
  options: { engine: Engine; calls: Calls },
  request: {
    token: TokenRecord
    body: GraphqlBody
    version: string
    headers: Record<string, string>
    roots: string[]
  },
): Promise<{ status: number; headers: Record<string, string>; body: unknown }> {
  const { engine, calls } = options
  const { token, body, version, headers, roots } = request
  const began = performance.now()
  const reply = await engine.graphql({ version, shop: token.shop, token, headers, ...body })
  const cost = costOf(reply.body)
  calls.record({
    at: engine.clock.now().toISOString(),
    shop: token.shop,
    appId: token.appId,
    operation: body.operationName ?? operationName(body.query),
    roots,
    status: reply.status,
    requestedCost: cost.requested,
    actualCost: cost.actual,
    throttled: cost.throttled,
    milliseconds: Math.round(performance.now() - began),
  })
  return reply
}

/** Carries out the effects that come before the execution; answers whether the request is dealt with. */
async function before(
  effects: FaultEffect[],
  context: { engine: Engine; token: TokenRecord; roots: RootField[]; res: ServerResponse },
): Promise<boolean> {
  const { engine, token, roots, res } = context
  for (const effect of effects) {
    if (effect.kind === 'act_between') await engine.asMerchant(token.shop, effect.query, effect.variables)
    if (effect.kind === 'timeout_before') hold(res)
    if (effect.kind === 'http')
      sendJson(res, effect.status, { errors: `Injected answer ${effect.status}` }, { 'retry-after': '2.0' })
    if (effect.kind === 'internal_error') sendJson(res, 200, internalError())
    if (effect.kind === 'throttled') sendJson(res, 200, THROTTLED)
    if (effect.kind === 'user_errors') sendJson(res, 200, userErrors(roots, effect.errors))
    if (!['act_between', 'timeout_after_commit', 'reset', 'access_denied'].includes(effect.kind)) return true
  }
  return false
}

const THROTTLED = {
  errors: [
    {
      message: 'Throttled',
      extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
    },
  ],
  extensions: {
    cost: {
      requestedQueryCost: 752,
      actualQueryCost: null,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 0, restoreRate: 100 },
    },
  },
}

function internalError(): unknown {
  const requestId = randomUUID()
  const message = `Internal error. Looks like something went wrong on our end.\nRequest ID: ${requestId} (include this in support requests).`
  return { errors: [{ message, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } }] }
}

function hold(res: ServerResponse): void {
  const timer = setTimeout(() => res.destroy(), HOLD_MS).unref()
  res.on('close', () => clearTimeout(timer))
}

/** The client sees half of a successful answer and then a dead connection. */
function resetMidBody(res: ServerResponse, body: unknown): void {
  const text = JSON.stringify(body)
  res.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
  })
  res.write(text.slice(0, Math.floor(text.length / 2)), () => res.destroy())
}

/** The answer with every `field` null and one ACCESS_DENIED error for it, the rest of the data present (returns-api §9.3). */
function denied(body: unknown, field: string): unknown {
  if (!isRecord(body)) return body
  const data = structuredClone(body.data)
  const path = blank(data, field, [])
  if (path === undefined) return body
  const error = {
    message: `Access denied for ${field} field.`,
    path,
    extensions: { code: 'ACCESS_DENIED', documentation: 'https://shopify.dev/api/usage/access-scopes' },
  }
  const errors: unknown[] = Array.isArray(body.errors) ? body.errors : []
  return { ...body, data, errors: [...errors, error] }
}

function blank(value: unknown, field: string, path: (string | number)[]): (string | number)[] | undefined {
  let found: (string | number)[] | undefined
  if (Array.isArray(value)) {
    value.forEach((entry: unknown, i) => (found ??= blank(entry, field, [...path, i])))
    return found
  }
  if (!isRecord(value)) return undefined
  if (field in value) {
    value[field] = null
    return [...path, field]
  }
  for (const [key, entry] of Object.entries(value)) found ??= blank(entry, field, [...path, key])
  return found
}

/** A payload with the given user errors and everything else null, in the shape that the document asked for. */
function userErrors(
  roots: RootField[],
  errors: { field: string[] | null; message: string; code?: string | null }[],
): unknown {
  const payload = (root: RootField): Record<string, unknown> =>
    Object.fromEntries(
      root.selections.map(({ key, name, selections }) => {
        if (!name.endsWith('serErrors')) return [key, null]
        const pick = (error: Record<string, unknown>): Record<string, unknown> =>
          Object.fromEntries(
            selections.map((one) => [
              one.key,
              one.name === '__typename' ? 'UserError' : (error[one.name] ?? null),
            ]),
          )
        return [key, errors.map(pick)]
      }),
    )
  return { data: Object.fromEntries(roots.map((root) => [root.key, payload(root)])) }
}

type RootField = { key: string; name: string; selections: RootField[] }

function fieldsOf(selections: readonly SelectionNode[]): RootField[] {
  return selections.flatMap((node) => {
    if (node.kind !== Kind.FIELD) return []
    return [
      {
        key: node.alias?.value ?? node.name.value,
        name: node.name.value,
        selections: fieldsOf(node.selectionSet?.selections ?? []),
      },
    ]
  })
}

/** Root fields of the operation that will run; an unreadable document has none and fails later, in the engine's own words. */
function rootFields(body: GraphqlBody): RootField[] {
  const operation = chosenOperation(body)
  return operation === undefined ? [] : fieldsOf(operation.selectionSet.selections)
}

function chosenOperation(body: GraphqlBody): OperationDefinitionNode | undefined {
  try {
    const operations = parse(body.query, { noLocation: true }).definitions.filter(
      (node) => node.kind === Kind.OPERATION_DEFINITION,
    )
    return operations.find(
      (node) => body.operationName === undefined || node.name?.value === body.operationName,
    )
  } catch {
    return undefined
  }
}

function operationName(query: string): string | null {
  return chosenOperation({ query })?.name?.value ?? null
}

async function readGraphql(req: IncomingMessage): Promise<GraphqlBody | undefined> {
  const text = (await readBody(req)).toString('utf8')
  if ((req.headers['content-type'] ?? '').startsWith('application/graphql'))
    return text === '' ? undefined : { query: text }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new HttpError(400, 'Invalid JSON')
  }
  return graphqlBody(value)
}

/** The parts of a GraphQL request, or undefined when there is no query. */
export function graphqlBody(value: unknown): GraphqlBody | undefined {
  if (!isRecord(value) || typeof value.query !== 'string' || value.query.trim() === '') return undefined
  return {
    query: value.query,
    ...(isRecord(value.variables) ? { variables: value.variables } : {}),
    ...(typeof value.operationName === 'string' && value.operationName !== ''
      ? { operationName: value.operationName }
      : {}),
  }
}

function plainHeaders(req: IncomingMessage): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined) out[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return out
}
