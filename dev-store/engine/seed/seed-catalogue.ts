import type { Context } from '../context.ts'
import type { Location, Metafield, StoredImage } from '../state.ts'
import { productPicture } from './product-picture.ts'

type Goods = {
  handle: string
  title: string
  type: string
  /** US dollars; other shops take their own price level. */
  price: number
  grams: number
  option?: { name: string; values: string[] }
  second?: { name: string; values: string[] }
  tags?: string[]
  digital?: boolean
  giftCard?: boolean
  metafields?: Pick<Metafield, 'namespace' | 'key' | 'type' | 'value'>[]
  text: string
  color: string
}

const SIZES = ['S', 'M', 'L']

const GOODS: Goods[] = [
  { handle: 'linen-shirt', title: 'Linen Shirt', type: 'Shirts', price: 79, grams: 240, option: { name: 'Size', values: SIZES }, second: { name: 'Color', values: ['Sand', 'White'] }, tags: ['apparel', 'summer'], text: 'Washed European linen, relaxed through the body.', color: '#d8c9a8' },
  { handle: 'merino-crewneck', title: 'Merino Crewneck', type: 'Sweaters', price: 98, grams: 380, option: { name: 'Size', values: SIZES }, tags: ['apparel'], text: 'Fine merino, knitted in one piece.', color: '#6f7f8f' },
  { handle: 'organic-cotton-tee', title: 'Organic Cotton Tee', type: 'T-shirts', price: 32, grams: 180, option: { name: 'Size', values: SIZES }, tags: ['apparel', 'basics'], text: 'Heavy organic jersey that keeps its shape.', color: '#8fae8b' },
  { handle: 'straight-leg-jeans', title: 'Straight-Leg Jeans', type: 'Trousers', price: 110, grams: 720, option: { name: 'Waist', values: ['30', '32', '34'] }, tags: ['apparel', 'denim'], text: 'Rigid denim, straight from hip to hem.', color: '#3f5a7d' },
  { handle: 'wool-overcoat', title: 'Wool Overcoat', type: 'Outerwear', price: 245, grams: 1450, option: { name: 'Size', values: SIZES }, tags: ['apparel', 'winter'], text: 'Double-faced wool, unlined.', color: '#4b4540' },
  { handle: 'canvas-sneakers', title: 'Canvas Sneakers', type: 'Shoes', price: 85, grams: 900, option: { name: 'Size', values: ['8', '9', '10'] }, tags: ['shoes'], text: 'Cotton canvas on a natural rubber sole.', color: '#c2b280' },
  { handle: 'silk-slip-dress', title: 'Silk Slip Dress', type: 'Dresses', price: 135, grams: 210, option: { name: 'Size', values: SIZES }, tags: ['apparel', 'final-sale'], text: 'Bias-cut silk. Final sale.', color: '#b88a9a' },
  { handle: 'swim-trunks', title: 'Swim Trunks', type: 'Swimwear', price: 58, grams: 190, option: { name: 'Size', values: SIZES }, tags: ['apparel', 'summer'], metafields: [{ namespace: 'returns', key: 'window_days', type: 'number_integer', value: '7' }], text: 'Quick-drying, with a mesh lining.', color: '#4f9aa8' },
  { handle: 'stoneware-mug', title: 'Stoneware Mug', type: 'Tableware', price: 24, grams: 410, tags: ['home', 'kitchen'], text: 'Thrown by hand, glazed inside.', color: '#a9856a' },
  { handle: 'stoneware-bowl', title: 'Stoneware Bowl', type: 'Tableware', price: 26, grams: 520, tags: ['home', 'kitchen'], text: 'For soup, rice or muesli.', color: '#b79b7c' },
  { handle: 'linen-tea-towel', title: 'Linen Tea Towel', type: 'Kitchen textiles', price: 18, grams: 120, tags: ['home', 'kitchen'], text: 'Half linen, half cotton.', color: '#dcd3c0' },
  { handle: 'linen-duvet-cover', title: 'Linen Duvet Cover', type: 'Bedding', price: 189, grams: 1600, option: { name: 'Bed', values: ['Full', 'Queen', 'King'] }, tags: ['home', 'bedding'], text: 'Stonewashed, softer with every wash.', color: '#b9b4a5' },
  { handle: 'beeswax-candle', title: 'Beeswax Candle', type: 'Candles', price: 28, grams: 350, tags: ['home'], text: 'Pure beeswax, forty hours.', color: '#e0b04c' },
  { handle: 'cast-iron-skillet', title: 'Cast-Iron Skillet', type: 'Cookware', price: 64, grams: 2300, tags: ['home', 'kitchen'], text: 'Seasoned and ready, 26 cm.', color: '#3a3a3c' },
  { handle: 'wool-throw', title: 'Wool Throw', type: 'Blankets', price: 72, grams: 850, tags: ['home'], text: 'Lambswool with a short fringe.', color: '#7d5a50' },
  { handle: 'oak-cutting-board', title: 'Oak Cutting Board', type: 'Kitchen', price: 46, grams: 1300, tags: ['home', 'kitchen'], text: 'End grain, oiled by hand.', color: '#b07d4b' },
  { handle: 'coffee-beans', title: 'House Coffee Beans', type: 'Coffee', price: 18, grams: 500, tags: ['food'], text: 'Medium roast, whole beans.', color: '#5b3a29' },
  { handle: 'shirt-sewing-pattern', title: 'Shirt Sewing Pattern (PDF)', type: 'Digital', price: 12, grams: 0, digital: true, tags: ['digital'], text: 'Printable pattern in six sizes.', color: '#9aa5b1' },
  { handle: 'gift-card', title: 'Homeward Gift Card', type: 'Gift cards', price: 25, grams: 0, option: { name: 'Denominations', values: ['25.00', '50.00', '100.00'] }, digital: true, giftCard: true, tags: ['gift'], text: 'For those who would rather choose.', color: '#2f5d50' },
] // prettier-ignore

/** Minor units of a price in the shop's currency: dollars as they are, euros with the tax inside, yen in hundreds. */
const priceIn = (currency: string, dollars: number): number =>
  currency === 'JPY'
    ? dollars * 150
    : currency === 'EUR'
      ? Math.round(dollars * 0.95) * 100 - (dollars > 30 ? 5 : 10)
      : dollars * 100

const combinations = (
  goods: Goods,
): { title: string; selectedOptions: { name: string; value: string }[] }[] => {
  if (!goods.option)
    return [{ title: 'Default Title', selectedOptions: [{ name: 'Title', value: 'Default Title' }] }]
  const { option, second } = goods
  return option.values.flatMap((value) =>
    (second?.values ?? [undefined]).map((other) => ({
      title: other === undefined ? value : `${value} / ${other}`,
      selectedOptions: [
        { name: option.name, value },
        ...(other === undefined || !second ? [] : [{ name: second.name, value: other }]),
      ],
    })),
  )
}

const metafieldsOf = (context: Context, goods: Goods, at: string): Metafield[] =>
  (goods.metafields ?? []).map((field) => ({
    id: context.nextId('Metafield'),
    createdAt: at,
    updatedAt: at,
    ...field,
  }))

const seedImage = (context: Context, goods: Goods, at: string): StoredImage => {
  const key = `${context.shop.handle}/${goods.handle}.svg`
  context.insert('blobs', key, {
    key,
    shop: context.shop.domain,
    mimeType: 'image/svg+xml',
    base64: false,
    body: productPicture(goods.title, goods.type, goods.color),
    createdAt: at,
  })
  return {
    id: context.nextId('ProductImage'),
    altText: goods.title,
    path: `/files/${key}`,
    width: 800,
    height: 800,
  }
}

const seedVariant = (
  context: Context,
  goods: Goods,
  productId: string,
  index: number,
  at: string,
  locations: Location[],
): string => {
  const { shop } = context
  const combination = combinations(goods)[index]
  const id = context.nextId('ProductVariant')
  const inventoryItemId = context.nextId('InventoryItem')
  const sku = `${goods.handle
    .split('-')
    .map((part) => part[0]?.toUpperCase() ?? '')
    .join('')}-${String(index + 1).padStart(2, '0')}`
  const dollars = goods.giftCard ? Number(combination?.title ?? goods.price) : goods.price
  const amount = goods.giftCard && shop.currency !== 'JPY' ? dollars * 100 : priceIn(shop.currency, dollars)
  context.insert('variants', id, {
    id, shop: shop.domain, productId, title: combination?.title ?? 'Default Title', sku, barcode: null, price: { amount, currency: shop.currency }, compareAtPrice: null,
    taxable: goods.giftCard !== true, position: index + 1, selectedOptions: combination?.selectedOptions ?? [], inventoryItemId, createdAt: at, updatedAt: at, imageIndex: 0, metafields: [],
  }) // prettier-ignore
  context.insert('inventoryItems', inventoryItemId, {
    id: inventoryItemId, shop: shop.domain, variantId: id, sku, tracked: goods.digital !== true, requiresShipping: goods.digital !== true, grams: goods.grams,
    unitCost: { amount: Math.round(amount * 0.4), currency: shop.currency }, countryCodeOfOrigin: null, harmonizedSystemCode: null, createdAt: at, updatedAt: at,
  }) // prettier-ignore
  for (const [place, location] of locations.entries()) {
    if (goods.digital) continue
    const levelId = `${context.nextId('InventoryLevel')}?inventory_item_id=${inventoryItemId.split('/').at(-1) ?? ''}`
    context.insert('inventoryLevels', levelId, {
      id: levelId, shop: shop.domain, inventoryItemId, locationId: location.id, quantities: { available: place === 0 ? 40 : 12, committed: 0, incoming: 0, reserved: 0 }, createdAt: at, updatedAt: at,
    }) // prettier-ignore
  }
  return id
}

/** Nineteen products of a clothing and homeware shop with variants, pictures and stock at every location. */
export const seedCatalogue = (context: Context, at: string, locations: Location[]): void => {
  const { shop } = context
  for (const goods of GOODS) {
    const id = context.nextId('Product')
    const images = [seedImage(context, goods, at)]
    const options = [goods.option, goods.second].filter((one) => one !== undefined)
    const variantIds = combinations(goods).map((_, index) =>
      seedVariant(context, goods, id, index, at, locations),
    )
    context.insert('products', id, {
      id, shop: shop.domain, title: goods.title, handle: goods.handle, descriptionHtml: `<p>${goods.text}</p>`, productType: goods.type, vendor: 'Homeward', status: 'ACTIVE',
      tags: goods.tags ?? [], isGiftCard: goods.giftCard === true, createdAt: at, updatedAt: at, publishedAt: at,
      options: (options.length > 0 ? options : [{ name: 'Title', values: ['Default Title'] }]).map((option) => ({ id: context.nextId('ProductOption'), ...option })),
      images, variantIds, metafields: metafieldsOf(context, goods, at),
    }) // prettier-ignore
  }
  seedCollections(context, at)
}

const seedCollections = (context: Context, at: string): void => {
  const own = Object.values(context.state.tables.products).filter((one) => one.shop === context.shop.domain)
  for (const [title, tag] of [
    ['Clothing', 'apparel'],
    ['Home', 'home'],
    ['Kitchen', 'kitchen'],
    ['Final sale', 'final-sale'],
  ] as const) {
    const id = context.nextId('Collection')
    const productIds = own.filter((one) => one.tags.includes(tag)).map((one) => one.id)
    context.insert('collections', id, {
      id,
      shop: context.shop.domain,
      title,
      handle: title.toLowerCase().replace(' ', '-'),
      descriptionHtml: '',
      productIds,
      updatedAt: at,
    })
  }
}

/** Two places: the warehouse, and a shop where returns may also go. */
export const seedLocations = (context: Context, at: string): Location[] => {
  const { shop } = context
  const common = {
    shop: shop.domain,
    isActive: true,
    fulfillsOnlineOrders: true,
    countryCode: shop.countryCode,
    country: shop.country,
    provinceCode: shop.provinceCode,
    zip: shop.zip,
    phone: shop.phone,
    createdAt: at,
  }
  const places: Location[] = [
    {
      id: context.nextId('Location'),
      name: 'Warehouse',
      isPrimary: true,
      address1: '1 Dock Road',
      city: shop.city,
      ...common,
    },
    {
      id: context.nextId('Location'),
      name: `${shop.city} store`,
      isPrimary: false,
      address1: shop.address1,
      city: shop.city,
      ...common,
    },
  ]
  for (const place of places) context.insert('locations', place.id, place)
  return places
}
