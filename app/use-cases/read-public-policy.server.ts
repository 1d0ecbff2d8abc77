import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { getPolicyAt } from '#app/db/policy.server.ts'
import { dayOf } from '#app/domain/dates.ts'
import { compilePolicy } from '#app/domain/policy/compile.ts'
import { leavesOf } from '#app/domain/policy/condition-tree.ts'
import { type MerchantReturnPolicy, merchantReturnPolicies } from '#app/domain/policy/json-ld.ts'
import { titledIn } from '#app/domain/policy/own-titles.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { type PolicyPage, policyPage } from '#app/domain/policy/policy-page.ts'
// Whoever reads the page may say it in any of its languages.
import '#app/i18n/page-locales.ts'

/** The policy in force as everybody may read it: as sentences and as schema.org data. */
export type PublicPolicy = { readonly page: PolicyPage; readonly jsonLd: readonly MerchantReturnPolicy[] }

/**
 * Reads the policy in force for the public page. Its law is that of `country` (ISO 3166-1 alpha-2, where the reader shops
 * from), of the shop's own country and of the countries that rules name. `link` is the page's own address, if it is
 * known, `locale` the language in which the shop's own questions and reasons are named.
 */
export async function readPublicPolicy(
  ctx: ShopContext,
  {
    country,
    link,
    locale,
  }: { readonly country: string | null; readonly link: string | null; readonly locale: string },
): Promise<PublicPolicy> {
  const { currency, timeZone, country: home } = ctx.settings
  const { policy } = await withShop(ctx.shop, (tx) => getPolicyAt(tx, ctx.shop, ctx.now()))
  const compiled = compilePolicy(titledIn(policy, locale))
  const countries = [
    ...new Set([...(country ? [country] : []), ...(home ? [home] : []), ...countriesOf(policy)]),
  ]
  const day = dayOf(ctx.now(), timeZone)
  const at = { countries, currency, day, ...(home ? { returnCountry: home } : {}), ...(link ? { link } : {}) }
  return { page: policyPage(compiled, at), jsonLd: merchantReturnPolicies(compiled, at) }
}

/** The countries that the rules of a policy name. */
function countriesOf(policy: Policy): readonly string[] {
  const codes = policy.rules
    .filter((rule) => rule.enabled)
    .flatMap((rule) => leavesOf(rule.when))
    .flatMap((leaf) => (leaf.kind === 'orderCountry' && leaf.is !== 'startsWith' ? leaf.values : []))
  return codes.map((code) => code.trim().toUpperCase())
}
