import type { Engine, TokenRecord } from '../../../dev-store/engine/engine.ts'
import { boundary } from './simulated-process.ts'
import { virtualTime } from './virtual-time.ts'

/**
 * What can go wrong between the app and Shopify. `lost_*`: Shopify has done it and the answer does not arrive whole.
 * `not_*`: nothing was done. `late`: the connection breaks, and Shopify does it `seconds` later all the same.
 */
export const toxics = [
  'lost_reset',
  'lost_timeout',
  'lost_truncated',
  'lost_500',
  'lost_html',
  'lost_empty',
  'not_connected',
  'not_500',
  'not_502',
  'not_503',
  'not_timeout',
  'not_internal_error',
  'throttled',
  'too_many',
  'late',
  'user_errors',
  'concurrent_key',
  'key_mismatch',
] as const
export type Toxic = (typeof toxics)[number]

/** One toxic waits for the `nth` matching call (from 0) to a root field; `seconds` is how late `late` is. */
export type PlacedToxic = {
  readonly root: string
  readonly toxic: Toxic
  nth: number
  readonly seconds: number
}

/** One call that reached Shopify's door. `token` is the shop that the token belongs to. */
export type WireCall = {
  readonly at: number
  readonly shop: string
  readonly token: string
  readonly root: string
  readonly isMutation: boolean
}

type Late = { readonly due: number; readonly apply: () => Promise<unknown> }

/** The wire in the place of the global `fetch`: no sockets, the rig's time, and faults that a run asks for. */
export type Wire = {
  readonly calls: WireCall[]
  readonly placed: PlacedToxic[]
  /** Toxics that fired, for the verdict on what the app may have been stopped by. */
  readonly fired: Toxic[]
  /** Calls that broke and that Shopify carries out later. */
  readonly late: Late[]
  /** Carries out what is due by now; all of it with `everything`. */
  arrive(everything?: boolean): Promise<number>
  clear(): void
  fetch: typeof fetch
}

type Post = {
  readonly shop: string
  readonly token: TokenRecord
  readonly body: Body
  readonly root: string
  readonly isMutation: boolean
}
type Body = { readonly query: string; readonly variables: Record<string, unknown> }

/** Calls take this long on the rig's clock: buckets refill, and what is read grows old. */
const latencySeconds = 0.25

export function shopifyWire(engine: () => Engine): Wire {
  const wire: Wire = {
    calls: [],
    placed: [],
    fired: [],
    late: [],
    arrive: async (everything = false) => {
      const due = wire.late.filter((one) => everything || one.due <= virtualTime.now())
      for (const one of due) {
        wire.late.splice(wire.late.indexOf(one), 1)
        await one.apply()
      }
      return due.length
    },
    clear: () => {
      for (const list of [wire.calls, wire.placed, wire.fired, wire.late]) list.length = 0
    },
    fetch: async (target, init) => {
      const url = new URL(target instanceof Request ? target.url : target)
      if (!url.hostname.endsWith('.myshopify.com'))
        throw new TypeError(`The rig has no way to ${url.hostname}`)
      // adminGraphql sends a JSON text and nothing else.
      const body = JSON.parse(typeof init?.body === 'string' ? init.body : '') as Body
      const root = rootOf(body.query)
      await boundary(`→ ${root}`)
      virtualTime.advance(latencySeconds)
      await wire.arrive()
      const token = engine().tokenByValue(new Headers(init?.headers).get('x-shopify-access-token') ?? '')
      const isMutation = /^\s*mutation\b/.test(body.query.replace(/#[^\n]*/g, ''))
      wire.calls.push({
        at: virtualTime.now(),
        shop: url.hostname,
        token: token?.shop ?? '',
        root,
        isMutation,
      })
      if (token === undefined || token.revoked) return json({ errors: '[API] Invalid API key' }, 401)
      const answer = await answerOf(wire, engine(), { shop: url.hostname, token, body, root, isMutation })
      await boundary(`← ${root}`)
      return answer()
    },
  }
  return wire
}

/** The first field of the operation: enough to know a call of ours by. */
function rootOf(query: string): string {
  return (
    /\{\s*(?:\w+\s*:\s*)?(\w+)/.exec(query.replace(/#[^\n]*/g, '').replace(/\([^)]*\)\s*\{/, '{'))?.[1] ?? ''
  )
}

async function answerOf(wire: Wire, engine: Engine, post: Post): Promise<() => Response> {
  const toxic = take(wire, post)
  const apply = async () => {
    const { shop, token, body } = post
    const reply = await engine.graphql({ version: '2026-10', shop, token, ...body })
    return () => json(reply.body, reply.status)
  }
  if (toxic === undefined) return apply()
  wire.fired.push(toxic.toxic)
  if (toxic.toxic.startsWith('lost_')) {
    await apply()
    return () => brokenAnswer(toxic.toxic)
  }
  if (toxic.toxic === 'late') {
    wire.late.push({ due: virtualTime.now() + toxic.seconds * 1000, apply })
    virtualTime.advance(20)
    return timeout
  }
  return () => notDone(toxic.toxic, post)
}

/** Only mutations answer with user errors. */
const userErrors = new Set<Toxic>(['user_errors', 'concurrent_key', 'key_mismatch'])

function take(wire: Wire, { root, isMutation }: Post): PlacedToxic | undefined {
  const found = wire.placed.find((one) => one.root === root && (isMutation || !userErrors.has(one.toxic)))
  if (found === undefined) return undefined
  if (found.nth > 0) {
    found.nth -= 1
    return undefined
  }
  wire.placed.splice(wire.placed.indexOf(found), 1)
  return found
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })

const timeout = (): never => {
  throw new DOMException('The operation was aborted due to timeout', 'TimeoutError')
}

function reset(code: string): never {
  const cause = Object.assign(new Error(code), { code })
  throw new TypeError('fetch failed', { cause })
}

function brokenAnswer(toxic: Toxic): Response {
  switch (toxic) {
    case 'lost_timeout':
      virtualTime.advance(20)
      return timeout()
    case 'lost_truncated':
      return new Response('{"data":{"returnProcess":{"return":{"id":"gid://shop', { status: 200 })
    case 'lost_500':
      return json({ errors: 'Internal Server Error' }, 500)
    case 'lost_html':
      return new Response('<html><body>Bad gateway</body></html>', { status: 200 })
    case 'lost_empty':
      return json({ data: null })
    default:
      return reset('ECONNRESET')
  }
}

function refusal(root: string, message: string): Response {
  const payload = { return: null, refund: null, storeCreditAccountTransaction: null }
  return json({ data: { [root]: { ...payload, userErrors: [{ field: null, code: 'INVALID', message }] } } })
}

function notDone(toxic: Toxic, post: Post): Response {
  switch (toxic) {
    case 'not_500':
    case 'not_502':
    case 'not_503':
      return json({ errors: 'Injected' }, Number(toxic.slice(4)), { 'retry-after': '2.0' })
    case 'not_timeout':
      virtualTime.advance(20)
      return timeout()
    case 'not_internal_error':
      return json({ errors: [{ message: 'Internal error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] })
    case 'throttled':
      return json({
        errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
        extensions: {
          cost: {
            requestedQueryCost: 300,
            throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 0, restoreRate: 100 },
          },
        },
      })
    case 'too_many':
      return json({ errors: 'Too many requests' }, 429, { 'retry-after': '2.0' })
    case 'user_errors':
      return refusal(post.root, 'Shopify refuses this, says the rig')
    case 'concurrent_key':
      return refusal(post.root, 'This request is currently in progress, please try again.')
    case 'key_mismatch':
      return refusal(
        post.root,
        'The same idempotency key cannot be used with different operation parameters.',
      )
    default:
      return reset('ECONNREFUSED')
  }
}
