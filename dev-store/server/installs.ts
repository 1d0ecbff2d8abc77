import type { Context, Engine } from '../engine/engine.ts'
import type { App, AppInstallation, WebhookSubscription } from '../engine/state.ts'
import type { AppConfig } from './app-config.ts'

/** Topics that exist only in an app's configuration (returns-api §8.1). */
export const COMPLIANCE_TOPICS: readonly string[] = [
  'customers/data_request',
  'customers/redact',
  'shop/redact',
]

export function appByKey(engine: Engine, apiKey: string): App | undefined {
  return Object.values(engine.state.tables.apps).find((app) => app.apiKey === apiKey)
}

/** The app's present installation in a shop; an uninstalled one is history and does not count. */
export function installationOf(engine: Engine, appId: string, shop: string): AppInstallation | undefined {
  return Object.values(engine.state.tables.appInstallations).find(
    (one) => one.appId === appId && one.shop === shop && one.uninstalledAt === null,
  )
}

/**
 * Takes the app's configuration into the state, as a deploy does: registers the app, and brings scopes and config
 * subscriptions of every installation up to date. Answers the app's id.
 */
export function deployApp(engine: Engine, config: AppConfig): string {
  const shop = Object.keys(engine.state.tables.shops)[0]
  if (shop === undefined) throw new Error('The dev store has no shop to register the app in')
  const appId = engine.transact(shop, (context) => {
    const known = appByKey(engine, config.apiKey)
    const settings = {
      apiKey: config.apiKey,
      apiSecret: config.apiSecret,
      handle: config.handle,
      title: config.name,
      scopes: config.scopes,
      optionalScopes: config.optionalScopes,
      webhookApiVersion: config.webhookApiVersion,
    }
    if (known === undefined) {
      const id = context.nextId('App')
      context.insert('apps', id, { id, previousSecret: null, ...settings })
      return id
    }
    const rotated = known.apiSecret !== config.apiSecret
    const until = new Date(engine.clock.now().getTime() + 3_600_000).toISOString()
    // Shopify may sign with the old secret for up to an hour after a rotation (returns-api §8.3).
    const previousSecret = rotated ? { value: known.apiSecret, until } : known.previousSecret
    Object.assign(context.edit('apps', known.id), settings, { previousSecret })
    return known.id
  })
  for (const domain of Object.keys(engine.state.tables.shops)) {
    const installation = installationOf(engine, appId, domain)
    if (installation === undefined) continue
    engine.transact(domain, (context) => {
      syncScopes(context, installation, config)
      syncSubscriptions(context, { appId, config })
    })
  }
  return appId
}

function syncScopes(context: Context, installation: AppInstallation, config: AppConfig): void {
  const optional = installation.scopes.filter((scope) => config.optionalScopes.includes(scope))
  const scopes = [...new Set([...config.scopes, ...optional])]
  if (scopes.join() === installation.scopes.join()) return
  const previous = installation.scopes
  context.edit('appInstallations', installation.id).scopes = scopes
  emitScopesUpdate(context, { appId: installation.appId, previous, current: scopes })
}

/** Body of app/scopes_update: `{id, previous, current, updated_at, shop_id}` (shape inferred from the topic's public sample). */
function emitScopesUpdate(
  context: Context,
  change: { appId: string; previous: string[]; current: string[] },
): void {
  context.emit('app/scopes_update', {
    id: change.appId,
    previous: change.previous,
    current: change.current,
    updated_at: context.now,
    shop_id: context.shop.id,
  })
}

function syncSubscriptions(context: Context, options: { appId: string; config: AppConfig }): void {
  const { appId, config } = options
  const wanted = [
    ...config.subscriptions,
    ...config.complianceTopics.map((one) => ({ ...one, filter: null, includeFields: [], name: null })),
  ]
  const shop = context.shop.domain
  const present = Object.values(context.state.tables.webhookSubscriptions).filter(
    (one) => one.shop === shop && one.appId === appId && one.source === 'config',
  )
  for (const one of present) context.remove('webhookSubscriptions', one.id)
  for (const one of wanted) {
    const id = context.nextId('WebhookSubscription')
    const subscription: WebhookSubscription = {
      id,
      shop,
      appId,
      topic: one.topic,
      uri: one.uri,
      format: 'JSON',
      filter: one.filter,
      includeFields: one.includeFields,
      metafieldNamespaces: [],
      name: one.name,
      apiVersion: config.webhookApiVersion,
      source: 'config',
      createdAt: context.now,
      updatedAt: context.now,
      failures: 0,
    }
    context.insert('webhookSubscriptions', id, subscription)
  }
}

/** Installs the app with its configured scopes (managed installation). An app that is installed stays as it is. */
export function installApp(
  engine: Engine,
  options: { appId: string; shop: string; config: AppConfig },
): void {
  const { appId, shop, config } = options
  if (installationOf(engine, appId, shop) !== undefined) return
  engine.transact(shop, (context) => {
    const id = context.nextId('AppInstallation')
    context.insert('appInstallations', id, {
      id,
      appId,
      shop,
      installedAt: context.now,
      uninstalledAt: null,
      scopes: [...config.scopes],
      metafields: [],
    })
    syncSubscriptions(context, { appId, config })
  })
}

/**
 * Uninstalls: tokens are revoked at once, then app/uninstalled is delivered, shop/redact follows 48 hours later unless the
 * app is back by then (behaviour §9). Answers whether the app was installed.
 */
export function uninstallApp(engine: Engine, options: { appId: string; shop: string }): boolean {
  const { appId, shop } = options
  const installation = installationOf(engine, appId, shop)
  if (installation === undefined) return false
  engine.transact(shop, (context) => {
    context.edit('appInstallations', installation.id).uninstalledAt = context.now
    for (const token of Object.values(context.state.tables.tokens)) {
      if (token.shop === shop && token.appId === appId && !token.revoked)
        context.edit('tokens', token.value).revoked = true
    }
    context.emit('app/uninstalled', shopPayload(context))
  })
  return true
}

/** The REST shape of a shop in app/uninstalled and shop/update (snake case; the fields apps read). */
function shopPayload(context: Context): Record<string, unknown> {
  const { shop } = context
  return {
    id: Number(shop.id.split('/').at(-1)),
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    myshopify_domain: shop.domain,
    country_code: shop.countryCode,
    currency: shop.currency,
    iana_timezone: shop.ianaTimezone,
    primary_locale: shop.primaryLocale,
    shop_owner: shop.ownerName,
    plan_name: shop.plan,
    created_at: shop.createdAt,
  }
}

/** Grants or takes back optional scopes for an installation. Throws for a scope that is not in the configuration. */
export function changeOptionalScopes(
  engine: Engine,
  options: {
    appId: string
    shop: string
    config: AppConfig
    grant?: readonly string[]
    revoke?: readonly string[]
  },
): string[] {
  const { appId, shop, config, grant = [], revoke = [] } = options
  const installation = installationOf(engine, appId, shop)
  if (installation === undefined) throw new Error('The app is not installed in this shop')
  for (const scope of [...grant, ...revoke]) {
    if (!config.optionalScopes.includes(scope) && !config.scopes.includes(scope)) {
      throw new Error(`The scope ${scope} is not declared in the app's configuration`)
    }
  }
  const kept = installation.scopes.filter((scope) => !revoke.includes(scope) || config.scopes.includes(scope))
  const scopes = [...new Set([...kept, ...grant])]
  if (scopes.join() === installation.scopes.join()) return scopes
  const previous = installation.scopes
  engine.transact(shop, (context) => {
    context.edit('appInstallations', installation.id).scopes = scopes
    for (const token of Object.values(context.state.tables.tokens)) {
      if (token.shop === shop && token.appId === appId && !token.revoked)
        context.edit('tokens', token.value).scopes = scopes
    }
    emitScopesUpdate(context, { appId, previous, current: scopes })
  })
  return scopes
}
