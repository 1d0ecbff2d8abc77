import { epochDayOf } from '../dates.ts'
import type { Money } from '../money.ts'
import type { LineFacts, OrderFacts } from '../order.ts'
import type { ReasonFacts } from './reasons.ts'
import type { Outcome } from './terms/outcomes.ts'

/** How a request reached the shop. */
export const requestChannels = ['online', 'phone', 'store', 'letter'] as const
export type RequestChannel = (typeof requestChannels)[number]

/** What the shopper says of one part of a request. `null` = not said yet: a condition that needs it is unknown. */
export type RequestFacts = {
  /** A reason of the policy's tree, or Shopify's reason handle. */
  readonly reason: string | null
  /** Answers to condition questions: answer id by question id. */
  readonly answers: Readonly<Record<string, string>> | null
  readonly photos: number | null
  readonly outcome: Outcome | null
  /** Units asked back; null while none is chosen. */
  readonly quantity: number | null
  readonly channel: RequestChannel
}

/** A request of which nothing is known yet: how lines are judged when they are first shown. */
export const openRequest: RequestFacts = {
  reason: null,
  answers: null,
  photos: null,
  outcome: null,
  quantity: null,
  channel: 'online',
}

/** Calendar days in the shop's zone as epoch days. `lastDelivered` is known only once every sent part of the order arrived. */
export type DayFacts = {
  readonly today: number
  readonly placed: number
  readonly fulfilled: number | null
  readonly delivered: number | null
  readonly lastDelivered: number | null
  readonly accountMade: number | null
}

/** Texts that are compared without case, folded once per line. */
export type FoldedFacts = {
  readonly productTags: readonly string[] | null
  readonly productType: string | null
  readonly vendor: string | null
  readonly sku: string | null
  readonly orderTags: readonly string[]
  readonly customerTags: readonly string[]
  readonly discountCodes: readonly string[]
}

/** Everything a condition may look at for one part of a request. */
export type PolicyFacts = {
  readonly order: OrderFacts
  readonly line: LineFacts
  readonly request: RequestFacts
  readonly reason: ReasonFacts
  readonly days: DayFacts
  readonly folded: FoldedFacts
}

/** A fact as it was found, for the trace. */
export type FactValue = string | number | boolean | readonly string[] | Money

/** The names of facts that can be missing. Their words are in `i18n/` under `fact`. */
export const factNames = [
  'fulfillmentDate',
  'deliveryDate',
  'lastDeliveryDate',
  'productTags',
  'productType',
  'vendor',
  'sku',
  'product',
  'variant',
  'collections',
  'metafield',
  'price',
  'originalPrice',
  'orderTotal',
  'orderDiscount',
  'orderChannel',
  'paymentGateway',
  'market',
  'orderCountry',
  'province',
  'postcode',
  'businessOrder',
  'firstOrder',
  'subscription',
  'customItem',
  'customer',
  'customerTags',
  'customerOrders',
  'customerReturns',
  'refundedSum',
  'accountAge',
  'blocklist',
  'returnReason',
  'fault',
  'answers',
  'photos',
  'requestedOutcome',
  'requestedQuantity',
  // Always known: here so that every condition can name its fact.
  'orderDate',
  'orderedQuantity',
  'orderTags',
  'discountCodes',
  'testOrder',
  'giftCard',
  'digital',
  'bundle',
  'requestChannel',
  'today',
] as const
export type FactName = (typeof factNames)[number]

/** Facts that the shopper has yet to give: a missing one is a question still open, not a hole in the data. */
export const requestFactNames: ReadonlySet<FactName> = new Set([
  'returnReason',
  'fault',
  'answers',
  'photos',
  'requestedOutcome',
  'requestedQuantity',
])

/** What is the same for all lines of an order, worked out once. */
export type OrderContext = {
  readonly order: OrderFacts
  readonly today: number
  readonly timeZone: string
  readonly placed: number
  readonly lastDelivered: number | null
  readonly accountMade: number | null
  readonly folded: Omit<FoldedFacts, 'productTags' | 'productType' | 'vendor' | 'sku'>
}

/** Works out what all lines of an order share. `now` is an instant, the zone the shop's. */
export function orderContext(order: OrderFacts, now: string, timeZone: string): OrderContext {
  const since = order.customer?.since ?? null
  return {
    order,
    today: epochDayOf(now, timeZone),
    timeZone,
    placed: epochDayOf(order.placedAt, timeZone),
    lastDelivered: lastDeliveryOf(order, timeZone),
    accountMade: since === null ? null : epochDayOf(since, timeZone),
    folded: {
      orderTags: fold(order.tags),
      customerTags: fold(order.customer?.tags ?? []),
      discountCodes: fold(order.discountCodes),
    },
  }
}

/** The facts of one line for one part of a request. */
export function factsOfLine(
  context: OrderContext,
  line: LineFacts,
  asked: { readonly request: RequestFacts; readonly reason: ReasonFacts },
): PolicyFacts {
  const { order, timeZone } = context
  const dayOrNull = (instant: string | null) => (instant === null ? null : epochDayOf(instant, timeZone))
  return {
    order,
    line,
    request: asked.request,
    reason: asked.reason,
    days: {
      today: context.today,
      placed: context.placed,
      fulfilled: dayOrNull(line.fulfilledAt),
      delivered: dayOrNull(line.deliveredAt),
      lastDelivered: context.lastDelivered,
      accountMade: context.accountMade,
    },
    folded: {
      ...context.folded,
      productTags: line.productTags === null ? null : fold(line.productTags),
      productType: line.productType?.toLowerCase() ?? null,
      vendor: line.vendor?.toLowerCase() ?? null,
      sku: line.sku?.toLowerCase() ?? null,
    },
  }
}

/** The day on which the last part of the order arrived; null while a part is under way or its arrival is not known. */
function lastDeliveryOf(order: OrderFacts, timeZone: string): number | null {
  let last: number | null = null
  for (const line of order.lines) {
    if (!line.requiresShipping) continue
    if (line.deliveredAt === null) return null
    const day = epochDayOf(line.deliveredAt, timeZone)
    if (last === null || day > last) last = day
  }
  return last
}

function fold(texts: readonly string[]): readonly string[] {
  return texts.map((text) => text.toLowerCase())
}
