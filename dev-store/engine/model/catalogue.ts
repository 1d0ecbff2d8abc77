import type { Money } from './money.ts'
import type { Metafield } from './order.ts'

/** `path` is served by the main host under `/files/…`; `svg` is the picture itself (small, made by the seed). */
export type StoredImage = { id: string; altText: string | null; path: string; width: number; height: number }

export type Product = {
  id: string
  shop: string
  title: string
  handle: string
  descriptionHtml: string
  productType: string
  vendor: string
  status: 'ACTIVE' | 'ARCHIVED' | 'DRAFT'
  tags: string[]
  isGiftCard: boolean
  createdAt: string
  updatedAt: string
  publishedAt: string | null
  options: { id: string; name: string; values: string[] }[]
  images: StoredImage[]
  variantIds: string[]
  metafields: Metafield[]
}

export type Variant = {
  id: string
  shop: string
  productId: string
  title: string
  sku: string | null
  barcode: string | null
  price: Money
  compareAtPrice: Money | null
  taxable: boolean
  position: number
  selectedOptions: { name: string; value: string }[]
  inventoryItemId: string
  createdAt: string
  updatedAt: string
  imageIndex: number | null
  metafields: Metafield[]
}

export type InventoryItem = {
  id: string
  shop: string
  variantId: string
  sku: string | null
  tracked: boolean
  requiresShipping: boolean
  grams: number
  unitCost: Money | null
  countryCodeOfOrigin: string | null
  harmonizedSystemCode: string | null
  createdAt: string
  updatedAt: string
}

/** Quantities by Shopify's names: available, on_hand, committed, reserved, damaged, safety_stock, quality_control, incoming. */
export type InventoryLevel = {
  id: string
  shop: string
  inventoryItemId: string
  locationId: string
  quantities: Record<string, number>
  createdAt: string
  updatedAt: string
}

export type Collection = {
  id: string
  shop: string
  title: string
  handle: string
  descriptionHtml: string
  productIds: string[]
  updatedAt: string
}

export type Location = {
  id: string
  shop: string
  name: string
  isActive: boolean
  deactivatedAt?: string | null
  isPrimary: boolean
  fulfillsOnlineOrders: boolean
  address1: string | null
  city: string | null
  countryCode: string
  country: string
  provinceCode: string | null
  zip: string | null
  phone: string | null
  createdAt: string
}
