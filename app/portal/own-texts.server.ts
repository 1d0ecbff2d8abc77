import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { listOwnTexts } from '#app/db/own-texts.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { checkOwnText, type OwnTexts } from '#app/domain/own-text.ts'
import { isPortalLocale, limitsOf } from '#app/i18n/portal-entries.ts'
import type { PortalLocale } from '#app/i18n/portal-languages.ts'

type Kept = { readonly version: number; readonly byLocale: Readonly<Record<string, OwnTexts>> }

const kept = new Map<ShopDomain, Kept>()
const mostShops = 500
const none: OwnTexts = {}

/**
 * The merchant's own texts of a language. A shop without any costs nothing, others one read after each change: the version in the
 * shop's row, which the request has read anyway, says whether what is kept here is still good, in every process.
 */
export async function readOwnTexts(
  { shop, settings: { ownTextsVersion: version } }: Pick<ShopContext, 'shop' | 'settings'>,
  locale: PortalLocale,
): Promise<OwnTexts> {
  if (version === 0) return none
  const known = kept.get(shop)
  const byLocale = known?.version === version ? known.byLocale : await readAnew(shop, version)
  return byLocale[locale] ?? none
}

async function readAnew(shop: ShopDomain, version: number): Promise<Kept['byLocale']> {
  const stored = await withShop(shop, (tx) => listOwnTexts(tx, shop))
  const byLocale = Object.fromEntries(
    Object.entries(stored).map(([locale, texts]) => [locale, stillGood(locale, texts)]),
  )
  // Taken out first: the shop that is used the longest ago stands first and goes first.
  kept.delete(shop)
  const [oldest] = kept.keys()
  if (oldest !== undefined && kept.size >= mostShops) kept.delete(oldest)
  kept.set(shop, { version, byLocale })
  return byLocale
}

/** A newer version of the app may have other values in a text, or none of that name: then its own words are said. */
function stillGood(locale: string, texts: OwnTexts): OwnTexts {
  if (!isPortalLocale(locale)) return none
  return Object.fromEntries(
    Object.entries(texts).filter(([key, text]) => {
      const limits = limitsOf(locale, key)
      return limits !== null && checkOwnText(text, limits).ok
    }),
  )
}
