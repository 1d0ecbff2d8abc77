import { createHmac } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import type { App, WebhookDelivery, WebhookSubscription } from '../engine/state.ts'

const CONNECT_WITHIN_MS = 1_000
const ANSWER_WITHIN_MS = 5_000

/** base64(HMAC-SHA256(client secret, raw body)) (returns-api §8.3). */
function webhookSignature(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body, 'utf8').digest('base64')
}

/** RFC 3339 with nanoseconds, as X-Shopify-Triggered-At carries it. */
function nanoseconds(iso: string): string {
  return new Date(iso).toISOString().replace('Z', '000000Z')
}

/** The headers of one delivery (behaviour §9). `now` decides whether a rotated secret still signs. */
export function webhookHeaders(options: {
  delivery: WebhookDelivery
  subscription: Pick<WebhookSubscription, 'apiVersion' | 'name'>
  app: Pick<App, 'apiSecret' | 'previousSecret'>
  now: Date
  badHmac?: boolean
  apiVersion?: string
}): Record<string, string> {
  const { delivery, subscription, app, now } = options
  const old = app.previousSecret
  const secret = old !== null && Date.parse(old.until) > now.getTime() ? old.value : app.apiSecret
  const signature = webhookSignature(delivery.body, options.badHmac === true ? `${secret}-forged` : secret)
  return {
    'content-type': 'application/json',
    'user-agent': 'Shopify-Captain-Hook',
    'x-shopify-topic': delivery.topic,
    'x-shopify-hmac-sha256': signature,
    'x-shopify-shop-domain': delivery.shop,
    'x-shopify-api-version': options.apiVersion ?? subscription.apiVersion,
    'x-shopify-webhook-id': delivery.webhookId,
    'x-shopify-event-id': delivery.eventId,
    'x-shopify-triggered-at': nanoseconds(delivery.triggeredAt),
    ...(subscription.name === null ? {} : { 'x-shopify-name': subscription.name }),
  }
}

export type Attempt = { status: number | null; error: string | null; milliseconds: number }

/**
 * Posts one delivery in real time: one second to accept the connection, five in all. Never rejects: what went wrong is in
 * the answer. Redirects are not followed and count as failures.
 */
export function postWebhook(options: {
  url: string
  body: string
  headers: Record<string, string>
  connectWithinMs?: number
  answerWithinMs?: number
}): Promise<Attempt> {
  const {
    url,
    body,
    headers,
    connectWithinMs = CONNECT_WITHIN_MS,
    answerWithinMs = ANSWER_WITHIN_MS,
  } = options
  const began = performance.now()
  return new Promise((resolve) => {
    const timers: NodeJS.Timeout[] = []
    const finish = (status: number | null, error: string | null): void => {
      for (const timer of timers) clearTimeout(timer)
      resolve({ status, error, milliseconds: Math.round(performance.now() - began) })
    }
    let request: http.ClientRequest
    try {
      const length = String(Buffer.byteLength(body))
      const send = url.startsWith('https:') ? https.request : http.request
      request = send(url, { method: 'POST', agent: false, headers: { ...headers, 'content-length': length } })
    } catch (error) {
      finish(null, error instanceof Error ? error.message : String(error))
      return
    }
    const giveUp = (reason: string): void => {
      request.destroy()
      finish(null, reason)
    }
    const connecting = setTimeout(() => giveUp(`no connection within ${connectWithinMs} ms`), connectWithinMs)
    timers.push(
      connecting,
      setTimeout(() => giveUp(`no answer within ${answerWithinMs} ms`), answerWithinMs),
    )
    request.on('socket', (socket) => socket.once('connect', () => clearTimeout(connecting)))
    request.on('error', (error) => finish(null, error.message))
    request.on('response', (response) => {
      response.on('error', (error) => finish(null, error.message))
      response.on('end', () => finish(response.statusCode ?? null, null))
      response.resume()
    })
    request.end(body)
  })
}
