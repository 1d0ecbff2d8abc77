import type { CustomerGid, FulfillmentLineItemGid, LineItemGid, OrderGid } from './ids.ts'
import type { Money } from './money.ts'

/**
 * What the core may know of an order. Not Shopify's type: adapters in `shopify/` build it, so that the same facts can
 * come from an order read now, from a stored copy, or from a table of past orders. All instants are ISO 8601 in UTC.
 * `null` always means "not known" and makes a condition that needs the fact `unknown`.
 */
export type OrderFacts = {
  readonly id: OrderGid
  readonly name: string
  readonly placedAt: string
  readonly cancelledAt: string | null
  readonly currency: string
  readonly shopCurrency: string
  readonly total: Money
  readonly email: string | null
  readonly phone: string | null
  readonly postcode: string | null
  /** Ship-to country, ISO 3166-1 alpha-2, and the part of it as Shopify writes it (`CA`, `NSW`). */
  readonly country: string | null
  readonly province: string | null
  /** Handle of the market that the order was placed in. */
  readonly market: string | null
  /** Where it was sold: Shopify's `sourceName`, e.g. `web`, `pos`. */
  readonly channel: string | null
  /** Payment gateways as Shopify names them, e.g. `shopify_payments`, `gift_card`. */
  readonly gateways: readonly string[] | null
  /** Bought by a company (B2B), not by a consumer. */
  readonly isBusiness: boolean | null
  /** Whether it was the buyer's first order at this shop. */
  readonly isFirst: boolean | null
  /** All discounts of the order, and its goods before them, presentment currency. */
  readonly discounts: Money | null
  readonly undiscountedSubtotal: Money | null
  readonly tags: readonly string[]
  readonly discountCodes: readonly string[]
  readonly test: boolean
  readonly customer: CustomerFacts | null
  readonly lines: readonly LineFacts[]
}

export type CustomerFacts = {
  readonly id: CustomerGid
  readonly tags: readonly string[]
  readonly orderCount: number | null
  /** When the account was made. */
  readonly since: string | null
  /** Returns asked for at this shop so far, and what was refunded for them in the one currency that all of it was in. */
  readonly returnCount: number | null
  readonly refunded: Money | null
  /** Whether the merchant put this buyer on the list of those whom a person must look at. */
  readonly isBlocklisted: boolean | null
}

/**
 * One returnable unit group: the part of an order line that left in one fulfilment (Shopify returns consume
 * fulfilment line items, not order lines). The part not yet fulfilled is a line of its own with `fulfillmentLineItemId: null`.
 */
export type LineFacts = {
  /** Unique within the order: the fulfilment line item's GID, or the line item's GID for the unfulfilled part. */
  readonly id: string
  readonly lineItemId: LineItemGid
  readonly fulfillmentLineItemId: FulfillmentLineItemGid | null
  readonly title: string
  readonly variantTitle: string | null
  readonly sku: string | null
  readonly imageUrl: string | null
  readonly productId: string | null
  readonly variantId: string | null
  readonly productType: string | null
  readonly productTags: readonly string[] | null
  readonly vendor: string | null
  readonly isGiftCard: boolean
  readonly requiresShipping: boolean
  /** Sold by a selling plan (subscription, pre-order). */
  readonly isSubscription: boolean | null
  /** A line that staff typed in, of no product of the shop. */
  readonly isCustom: boolean | null
  /** The bundle that the line is a part of; null when it is of none. */
  readonly bundleId: string | null
  /** By collection GID whether the product is in it; only those that were asked for. */
  readonly collections: Readonly<Record<string, boolean>> | null
  /** By `namespace.key` the product's metafield as text (null = not set); only those that were asked for. */
  readonly metafields: Readonly<Record<string, string | null>> | null
  /** Units in this group (fulfilled, or not yet fulfilled). */
  readonly quantity: number
  /** Units that Shopify would still accept on a return now. */
  readonly returnableQuantity: number
  /** Price per unit before and after all discounts, presentment currency. The second is Shopify's approximation: never pay by it. */
  readonly originalUnitPrice: Money
  readonly discountedUnitPrice: Money
  readonly fulfilledAt: string | null
  readonly deliveredAt: string | null
}
