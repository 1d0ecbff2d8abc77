import type { Context, Engine } from '../engine/engine.ts'
import type { WebhookDelivery, WebhookEvent, WebhookSubscription } from '../engine/state.ts'
import type { WebhookFaults } from './faults.ts'
import { COMPLIANCE_TOPICS, installationOf } from './installs.ts'
import { passesFilter, pickFields } from './webhook-filter.ts'
import { postWebhook, webhookHeaders } from './webhook-request.ts'

/** Eight retries that end four hours after the first attempt, each wait about twice the one before (returns-api §8.3). */
export const RETRY_SECONDS: readonly number[] = [60, 120, 240, 480, 900, 1_800, 3_600, 7_200]

const DELIVERIES_KEPT = 5_000
const AT_ONCE = 4
const LONGEST_SLEEP_MS = 60_000
const REDACT_AFTER_MS = 48 * 3_600_000

export type WebhookDeliveries = {
  /** Sends a past delivery again: same webhook id, event id and body, as a new entry of the log. */
  replay(deliveryId: string): WebhookDelivery | undefined
  /** Resolves when nothing is due and nothing is on its way. */
  idle(): Promise<void>
  close(): void
}

/** 'RETURNS_APPROVE' (Admin API) and 'returns/approve' (configuration, headers) are the same topic. */
function sameTopic(a: string, b: string): boolean {
  return a.toLowerCase().replaceAll('/', '_') === b.toLowerCase().replaceAll('/', '_')
}

/**
 * Delivers the engine's webhook events: one delivery per matching subscription, signed, at least once and unordered as
 * Shopify's are; retries run on the dev store's clock. `appUrl` is where relative addresses of the configuration lead.
 */
export function deliverWebhooks(options: {
  engine: Engine
  appUrl: () => string
  faults: WebhookFaults
  /** Real-time limits, for tests. */
  limits?: { connectWithinMs?: number; answerWithinMs?: number }
}): WebhookDeliveries {
  const { engine, appUrl, faults, limits = {} } = options
  const inFlight = new Set<string>()
  const idleListeners = new Set<() => void>()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const stopListening = engine.onEmit((event) => queueMicrotask(() => enqueue(event)))
  const stopClock = engine.clock.onChange(() => schedule())
  schedule()

  function enqueue(event: WebhookEvent): void {
    if (closed) return
    for (const subscription of subscriptionsFor(engine, event)) {
      engine.transact(event.shop, (context) => {
        for (const delivery of planDeliveries(context, { event, subscription, appUrl: appUrl(), faults })) {
          context.append('webhookDeliveries', delivery)
        }
      })
    }
    const log = engine.state.logs.webhookDeliveries
    if (log.length > DELIVERIES_KEPT) log.splice(0, log.length - DELIVERIES_KEPT)
    schedule()
  }

  function schedule(): void {
    if (closed) return
    clearTimeout(timer)
    redactUninstalledShops(engine)
    const now = engine.clock.now().getTime()
    let next = Infinity
    for (const delivery of engine.state.logs.webhookDeliveries) {
      if (delivery.status !== 'pending' || delivery.nextAttemptAt === null || inFlight.has(delivery.id))
        continue
      const due = Date.parse(delivery.nextAttemptAt)
      if (due > now) next = Math.min(next, due)
      else if (inFlight.size < AT_ONCE) void attempt(delivery)
    }
    const sleep = Math.min(LONGEST_SLEEP_MS, Math.max(5, next - now))
    timer = setTimeout(schedule, sleep).unref()
    if (inFlight.size === 0) for (const listener of [...idleListeners]) listener()
  }

  async function attempt(delivery: WebhookDelivery): Promise<void> {
    inFlight.add(delivery.id)
    try {
      await send(delivery)
    } finally {
      inFlight.delete(delivery.id)
      schedule()
    }
  }

  async function send(delivery: WebhookDelivery): Promise<void> {
    const subscription = engine.state.tables.webhookSubscriptions[delivery.subscriptionId]
    const app = Object.values(engine.state.tables.apps).find((one) => one.id === subscription?.appId)
    const at = engine.clock.now().toISOString()
    if (subscription === undefined || app === undefined) {
      delivery.attempts.push({ at, status: null, error: 'the subscription is gone', milliseconds: 0 })
      Object.assign(delivery, { status: 'failed', nextAttemptAt: null })
      return
    }
    const fault = faults.forAttempt(delivery)
    const headers = webhookHeaders({ delivery, subscription, app, now: engine.clock.now(), ...fault })
    const result = await postWebhook({ url: delivery.uri, body: delivery.body, headers, ...limits })
    if (closed) return
    delivery.attempts.push({ at, ...result })
    const ok = result.status !== null && result.status >= 200 && result.status < 300
    if (ok) {
      Object.assign(delivery, { status: 'delivered', nextAttemptAt: null })
      noteOutcome(engine, subscription, true)
      return
    }
    const wait = RETRY_SECONDS[delivery.attempts.length - 1]
    if (wait !== undefined) {
      delivery.nextAttemptAt = new Date(engine.clock.now().getTime() + wait * 1000).toISOString()
      return
    }
    Object.assign(delivery, { status: 'failed', nextAttemptAt: null })
    noteOutcome(engine, subscription, false)
  }

  return {
    replay(deliveryId) {
      const past = engine.state.logs.webhookDeliveries.find((one) => one.id === deliveryId)
      if (past === undefined) return undefined
      const again = engine.transact(past.shop, (context) => {
        const copy: WebhookDelivery = {
          ...past,
          id: context.uuid(),
          status: 'pending',
          attempts: [],
          nextAttemptAt: engine.clock.now().toISOString(),
        }
        context.append('webhookDeliveries', copy)
        return copy
      })
      schedule()
      return again
    },
    idle() {
      const due = (): boolean =>
        engine.state.logs.webhookDeliveries.some(
          (one) =>
            one.status === 'pending' &&
            one.nextAttemptAt !== null &&
            Date.parse(one.nextAttemptAt) <= engine.clock.now().getTime(),
        )
      return new Promise((resolve) => {
        const check = (): void => {
          if (closed || (inFlight.size === 0 && !due())) {
            idleListeners.delete(check)
            resolve()
          }
        }
        // Events are taken in on microtasks, so the first look comes after all of those.
        setImmediate(() => {
          idleListeners.add(check)
          schedule()
          if (closed) check()
        })
      })
    },
    close() {
      closed = true
      clearTimeout(timer)
      stopListening()
      stopClock()
      for (const listener of [...idleListeners]) listener()
    },
  }
}

/** An uninstalled app hears of nothing but its uninstallation and the compliance topics. */
function subscriptionsFor(engine: Engine, event: WebhookEvent): WebhookSubscription[] {
  const afterUninstall = event.topic === 'app/uninstalled' || COMPLIANCE_TOPICS.includes(event.topic)
  return Object.values(engine.state.tables.webhookSubscriptions).filter(
    (one) =>
      one.shop === event.shop &&
      sameTopic(one.topic, event.topic) &&
      (afterUninstall || installationOf(engine, one.appId, event.shop) !== undefined) &&
      (one.filter === null || passesFilter(one.filter, event.payload)),
  )
}

type Plan = { event: WebhookEvent; subscription: WebhookSubscription; appUrl: string; faults: WebhookFaults }

/** The deliveries of one event to one subscription: usually one; none when nothing it listens to changed; faults may add or drop. */
function planDeliveries(context: Context, { event, subscription, appUrl, faults }: Plan): WebhookDelivery[] {
  const fate = faults.forEvent(event, () => context.random())
  const payload = pickFields(fate.payload, subscription.includeFields)
  const body = JSON.stringify(payload)
  if (subscription.includeFields.length > 0 && unchanged(context, subscription, payload, body)) return []
  const webhookId = context.uuid()
  return Array.from({ length: fate.copies }, (_, copy) => ({
    id: context.uuid(),
    webhookId,
    eventId: event.eventId,
    subscriptionId: subscription.id,
    shop: event.shop,
    topic: event.topic,
    uri: new URL(subscription.uri, appUrl).href,
    body,
    triggeredAt: event.triggeredAt,
    status: fate.dropped ? ('dropped' as const) : ('pending' as const),
    attempts: [],
    nextAttemptAt: fate.dropped
      ? null
      : new Date(Date.parse(event.triggeredAt) + (fate.delaySeconds + copy) * 1000).toISOString(),
  }))
}

/** Shopify holds back a delivery whose included fields are those of the last one (returns-api §8.3, doc D24). */
function unchanged(
  context: Context,
  subscription: WebhookSubscription,
  payload: Record<string, unknown>,
  body: string,
): boolean {
  const last = context.state.logs.webhookDeliveries.findLast(
    (one) => one.subscriptionId === subscription.id && sameResource(one.body, payload),
  )
  return last?.body === body
}

function sameResource(body: string, payload: Record<string, unknown>): boolean {
  const id = payload.admin_graphql_api_id ?? payload.id
  if (id === undefined) return true
  return body.includes(JSON.stringify(id))
}

/** A subscription made through the Admin API is deleted when a delivery failed for good; one of the configuration stays. */
function noteOutcome(engine: Engine, subscription: WebhookSubscription, delivered: boolean): void {
  engine.transact(subscription.shop, (context) => {
    if (delivered) {
      if (subscription.failures > 0) context.edit('webhookSubscriptions', subscription.id).failures = 0
      return
    }
    if (subscription.source === 'api') context.remove('webhookSubscriptions', subscription.id)
    else context.edit('webhookSubscriptions', subscription.id).failures += 1
  })
}

/** shop/redact follows 48 hours after an uninstallation, unless the app came back (behaviour §9). */
function redactUninstalledShops(engine: Engine): void {
  const now = engine.clock.now().getTime()
  for (const gone of Object.values(engine.state.tables.appInstallations)) {
    if (gone.uninstalledAt === null || Date.parse(gone.uninstalledAt) + REDACT_AFTER_MS > now) continue
    if (installationOf(engine, gone.appId, gone.shop) !== undefined) continue
    const uninstalledAt = gone.uninstalledAt
    const sent = engine.state.logs.webhookEvents.some(
      (event) =>
        event.shop === gone.shop && event.topic === 'shop/redact' && event.triggeredAt >= uninstalledAt,
    )
    if (sent) continue
    engine.transact(gone.shop, (context) => {
      context.emit('shop/redact', {
        shop_id: Number(context.shop.id.split('/').at(-1)),
        shop_domain: gone.shop,
      })
    })
  }
}
