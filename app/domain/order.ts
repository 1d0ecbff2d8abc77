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
  readonly country: string | null
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
