import { createHash, createHmac, randomUUID } from 'node:crypto'
import { env } from '#app/env.server.ts'
import { recordInstallation } from '#app/install.server.ts'
import { receiveWebhook } from '#app/webhooks/receive-webhook.server.ts'
import type { WebhookEvent } from '../../../dev-store/engine/engine.ts'
import { type RigShop, shopDomain } from './rig-shop.ts'
import { virtualTime } from './virtual-time.ts'

/** Whether the shop has the app. */
export const isInstalled = (shop: RigShop): boolean => shop.story.uninstalledAt === null

/** Delivers events that Shopify has sent, from one of them on, in this order, each so many times; none at all loses them. */
export async function deliver(shop: RigShop, from: number, copies: number): Promise<void> {
  const waiting = shop.events.splice(0)
  const turned = [
    ...waiting.slice(from % Math.max(1, waiting.length)),
    ...waiting.slice(0, from % Math.max(1, waiting.length)),
  ]
  if (copies === 0) return
  for (const event of turned) {
    for (let copy = 0; copy < copies; copy += 1) {
      const answer = await receiveWebhook(requestOf(event))
      if (answer.status === 200 && copy === 0)
        shop.acknowledged.webhooks.push({ eventId: event.eventId, topic: event.topic })
    }
  }
}

function requestOf(event: WebhookEvent): Request {
  const body = JSON.stringify(event.payload)
  return new Request('https://app.example/webhooks', {
    method: 'POST',
    body,
    headers: {
      'x-shopify-topic': event.topic,
      'x-shopify-shop-domain': event.shop,
      'x-shopify-event-id': event.eventId,
      'x-shopify-webhook-id': createHash('sha256').update(event.eventId).digest('hex').slice(0, 32),
      'x-shopify-api-version': '2026-10',
      'x-shopify-triggered-at': event.triggeredAt,
      'x-shopify-hmac-sha256': createHmac('sha256', env.SHOPIFY_API_SECRET).update(body).digest('base64'),
    },
  })
}

/** Somebody removes the app. */
export async function uninstall(shop: RigShop): Promise<void> {
  if (!isInstalled(shop)) return
  const event: WebhookEvent = {
    eventId: randomUUID(),
    shop: shopDomain,
    topic: 'app/uninstalled',
    payload: { id: 1, domain: shopDomain, myshopify_domain: shopDomain },
    triggeredAt: virtualTime.iso(),
  }
  await receiveWebhook(requestOf(event))
  shop.acknowledged.webhooks.push({ eventId: event.eventId, topic: event.topic })
  shop.story.uninstalledAt = virtualTime.now()
}

/** The app is there again. */
export async function install(shop: RigShop): Promise<void> {
  if (isInstalled(shop)) return
  virtualTime.advance(60)
  await recordInstallation({ shop: shopDomain, scope: shop.config.scopes.join(','), now: virtualTime.iso() })
  shop.story.uninstalledAt = null
}
