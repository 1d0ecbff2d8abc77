import { z } from 'zod'
import type { FactName, FactValue, PolicyFacts } from '../facts.ts'
import type { Truth } from '../truth.ts'
import type { Words } from '../words.ts'
import type { ConditionDefinition } from './condition.ts'
import { accountAge } from './account-age.ts'
import { answer } from './answer.ts'
import { blocklisted } from './blocklisted.ts'
import { bundlePart } from './bundle-part.ts'
import { businessOrder } from './business-order.ts'
import { collection } from './collection.ts'
import { customItem } from './custom-item.ts'
import { customerOrders } from './customer-orders.ts'
import { customerReturns } from './customer-returns.ts'
import { customerTag } from './customer-tag.ts'
import { daysSince } from './days-since.ts'
import { destinationPostcode } from './destination-postcode.ts'
import { destinationRegion } from './destination-region.ts'
import { digital } from './digital.ts'
import { discountCode } from './discount-code.ts'
import { discountShare } from './discount-share.ts'
import { discounted } from './discounted.ts'
import { fault } from './fault.ts'
import { firstOrder } from './first-order.ts'
import { giftCard } from './gift-card.ts'
import { guest } from './guest.ts'
import { market } from './market.ts'
import { metafield } from './metafield.ts'
import { orderChannel } from './order-channel.ts'
import { orderCountry } from './order-country.ts'
import { orderDate } from './order-date.ts'
import { orderDiscountShare } from './order-discount-share.ts'
import { orderTag } from './order-tag.ts'
import { orderTotal } from './order-total.ts'
import { paymentGateway } from './payment-gateway.ts'
import { photos } from './photos.ts'
import { price } from './price.ts'
import { product } from './product.ts'
import { productTag } from './product-tag.ts'
import { productType } from './product-type.ts'
import { quantity } from './quantity.ts'
import { refundedSum } from './refunded-sum.ts'
import { requestChannel } from './request-channel.ts'
import { requestedOutcome } from './requested-outcome.ts'
import { requestedQuantity } from './requested-quantity.ts'
import { returnRate } from './return-rate.ts'
import { returnReason } from './return-reason.ts'
import { season } from './season.ts'
import { sku } from './sku.ts'
import { subscription } from './subscription.ts'
import { testOrder } from './test-order.ts'
import { variant } from './variant.ts'
import { vendor } from './vendor.ts'
import type { SlotTable, Test } from './slots.ts'

/** Every condition over one fact, one file each. All / any / not combine them below. */
export const conditions = {
  // order
  orderDate,
  orderTag,
  orderTotal,
  discountCode,
  orderDiscountShare,
  orderChannel,
  paymentGateway,
  market,
  firstOrder,
  testOrder,
  businessOrder,
  // line
  product,
  variant,
  sku,
  productType,
  vendor,
  productTag,
  collection,
  metafield,
  price,
  discounted,
  discountShare,
  quantity,
  giftCard,
  digital,
  subscription,
  bundlePart,
  customItem,
  // buyer
  customerTag,
  customerOrders,
  customerReturns,
  returnRate,
  refundedSum,
  accountAge,
  guest,
  blocklisted,
  // destination
  orderCountry,
  destinationRegion,
  destinationPostcode,
  // request
  returnReason,
  fault,
  answer,
  photos,
  requestedOutcome,
  requestedQuantity,
  requestChannel,
  // time
  daysSince,
  season,
} as const

const leaves = [
  orderDate.schema,
  orderTag.schema,
  orderTotal.schema,
  discountCode.schema,
  orderDiscountShare.schema,
  orderChannel.schema,
  paymentGateway.schema,
  market.schema,
  firstOrder.schema,
  testOrder.schema,
  businessOrder.schema,
  product.schema,
  variant.schema,
  sku.schema,
  productType.schema,
  vendor.schema,
  productTag.schema,
  collection.schema,
  metafield.schema,
  price.schema,
  discounted.schema,
  discountShare.schema,
  quantity.schema,
  giftCard.schema,
  digital.schema,
  subscription.schema,
  bundlePart.schema,
  customItem.schema,
  customerTag.schema,
  customerOrders.schema,
  customerReturns.schema,
  returnRate.schema,
  refundedSum.schema,
  accountAge.schema,
  guest.schema,
  blocklisted.schema,
  orderCountry.schema,
  destinationRegion.schema,
  destinationPostcode.schema,
  returnReason.schema,
  fault.schema,
  answer.schema,
  photos.schema,
  requestedOutcome.schema,
  requestedQuantity.schema,
  requestChannel.schema,
  daysSince.schema,
  season.schema,
] as const
export type LeafCondition = z.infer<(typeof leaves)[number]>
export type LeafKind = LeafCondition['kind']

/** A tree of all / any / not over typed facts. An empty `all` is true, an empty `any` is false. Depth at most 8. */
export type Condition =
  | LeafCondition
  | { kind: 'all'; of: Condition[] }
  | { kind: 'any'; of: Condition[] }
  | { kind: 'not'; of: Condition }

// One discriminated union per depth: a wrong part is then named by its own path, not by that of the whole tree.
const node = (depth: number): z.ZodType<Condition> => {
  if (depth === 0) return z.discriminatedUnion('kind', leaves)
  const child = z.lazy(() => node(depth - 1))
  return z.discriminatedUnion('kind', [
    ...leaves,
    z.object({ kind: z.literal('all'), of: z.array(child).max(50) }),
    z.object({ kind: z.literal('any'), of: z.array(child).max(50) }),
    z.object({ kind: z.literal('not'), of: child }),
  ])
}

export const Condition: z.ZodType<Condition> = node(8)

/** All kinds of condition, in the order in which the editor lists them. */
// The keys of the registry are exactly the kinds: a leaf of an unknown kind is refused by the schema above.
export const conditionKinds = Object.keys(conditions) as readonly LeafKind[]

/** The definition of a kind, typed for any leaf: call its functions with leaves of that kind only. */
export function conditionOf(kind: LeafKind): ConditionDefinition<LeafCondition> {
  // Each entry takes exactly the leaf of its own kind; the compiler cannot follow that through the lookup.
  return conditions[kind] as unknown as ConditionDefinition<LeafCondition>
}

/** A leaf's closure over the slot that the table gives its fact. */
export function compileLeaf(leaf: LeafCondition, table: SlotTable): Test {
  const definition = conditionOf(leaf.kind)
  return definition.compile(leaf, table.slotOf(definition.reader(leaf)))
}

/** Asks one leaf by itself: for tools that look at single conditions; rules are compiled. */
export function askLeaf(leaf: LeafCondition, facts: PolicyFacts): Truth {
  const definition = conditionOf(leaf.kind)
  return definition.compile(leaf, 0)([definition.reader(leaf).read(facts)])
}

/** The fact that a leaf looks at. */
export function factOfLeaf(leaf: LeafCondition): FactName {
  return conditionOf(leaf.kind).fact(leaf)
}

/** What that fact is for these facts; null when it is missing. */
export function foundByLeaf(leaf: LeafCondition, facts: PolicyFacts): FactValue | null {
  return conditionOf(leaf.kind).found(leaf, facts)
}

/** A leaf as words. */
export function wordsOfLeaf(leaf: LeafCondition): Words {
  return conditionOf(leaf.kind).words(leaf)
}
