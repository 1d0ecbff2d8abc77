import type { Context } from '../engine/context.ts'
import type { CsvOrder } from './parse-orders-csv.ts'
import { RETAIL_SHOP } from './retail-shop.ts'

export type RetailGoods = { productId: string; variantId: string }

type Item = { title: string; price: number; firstSold: string; index: number }

function handleOf(code: string, title: string): string {
  const text = `${title} ${code}`.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return text.replace(/^-|-$/g, '')
}

/** "WHITE HANGING HEART" → "White hanging heart": the file shouts. */
export function productTitle(description: string, code: string): string {
  const text = description.replace(/\s+/g, ' ').trim()
  if (text === '') return `Product ${code}`
  return text === text.toUpperCase() ? text.charAt(0) + text.slice(1).toLowerCase() : text
}

/** One product per stock code, spelt as in the file: its first description, its latest price. */
function items(orders: readonly CsvOrder[]): Map<string, Item> {
  const found = new Map<string, Item>()
  for (const order of orders) {
    for (const line of order.lines) {
      const item = found.get(line.stockCode)
      if (item) item.price = line.unitPriceMinor
      else {
        const title = productTitle(line.description, line.stockCode)
        found.set(line.stockCode, {
          title,
          price: line.unitPriceMinor,
          firstSold: line.invoicedAt,
          index: found.size,
        })
      }
    }
  }
  return found
}

/** Stock that every item starts with; the file says nothing of stock. */
const STOCK = 250

/** Makes the products of all orders and answers them by stock code. `instant` moves the file's times. */
export function insertCatalogue(
  context: Context,
  orders: readonly CsvOrder[],
  place: { locationId: string; instant: (localTime: string) => string },
): Map<string, RetailGoods> {
  const goods = new Map<string, RetailGoods>()
  const handles = new Set<string>()
  for (const [code, item] of items(orders)) {
    const productId = context.nextId('Product')
    const variantId = context.nextId('ProductVariant')
    const inventoryItemId = context.nextId('InventoryItem')
    const levelId = context.nextId('InventoryLevel')
    const at = place.instant(item.firstSold)
    const base = handleOf(code, item.title)
    // Codes that differ only in case would share a handle.
    const handle = handles.has(base) ? `${base}-${String(item.index)}` : base
    handles.add(handle)
    const times = { createdAt: at, updatedAt: at }
    context.insert('products', productId, {
      id: productId,
      shop: RETAIL_SHOP,
      title: item.title,
      handle,
      descriptionHtml: '',
      productType: '',
      vendor: 'Homeward Retail',
      status: 'ACTIVE',
      tags: [],
      isGiftCard: false,
      ...times,
      publishedAt: at,
      options: [{ id: context.nextId('ProductOption'), name: 'Title', values: ['Default Title'] }],
      images: [],
      variantIds: [variantId],
      metafields: [],
    })
    context.insert('variants', variantId, {
      id: variantId,
      shop: RETAIL_SHOP,
      productId,
      title: 'Default Title',
      sku: code,
      barcode: null,
      price: { amount: item.price, currency: 'GBP' },
      compareAtPrice: null,
      taxable: true,
      position: 1,
      selectedOptions: [{ name: 'Title', value: 'Default Title' }],
      inventoryItemId,
      ...times,
      imageIndex: null,
      metafields: [],
    })
    context.insert('inventoryItems', inventoryItemId, {
      id: inventoryItemId,
      shop: RETAIL_SHOP,
      variantId,
      sku: code,
      tracked: true,
      requiresShipping: true,
      grams: 0,
      unitCost: null,
      countryCodeOfOrigin: null,
      harmonizedSystemCode: null,
      ...times,
    })
    context.insert('inventoryLevels', levelId, {
      id: levelId,
      shop: RETAIL_SHOP,
      inventoryItemId,
      locationId: place.locationId,
      quantities: { available: STOCK, on_hand: STOCK, committed: 0, incoming: 0, reserved: 0 },
      ...times,
    })
    goods.set(code, { productId, variantId })
  }
  return goods
}
