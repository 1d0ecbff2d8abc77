import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { getLatestPolicy } from '#app/db/policy.server.ts'
import { dayOf } from '#app/domain/dates.ts'
import { compilePolicy } from '#app/domain/policy/compile.ts'
import type { FactName } from '#app/domain/policy/facts.ts'
import type { ProductFacts } from '#app/domain/policy/known-terms.ts'
import { orderNeedsOf } from '#app/domain/policy/order-needs.ts'
import { productLine, type ShortLine } from '#app/domain/policy/short-lines.ts'
import { ok } from '#app/domain/result.ts'
import { readProductOfPage } from '#app/shopify/product-page.server.ts'
import { orUnreachable } from './unreachable.ts'

const aboutProducts: readonly FactName[] = [
  'product',
  'productTags',
  'productType',
  'vendor',
  'giftCard',
  'collections',
  'metafield',
]

/** Products change rarely and their pages are read often: five minutes, the latest few hundred. */
const keptMs = 5 * 60_000
const mostKept = 500
const kept = new Map<string, { readonly until: number; readonly facts: ProductFacts | null }>()

type Asked = {
  readonly productGid: string
  /** Where the reader shops from, ISO 3166-1 alpha-2; null: from the shop's own country. */
  readonly country: string | null
  /** False where too many products were asked for of late: then only what holds for every product is said. */
  readonly mayAskShopify: () => Promise<boolean>
}

/**
 * What the page of a product says of its return, by the policy in force and the law of the country. Shopify is asked only where a
 * rule looks at products; what it does not answer is not known, and the line says that other terms may apply.
 */
export async function readProductLine(ctx: ShopContext, asked: Asked): Promise<ShortLine> {
  const { currency, timeZone, country: home } = ctx.settings
  const { policy } = await withShop(ctx.shop, (tx) => getLatestPolicy(tx, ctx.shop))
  const country = asked.country ?? home ?? 'US'
  const needs = orderNeedsOf([policy])
  const looksAtProducts = aboutProducts.some((name) => needs.facts.has(name))
  const product = looksAtProducts ? await productOf(ctx, asked, needs) : null
  const at = { country, currency, day: dayOf(ctx.now(), timeZone) }
  return productLine(compilePolicy(policy), product === null ? at : { ...at, product })
}

async function productOf(
  ctx: ShopContext,
  { productGid, mayAskShopify }: Asked,
  needs: ReturnType<typeof orderNeedsOf>,
): Promise<ProductFacts | null> {
  const key = [ctx.shop, productGid, ...needs.collections, ...needs.metafields].join('\0')
  const now = Date.parse(ctx.now())
  const found = kept.get(key)
  if (found !== undefined && found.until > now) return found.facts
  if (!(await mayAskShopify())) return null
  const read = await orUnreachable(async () => ok(await readProductOfPage(ctx.admin, productGid, needs)))
  if (!read.ok) return null
  kept.delete(key)
  kept.set(key, { until: now + keptMs, facts: read.value })
  const [oldest] = kept.keys()
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
  return read.value
}
