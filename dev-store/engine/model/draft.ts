import type {
  Address,
  CustomAttribute,
  DiscountApplication,
  LineItem,
  Metafield,
  Order,
  PaymentTerms,
  ShippingLine,
} from './order.ts'

export type DraftOrderLine = Pick<
  LineItem,
  | 'id'
  | 'title'
  | 'variantTitle'
  | 'sku'
  | 'productId'
  | 'variantId'
  | 'quantity'
  | 'unitPrice'
  | 'taxable'
  | 'requiresShipping'
  | 'isGiftCard'
  | 'grams'
  | 'customAttributes'
  | 'taxLines'
  | 'discountAllocations'
>
export type DraftOrder = {
  id: string
  shop: string
  name: string
  status: 'COMPLETED' | 'INVOICE_SENT' | 'OPEN'
  createdAt: string
  updatedAt: string
  completedAt: string | null
  invoiceSentAt: string | null
  email: string | null
  phone: string | null
  customerId: string | null
  companyLocationId: string | null
  note: string | null
  tags: string[]
  customAttributes: CustomAttribute[]
  currency: string
  presentmentCurrency: string
  presentmentRate: number
  taxesIncluded: boolean
  taxExempt: boolean
  lineItems: DraftOrderLine[]
  shippingLine: ShippingLine | null
  discountApplications: DiscountApplication[]
  shippingAddress: Address | null
  billingAddress: Address | null
  paymentTerms: PaymentTerms | null
  orderId: string | null
  metafields: Metafield[]
}

/** An order edit that was begun: a changed copy of the order. Committing it removes it. */
export type CalculatedOrder = {
  id: string
  shop: string
  orderId: string
  /** Digest of the order's lines and of what happened to them when the edit began: whoever comes between wins. */
  base: string
  order: Order
  /** Line id → location where its removed units go back on the shelf. */
  restock: Record<string, string>
  createdAt: string
}
