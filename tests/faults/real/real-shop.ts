import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Session } from '@shopify/shopify-api'
import type { ShopContext } from '#app/context.server.ts'
import { openDatabase, withShop } from '#app/db.server.ts'
import { getShop } from '#app/db/shop.server.ts'
import { rememberStaff } from '#app/db/staff-role.server.ts'
import { ShopDomain, type ReturnId } from '#app/domain/ids.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import { recordInstallation } from '#app/install.server.ts'
import { offlineSessionId } from '#app/shopify/access-token.server.ts'
import { adminGraphql } from '#app/shopify/admin-graphql.server.ts'
import { listLocations } from '#app/shopify/locations.server.ts'
import { findOrdersByName } from '#app/shopify/order-lookup.server.ts'
import { readOrder } from '#app/shopify/orders.server.ts'
import { sessionStorage } from '#app/shopify.server.ts'
import { previewOrderRefund } from '#app/use-cases/refund-order.server.ts'
import { quoteRefund } from '#app/use-cases/quote-refund.server.ts'
import { receiveReturn } from '#app/use-cases/receive-return.server.ts'
import { requestReturn } from '#app/use-cases/request-return.server.ts'
import { signSessionToken } from '../../../dev-store/server/session-token.ts'
import { startDevStore, type DevStore } from '../../../dev-store/start.ts'
import { demoCredentials } from '../../../scripts/demo/app-process.ts'
import { redirectShopify } from '../../setup/redirect-shopify.ts'
import { afterWork, always, atRest, type Violation, violationsOf } from '../books/invariants.ts'
import type { Observation, Story } from '../books/observation.ts'
import { readRows } from '../books/read-books.ts'
import { type RigPostgres, startRigPostgres } from '../kill/rig-postgres.ts'

const shopDomain = ShopDomain.parse('homeward-demo.myshopify.com')
const staffId = '90210001'

/** The world of the rigs with real processes: PostgreSQL, a dev store with its ports, and the app's code for staging. */
export type RealShop = {
  readonly devStore: DevStore
  readonly postgres: RigPostgres
  readonly ctx: ShopContext
  /** What a process of the app needs to know. */
  readonly options: {
    readonly appUrl: string
    readonly devStoreUrl: string
    readonly smtpUrl: string
    readonly databaseUrl: string
    readonly dataDir: string
    readonly env: Readonly<Record<string, string>>
  }
  /** Puts a policy in force, also for orders placed before. */
  readonly judge: (terms: Readonly<Record<string, unknown>>) => Promise<void>
  /** An order of the seed that no run had yet. */
  readonly freshOrder: () => Promise<OrderFacts>
  /** Moves the dev store's clock, and with it that of every process behind its preload. */
  readonly advance: (seconds: number) => Promise<void>
  readonly stop: () => Promise<void>
}

const now = () => new Date().toISOString()

export async function openRealShop(dataDir: string): Promise<RealShop> {
  const postgres = await startRigPostgres()
  const devStore = await startDevStore({})
  const undo = redirectShopify(devStore.urls.base)
  const database = await openDatabase({ url: postgres.url })
  const accessToken = devStore.shops.find((one) => one.domain === shopDomain)?.token ?? ''
  const shopNow = () => devStore.engine.clock.now().toISOString()
  await recordInstallation({ shop: shopDomain, scope: 'read_orders', now: now() })
  await sessionStorage.storeSession(
    new Session({
      id: offlineSessionId(shopDomain),
      shop: shopDomain,
      state: '',
      isOnline: false,
      accessToken,
    }),
  )
  await withShop(shopDomain, (tx) =>
    rememberStaff(tx, { shop: shopDomain, userId: staffId, name: 'Sam Staff', isOwner: true, now: now() }),
  )
  const ctx: ShopContext = {
    shop: shopDomain,
    settings: await withShop(shopDomain, async (tx) => (await getShop(tx, shopDomain)).settings),
    admin: adminGraphql({ shop: shopDomain, accessToken: () => Promise.resolve(accessToken) }),
    // What is staged here tells nobody: the processes send the messages.
    mailer: { send: () => Promise.reject(new Error('The rig sends no mail')) },
    now: shopNow,
    actor: { kind: 'staff', id: staffId, name: 'Sam Staff' },
    role: 'admin',
  }
  let nextOrder = 1
  return {
    devStore,
    postgres,
    ctx,
    options: {
      appUrl: devStore.urls.appUrl,
      devStoreUrl: devStore.urls.base,
      smtpUrl: devStore.urls.smtp,
      databaseUrl: postgres.url,
      dataDir,
      env: { JOB_LEASE_SECONDS: '6', SHOPIFY_TIMEOUT_SECONDS: '3' },
    },
    judge: async (terms) => {
      const policy = Policy.parse({
        baseline: {
          ...defaultPolicy.baseline,
          returnWindow: { days: null, from: 'delivery', transitDays: 5 },
          ...terms,
        },
        rules: [],
      })
      await (await postgres.client()).query('truncate "PolicyVersion"')
      const row = { shop: shopDomain, number: 1, policy, note: '', author: { kind: 'system' } as const }
      await withShop(shopDomain, (tx) =>
        tx.policyVersion.create({ data: { ...row, publishedAt: new Date(0) } }),
      )
    },
    freshOrder: async () => {
      for (; nextOrder < 1_000; nextOrder += 1) {
        const { candidates } = await findOrdersByName(ctx.admin, `#${nextOrder}`)
        const found = candidates[0]
        const order =
          found === undefined ? null : await readOrder(ctx.admin, found.id, { withReasons: false })
        if (order === null || order.facts.lines.every((line) => line.returnableQuantity === 0)) continue
        nextOrder += 1
        return order.facts
      }
      throw new Error('The seed has no order left that can come back')
    },
    advance: async (seconds) => {
      const answer = await fetch(`${devStore.urls.base}/control/api/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ advance: `PT${seconds}S` }),
      })
      if (!answer.ok) throw new Error(`The dev store's clock answered ${answer.status}`)
    },
    stop: async () => {
      await database.close()
      await undo()
      await devStore.close()
      await postgres.stop()
    },
  }
}

/** A shopper's request for everything of an order; answers its return. */
export async function askBack(
  shop: RealShop,
  order: OrderFacts,
  outcome: Outcome = 'refund',
): Promise<ReturnId> {
  const made = await requestReturn(
    { ...shop.ctx, actor: { kind: 'shopper' }, role: null },
    {
      orderGid: order.id,
      submissionKey: randomUUID(),
      lines: order.lines
        .filter((line) => line.returnableQuantity > 0)
        .map((line) => ({
          lineId: line.id,
          quantity: line.returnableQuantity,
          reasonHandle: 'other-reason',
          note: 'It does not fit',
        })),
      outcome,
      locale: 'en',
    },
  )
  if (!made.ok) throw new Error(`Order ${order.name} cannot be asked back: ${JSON.stringify(made.error)}`)
  return made.value.returnId
}

/** Everything of a return arrives. */
export async function receiveAll(shop: RealShop, returnId: ReturnId): Promise<void> {
  const lines = await withShop(shopDomain, (tx) =>
    tx.returnLine.findMany({ where: { shop: shopDomain, returnId } }),
  )
  const locationGid = (await listLocations(shop.ctx.admin))[0]?.gid ?? null
  const received = await receiveReturn(shop.ctx, {
    returnId,
    items: lines.map((line) => ({
      returnLineId: line.id,
      quantity: line.quantity,
      disposition: 'RESTOCKED',
      locationGid,
    })),
  })
  if (!received.ok) throw new Error(`Not received: ${JSON.stringify(received.error)}`)
}

/** What the page would show to pay now; null where nothing is left to pay. */
export async function quoteOf(shop: RealShop, returnId: ReturnId): Promise<Quote | null> {
  const quoted = await quoteRefund(shop.ctx, { returnId })
  return quoted.ok ? (quoted.value.quotes.find((one) => one.outcome === 'refund') ?? null) : null
}

/** A person clicks “Refund” in the admin. Answers the HTTP status, null when no answer came. */
export function clickRefund(
  origin: string,
  input: { readonly returnId: ReturnId; readonly expected: Quote['refund']; readonly userId?: string },
): Promise<number | null> {
  const { returnId, expected, userId } = input
  const body = { intent: 'refund', method: 'original_payment', expected }
  return post(origin, { returnId, body, userId: userId ?? staffId })
}

/** A person gives a little back without goods: money that goes by `refundCreate` and its key. */
export async function clickGoodwill(
  shop: RealShop,
  origin: string,
  input: { readonly returnId: ReturnId; readonly amount: Quote['refund'] },
): Promise<number | null> {
  const wanted = {
    why: 'goodwill',
    method: 'original_payment',
    amount: input.amount,
    note: '',
    requestKey: randomUUID(),
  } as const
  const shown = await previewOrderRefund(shop.ctx, { returnId: input.returnId, ...wanted })
  if (!shown.ok) throw new Error(`Nothing can be given back: ${JSON.stringify(shown.error)}`)
  const body = { intent: 'credit', ...wanted, seen: shown.value.seen }
  return post(origin, { returnId: input.returnId, body, userId: staffId })
}

async function post(
  origin: string,
  command: { readonly returnId: ReturnId; readonly body: object; readonly userId: string },
): Promise<number | null> {
  const token = signSessionToken({
    shop: shopDomain,
    ...demoCredentials,
    userId: command.userId,
    now: new Date(Date.now() + clockOffset.ms),
    jti: randomUUID(),
    sid: randomUUID(),
  })
  try {
    const answer = await fetch(`${origin}/app/returns/${command.returnId}.data`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'user-agent':
          'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
      },
      body: JSON.stringify(command.body),
      signal: AbortSignal.timeout(30_000),
    })
    await answer.text()
    return answer.status
  } catch {
    return null
  }
}

/** The rig's own process has no preload: tokens are made for the time that the app believes in. */
export const clockOffset = { ms: 0 }

/** Everything of this moment, for the invariants. */
async function observeReal(
  shop: RealShop,
  story: Story,
  acknowledged: Observation['acknowledged'],
): Promise<Observation> {
  const { engine } = shop.devStore
  return {
    at: engine.clock.now().getTime(),
    rows: await readRows(await shop.postgres.client()),
    store: engine.state,
    mails: engine.state.logs.mailbox.map((mail) => mailOf(mail)),
    calls: [],
    acknowledged,
    story,
  }
}

function mailOf(mail: RealShop['devStore']['engine']['state']['logs']['mailbox'][number]) {
  return { messageId: /^message-id:\s*(\S+)/im.exec(mail.raw)?.[1] ?? mail.id, to: '', subject: mail.subject }
}

/**
 * Waits until nothing is left to do, with the clock moved on where something waits for it. Answers what is wrong then; that
 * it never comes to rest is wrong too.
 */
export async function untilRest(
  shop: RealShop,
  input: {
    readonly story: Story
    readonly acknowledged: Observation['acknowledged']
    readonly limitMs?: number
  },
): Promise<Violation[]> {
  const deadline = performance.now() + (input.limitMs ?? 45_000)
  for (let round = 1; ; round += 1) {
    const open = await openWork(shop)
    if (open === 0) break
    if (performance.now() > deadline) break
    // Equal reads of a refund without an answer lie a minute apart; leases run in real time.
    if (round % 8 === 0) {
      await shop.advance(61)
      clockOffset.ms = shop.devStore.engine.clock.offsetMs
    }
    await sleep(250)
  }
  const seen = await observeReal(shop, input.story, input.acknowledged)
  return [...violationsOf(always, seen), ...violationsOf(afterWork, seen), ...violationsOf(atRest, seen)]
}

async function openWork(shop: RealShop): Promise<number> {
  const client = await shop.postgres.client()
  const horizon = new Date(shop.devStore.engine.clock.now().getTime() + 600_000).toISOString()
  const found = await client.query<{ open: string }>(
    `select (select count(*) from "OutboxJob" where "doneAt" is null and "failedAt" is null and "runAfter" <= $1)
       + (select count(*) from "MoneyIntent" where state in ('intended', 'sent', 'unknown')) as open`,
    [horizon],
  )
  return Number(found.rows[0]?.open ?? 1)
}
