import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { ShopDomain } from '#app/domain/ids.ts'
import {
  type GraphqlError,
  isShopifyThrottled,
  isShopifyUnreachable,
  shopifyGraphqlErrors,
  shopifyThrottled,
  shopifyUnreachable,
} from './admin-error.ts'
import { apiVersion } from './api-version.ts'

/**
 * Runs one operation of the Admin API and answers its `data`. Throws `ShopifyUnreachable`, `ShopifyThrottled` or
 * `ShopifyGraphqlErrors` (see admin-error.ts). Queries are asked again where that helps; mutations are sent once, always.
 */
export type AdminGraphql = <T>(operation: string, options?: AdminGraphqlCall) => Promise<T>

export type AdminGraphqlCall = {
  readonly variables?: Readonly<Record<string, unknown>>
  /**
   * Milliseconds of `performance.now()` after which the request must not leave any more: it rests on figures that are
   * too old then. Looked at last of all, so that a process that was paused or waited for its token sends nothing.
   */
  readonly sendBefore?: number
}

/** Gives the shop's access token. With `rejected`, the token that Shopify did not take: a fresh one is fetched. */
export type AccessToken = (options?: { readonly rejected: string }) => Promise<string>

export type AdminGraphqlOptions = {
  readonly shop: ShopDomain
  readonly accessToken: AccessToken
  /** Longest wait for one answer. */
  readonly timeoutMs?: number
  /** How long a query may wait in all for points or for Shopify to come back. */
  readonly patienceMs?: number
}

const ErrorList = z.array(
  z.object({
    message: z.string(),
    path: z.array(z.union([z.string(), z.number()])).optional(),
    extensions: z.object({ code: z.string().optional() }).optional(),
  }),
)
const Cost = z.object({
  requestedQueryCost: z.number(),
  throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
})
const Answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.union([ErrorList, z.string()]).optional(),
  extensions: z.object({ cost: Cost.optional().catch(undefined) }).optional(),
})
type Answer = z.infer<typeof Answer>

type Sent = { readonly body: string; readonly isMutation: boolean; readonly sendBefore?: number }

/** The Admin API of one shop, for pages and jobs alike. This is the only place that asks again. */
export function adminGraphql(options: AdminGraphqlOptions): AdminGraphql {
  return async <T>(operation: string, { variables = {}, sendBefore }: AdminGraphqlCall = {}) => {
    const sent = {
      body: JSON.stringify({ query: operation, variables }),
      isMutation: isMutation(operation),
      ...(sendBefore === undefined ? {} : { sendBefore }),
    }
    const data = sent.isMutation ? await send(options, sent) : await askPatiently(options, sent)
    // The caller names the generated type of the operation; Shopify's schema is what makes it true.
    return data as T
  }
}

function isMutation(operation: string): boolean {
  return /^(?:\s|#[^\n]*\n)*mutation\b/.test(operation)
}

async function askPatiently(options: AdminGraphqlOptions, query: Sent): Promise<unknown> {
  const end = performance.now() + (options.patienceMs ?? 15_000)
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(options, query)
    } catch (error) {
      const waitMs = waitBefore(error, attempt)
      if (waitMs === null || performance.now() + waitMs > end) throw error
      await sleep(waitMs)
    }
  }
}

/** Milliseconds until a query is worth another try; null when it is not. */
function waitBefore(error: unknown, attempt: number): number | null {
  // A little more than Shopify's arithmetic says, so that several waiting queries do not come back together.
  if (isShopifyThrottled(error)) return error.waitSeconds * 1000 + 100 * Math.random()
  if (!isShopifyUnreachable(error) || attempt > 3) return null
  if (error.status === 401) return attempt === 1 ? 0 : null
  // A plain no (403, 404, …) stays one. A query that may have been answered does no harm a second time.
  const isPassing = error.sent === 'unknown' || error.status === null
  return isPassing ? 250 * 4 ** (attempt - 1) : null
}

async function send(options: AdminGraphqlOptions, operation: Sent): Promise<unknown> {
  const { shop, accessToken, timeoutMs = 20_000 } = options
  const { body } = operation
  const token = await accessToken()
  if (operation.sendBefore !== undefined && performance.now() > operation.sendBefore)
    throw shopifyUnreachable('What the request rests on is too old by now', { sent: false })
  const response = await post(`https://${shop}/admin/api/${apiVersion}/graphql.json`, {
    body,
    token,
    timeoutMs,
  })
  if (response.status === 401) {
    // Fetched now so that the next try works. A mutation is not sent again, not even here: its job comes back.
    await accessToken({ rejected: token })
    throw shopifyUnreachable('Shopify did not accept the access token', { sent: false, status: 401 })
  }
  return readData(response, operation)
}

type Response = { readonly status: number; readonly retryAfter: string | null; readonly text: string }

async function post(
  url: string,
  request: { body: string; token: string; timeoutMs: number },
): Promise<Response> {
  const { body, token, timeoutMs } = request
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'x-shopify-access-token': token,
  }
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' })
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text: await response.text(),
    }
  } catch (error) {
    const sent = neverConnected(error) ? false : 'unknown'
    throw shopifyUnreachable('No answer came from Shopify', { sent, cause: error })
  }
}

/** Only a connection that was never made proves that nothing arrived. */
function neverConnected(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return [
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
  ].includes(String(code))
}

/** Answers that turn a request away before anything begins. Of all others, redirects and proxies included, nobody knows. */
const notBegun: ReadonlySet<number> = new Set([400, 401, 402, 403, 404, 406, 413, 415, 422, 423, 430])

function readData({ status, retryAfter, text }: Response, operation: Sent): unknown {
  if (status === 429) {
    // Seconds, as HTTP has it.
    const seconds = Number(retryAfter ?? '1')
    throw shopifyThrottled(Number.isFinite(seconds) && seconds >= 0 ? seconds : 1)
  }
  if (status >= 500) throw shopifyUnreachable(`Shopify answered HTTP ${status}`, { sent: 'unknown', status })
  if (status !== 200) {
    const sent = notBegun.has(status) ? false : 'unknown'
    throw shopifyUnreachable(`Shopify answered HTTP ${status}`, { sent, status })
  }
  const answer = parseAnswer(text)
  if (answer.errors !== undefined && answer.errors.length > 0) throw errorOf(answer, operation)
  if (!answer.data) throw shopifyUnreachable('Shopify answered without data', { sent: 'unknown', status })
  return answer.data
}

function parseAnswer(text: string): Answer {
  try {
    return Answer.parse(JSON.parse(text))
  } catch (error) {
    throw shopifyUnreachable('Shopify sent a broken answer', { sent: 'unknown', status: 200, cause: error })
  }
}

function errorOf(answer: Answer, { isMutation: isOfMutation }: Sent): Error {
  const list = errorList(answer)
  if (list.some((error) => error.code === 'THROTTLED'))
    return shopifyThrottled(secondsToWait(answer.extensions?.cost))
  // It ran and broke on the way, or only a part of its answer was refused: nobody knows how far it came.
  const failedInside = list.some(
    (error) => error.code === 'INTERNAL_SERVER_ERROR' || error.code === 'TIMEOUT',
  )
  // An error below the mutation's own field: the answer broke, not the asking, whatever its code says.
  const ran =
    answer.data !== undefined && list.some(({ code, path }) => code === null || path?.includes('.') === true)
  const answered = Object.values(answer.data ?? {}).some((value) => value !== null)
  return failedInside || (isOfMutation && (ran || answered))
    ? shopifyUnreachable(list.map((error) => error.message).join('; '), { sent: 'unknown', status: 200 })
    : shopifyGraphqlErrors(list)
}

function errorList({ errors = [] }: Answer): GraphqlError[] {
  if (typeof errors === 'string') return [{ message: errors, code: null, path: null }]
  return errors.map(({ message, extensions, path }) => ({
    message,
    code: extensions?.code ?? null,
    path: path?.join('.') ?? null,
  }))
}

/** The leaky bucket's arithmetic: what is missing, at the rate at which it comes back. */
function secondsToWait(cost: z.infer<typeof Cost> | undefined): number {
  if (!cost) return 1
  const { currentlyAvailable, restoreRate } = cost.throttleStatus
  return Math.max(0.1, (cost.requestedQueryCost - currentlyAvailable) / restoreRate)
}
