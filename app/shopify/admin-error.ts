/** No usable answer came from Shopify: no connection, a timeout, a broken answer, HTTP 429 or 5xx, or no valid token. */
export type ShopifyUnreachable = Error & {
  readonly kind: 'shopify_unreachable'
  /** `false`: Shopify certainly did nothing. `unknown`: a mutation may have happened; read back before anything else. */
  readonly sent: false | 'unknown'
  readonly status: number | null
}

/** Shopify had no points left for the operation and did not begin it. */
export type ShopifyThrottled = Error & {
  readonly kind: 'shopify_throttled'
  /** Seconds after which there are enough points again, by Shopify's own figures. */
  readonly waitSeconds: number
}

/** The operation was answered with top-level errors: a mistake of ours, or a right that is missing. */
export type ShopifyGraphqlErrors = Error & {
  readonly kind: 'shopify_graphql_errors'
  readonly errors: readonly GraphqlError[]
}

export type GraphqlError = {
  readonly message: string
  readonly code: string | null
  readonly path: string | null
}

/** Makes a `ShopifyUnreachable`. */
export function shopifyUnreachable(
  message: string,
  details: { sent: false | 'unknown'; status?: number; cause?: unknown },
): ShopifyUnreachable {
  const { sent, status = null, cause } = details
  const error = new Error(message, cause === undefined ? {} : { cause })
  return Object.assign(error, {
    name: 'ShopifyUnreachable',
    kind: 'shopify_unreachable',
    sent,
    status,
  } as const)
}

/** Makes a `ShopifyThrottled`. */
export function shopifyThrottled(waitSeconds: number): ShopifyThrottled {
  const error = new Error(`Shopify has no points left; enough again in ${waitSeconds.toFixed(1)} s`)
  return Object.assign(error, { name: 'ShopifyThrottled', kind: 'shopify_throttled', waitSeconds } as const)
}

/** Makes a `ShopifyGraphqlErrors`. */
export function shopifyGraphqlErrors(errors: readonly GraphqlError[]): ShopifyGraphqlErrors {
  const error = new Error(`Shopify refused the operation: ${errors.map((each) => each.message).join('; ')}`)
  return Object.assign(error, {
    name: 'ShopifyGraphqlErrors',
    kind: 'shopify_graphql_errors',
    errors,
  } as const)
}

/** Whether no usable answer came. Look at `sent` before you do anything about a mutation. */
export function isShopifyUnreachable(error: unknown): error is ShopifyUnreachable {
  return hasKind(error, 'shopify_unreachable')
}

/** Whether Shopify had no points left. */
export function isShopifyThrottled(error: unknown): error is ShopifyThrottled {
  return hasKind(error, 'shopify_throttled')
}

/** Whether Shopify answered with top-level errors. */
export function isShopifyGraphqlErrors(error: unknown): error is ShopifyGraphqlErrors {
  return hasKind(error, 'shopify_graphql_errors')
}

/** Whether the answer was a missing right, for example to orders beyond 60 days. */
export function isAccessDenied(error: unknown): boolean {
  return isShopifyGraphqlErrors(error) && error.errors.some((each) => each.code === 'ACCESS_DENIED')
}

function hasKind(error: unknown, kind: string): boolean {
  return error instanceof Error && 'kind' in error && error.kind === kind
}
