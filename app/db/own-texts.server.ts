import { z } from 'zod'
import { Actor } from '#app/domain/events.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { OwnTexts } from '#app/domain/own-text.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, jsonColumn } from './column.ts'

const Texts = z.record(z.string(), z.string())

/** The merchant's own texts of every language that has some. */
export async function listOwnTexts(
  tx: Transaction,
  shop: ShopDomain,
): Promise<Readonly<Record<string, OwnTexts>>> {
  const rows = await tx.ownTexts.findMany({ where: { shop }, select: { locale: true, texts: true } })
  return Object.fromEntries(rows.map(({ locale, texts }) => [locale, Texts.parse(texts)]))
}

/** What the merchant wrote in a language, by whom and when it was changed last. */
export type OwnTextsRecord = { readonly texts: OwnTexts; readonly author: Actor; readonly updatedAt: string }

/** The merchant's own texts of a language; null where there are none. */
export async function findOwnTexts(
  tx: Transaction,
  shop: ShopDomain,
  locale: string,
): Promise<OwnTextsRecord | null> {
  const row = await tx.ownTexts.findUnique({ where: { shop_locale: { shop, locale } } })
  if (row === null) return null
  return { texts: Texts.parse(row.texts), author: Actor.parse(row.author), updatedAt: instant(row.updatedAt) }
}

/**
 * Changes some of the texts of a language and leaves the others: null takes the merchant's words away. Two people who change
 * texts at the same moment wait for each other at the shop's row, whose version grows.
 */
export async function changeOwnTexts(
  tx: Transaction,
  input: {
    readonly shop: ShopDomain
    readonly locale: string
    readonly changes: Readonly<Record<string, string | null>>
    readonly author: Actor
    readonly now: string
  },
): Promise<void> {
  const { shop, locale, changes, author, now } = input
  await tx.shop.update({ where: { shop }, data: { ownTextsVersion: { increment: 1 } } })
  const before = await findOwnTexts(tx, shop, locale)
  const merged = Object.entries({ ...before?.texts, ...changes }).filter(([, text]) => text !== null)
  if (merged.length === 0) {
    await tx.ownTexts.deleteMany({ where: { shop, locale } })
    return
  }
  const data = { texts: jsonColumn(Object.fromEntries(merged)), author: jsonColumn(author), updatedAt: now }
  await tx.ownTexts.upsert({
    where: { shop_locale: { shop, locale } },
    create: { shop, locale, ...data },
    update: data,
  })
}
