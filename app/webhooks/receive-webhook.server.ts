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

/** Shopify's largest payloads are far below this. */
const largestBody = 5 * 1024 * 1024

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
  if (body === null) return new Response(null, { status: 413 })
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
  if (!headers.success || payload === null) return new Response(null, { status: 400 })
  const isNew = await store({ ...headers.data, payload, receivedAt: new Date().toISOString() })
  const { shop, topic, eventId } = headers.data
  log.info({ shop, topic, eventId, isNew }, 'Webhook')
  return new Response(null, { status: 200 })
}

type Delivery = z.infer<typeof Headers> & { readonly payload: object; readonly receivedAt: string }

/** Stores the delivery and runs its topic. Answers false for an event that came before. */
async function store(delivery: Delivery): Promise<boolean> {
  const { shop, topic, receivedAt, triggeredAt } = delivery
  const take = topics[topic] ?? complianceTopics[topic]
  const after = await withShop(shop, async (tx): Promise<AfterCommit | null> => {
    if (!(await recordWebhookDelivery(tx, delivery))) return null
    // A topic of an older or newer configuration: kept, and nothing follows.
    return take ? take(tx, { ...delivery, triggeredAt: triggeredAt ?? receivedAt }) : {}
  })
  // Not waited for: it never throws, and what it does not reach the sweep does.
  void handOver(shop, after?.jobs ?? [])
  return after !== null
}

/** The body as it was sent, or null when it is too large; nothing more than the limit is read. */
async function readBody(request: Request): Promise<Buffer | null> {
  if (Number(request.headers.get('content-length') ?? 0) > largestBody) return null
  if (!request.body) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength
    if (size > largestBody) {
      await reader.cancel()
      return null
    }
    chunks.push(part.value)
  }
  return Buffer.concat(chunks)
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

function parseObject(body: Buffer): object | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
