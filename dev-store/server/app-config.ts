import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'smol-toml'
import { isRecord } from './http.ts'

export type ConfigSubscription = {
  topic: string
  uri: string
  filter: string | null
  includeFields: string[]
  name: string | null
}

/** The part of `shopify.app.toml` that Shopify itself reads. Addresses are paths below the app's own origin, or absolute. */
export type AppConfig = {
  name: string
  handle: string
  apiKey: string
  apiSecret: string
  /** Path of the page that the admin opens. */
  applicationPath: string
  scopes: string[]
  optionalScopes: string[]
  webhookApiVersion: string
  subscriptions: ConfigSubscription[]
  complianceTopics: { topic: string; uri: string }[]
  proxy: { prefix: string; subpath: string; url: string } | null
  /** Paths that customers are sent back to after signing in (`[customer_authentication]`). */
  customerRedirects: string[]
}

export const DEMO_CREDENTIALS = {
  apiKey: 'homeward-demo-key',
  apiSecret: 'homeward-demo-secret-0123456789abcdef',
}

/** Used until there is a configuration file: the scopes of a returns app (returns-api §9.3) and its topics. */
const DEFAULT_CONFIG = `
name = "Homeward"
handle = "homeward"
application_url = "https://example.com"
embedded = true
[access_scopes]
scopes = "read_returns,write_returns,read_orders,write_orders,read_all_orders,read_fulfillments,read_merchant_managed_fulfillment_orders,write_merchant_managed_fulfillment_orders,read_customers,read_products,read_inventory,write_inventory,read_locations,read_store_credit_accounts,read_store_credit_account_transactions,write_store_credit_account_transactions,read_gift_cards,write_gift_cards,write_app_proxy"
[webhooks]
api_version = "2026-10"
[[webhooks.subscriptions]]
topics = ["returns/request", "returns/approve", "returns/decline", "returns/cancel", "returns/close", "returns/reopen", "returns/process", "returns/update", "refunds/create", "order_transactions/create", "orders/updated", "app/uninstalled", "app/scopes_update"]
uri = "/webhooks"
[[webhooks.subscriptions]]
compliance_topics = ["customers/data_request", "customers/redact", "shop/redact"]
uri = "/webhooks"
[app_proxy]
url = "https://example.com/portal"
prefix = "apps"
subpath = "returns"
`

/**
 * Reads the app's configuration as Shopify would after `shopify app deploy`; without a file it is that of a returns app.
 * Throws with the key's name for a value of the wrong kind.
 */
export function readAppConfig(options: {
  configFile?: string
  apiKey?: string
  apiSecret?: string
}): AppConfig {
  const { configFile } = options
  const text =
    configFile !== undefined && existsSync(configFile) ? readFileSync(configFile, 'utf8') : DEFAULT_CONFIG
  const toml = parse(text)
  const name = string(toml.name, 'name', 'Homeward')
  const scopes = table(toml.access_scopes)
  const webhooks = table(toml.webhooks)
  const groups = list(webhooks.subscriptions, 'webhooks.subscriptions').map(table)
  return {
    name,
    handle: string(toml.handle, 'handle', slug(name)),
    apiKey: options.apiKey ?? DEMO_CREDENTIALS.apiKey,
    apiSecret: options.apiSecret ?? DEMO_CREDENTIALS.apiSecret,
    applicationPath: pathOf(string(toml.application_url, 'application_url', 'https://example.com')),
    scopes: commaList(string(scopes.scopes, 'access_scopes.scopes', '')),
    optionalScopes: strings(scopes.optional_scopes, 'access_scopes.optional_scopes'),
    webhookApiVersion: string(webhooks.api_version, 'webhooks.api_version', '2026-10'),
    subscriptions: groups.flatMap((group) =>
      strings(group.topics, 'webhooks.subscriptions.topics').map((topic) => ({
        topic,
        uri: appPath(string(group.uri, 'webhooks.subscriptions.uri', '/webhooks')),
        filter: typeof group.filter === 'string' ? group.filter : null,
        includeFields: strings(group.include_fields, 'webhooks.subscriptions.include_fields'),
        name: typeof group.name === 'string' ? group.name : null,
      })),
    ),
    complianceTopics: groups.flatMap((group) =>
      strings(group.compliance_topics, 'webhooks.subscriptions.compliance_topics').map((topic) => ({
        topic,
        uri: appPath(string(group.uri, 'webhooks.subscriptions.uri', '/webhooks')),
      })),
    ),
    proxy: proxyOf(toml.app_proxy),
    customerRedirects: strings(
      table(toml.customer_authentication).redirect_uris,
      'customer_authentication.redirect_uris',
    ).map(appPath),
  }
}

function proxyOf(value: unknown): AppConfig['proxy'] {
  if (value === undefined) return null
  const proxy = table(value)
  return {
    prefix: string(proxy.prefix, 'app_proxy.prefix', 'apps'),
    subpath: string(proxy.subpath, 'app_proxy.subpath', ''),
    url: appPath(string(proxy.url, 'app_proxy.url', '/')),
  }
}

/** Shopify's CLI replaces the app's own origin by the tunnel during development; so every absolute address becomes its path. */
function appPath(address: string): string {
  return /^https?:\/\//i.test(address) ? pathOf(address) : address
}

function pathOf(address: string): string {
  const url = new URL(address)
  return `${url.pathname}${url.search}`
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

function commaList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function table(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

function list(value: unknown, key: string): unknown[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new Error(`App configuration: ${key} is not a list`)
  return value
}

function strings(value: unknown, key: string): string[] {
  return list(value, key).map((entry) => string(entry, key))
}

function string(value: unknown, key: string, fallback?: string): string {
  if (value === undefined && fallback !== undefined) return fallback
  if (typeof value !== 'string') throw new Error(`App configuration: ${key} is not a text`)
  return value
}
