import { readFileSync } from 'node:fs'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findLimits, saveLimits } from '#app/db/limit.server.ts'
import { getShop } from '#app/db/shop.server.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { env } from '#app/env.server.ts'
import { recordInstallation } from '#app/install.server.ts'
import type { OutgoingMail } from '#app/mail/mailer.ts'
import { adminGraphql } from '#app/shopify/admin-graphql.server.ts'
import {
  createClock,
  createEngine,
  type Engine,
  type WebhookEvent,
} from '../../../dev-store/engine/engine.ts'
import { readAppConfig } from '../../../dev-store/server/app-config.ts'
import { consoleToken } from '../../../dev-store/server/console-tokens.ts'
import { deployApp, installApp } from '../../../dev-store/server/installs.ts'
import { quietStory } from '../books/story.ts'
import { openRigDatabase, type RigDatabase } from './rig-database.ts'
import { shopifyWire, type Wire } from './shopify-wire.ts'
import { boundary } from './simulated-process.ts'
import { stopTheClocks, virtualTime } from './virtual-time.ts'

export const shopDomain = ShopDomain.parse('homeward-demo.myshopify.com')

/** The world of the model rig: one shop of the dev store, the app's database, the wire between them, the rig's clock. */
export type RigShop = {
  readonly engine: Engine
  readonly database: RigDatabase
  readonly wire: Wire
  readonly ctx: ShopContext
  readonly mails: OutgoingMail[]
  /** Webhooks that Shopify has to deliver, oldest first. */
  readonly events: WebhookEvent[]
  readonly acknowledged: { submissions: string[]; webhooks: { eventId: string; topic: string }[] }
  story: ReturnType<typeof quietStory>
  /** Removed and installed again by the run, as `shopify.app.toml` has it. */
  readonly config: ReturnType<typeof readAppConfig>
}

/** Builds the world, once per process of the rig: what takes long is done here, runs only put things back. */
export async function openRigShop(): Promise<RigShop> {
  stopTheClocks()
  virtualTime.beginAnew()
  const database = await openRigDatabase()
  const engine = createEngine({ clock: createClock(0, virtualTime.now) })
  const config = readAppConfig({
    configFile: new URL('../../../shopify.app.toml', import.meta.url).pathname,
    apiKey: env.SHOPIFY_API_KEY,
    apiSecret: env.SHOPIFY_API_SECRET,
  })
  const appId = deployApp(engine, config)
  installApp(engine, { appId, shop: shopDomain, config })
  dropBulk(engine)
  const accessToken = consoleToken(engine, shopDomain)
  const wire = shopifyWire(() => engine)
  globalThis.fetch = wire.fetch
  const mails: OutgoingMail[] = []
  const events: WebhookEvent[] = []
  const subscribed = new Set(config.subscriptions.map((one) => one.topic))
  engine.onEmit((event) => {
    if (subscribed.has(event.topic)) events.push(event)
  })
  await recordInstallation({ shop: shopDomain, scope: config.scopes.join(','), now: virtualTime.iso() })
  await limitAgents()
  const settings = await withShop(shopDomain, async (tx) => (await getShop(tx, shopDomain)).settings)
  const ctx: ShopContext = {
    shop: shopDomain,
    settings,
    // Waiting inside a call is real time, which the rig has none of: jobs come back instead.
    admin: adminGraphql({ shop: shopDomain, accessToken: () => Promise.resolve(accessToken), patienceMs: 0 }),
    mailer: {
      send: async (mail) => {
        await boundary('→ mail')
        mails.push(mail)
        await boundary('← mail')
      },
    },
    now: virtualTime.iso,
    actor: { kind: 'staff', id: '1', name: 'Sam Staff' },
    role: 'admin',
  }
  return {
    engine,
    database,
    wire,
    ctx,
    mails,
    events,
    acknowledged: { submissions: [], webhooks: [] },
    story: quietStory(),
    config,
  }
}

/** What one of the two people may pay alone, per order, in minor units. Dinars are not named: there she may pay nothing. */
export const agentLimits: Readonly<Record<string, number>> = { USD: 4_000, EUR: 9_000, JPY: 12_000 }

async function limitAgents(): Promise<void> {
  const limit = (order: string) => ({ order, day: null, buyer: null })
  const amounts = { USD: limit('40'), EUR: limit('90'), JPY: limit('12000') }
  const agent = { kind: 'limited', amounts: { refund: amounts, store_credit: amounts } } as const
  await withShop(shopDomain, async (tx) => {
    const { limits, version } = await findLimits(tx, shopDomain)
    await saveLimits(tx, { shop: shopDomain, limits: { ...limits, agent }, version })
  })
}

/** The seed's thousand bulk orders are for benchmarks; without them a run begins within milliseconds. */
function dropBulk(engine: Engine): void {
  const { tables, logs } = engine.state
  const gone = new Set<string>()
  for (const order of Object.values(tables.orders)) {
    const isBulk = order.shop !== shopDomain || /^#\d{1,3}$/.test(order.name) || order.name === '#1000'
    if (!isBulk) continue
    gone.add(order.id)
    Reflect.deleteProperty(tables.orders, order.id)
  }
  logs.ledger = logs.ledger.filter((entry) => entry.orderId === null || !gone.has(entry.orderId))
  logs.webhookEvents = []
  logs.notifications = []
  tables.files = {}
  engine.adopt(engine.state)
}

/** Puts a policy in force for all orders, also those placed before: in place of the first version. */
export async function judgeBy({ ctx, database }: RigShop, policy: Policy): Promise<void> {
  await database.client.query('truncate "PolicyVersion"')
  const row = { shop: ctx.shop, number: 1, policy, note: '', author: { kind: 'system' } as const }
  await withShop(ctx.shop, (tx) => tx.policyVersion.create({ data: { ...row, publishedAt: new Date(0) } }))
}

/** The app's own version, for what a failure prints. */
export function commitOf(root: URL): string {
  try {
    const head = readFileSync(new URL('.git/HEAD', root), 'utf8').trim()
    if (!head.startsWith('ref: ')) return head
    return readFileSync(new URL(`.git/${head.slice(5)}`, root), 'utf8').trim()
  } catch {
    return 'unknown'
  }
}
