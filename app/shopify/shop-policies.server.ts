import type {
  OwnScopesQuery,
  OwnScopesQueryVariables,
  ShopPoliciesQuery,
  ShopPoliciesQueryVariables,
  WriteShopPolicyMutation,
  WriteShopPolicyMutationVariables,
} from '#app/types/admin.generated.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { AdminGraphql } from './admin-graphql.server.ts'
import { isAccessDenied } from './admin-error.ts'
import { ask, operation } from './operation.ts'

const SHOP_POLICIES = operation<ShopPoliciesQuery, ShopPoliciesQueryVariables>(`#graphql
  query ShopPolicies {
    shop { shopPolicies { type body updatedAt url } }
  }
`)

const OWN_SCOPES = operation<OwnScopesQuery, OwnScopesQueryVariables>(`#graphql
  query OwnScopes {
    currentAppInstallation { accessScopes { handle } }
  }
`)

const WRITE_SHOP_POLICY = operation<WriteShopPolicyMutation, WriteShopPolicyMutationVariables>(`#graphql
  mutation WriteShopPolicy($shopPolicy: ShopPolicyInput!) {
    shopPolicyUpdate(shopPolicy: $shopPolicy) {
      shopPolicy { url }
      userErrors { code field message }
    }
  }
`)

/** The refund policy page that Shopify shows at checkout and in the shop's footer; `body` is HTML. */
export type RefundPolicyPage = { readonly body: string; readonly updatedAt: string; readonly url: string }

/** Shopify's page as far as the app may read it, and what it may do with it. `page` is null where the shop has none. */
export type ReadRefundPolicyPage = {
  readonly page: RefundPolicyPage | null
  readonly mayRead: boolean
  readonly mayWrite: boolean
}

/** Reads the shop's own refund policy. That takes `read_legal_policies` (schema), which writing it includes. */
export async function readRefundPolicyPage(admin: AdminGraphql): Promise<ReadRefundPolicyPage> {
  const { currentAppInstallation } = await ask(admin, OWN_SCOPES, {})
  const has = (scope: string) => currentAppInstallation.accessScopes.some(({ handle }) => handle === scope)
  const mayWrite = has('write_legal_policies')
  if (!mayWrite && !has('read_legal_policies')) return { page: null, mayRead: false, mayWrite }
  const { shop } = await ask(admin, SHOP_POLICIES, {})
  const found = shop.shopPolicies.find(({ type }) => type === 'REFUND_POLICY')
  const page = found === undefined ? null : { body: found.body, updatedAt: found.updatedAt, url: found.url }
  return { page, mayRead: true, mayWrite }
}

export type WriteRefundPolicyError = { readonly kind: 'no_scope' } | { readonly kind: 'too_big' }

/** Writes the shop's refund policy (HTML, at most 512 KB). The same text again changes nothing: it may be sent twice. */
export async function writeRefundPolicyPage(
  admin: AdminGraphql,
  body: string,
): Promise<Result<null, WriteRefundPolicyError>> {
  try {
    const shopPolicy = { type: 'REFUND_POLICY', body } as const
    const { shopPolicyUpdate: answer } = await ask(admin, WRITE_SHOP_POLICY, { shopPolicy })
    if (answer?.userErrors.some(({ code }) => code === 'TOO_BIG')) return err({ kind: 'too_big' })
    const [problem] = answer?.userErrors ?? []
    if (problem !== undefined) throw new Error(`Shopify did not take the refund policy: ${problem.message}`)
    return ok(null)
  } catch (error) {
    if (isAccessDenied(error)) return err({ kind: 'no_scope' })
    throw error
  }
}
