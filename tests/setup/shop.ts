import { afterAll, beforeAll, beforeEach } from 'vitest'
import { adminGraphql, type AdminGraphql } from '#app/shopify/admin-graphql.server.ts'
import type { ShopContext } from '#app/context.server.ts'
import { withShop, withSweep } from '#app/db.server.ts'
import { getShop } from '#app/db/shop.server.ts'
import type { Actor } from '#app/domain/events.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import type { Role } from '#app/domain/roles.ts'
import { recordInstallation } from '#app/install.server.ts'
import { findDueJobs } from '#app/jobs/outbox.server.ts'
import { runJobNow } from '#app/jobs/run-job.server.ts'
import type { OutgoingMail } from '#app/mail/mailer.ts'
import { startDevStore, type DevStore } from '../../dev-store/start.ts'
import { ownDatabase } from './database.ts'
import { judgeBy } from './journey.ts'
import { redirectShopify } from './redirect-shopify.ts'

/** A shop of the dev store that has just installed the app, and a way to act in it. */
export type TestShop = {
  readonly devStore: DevStore
  readonly ctx: ShopContext
  /** What left by mail since the test began, oldest first. */
  readonly mails: readonly OutgoingMail[]
  /** The same shop with somebody else acting: a person of the shop as admin, unless another role is said. */
  as(actor: Actor, role?: Role): ShopContext
  /** The same shop over another Admin API, for example one that breaks. */
  over(admin: AdminGraphql): ShopContext
  /** Moves the dev store's clock, which is also the one of `ctx.now`. */
  advance(seconds: number): void
  /** Works every job that is due, and the ones they lead to, until none is left. Answers how many ran. */
  runJobs(): Promise<number>
}

const staff: Actor = { kind: 'staff', id: '1', name: 'Sam Staff' }

/**
 * For tests of use-cases and jobs: a database, a dev store in this process that begins each test in the same state, and the app
 * installed in one of its shops. Call the answer inside a test.
 */
export function installedShop(domain = 'homeward-demo.myshopify.com'): () => TestShop {
  const shop = ShopDomain.parse(domain)
  let devStore: DevStore
  let begin: string
  let current: TestShop
  let undo: () => Promise<void>
  ownDatabase()
  beforeAll(async () => {
    devStore = await startDevStore({})
    begin = devStore.engine.dump()
    undo = redirectShopify(devStore.urls.base)
  })
  beforeEach(async () => {
    devStore.engine.clock.set(0)
    devStore.engine.load(begin)
    current = await install(devStore, shop)
  })
  afterAll(async () => {
    await undo()
    await devStore.close()
  })
  return () => current
}

async function install(devStore: DevStore, shop: ShopDomain): Promise<TestShop> {
  const token = devStore.shops.find((each) => each.domain === shop)?.token
  if (!token) throw new Error(`The dev store has no shop ${shop}`)
  const mails: OutgoingMail[] = []
  const now = () => devStore.engine.clock.now().toISOString()
  const mailer = { send: (mail: OutgoingMail) => Promise.resolve(void mails.push(mail)) }
  const admin = adminGraphql({ shop, accessToken: () => Promise.resolve(token) })
  const { refreshJob } = await recordInstallation({ shop, scope: 'read_orders', now: now() })
  const settings = async () => (await withShop(shop, (tx) => getShop(tx, shop))).settings
  const begun: ShopContext = {
    shop,
    settings: await settings(),
    admin,
    mailer,
    now,
    actor: staff,
    role: 'admin',
  }
  if (refreshJob && (await runJobNow(begun, refreshJob)) !== 'done') {
    const job = await withShop(shop, (tx) => tx.outboxJob.findUniqueOrThrow({ where: { id: refreshJob } }))
    throw new Error(`The facts of ${shop} could not be read: ${job.lastError}`)
  }
  const ctx = { ...begun, settings: await settings() }
  // Most tests are about what comes after the decision; the ones about review stage it themselves.
  await judgeBy({ ctx }, (policy) => ({ baseline: { ...policy.baseline, review: 'automatic' }, rules: [] }))
  return {
    devStore,
    ctx,
    mails,
    as: (actor, role = 'admin') => ({ ...ctx, actor, role: actor.kind === 'staff' ? role : null }),
    over: (other) => ({ ...ctx, admin: other }),
    advance: (seconds) => devStore.engine.clock.set(devStore.engine.clock.offsetMs + seconds * 1000),
    runJobs: () => runDueJobs({ ...ctx, actor: { kind: 'system' }, role: null }),
  }
}

async function runDueJobs(ctx: ShopContext): Promise<number> {
  for (let ran = 0; ran < 200;) {
    const due = await withSweep((tx) => findDueJobs(tx, { now: ctx.now(), limit: 50 }))
    if (due.length === 0) return ran
    for (const job of due) await runJobNow(ctx, job.id)
    ran += due.length
  }
  throw new Error('Jobs go on and on')
}
