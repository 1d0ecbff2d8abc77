import { authenticate, sessionStorage } from './shopify.server.ts'
import { withShop } from './db.server.ts'
import { findShop, type ShopRecord, type ShopSettings } from './db/shop.server.ts'
import type { Actor } from './domain/events.ts'
import { ShopDomain } from './domain/ids.ts'
import { env } from './env.server.ts'
import { recordInstallation } from './install.server.ts'
import { enqueue } from './jobs/outbox.server.ts'
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
}

const mailer = smtpMailer({ url: env.SMTP_URL, from: env.MAIL_FROM })
const now = () => new Date().toISOString()

/**
 * The context of a page in the embedded admin; the actor is the person who opened it. Throws the library's responses
 * (redirects for authentication). An installation that was cut short is completed here, so that every page finds its shop.
 */
export async function contextFromAdmin(request: Request): Promise<ShopContext> {
  const { session, sessionToken } = await authenticate.admin(request)
  const shop = ShopDomain.parse(session.shop)
  // The library checks the audience; whom the token is for has to be one and the same shop.
  if (new URL(sessionToken.iss).hostname !== shop || new URL(sessionToken.dest).hostname !== shop)
    throw new Response('The session token is for another shop.', { status: 401 })
  const user = session.onlineAccessInfo?.associated_user
  const name = [user?.first_name, user?.last_name].filter((part) => part && part !== 'null').join(' ')
  const actor: Actor = { kind: 'staff', id: sessionToken.sub, name: name || `Staff ${sessionToken.sub}` }
  const known = await withShop(shop, (tx) => findShop(tx, shop))
  if (known && known.uninstalledAt === null && known.refreshedAt !== null) return contextOf(known, actor)
  return completeInstallation({ shop, scope: session.scope ?? '', actor })
}

/** The context of a shop that has the app, for jobs and for requests of its storefront; null when it does not have it. */
export async function contextFromShop(shop: ShopDomain, actor: Actor): Promise<ShopContext | null> {
  const known = await withShop(shop, (tx) => findShop(tx, shop))
  return known && known.uninstalledAt === null ? contextOf(known, actor) : null
}

function contextOf({ shop, settings }: ShopRecord, actor: Actor): ShopContext {
  const { SHOPIFY_API_KEY: apiKey, SHOPIFY_API_SECRET: apiSecret } = env
  const accessToken = offlineAccessToken({ shop, storage: sessionStorage, apiKey, apiSecret })
  return { shop, settings, admin: adminGraphql({ shop, accessToken }), mailer, now, actor }
}

/** The first page waits for the shop's facts: without its zone and currency nothing on it would be right. */
async function completeInstallation(input: { shop: ShopDomain; scope: string; actor: Actor }): Promise<ShopContext> {
  const { shop, scope, actor } = input
  const { refreshJob } = await recordInstallation({ shop, scope, now: now() })
  const payload = {}
  const job = refreshJob ?? (await withShop(shop, (tx) => enqueue(tx, { shop, name: 'refresh-shop', payload, now: now() })))
  const placeholder = await contextFromShop(shop, actor)
  if (!placeholder) throw new Error(`${shop} is not installed right after its installation`)
  await runJobNow(placeholder, job)
  log.info({ shop }, 'The app was installed')
  return (await contextFromShop(shop, actor)) ?? placeholder
}
