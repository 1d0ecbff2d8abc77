import { FulfillmentLineItemGid } from '../ids.ts'

/**
 * Of a line read in bulk it is known that it was sent, not as which line of which parcel: no policy asks. This id stands in for it; it is
 * made from the line item's GID and is never sent to Shopify.
 */
export function unknownFulfillmentOf(lineItemGid: string): FulfillmentLineItemGid {
  const tail = lineItemGid.slice(lineItemGid.lastIndexOf('/') + 1)
  return FulfillmentLineItemGid.parse(`gid://shopify/FulfillmentLineItem/line-${tail}`)
}

/** Whether an id only stands in. */
export function isUnknownFulfillment(gid: FulfillmentLineItemGid): boolean {
  return gid.startsWith('gid://shopify/FulfillmentLineItem/line-')
}
