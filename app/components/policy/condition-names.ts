import type { LeafKind } from '#app/domain/policy/conditions/index.ts'
import type { ConditionGroup } from '#app/domain/policy/conditions/condition.ts'

/** Where conditions stand in the list to choose from. */
export const groupNames: Readonly<Record<ConditionGroup, string>> = {
  order: 'Order',
  line: 'Item',
  buyer: 'Buyer',
  destination: 'Destination',
  request: 'Request',
  time: 'Time',
}

/** What each condition is called there. A new condition without a name does not compile. */
export const conditionNames: Readonly<Record<LeafKind, string>> = {
  daysSince: 'Days since',
  productTag: 'Product tag',
  productType: 'Product type',
  price: 'Price',
  quantity: 'Quantity sent',
  vendor: 'Vendor',
  discountShare: 'Discount on the item',
  orderCountry: 'Country of delivery',
  customerTag: 'Customer tag',
  returnReason: 'Return reason',
}

/** The words of fixed options. */
export const optionWords: Readonly<Record<string, string>> = {
  buyer: 'The buyer is at fault',
  merchant: 'We are at fault',
  carrier: 'The carrier is at fault',
  nobody: 'Nobody is at fault',
  refund: 'Refund',
  store_credit: 'Store credit',
  exchange: 'Exchange',
  online: 'Online',
  phone: 'By phone',
  store: 'In a shop',
  letter: 'By letter',
}
