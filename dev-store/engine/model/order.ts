import type { Amounts } from './money.ts'
import type { Refund, Return } from './return.ts'

export type CustomAttribute = { key: string; value: string }

/** A postal address. Absent parts are null, as Shopify answers them. */
export type Address = {
  id: string
  firstName: string | null
  lastName: string | null
  company: string | null
  address1: string | null
  address2: string | null
  city: string | null
  provinceCode: string | null
  province: string | null
  countryCode: string | null
  country: string | null
  zip: string | null
  phone: string | null
}

/** One tax on one line: `amount` is the tax of the whole line (all its quantity). */
export type TaxLine = { title: string; rate: number; amount: Amounts }

/** `amount` is the share of the whole line; `application` indexes `Order.discountApplications`. */
export type DiscountAllocation = { application: number; amount: Amounts }

/** `targetSelection: 'ALL'` with `allocationMethod: 'ACROSS'` is an order-level discount. */
export type DiscountApplication = {
  kind: 'code' | 'automatic' | 'manual' | 'script'
  title: string
  /** The code as the buyer typed it; null unless `kind` is 'code'. */
  code: string | null
  description: string | null
  value: { percentage: number } | { amount: Amounts }
  targetType: 'LINE_ITEM' | 'SHIPPING_LINE'
  targetSelection: 'ALL' | 'ENTITLED' | 'EXPLICIT'
  allocationMethod: 'ACROSS' | 'EACH' | 'ONE'
}

export type Duty = {
  id: string
  harmonizedSystemCode: string | null
  countryCodeOfOrigin: string | null
  price: Amounts
  taxLines: TaxLine[]
}

/** Bundles: the components of one parent share a group. */
export type LineItemGroup = {
  id: string
  title: string
  quantity: number
  productId: string | null
  variantId: string | null
  variantSku: string | null
}

export type LineItem = {
  id: string
  title: string
  variantTitle: string | null
  sku: string | null
  vendor: string | null
  /** Null for a custom line and after the product was deleted. */
  productId: string | null
  variantId: string | null
  /** Ordered quantity; an order edit that adds units raises it. */
  quantity: number
  /** Units taken off the order by an order edit or by refunding them before fulfilment. Returns are NOT counted here. */
  removedQuantity: number
  /** Price of one unit before discounts. */
  unitPrice: Amounts
  discountAllocations: DiscountAllocation[]
  taxLines: TaxLine[]
  taxable: boolean
  requiresShipping: boolean
  isGiftCard: boolean
  /** Weight of one unit in grams. */
  grams: number
  customAttributes: CustomAttribute[]
  groupId: string | null
  duties: Duty[]
  sellingPlan: { name: string; sellingPlanId: string | null } | null
  contractId: string | null
  /** Set when this line was made by processing an exchange line of a return. */
  exchange: { returnId: string; exchangeLineItemId: string } | null
  /** A tip is a line of its own; its id is the `tipLineId` of refunds. */
  isTip: boolean
  /** ISO time; later than the order's when an order edit added it. */
  addedAt: string
}

export type ShippingLine = {
  id: string
  title: string
  code: string | null
  source: string | null
  carrierIdentifier: string | null
  deliveryCategory: string | null
  phone: string | null
  price: Amounts
  discountAllocations: DiscountAllocation[]
  taxLines: TaxLine[]
  custom: boolean
  isRemoved: boolean
}

export type TransactionKind =
  | 'AUTHORIZATION'
  | 'CAPTURE'
  | 'CHANGE'
  | 'EMV_AUTHORIZATION'
  | 'REFUND'
  | 'SALE'
  | 'SUGGESTED_REFUND'
  | 'VOID'
export type TransactionStatus = 'AWAITING_RESPONSE' | 'ERROR' | 'FAILURE' | 'PENDING' | 'SUCCESS' | 'UNKNOWN'

export type PaymentDetails =
  | { type: 'card'; company: string; number: string; name: string | null; wallet: string | null }
  | { type: 'gift_card'; giftCardId: string; lastCharacters: string }
  | { type: 'store_credit'; accountId: string }
  | { type: 'local' | 'paypal' | 'manual' }

export type Transaction = {
  id: string
  kind: TransactionKind
  status: TransactionStatus
  /** 'shopify_payments', 'gift_card', 'shopify_store_credit', 'paypal', 'cash', 'manual', 'Cash on Delivery (COD)'… */
  gateway: string
  formattedGateway: string
  /** Always positive, whatever the kind. */
  amount: Amounts
  /** Cash rounding of a POS payment, or null. */
  rounding: Amounts | null
  parentId: string | null
  /** Set on REFUND transactions. */
  refundId: string | null
  createdAt: string
  processedAt: string
  test: boolean
  errorCode: string | null
  manualPaymentGateway: boolean
  multiCapturable: boolean
  authorizationExpiresAt: string | null
  authorizationCode: string | null
  paymentId: string | null
  paymentDetails: PaymentDetails | null
  /** Presentment per shop unit on the day of a refund; absent where the order has one currency. */
  currentRate?: number
  /** A refund that a fault left pending: what it becomes, and when (ISO time). */
  settlesAt: string | null
  settlesAs: { status: TransactionStatus; errorCode: string | null } | null
}

export type FulfillmentEvent = {
  id: string
  /** FulfillmentEventStatus: IN_TRANSIT, DELIVERED… */
  status: string
  happenedAt: string
  createdAt: string
  message: string | null
  city: string | null
  country: string | null
  estimatedDeliveryAt: string | null
}
export type FulfillmentLineItem = { id: string; lineItemId: string; quantity: number }
export type Tracking = { number: string | null; company: string | null; url: string | null }

export type Fulfillment = {
  id: string
  /** '#1001-F1' */
  name: string
  status: 'SUCCESS' | 'CANCELLED' | 'ERROR' | 'FAILURE' | 'OPEN' | 'PENDING'
  createdAt: string
  updatedAt: string
  inTransitAt: string | null
  deliveredAt: string | null
  estimatedDeliveryAt: string | null
  locationId: string | null
  tracking: Tracking[]
  lineItems: FulfillmentLineItem[]
  events: FulfillmentEvent[]
  fulfillmentOrderIds: string[]
}

export type FulfillmentHold = {
  id: string
  reason: string
  reasonNotes: string | null
  displayReason: string
  handle: string | null
  externalId: string | null
  /** Null when Shopify itself placed it. */
  heldByAppId: string | null
}
export type FulfillmentOrderLineItem = {
  id: string
  lineItemId: string
  totalQuantity: number
  remainingQuantity: number
}

export type FulfillmentOrder = {
  id: string
  status: 'CANCELLED' | 'CLOSED' | 'INCOMPLETE' | 'IN_PROGRESS' | 'ON_HOLD' | 'OPEN' | 'SCHEDULED'
  requestStatus: string
  assignedLocationId: string
  createdAt: string
  updatedAt: string
  fulfillAt: string | null
  holds: FulfillmentHold[]
  lineItems: FulfillmentOrderLineItem[]
}

export type AdditionalFee = { id: string; name: string; price: Amounts; taxLines: TaxLine[] }

/** What Shopify calls a sales agreement: one record for the order, and one for each edit, return or refund that changed sales. */
export type SalesAgreement = {
  id: string
  reason: 'ORDER' | 'ORDER_EDIT' | 'REFUND' | 'RETURN'
  happenedAt: string
  /** Refund or return that it stands for. */
  subjectId: string | null
  sales: Sale[]
}
export type Sale = {
  id: string
  actionType: 'ORDER' | 'RETURN' | 'UPDATE' | 'UNKNOWN'
  lineType: 'PRODUCT' | 'SHIPPING' | 'TIP' | 'GIFT_CARD' | 'DUTY' | 'ADDITIONAL_FEE' | 'FEE' | 'ADJUSTMENT'
  lineItemId: string | null
  quantity: number | null
  totalAmount: Amounts
  totalDiscount: Amounts
  totalTax: Amounts
}

export type Dispute = { id: string; initiatedAs: 'CHARGEBACK' | 'INQUIRY'; status: string }
export type PaymentTerms = {
  id: string
  name: string
  type: string
  dueInDays: number | null
  dueAt: string | null
  overdue: boolean
}

/** The aggregate: everything that belongs to an order lives inside it, so that one copy of it undoes a mutation. */
export type Order = {
  id: string
  shop: string
  name: string
  number: number
  confirmationNumber: string
  createdAt: string
  processedAt: string
  updatedAt: string
  cancelledAt: string | null
  cancelReason: string | null
  staffNote: string | null
  closedAt: string | null
  test: boolean
  edited: boolean
  /** Set by redaction of the customer: personal fields are null then. */
  redacted: boolean
  customerId: string | null
  companyLocationId: string | null
  companyContactId: string | null
  email: string | null
  phone: string | null
  customerLocale: string | null
  note: string | null
  poNumber: string | null
  customAttributes: CustomAttribute[]
  tags: string[]
  sourceName: string
  sourceIdentifier: string | null
  retailLocationId: string | null
  currency: string
  presentmentCurrency: string
  /** Presentment per one unit of shop currency, as a decimal number; 1 when the currencies agree. */
  presentmentRate: number
  taxesIncluded: boolean
  dutiesIncluded: boolean
  taxExempt: boolean
  shippingAddress: Address | null
  billingAddress: Address | null
  lineItems: LineItem[]
  lineItemGroups: LineItemGroup[]
  shippingLines: ShippingLine[]
  discountApplications: DiscountApplication[]
  additionalFees: AdditionalFee[]
  transactions: Transaction[]
  paymentTerms: PaymentTerms | null
  /** True for an order that was created without any payment information: displayFinancialStatus is null (captured). */
  paymentless: boolean
  disputes: Dispute[]
  fulfillments: Fulfillment[]
  fulfillmentOrders: FulfillmentOrder[]
  refunds: Refund[]
  returns: Return[]
  /** What came after the sale; the sale's own agreement follows from the order until an edit writes it down. */
  agreements: SalesAgreement[]
  metafields: Metafield[]
  riskLevel: string
  draftOrderId: string | null
}

export type Metafield = {
  id: string
  namespace: string
  key: string
  type: string
  value: string
  createdAt: string
  updatedAt: string
}
