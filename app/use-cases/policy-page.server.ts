import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { getPolicyAt } from '#app/db/policy.server.ts'
import { type Drift, findDrift } from '#app/domain/policy/drift.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { pageLanguages, type PageLocale } from '#app/i18n/page-languages.ts'
import { policyHtml } from '#app/i18n/policy-html.ts'
import { sayPage } from '#app/i18n/say-page.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import {
  type RefundPolicyPage,
  readRefundPolicyPage,
  writeRefundPolicyPage,
  type WriteRefundPolicyError,
} from '#app/shopify/shop-policies.server.ts'
import { mayAct } from './may-act.server.ts'
import { readPublicPolicy } from './read-public-policy.server.ts'
import { orUnreachable } from './unreachable.ts'

/** The policy in force in one language, as HTML for a page of the shop. */
export async function writePolicyPage(ctx: ShopContext, locale: PageLocale): Promise<string> {
  const { page } = await readPublicPolicy(ctx, { country: null, link: null, locale })
  return policyHtml(sayPage(translatorFor(locale, ctx.settings.timeZone), page), locale)
}

/** Shopify's refund policy page held against the policy in force. */
export type ComparedPage = {
  readonly theirs: RefundPolicyPage | null
  readonly mayRead: boolean
  readonly mayWrite: boolean
  readonly drift: readonly Drift[]
}

/** Reads the shop's own refund policy and says where it says something else than the policy in force. */
export async function comparePolicyPage(
  ctx: ShopContext,
): Promise<Result<ComparedPage, { readonly kind: 'shopify_unreachable' }>> {
  return orUnreachable(async (): Promise<Result<ComparedPage, never>> => {
    const { page: theirs, mayRead, mayWrite } = await readRefundPolicyPage(ctx.admin)
    if (!mayRead) return ok({ theirs: null, mayRead, mayWrite, drift: [] })
    const { policy } = await withShop(ctx.shop, (tx) => getPolicyAt(tx, ctx.shop, ctx.now()))
    const own = await Promise.all(pageLanguages.map((locale) => writePolicyPage(ctx, locale)))
    return ok({ theirs, mayRead, mayWrite, drift: findDrift(policy, theirs?.body ?? '', own) })
  })
}

export type PushPolicyPageError =
  | Forbidden
  | WriteRefundPolicyError
  | { readonly kind: 'shopify_unreachable' }
  /** Somebody wrote on Shopify's page since it was looked at. */
  | { readonly kind: 'changed_since' }

/**
 * Puts the policy in force on Shopify's refund policy page, in one language, in the place of what stands there. `seen` is when
 * that page was last changed as who pushes has seen it, null for an empty one.
 */
export async function pushPolicyPage(
  ctx: ShopContext,
  input: { readonly locale: PageLocale; readonly seen: string | null },
): Promise<Result<null, PushPolicyPageError>> {
  const allowed = await mayAct(ctx, 'policy.publish')
  if (!allowed.ok) return allowed
  return orUnreachable(async (): Promise<Result<null, PushPolicyPageError>> => {
    const { page, mayWrite } = await readRefundPolicyPage(ctx.admin)
    if (!mayWrite) return err({ kind: 'no_scope' })
    if ((page?.updatedAt ?? null) !== input.seen) return err({ kind: 'changed_since' })
    return writeRefundPolicyPage(ctx.admin, await writePolicyPage(ctx, input.locale))
  })
}
