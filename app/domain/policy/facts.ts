import type { LineFacts, OrderFacts } from '../order.ts'

/** Everything a condition may look at for one line of a request. */
export type PolicyFacts = {
  readonly order: OrderFacts
  readonly line: LineFacts
  /** Shopify's reason handle; null while none is chosen. */
  readonly reasonHandle: string | null
  /** The shop's IANA time zone, and today's calendar day in it. */
  readonly timeZone: string
  readonly today: string
}

/** The names of facts that can be missing. Their words are in `i18n/` under `fact`. */
export const factNames = [
  'fulfillmentDate',
  'deliveryDate',
  'productTags',
  'productType',
  'price',
  'originalPrice',
  'orderCountry',
  'customerTags',
  'returnReason',
] as const
export type FactName = (typeof factNames)[number]
