import type { Context, ResolverModule } from '../context.ts'
import { legacyId } from '../ids.ts'
import { currentInstallation } from '../resolvers/shops.ts'
import { failure } from './inputs.ts'

/** An app takes itself out: tokens end at once, then app/uninstalled leaves. */
const appUninstall = (_: unknown, __: unknown, context: Context) => {
  const installation = currentInstallation(context)
  const app = context.state.tables.apps[context.token.appId]
  if (!installation || !app)
    return { app: null, userErrors: [failure(null, 'The app is not installed.', 'APP_NOT_INSTALLED')] }
  context.edit('appInstallations', installation.id).uninstalledAt = context.now
  for (const token of Object.values(context.state.tables.tokens)) {
    if (token.appId === app.id && token.shop === context.shop.domain)
      context.edit('tokens', token.value).revoked = true
  }
  const { shop } = context
  context.emit('app/uninstalled', {
    id: legacyId(shop.id),
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    myshopify_domain: shop.domain,
    currency: shop.currency,
    country_code: shop.countryCode,
    created_at: shop.createdAt,
    updated_at: context.now,
  })
  return { app, userErrors: [] }
}

const appRevokeAccessScopes = (_: unknown, { scopes }: { scopes: string[] }, context: Context) => {
  const installation = currentInstallation(context)
  const app = context.state.tables.apps[context.token.appId]
  if (!installation || !app)
    return { revoked: null, userErrors: [failure(null, 'The app is not installed.', 'APP_NOT_INSTALLED')] }
  const required = scopes.find((scope) => app.scopes.includes(scope))
  if (required !== undefined)
    return {
      revoked: null,
      userErrors: [
        failure(['scopes'], 'Required scopes cannot be revoked.', 'CANNOT_REVOKE_REQUIRED_SCOPES'),
      ],
    }
  const before = installation.scopes
  const after = before.filter((scope) => !scopes.includes(scope))
  context.edit('appInstallations', installation.id).scopes = after
  for (const token of Object.values(context.state.tables.tokens)) {
    if (token.appId === app.id && token.shop === context.shop.domain && !token.revoked)
      context.edit('tokens', token.value).scopes = after
  }
  context.emit('app/scopes_update', {
    id: legacyId(app.id),
    previous: before,
    current: after,
    updated_at: context.now,
  })
  return {
    revoked: scopes.map((handle) => ({ handle, description: handle.replaceAll('_', ' ') })),
    userErrors: [],
  }
}

export const appMutations: ResolverModule = {
  Mutation: { appUninstall, appRevokeAccessScopes },
}
