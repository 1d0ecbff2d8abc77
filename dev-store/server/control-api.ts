import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Engine } from '../engine/engine.ts'
import type { Calls } from './calls.ts'
import type { ClockHub } from './clock-hub.ts'
import { durationMs } from './clock-hub.ts'
import { addFault, clearFaults, FAULT_KINDS } from './faults.ts'
import { HttpError, isRecord, readJson, sendJson } from './http.ts'
import { ledgerRows } from './ledger.ts'
import { changeSettings, settingsOf, SHOP_SETTINGS } from './shop-settings.ts'
import type { KeptStates } from './snapshot.ts'
import type { WebhookDeliveries } from './webhook-delivery.ts'

export type ShopAddress = {
  domain: string
  storefront: string
  admin: string
  adminApi: string
  token: string
  name: string
}

/** What the control API moves. */
export type Controls = {
  engine: Engine
  clock: ClockHub
  calls: Calls
  webhooks: WebhookDeliveries
  snapshots: KeptStates
  shops: () => ShopAddress[]
  reset: () => Promise<void>
  /** Installs the app in a shop and, unless told not to, opens it once as a merchant would; answers the page's status. */
  install: (shop: string, open: boolean) => Promise<number | null>
  uninstall: (shop: string) => boolean
  rotateSecret: (secret: string) => void
  skew: { seconds: number }
}

type Call = {
  controls: Controls
  url: URL
  body: Record<string, unknown>
  req: IncomingMessage
  id: string | undefined
}

/** Method and path below /control/api; `*` stands for one segment. */
const ROUTES: Record<string, (call: Call) => unknown> = {
  'GET state': ({ controls }) => controls.engine.state,
  'GET shops': ({ controls }) => controls.shops(),
  'GET settings': ({ controls }) => ({
    switches: SHOP_SETTINGS,
    shops: Object.fromEntries(
      Object.values(controls.engine.state.tables.shops).map((shop) => [shop.domain, settingsOf(shop)]),
    ),
  }),
  'POST settings': ({ controls, body }) => {
    const { shop: _, ...changes } = body
    return orBadRequest(() => settingsOf(changeSettings(controls.engine, shopIn(controls, body), changes)))
  },
  'POST reset': async ({ controls }) => {
    await controls.reset()
    return { ok: true }
  },
  'GET clock': ({ controls }) => controls.clock.state(),
  'GET clock/wait': waitForClock,
  'POST clock': moveClock,
  'GET webhooks': ({ controls }) => controls.engine.state.logs.webhookDeliveries.toReversed(),
  'GET webhooks/events': ({ controls }) => controls.engine.state.logs.webhookEvents.toReversed(),
  'POST webhooks/idle': async ({ controls }) => {
    await controls.webhooks.idle()
    return { ok: true }
  },
  'POST webhooks/*/replay': ({ controls, id = '' }) =>
    controls.webhooks.replay(id) ?? notFound(`There is no delivery ${id}`),
  'POST webhooks/emit': emitWebhook,
  'GET mailbox': ({ controls }) =>
    controls.engine.state.logs.mailbox
      .map(({ id, at, from, to, subject, text, html }) => ({ id, at, from, to, subject, text, html }))
      .toReversed(),
  'DELETE mailbox': ({ controls }) => ({ deleted: controls.engine.state.logs.mailbox.splice(0).length }),
  'GET ledger': ({ controls, url }) => ({
    entries: ledgerRows(controls.engine, filterOf(url, ['shop', 'order'])),
  }),
  'GET past-returns': ({ controls, url }) => {
    const { shop } = filterOf(url, ['shop'])
    return {
      pastReturns: controls.engine.state.logs.pastReturns.filter(
        (one) => shop === undefined || one.shop === shop,
      ),
    }
  },
  'GET notifications': ({ controls }) => controls.engine.state.logs.notifications.toReversed(),
  'GET faults': ({ controls }) => ({
    kinds: FAULT_KINDS,
    faults: Object.values(controls.engine.state.tables.faults),
  }),
  'POST faults': ({ controls, body }) => orBadRequest(() => addFault(controls.engine, body)),
  'DELETE faults': ({ controls }) => ({ deleted: clearFaults(controls.engine) }),
  'DELETE faults/*': ({ controls, id }) => ({ deleted: clearFaults(controls.engine, id) }),
  'GET calls': ({ controls }) => ({
    flow: controls.calls.flow(),
    flows: controls.calls.summary(),
    calls: controls.calls.list(),
  }),
  'POST calls': ({ controls, body }) => {
    controls.calls.beginFlow(typeof body.flow === 'string' ? body.flow : 'default')
    return { flow: controls.calls.flow() }
  },
  'DELETE calls': ({ controls }) => {
    controls.calls.clear()
    return { ok: true }
  },
  'POST uninstall': ({ controls, body }) => ({ uninstalled: controls.uninstall(shopIn(controls, body)) }),
  'POST install': async ({ controls, body }) => {
    const status = await controls.install(shopIn(controls, body), body.open !== false)
    if (status !== null && status >= 400)
      throw new HttpError(502, `The app is installed, but opening it answered ${status}`)
    return { installed: true, status }
  },
  'POST act': async ({ controls, body }) => {
    if (typeof body.query !== 'string') throw new HttpError(400, 'act wants {shop, query, variables}')
    const variables = isRecord(body.variables) ? body.variables : {}
    const { query } = body
    const shop = shopIn(controls, body)
    return orBadRequest(async () => ({ data: await controls.engine.asMerchant(shop, query, variables) }))
  },
  'POST secret': ({ controls, body }) => {
    if (typeof body.secret !== 'string' || body.secret.length < 16)
      throw new HttpError(400, 'A secret has at least 16 characters')
    controls.rotateSecret(body.secret)
    return { ok: true }
  },
  'POST session-token-skew': ({ controls, body }) => {
    controls.skew.seconds = Number(body.seconds ?? 0)
    return { seconds: controls.skew.seconds }
  },
  'GET snapshot': ({ controls }) => ({ names: controls.snapshots.names() }),
  'POST snapshot': ({ controls, body }) =>
    orBadRequest(() => ({ path: controls.snapshots.save(snapshotName(body)) })),
  'POST snapshot/load': async ({ controls, body }) => {
    const name = snapshotName(body)
    if ((await orBadRequest(() => controls.snapshots.load(name))) === false)
      throw new HttpError(404, `There is no snapshot ${name} yet`)
    await controls.clock.move(controls.engine.clock.offsetMs)
    return { ok: true }
  },
}

/** Answers /control/api/… */
export async function controlApi(
  controls: Controls,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  const path = url.pathname.replace('/control/api/', '')
  const method = req.method ?? 'GET'
  const direct = ROUTES[`${method} ${path}`]
  const segments = path.split('/')
  const id = segments[1]
  const pattern = segments.map((segment, i) => (i === 1 ? '*' : segment)).join('/')
  const route = direct ?? ROUTES[`${method} ${pattern}`]
  if (route === undefined) throw new HttpError(404, `The control API has no ${method} ${path}`)
  const body = method === 'POST' ? await readJson(req) : {}
  sendJson(
    res,
    200,
    await route({ controls, url, body, req, id: id === undefined ? undefined : decodeURIComponent(id) }),
  )
}

function notFound(message: string): never {
  throw new HttpError(404, message)
}

async function orBadRequest(run: () => unknown): Promise<unknown> {
  try {
    return await run()
  } catch (error) {
    throw new HttpError(400, error instanceof Error ? error.message : String(error))
  }
}

function filterOf<K extends string>(url: URL, keys: readonly K[]): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {}
  for (const key of keys) {
    const value = url.searchParams.get(key)
    if (value !== null && value !== '') found[key] = value
  }
  return found
}

function shopIn(controls: Controls, body: Record<string, unknown>): string {
  const shop = typeof body.shop === 'string' ? body.shop : ''
  if (controls.engine.state.tables.shops[shop] === undefined) {
    throw new HttpError(
      400,
      `There is no shop ${shop}: one of ${Object.keys(controls.engine.state.tables.shops).join(', ')}`,
    )
  }
  return shop
}

function snapshotName(body: Record<string, unknown>): string {
  return typeof body.name === 'string' && body.name !== '' ? body.name : 'saved'
}

async function waitForClock({ controls, url, req }: Call): Promise<unknown> {
  const version = Number(url.searchParams.get('version') ?? '0')
  const subscriber = url.searchParams.get('subscriber') ?? 'anonymous'
  return controls.clock.wait({ version, subscriber, onClose: (stop) => req.socket.once('close', stop) })
}

async function moveClock({ controls, body }: Call): Promise<unknown> {
  const { engine, clock } = controls
  const offset = engine.clock.offsetMs
  let target: number
  if (typeof body.advance === 'string') {
    const by = durationMs(body.advance)
    if (by === undefined)
      throw new HttpError(
        400,
        `"${body.advance}" is no duration of weeks, days, hours, minutes or seconds (P3D, PT2H)`,
      )
    target = offset + by
  } else if (typeof body.offsetMs === 'number' && Number.isFinite(body.offsetMs)) {
    target = body.offsetMs
  } else if (typeof body.set === 'string' && !Number.isNaN(Date.parse(body.set))) {
    target = offset + Date.parse(body.set) - engine.clock.now().getTime()
  } else {
    throw new HttpError(400, 'The clock wants {advance:"P3D"}, {offsetMs:0} or {set:"2026-12-24T10:00:00Z"}')
  }
  const moved = await clock.move(Math.round(target))
  return { ...moved, now: engine.clock.now().toISOString() }
}

/** Sends a webhook that no mutation causes, such as customers/redact. */
function emitWebhook({ controls, body }: Call): unknown {
  const { topic } = body
  if (typeof topic !== 'string' || !isRecord(body.payload))
    throw new HttpError(400, 'emit wants {shop, topic, payload}')
  const { payload } = body
  controls.engine.transact(shopIn(controls, body), (context) => context.emit(topic, payload))
  return { ok: true }
}
