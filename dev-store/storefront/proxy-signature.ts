import { createHmac } from 'node:crypto'

/** Parameters that Shopify itself adds; a visitor's own of the same name are not passed on (inferred: see the README). */
const RESERVED = ['shop', 'logged_in_customer_id', 'path_prefix', 'timestamp', 'signature']

/**
 * Signature of an app-proxy request: every parameter but `signature`, repeated ones joined by a comma, as `key=value`,
 * sorted, put together without separator, hex HMAC-SHA256 with the app's secret.
 * Source: "Authenticate app proxies", shopify.dev (its two vectors are the test).
 */
export function proxySignature(params: URLSearchParams, secret: string): string {
  const values = new Map<string, string[]>()
  for (const [key, value] of params) {
    if (key === 'signature') continue
    values.set(key, [...(values.get(key) ?? []), value])
  }
  const message = [...values]
    .map(([key, list]) => `${key}=${list.join(',')}`)
    .sort()
    .join('')
  return createHmac('sha256', secret).update(message).digest('hex')
}

export type ProxyIdentity = {
  /** myshopify.com domain. */
  shop: string
  /** Number of the signed-in customer, or '' when nobody is: the parameter is there and blank then. */
  customerId: string
  /** '/apps/returns' */
  pathPrefix: string
  /** Unix seconds. */
  timestamp: number
  secret: string
}

/** The visitor's query with Shopify's parameters and the signature at its end. */
export function signedProxyQuery(visitor: URLSearchParams, identity: ProxyIdentity): URLSearchParams {
  const params = new URLSearchParams()
  for (const [key, value] of visitor) {
    if (!RESERVED.includes(key)) params.append(key, value)
  }
  params.append('shop', identity.shop)
  params.append('logged_in_customer_id', identity.customerId)
  params.append('path_prefix', identity.pathPrefix)
  params.append('timestamp', String(identity.timestamp))
  params.append('signature', proxySignature(params, identity.secret))
  return params
}
