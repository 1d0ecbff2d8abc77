import type { Prisma } from '@prisma/client'
import { type Shop } from '@prisma/client'
import { z } from 'zod'
import { GiftReturns } from '#app/domain/gift.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, instantOrNull, jsonColumn } from './column.ts'

/** What the merchant may set, here or in Shopify's admin. */
export const PortalSettings = z.object({
  /** How to send items back: plain text for the shopper. */
  instructions: z.string().max(2000).default(''),
  /** Reply address of mails; empty = the contact e-mail of the shop. */
  replyTo: z.string().max(254).default(''),
  /** How else shoppers reach people, and when: plain texts. */
  phone: z.string().max(40).default(''),
  hours: z.string().max(200).default(''),
  /** Within how many days staff answers a request; null = nothing is promised. */
  answerDays: z.int().min(1).max(60).nullable().default(null),
  /** Where the shopper's pages stand on the storefront. Merchants may move the app proxy: its signed requests say where to. */
  path: z.string().max(60).default('/apps/returns'),
  /** Guests type a mailed code after a postcode or phone number, which can be guessed. */
  codeForWeakProof: z.boolean().default(true),
  /** Guests type a mailed code for orders above this, in minor units of the shop's currency; null = for none. */
  codeAbove: z.int().min(0).nullable().default(100_000),
  /** What is given for goods that were a gift, to who was given them. */
  giftReturns: GiftReturns.default('exchange'),
  /** Origins of headless storefronts whose browsers may ask the portal's API: `https://shop.example`. */
  headlessOrigins: z.array(z.string().max(200)).max(20).default([]),
})
export type PortalSettings = z.infer<typeof PortalSettings>

/** A shop as the app knows it: Shopify's facts (refreshed at installation and by the job refresh-shop) and the merchant's settings. */
export type ShopSettings = {
  readonly name: string
  /** IANA zone; the calendar of every window. */
  readonly timeZone: string
  readonly currency: string
  readonly locale: string
  readonly country: string | null
  readonly contactEmail: string
  readonly portal: PortalSettings
  /** Grows with every change of the merchant's own texts (`own-texts.server.ts`); 0 = there are none. */
  readonly ownTextsVersion: number
}

/** A shop's row. `uninstalledAt` is null while the app is installed. */
export type ShopRecord = {
  readonly shop: ShopDomain
  readonly shopGid: string | null
  readonly settings: ShopSettings
  readonly scopes: readonly string[]
  readonly installGeneration: number
  readonly installedAt: string
  readonly uninstalledAt: string | null
  readonly refreshedAt: string | null
}

/** What Shopify says of a shop. */
export type ShopFacts = {
  readonly shopGid: string
  readonly name: string
  readonly contactEmail: string
  readonly timeZone: string
  readonly currency: string
  readonly country: string | null
}

function shopRecord(row: Shop): ShopRecord {
  const { name, timeZone, currency, locale, country, contactEmail, ownTextsVersion } = row
  return {
    shop: ShopDomain.parse(row.shop),
    shopGid: row.shopGid,
    settings: {
      name,
      timeZone,
      currency,
      locale,
      country,
      contactEmail,
      portal: PortalSettings.parse(row.settings),
      ownTextsVersion,
    },
    scopes: row.scopes,
    installGeneration: row.installGeneration,
    installedAt: instant(row.installedAt),
    uninstalledAt: instantOrNull(row.uninstalledAt),
    refreshedAt: instantOrNull(row.refreshedAt),
  }
}

/** The shop, also when it uninstalled the app; null when it never had it. */
export async function findShop(tx: Transaction, shop: ShopDomain): Promise<ShopRecord | null> {
  const row = await tx.shop.findUnique({ where: { shop } })
  return row && shopRecord(row)
}

/** The shop; throws when it never installed the app. */
export async function getShop(tx: Transaction, shop: ShopDomain): Promise<ShopRecord> {
  return shopRecord(await tx.shop.findUniqueOrThrow({ where: { shop } }))
}

/**
 * Records that the app is installed with these scopes. A first installation starts with placeholders until the job
 * refresh-shop has read Shopify; a new one after an uninstall counts as the next generation and keeps the data.
 * Answers what it was, so that the caller knows what to set up.
 */
export async function recordInstall(
  tx: Transaction,
  { shop, scopes, now }: { shop: ShopDomain; scopes: readonly string[]; now: string },
): Promise<'first' | 'again' | 'known'> {
  // Two first page loads authenticate at the same moment: one of them inserts.
  const inserted = await tx.shop.createMany({
    data: {
      shop,
      name: shop.replace('.myshopify.com', ''),
      contactEmail: '',
      timeZone: 'UTC',
      currency: 'USD',
      locale: 'en',
      scopes: [...scopes],
      settings: jsonColumn(PortalSettings.parse({})),
      installedAt: now,
    },
    skipDuplicates: true,
  })
  if (inserted.count === 1) return 'first'
  const again = await tx.shop.updateMany({
    where: { shop, uninstalledAt: { not: null } },
    data: { uninstalledAt: null, installedAt: now, scopes: [...scopes], installGeneration: { increment: 1 } },
  })
  if (again.count === 1) return 'again'
  await tx.shop.update({ where: { shop }, data: { scopes: [...scopes] } })
  return 'known'
}

/** Stores what Shopify says of the shop. */
export async function saveShopFacts(
  tx: Transaction,
  { shop, facts, now }: { shop: ShopDomain; facts: ShopFacts; now: string },
): Promise<void> {
  await tx.shop.update({ where: { shop }, data: { ...facts, refreshedAt: now } })
}

/** Stores the scopes that the shop has granted. */
export async function saveScopes(
  tx: Transaction,
  shop: ShopDomain,
  scopes: readonly string[],
): Promise<void> {
  await tx.shop.updateMany({ where: { shop }, data: { scopes: [...scopes] } })
}

/** Stores what the merchant may set. */
export async function savePortalSettings(
  tx: Transaction,
  shop: ShopDomain,
  settings: PortalSettings,
): Promise<void> {
  await tx.shop.update({
    where: { shop },
    data: { settings: jsonColumn(settings) satisfies Prisma.InputJsonValue },
  })
}

/** Remembers where the merchant has put the app proxy, beside the other settings, which may change at the same moment. */
export async function savePortalPath(tx: Transaction, shop: ShopDomain, path: string): Promise<void> {
  await tx.$executeRaw`update "Shop" set settings = jsonb_set(settings, '{path}', to_jsonb(${path}::text)) where shop = ${shop}`
}

/**
 * Marks the shop as gone and deletes its sessions with their tokens, both or neither, unless it was installed again after
 * `triggeredAt`: webhooks may come late. Answers whether the shop is gone now.
 */
export async function markUninstalled(
  tx: Transaction,
  { shop, triggeredAt }: { shop: ShopDomain; triggeredAt: string },
): Promise<boolean> {
  const { count } = await tx.shop.updateMany({
    where: { shop, uninstalledAt: null, installedAt: { lte: triggeredAt } },
    data: { uninstalledAt: triggeredAt },
  })
  if (count === 0) return false
  await tx.$executeRaw`select homeward_forget_sessions()`
  return true
}
