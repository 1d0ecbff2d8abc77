import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { withShop } from '#app/db.server.ts'
import { recordWebhookDelivery } from '#app/db/webhook-delivery.server.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import { env } from '#app/env.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { log } from '#app/log.server.ts'
import { complianceTopics, topics } from './index.ts'
import type { AfterCommit } from './topic.ts'

/** Shopify's largest payloads are far below this, and it sends them at once. */
const largestBody = 5 * 1024 * 1024
const longestBodyMs = 10_000

const Headers = z.object({
  topic: z.string().min(1).max(100),
  shop: ShopDomain,
  eventId: z.string().min(1).max(200),
  webhookId: z.string().max(200).nullable(),
  apiVersion: z.string().max(20).nullable(),
  triggeredAt: z.iso.datetime({ offset: true }).nullable().catch(null),
})

/**
 * Takes in one webhook: checks the signature over the raw body, stores it with the jobs that follow in one transaction, and
 * answers at once. No session is loaded and Shopify is not called: it waits five seconds at most.
 */
export async function receiveWebhook(request: Request): Promise<Response> {
  if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
  const body = await readBody(request)
  if (body === 'too_large') return new Response(null, { status: 413 })
  if (body === 'too_slow') return new Response(null, { status: 408 })
  if (!isSigned(body, request.headers.get('x-shopify-hmac-sha256')))
    return new Response(null, { status: 401 })
  const headers = Headers.safeParse({
    topic: request.headers.get('x-shopify-topic')?.toLowerCase(),
    shop: request.headers.get('x-shopify-shop-domain')?.toLowerCase(),
    // One event may touch several topics; older deliveries only have their own id.
    eventId: request.headers.get('x-shopify-event-id') ?? request.headers.get('x-shopify-webhook-id'),
    webhookId: request.headers.get('x-shopify-webhook-id'),
    apiVersion: request.headers.get('x-shopify-api-version'),
    triggeredAt: request.headers.get('x-shopify-triggered-at'),
  })
  const payload = parseObject(body)
  if (!headers.success) return new Response(null, { status: 400 })
  const receivedAt = new Date().toISOString()
  const { shop, topic, eventId } = headers.data
  const doubt = payload === null ? 'no_object' : speaksOfAnother(shop, payload) ? 'other_shop' : null
  if (payload === null || doubt !== null) {
    log.warn({ shop, topic, eventId, doubt }, 'A signed webhook was put aside')
    await putAside({ ...headers.data, payload: { putAside: doubt, bytes: body.byteLength }, receivedAt })
    return new Response(null, { status: 200 })
  }
  const isNew = await store({ ...headers.data, payload, receivedAt })
  log.info({ shop, topic, eventId, isNew }, 'Webhook')
  return new Response(null, { status: 200 })
}

type Delivery = z.infer<typeof Headers> & { readonly payload: object; readonly receivedAt: string }

/** Stores the delivery and runs its topic. Answers false for an event that came before. */
async function store(delivery: Delivery): Promise<boolean> {
  const { shop, topic, receivedAt, triggeredAt } = delivery
  const take = topics[topic] ?? complianceTopics[topic]
  const after = await withShop(shop, async (tx): Promise<AfterCommit | null> => {
    if (!(await recordWebhookDelivery(tx, { ...delivery, payload: idsOf(delivery.payload) }))) return null
    // A topic of an older or newer configuration: kept, and nothing follows.
    return take ? take(tx, { ...delivery, triggeredAt: triggeredAt ?? receivedAt }) : {}
  })
  // Not waited for: it never throws, and what it does not reach the sweep does.
  void handOver(shop, after?.jobs ?? [])
  return after !== null
}

/** What is kept of a webhook: what it is about. People stand in the rest, and the jobs read Shopify anyway. */
function idsOf(payload: object): object {
  const names = ['id', 'admin_graphql_api_id', 'order_id', 'shop_id']
  return Object.fromEntries(Object.entries(payload).filter(([name]) => names.includes(name)))
}

/**
 * Keeps that a signed webhook came which makes no sense: it has no effect, and sending it again would not help. What stood in
 * it is not kept: it may be another shop's.
 */
async function putAside(delivery: Delivery): Promise<void> {
  await withShop(delivery.shop, (tx) => recordWebhookDelivery(tx, delivery))
}

/** The shop stands in a header that is not signed, and in some bodies, which are: the two must agree. */
function speaksOfAnother(shop: ShopDomain, payload: object): boolean {
  return ['shop_domain', 'myshopify_domain'].some((name) => {
    const said: unknown = Object.hasOwn(payload, name) ? Reflect.get(payload, name) : shop
    return typeof said !== 'string' || said.toLowerCase() !== shop
  })
}

/** The body as it was sent, unless it is too large or takes too long; nothing more than the limit is read. */
async function readBody(request: Request): Promise<Buffer | 'too_large' | 'too_slow'> {
  if (Number(request.headers.get('content-length') ?? 0) > largestBody) return 'too_large'
  if (!request.body) return Buffer.alloc(0)
  const reader = request.body.getReader()
  const state = { isLate: false }
  const timer = setTimeout(() => {
    state.isLate = true
    void reader.cancel()
  }, longestBodyMs)
  try {
    const chunks: Uint8Array[] = []
    let size = 0
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength
      if (size > largestBody) {
        await reader.cancel()
        return 'too_large'
      }
      chunks.push(part.value)
    }
    return state.isLate ? 'too_slow' : Buffer.concat(chunks)
  } finally {
    clearTimeout(timer)
  }
}

/** HMAC-SHA256 of the raw body in base64; after a rotation Shopify may sign with the old secret for an hour. */
function isSigned(body: Buffer, signature: string | null): boolean {
  const secrets = [env.SHOPIFY_API_SECRET, env.SHOPIFY_API_SECRET_PREVIOUS].filter(
    (secret) => secret !== undefined,
  )
  const given = Buffer.from(signature ?? '')
  return secrets.some((secret) => {
    const expected = Buffer.from(createHmac('sha256', secret).update(body).digest('base64'))
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

/** The body as an object; null for anything else. Ids beyond the safe integers stay as they are written, as texts. */
function parseObject(body: Buffer): object | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body), keepLongIds)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

function keepLongIds(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isLong = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
  return isLong && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value
}
