import type { Engine } from '../engine/engine.ts'
import type { Fault, WebhookDelivery, WebhookEvent } from '../engine/state.ts'
import { isRecord } from './http.ts'

export type FaultEffect = Fault['effect']
type WebhookEffect = Extract<FaultEffect, { kind: 'webhooks' }>

/** What a request looks like to the fault matcher. */
export type FaultRequest = {
  shop?: string
  roots: readonly string[]
  path: string
  headers: Readonly<Record<string, string | undefined>>
}

/** Effects that the money engine itself looks up; the HTTP surface leaves them to it. */
const ENGINE_EFFECTS: readonly FaultEffect['kind'][] = ['refund_pending', 'gateway_refuses']

export const FAULT_KINDS: readonly FaultEffect['kind'][] = [
  'timeout_before',
  'timeout_after_commit',
  'reset',
  'internal_error',
  'throttled',
  'http',
  'access_denied',
  'user_errors',
  'refund_pending',
  'gateway_refuses',
  'act_between',
  'webhooks',
]

/** Stores a fault. Throws for an unknown kind of effect: a fault that can never fire would make a test pass for nothing. */
export function addFault(engine: Engine, input: Record<string, unknown>): Fault {
  const { effect, match = {}, times = 1 } = input
  if (!isRecord(effect) || !FAULT_KINDS.some((kind) => kind === effect.kind)) {
    throw new Error(`A fault needs effect.kind: one of ${FAULT_KINDS.join(', ')}`)
  }
  if (!isRecord(match)) throw new Error('A fault’s match is an object of shop, root, nth, header and path')
  const unknown = Object.keys(match).filter((key) => !['shop', 'root', 'nth', 'header', 'path'].includes(key))
  if (unknown.length > 0) throw new Error(`A fault cannot match on ${unknown.join(', ')}`)
  const shop = Object.keys(engine.state.tables.shops)[0]
  if (shop === undefined) throw new Error('There is no shop')
  return engine.transact(shop, (context) => {
    const id = context.uuid()
    // The control API is the trust boundary of faults: kind and match keys were checked above, the values are the tester's.
    const fault = {
      id,
      match,
      effect,
      times: times === null ? null : Number(times),
      seen: 0,
      fired: 0,
    } as Fault
    context.insert('faults', id, fault)
    return fault
  })
}

export function clearFaults(engine: Engine, id?: string): number {
  const ids =
    id === undefined
      ? Object.keys(engine.state.tables.faults)
      : [id].filter((one) => one in engine.state.tables.faults)
  for (const one of ids) Reflect.deleteProperty(engine.state.tables.faults, one)
  return ids.length
}

function matches(fault: Fault, request: FaultRequest): boolean {
  const { shop, root, header, path } = fault.match
  if (shop !== undefined && shop !== request.shop) return false
  if (root !== undefined && !request.roots.includes(root)) return false
  if (path !== undefined && !request.path.startsWith(path)) return false
  return header === undefined || request.headers[header.name.toLowerCase()] === header.value
}

/** Counts a matching request on the fault and answers whether it fires for this one. */
function fires(fault: Fault): boolean {
  fault.seen += 1
  if (fault.match.nth !== undefined && fault.seen !== fault.match.nth) return false
  if (fault.times !== null && fault.fired >= fault.times) return false
  fault.fired += 1
  return true
}

/** The effects that fire for a request to the Admin API or another path of the main host (behaviour §11), in order of creation. */
export function takeFaults(engine: Engine, request: FaultRequest): FaultEffect[] {
  return Object.values(engine.state.tables.faults)
    .filter((fault) => fault.effect.kind !== 'webhooks' && !ENGINE_EFFECTS.includes(fault.effect.kind))
    .filter((fault) => matches(fault, request) && fires(fault))
    .map((fault) => fault.effect)
}

export type EventFate = {
  copies: number
  dropped: boolean
  delaySeconds: number
  payload: Record<string, unknown>
}

export type WebhookFaults = {
  /** What happens to an event on its way into the queue. `match.root` of a webhook fault is the topic. */
  forEvent(event: WebhookEvent, random: () => number): EventFate
  /** What one attempt gets wrong. */
  forAttempt(delivery: WebhookDelivery): { badHmac?: boolean; apiVersion?: string }
}

/** Webhook faults: chances are percentages, times are seconds. */
export function webhookFaults(engine: Engine): WebhookFaults {
  function effects(shop: string, topic: string): { fault: Fault; effect: WebhookEffect }[] {
    return Object.values(engine.state.tables.faults).flatMap((fault) => {
      const { effect } = fault
      if (effect.kind !== 'webhooks' || !matches(fault, { shop, roots: [topic], path: '', headers: {} }))
        return []
      return [{ fault, effect }]
    })
  }
  return {
    forEvent(event, random) {
      const fate: EventFate = { copies: 1, dropped: false, delaySeconds: 0, payload: event.payload }
      for (const { fault, effect } of effects(event.shop, event.topic)) {
        if (!fires(fault)) continue
        const chance = (percent: number | undefined): boolean =>
          percent !== undefined && random() * 100 < percent
        if (chance(effect.duplicate)) fate.copies += 1
        if (chance(effect.drop)) fate.dropped = true
        fate.delaySeconds += effect.delaySeconds ?? 0
        if (effect.shuffle !== undefined) fate.delaySeconds += random() * effect.shuffle
        const lines = fate.payload.return_line_items
        if (effect.truncateLines !== undefined && Array.isArray(lines)) {
          fate.payload = { ...fate.payload, return_line_items: lines.slice(0, effect.truncateLines) }
        }
      }
      return fate
    },
    forAttempt(delivery) {
      const out: { badHmac?: boolean; apiVersion?: string } = {}
      for (const { effect } of effects(delivery.shop, delivery.topic)) {
        // Drawn from the delivery's own id and attempt, so that a rerun with the same state decides the same.
        const draw = Number.parseInt(delivery.id.slice(0, 6), 16) + delivery.attempts.length * 7_919
        if (effect.badHmac !== undefined && draw % 100 < effect.badHmac) out.badHmac = true
        if (effect.staleVersion !== undefined) out.apiVersion = effect.staleVersion
      }
      return out
    },
  }
}
