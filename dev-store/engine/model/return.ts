import type { Amounts } from './money.ts'

export type ReturnStatus = 'CANCELED' | 'CLOSED' | 'DECLINED' | 'OPEN' | 'REQUESTED'

export type RestockingFee = { id: string; percentage: number; amount: Amounts }
export type ReturnShippingFee = { id: string; amount: Amounts; processed: boolean }

export type ReturnLineItem = {
  id: string
  fulfillmentLineItemId: string
  lineItemId: string
  quantity: number
  processedQuantity: number
  refundedQuantity: number
  /** Which units of the order line it claims, as half-open index ranges; processed and refunded from the first on. */
  units: [from: number, to: number][]
  reasonDefinitionId: string | null
  /** The legacy enum spelling, OTHER when the definition has none. */
  reason: string
  reasonNote: string
  customerNote: string | null
  restockingFee: RestockingFee | null
}

export type ExchangeLineItem = {
  id: string
  variantId: string | null
  productId: string | null
  title: string
  variantTitle: string | null
  variantSku: string | null
  quantity: number
  processedQuantity: number
  removedQuantity: number
  unitPrice: Amounts
  /** Discount of the whole line, all its quantity. */
  discount: Amounts
  discountDescription: string | null
  /** Taxes that its order line will carry. */
  taxRates: { title: string; rate: number }[]
  giftCardCodes: string[]
  /** Order lines that processing made. */
  lineItemIds: string[]
}

export type DispositionType = 'MISSING' | 'NOT_RESTOCKED' | 'PROCESSING_REQUIRED' | 'RESTOCKED'
export type Disposition = {
  id: string
  type: DispositionType
  quantity: number
  locationId: string | null
  createdAt: string
}

export type ReverseFulfillmentOrderLineItem = {
  id: string
  returnLineItemId: string
  fulfillmentLineItemId: string
  totalQuantity: number
  dispositions: Disposition[]
}

export type ReverseFulfillmentOrder = {
  id: string
  status: 'CANCELED' | 'CLOSED' | 'OPEN'
  locationId: string | null
  thirdPartyConfirmation: string | null
  lineItems: ReverseFulfillmentOrderLineItem[]
  reverseDeliveries: ReverseDelivery[]
}

export type ReverseDeliveryLineItem = {
  id: string
  reverseFulfillmentOrderLineItemId: string
  quantity: number
}
export type ReverseDelivery = {
  id: string
  createdAt: string
  lineItems: ReverseDeliveryLineItem[]
  tracking: { carrierName: string | null; number: string | null; url: string | null } | null
  label: { publicFileUrl: string | null; createdAt: string; updatedAt: string } | null
}

export type Return = {
  id: string
  /** '#1001-R1' */
  name: string
  status: ReturnStatus
  createdAt: string
  closedAt: string | null
  requestApprovedAt: string | null
  decline: { reason: string; note: string | null } | null
  lineItems: ReturnLineItem[]
  exchangeLineItems: ExchangeLineItem[]
  shippingFees: ReturnShippingFee[]
  reverseFulfillmentOrders: ReverseFulfillmentOrder[]
  refundIds: string[]
  staffMemberId: string | null
}

export type RefundLineItem = {
  id: string
  lineItemId: string
  quantity: number
  /** Which units of the order line it pays back, as half-open index ranges. */
  units: [from: number, to: number][]
  restockType: 'CANCEL' | 'LEGACY_RESTOCK' | 'NO_RESTOCK' | 'RETURN'
  restocked: boolean
  locationId: string | null
  subtotal: Amounts
  tax: Amounts
  price: Amounts
}

export type OrderAdjustment = { id: string; reason: string; amount: Amounts; tax: Amounts }
export type RefundShippingLine = { id: string; shippingLineId: string; subtotal: Amounts; tax: Amounts }
export type RefundDuty = { dutyId: string; amount: Amounts }

/** Its transactions are those of the order whose `refundId` is this id. */
export type Refund = {
  id: string
  createdAt: string
  processedAt: string
  updatedAt: string
  note: string | null
  returnId: string | null
  staffMemberId: string | null
  lineItems: RefundLineItem[]
  shippingLines: RefundShippingLine[]
  duties: RefundDuty[]
  adjustments: OrderAdjustment[]
  /** Tip refunded, when a tipLineId was given. */
  tip: Amounts | null
}
