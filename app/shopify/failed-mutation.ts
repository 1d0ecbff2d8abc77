import {
  isAccessDenied,
  isShopifyGraphqlErrors,
  isShopifyThrottled,
  isShopifyUnreachable,
} from './admin-error.ts'

/**
 * What an exception says about a mutation that was sent: `not_done`: Shopify certainly did nothing and the same may be sent
 * again later; a right that the shop took back is among it, because it can give it again. `refused`: Shopify would not even
 * begin it (a mistake of ours): sending it again is no use. `unknown`: anything else, above all time-outs and broken answers. Never taken for a failure.
 */
export type FailedMutation =
  | { readonly kind: 'not_done' }
  | { readonly kind: 'refused'; readonly words: string }
  | { readonly kind: 'unknown'; readonly words: string }

/** Reads an exception of `AdminGraphql` after a mutation. */
export function failedMutation(error: unknown): FailedMutation {
  if (isShopifyThrottled(error)) return { kind: 'not_done' }
  if (isShopifyUnreachable(error) && error.sent === false) return { kind: 'not_done' }
  if (isAccessDenied(error)) return { kind: 'not_done' }
  const words = error instanceof Error ? error.message : String(error)
  if (isShopifyGraphqlErrors(error)) return { kind: 'refused', words }
  return { kind: 'unknown', words }
}
