import { setTimeout as sleep } from 'node:timers/promises'
import { authenticate, sessionStorage } from './shopify.server.ts'
import { withShop } from './db.server.ts'
import { findShop, type ShopRecord, type ShopSettings } from './db/shop.server.ts'
import { rememberStaff } from './db/staff-role.server.ts'
import type { Actor } from './domain/events.ts'
import { ShopDomain } from './domain/ids.ts'
import type { Role } from './domain/roles.ts'
import { env } from './env.server.ts'
import { recordInstallation } from './install.server.ts'
import { enqueueUnlessWaiting } from './jobs/outbox.server.ts'
import { runJobNow } from './jobs/run-job.server.ts'
import { log } from './log.server.ts'
import type { Mailer } from './mail/mailer.ts'
import { smtpMailer } from './mail/smtp-mailer.server.ts'
import { offlineAccessToken } from './shopify/access-token.server.ts'
import { adminGraphql, type AdminGraphql } from './shopify/admin-graphql.server.ts'

export type { AdminGraphql } from './shopify/admin-graphql.server.ts'
export type { ShopSettings } from './db/shop.server.ts'

/** What a use-case or a job works with: one shop, who acts in it, and the ways out of the house. */
export type ShopContext = {
  readonly shop: ShopDomain
  readonly settings: ShopSettings
  readonly admin: AdminGraphql
  readonly mailer: Mailer
  /** The ISO instant of this moment. */
  readonly now: () => string
  readonly actor: Actor
  /** What the person who acts may do; null where no person of the shop acts (a shopper, a job). */
  readonly role: Role | null
}

const mailer = smtpMailer({ url: env.SMTP_URL, from: env.MAIL_FROM })
const now = () => new Date().toISOString()

/**
 * The context of a page in the embedded admin; the actor is the person who opened it, with the role that they have at this
 * moment. Throws the library's responses (redirects for authentication). An installation that was cut short is completed
 * here, so that every page finds its shop.
 */
export async function contextFromAdmin(request: Request): Promise<ShopContext> {
  const { session, sessionToken } = await authenticate.admin(request)
  const shop = ShopDomain.parse(session.shop)
  // The library checks the audience; whom the token is for has to be one and the same shop.
  if (new URL(sessionToken.iss).hostname !== shop || new URL(sessionToken.dest).hostname !== shop)
    throw new Response('The session token is for another shop.', { status: 401 })
  const user = session.onlineAccessInfo?.associated_user
  const name = [user?.first_name, user?.last_name].filter((part) => part && part !== 'null').join(' ')
  const actor = { kind: 'staff' as const, id: sessionToken.sub, name: name || `Staff ${sessionToken.sub}` }
  const person = {
    shop,
    userId: actor.id,
    name: actor.name,
    isOwner: user?.account_owner === true,
    now: now(),
  }
  const opened = await withShop(shop, async (tx) => {
    const known = await findShop(tx, shop)
    const isReady = known && known.uninstalledAt === null && known.refreshedAt !== null
    return isReady ? contextOf(known, actor, (await rememberStaff(tx, person)).role) : null
  })
  if (opened !== null) return opened
  await completeInstallation(shop, session.scope ?? '')
  const installed = await contextFromShop(shop, actor)
  if (!installed) throw new Error(`${shop} is not installed right after its installation`)
  return { ...installed, role: (await withShop(shop, (tx) => rememberStaff(tx, person))).role }
}

/** The context of a shop that has the app, for jobs and for requests of its storefront; null when it does not have it. */
export async function contextFromShop(shop: ShopDomain, actor: Actor): Promise<ShopContext | null> {
  const known = await withShop(shop, (tx) => findShop(tx, shop))
  return known && known.uninstalledAt === null ? contextOf(known, actor, null) : null
}

/** As `contextFromShop`, also of a shop that removed the app: for what is still owed to it then. Nothing can be asked of Shopify. */
export async function contextFromFormerShop(shop: ShopDomain): Promise<ShopContext | null> {
  const known = await withShop(shop, (tx) => findShop(tx, shop))
  return known && contextOf(known, { kind: 'system' }, null)
}

function contextOf({ shop, settings }: ShopRecord, actor: Actor, role: Role | null): ShopContext {
  const { SHOPIFY_API_KEY: apiKey, SHOPIFY_API_SECRET: apiSecret } = env
  const accessToken = offlineAccessToken({ shop, storage: sessionStorage, apiKey, apiSecret })
  const admin = adminGraphql({ shop, accessToken, timeoutMs: env.SHOPIFY_TIMEOUT_SECONDS * 1000 })
  return { shop, settings, admin, mailer, now, actor, role }
}

/** Pages load in parallel: one of them completes an installation, the others wait for it. */
const installations = new Map<ShopDomain, Promise<void>>()

/** The first page waits for the shop's facts: without its zone and currency nothing on it would be right. */
function completeInstallation(shop: ShopDomain, scope: string): Promise<void> {
  const running = installations.get(shop)
  if (running) return running
  const installation = readFacts(shop, scope).finally(() => installations.delete(shop))
  installations.set(shop, installation)
  return installation
}

async function readFacts(shop: ShopDomain, scope: string): Promise<void> {
  await recordInstallation({ shop, scope, now: now() })
  const input = { shop, name: 'refresh-shop', payload: {}, now: now() } as const
  const job = await withShop(shop, (tx) => enqueueUnlessWaiting(tx, input))
  const ctx = await contextFromShop(shop, { kind: 'system' })
  if (ctx && (await runJobNow(ctx, job.id)) === 'not_claimed') await waitForFacts(shop)
  log.info({ shop }, 'The app was installed')
}

/** The worker was faster: what it reads is there in a moment. After five seconds the page comes with what there is. */
async function waitForFacts(shop: ShopDomain): Promise<void> {
  for (let attempt = 0; attempt < 25; attempt++) {
    const known = await withShop(shop, (tx) => findShop(tx, shop))
    if (known?.refreshedAt) return
    await sleep(200)
  }
}
