import type { Drop } from 'liquidjs'
import type { Engine } from '../../engine/engine.ts'
import { legacyId } from '../../engine/ids.ts'
import type { Product, Shop, StoredImage, Variant } from '../../engine/state.ts'
import { liquidPrice } from '../liquid/money-format.ts'
import { metafieldsObject, modelled } from '../liquid/modelled.ts'

/** Everything that objects of one page need to know. `root` is the locale's path prefix, '' for the primary one. */
export type ObjectScope = { engine: Engine; shop: Shop; root: string }

function imageObject(image: StoredImage, title: string): Drop {
  const { width, height } = image
  const src = imagePath(image)
  return modelled('image', {
    src,
    alt: image.altText ?? title,
    width,
    height,
    aspect_ratio: height === 0 ? 1 : width / height,
  })
}

/** Pictures are answered by the storefront itself, under the path that the main host has for them. */
function imagePath(image: StoredImage): string {
  return image.path
}

function isAvailable(scope: ObjectScope, variant: Variant): boolean {
  const { inventoryItems, inventoryLevels, locations } = scope.engine.state.tables
  if (inventoryItems[variant.inventoryItemId]?.tracked !== true) return true
  return Object.values(locations).some((location) => {
    if (location.shop !== scope.shop.domain) return false
    const key = scope.engine.index.levelKey(variant.inventoryItemId, location.id)
    return key !== undefined && (inventoryLevels[key]?.quantities.available ?? 0) > 0
  })
}

function variantObject(scope: ObjectScope, product: Product, variant: Variant): Drop {
  const { currency } = scope.shop
  const compareAt = variant.compareAtPrice
  return modelled(
    'variant',
    {
      id: legacyId(variant.id),
      title: variant.title,
      sku: variant.sku ?? '',
      barcode: variant.barcode,
      price: liquidPrice(variant.price.amount, currency),
      compare_at_price: compareAt === null ? null : liquidPrice(compareAt.amount, currency),
      options: variant.selectedOptions.map((option) => option.value),
      option1: variant.selectedOptions[0]?.value ?? null,
      option2: variant.selectedOptions[1]?.value ?? null,
      option3: variant.selectedOptions[2]?.value ?? null,
      url: `${scope.root}/products/${product.handle}?variant=${legacyId(variant.id)}`,
      taxable: variant.taxable,
      metafields: metafieldsObject(variant.metafields),
    },
    {
      available: () => isAvailable(scope, variant),
      requires_shipping: () =>
        scope.engine.state.tables.inventoryItems[variant.inventoryItemId]?.requiresShipping ?? true,
      weight: () => scope.engine.state.tables.inventoryItems[variant.inventoryItemId]?.grams ?? 0,
      image: () => {
        const image = variant.imageIndex === null ? undefined : product.images[variant.imageIndex]
        return image ? imageObject(image, product.title) : null
      },
      featured_image: () => {
        const image = variant.imageIndex === null ? undefined : product.images[variant.imageIndex]
        return image ? imageObject(image, product.title) : null
      },
    },
  )
}

/** Liquid's `product`. */
export function productObject(scope: ObjectScope, product: Product): Drop {
  const { currency } = scope.shop
  const { tables } = scope.engine.state
  const variants = product.variantIds.flatMap((id) => tables.variants[id] ?? [])
  const prices = variants.map((variant) => liquidPrice(variant.price.amount, currency))
  const compareAt = variants.flatMap((variant) =>
    variant.compareAtPrice ? [liquidPrice(variant.compareAtPrice.amount, currency)] : [],
  )
  const first = product.images[0]
  const lowest = prices.length === 0 ? 0 : Math.min(...prices)
  return modelled(
    'product',
    {
      id: legacyId(product.id),
      title: product.title,
      handle: product.handle,
      description: product.descriptionHtml,
      content: product.descriptionHtml,
      type: product.productType,
      vendor: product.vendor,
      tags: product.tags,
      url: `${scope.root}/products/${product.handle}`,
      price: lowest,
      price_min: lowest,
      price_max: prices.length === 0 ? 0 : Math.max(...prices),
      price_varies: new Set(prices).size > 1,
      compare_at_price: compareAt.length === 0 ? null : Math.min(...compareAt),
      'gift_card?': product.isGiftCard,
      has_only_default_variant: variants.length === 1 && variants[0]?.title === 'Default Title',
      published_at: product.publishedAt,
      created_at: product.createdAt,
      featured_image: first ? imageObject(first, product.title) : null,
      options: product.options.map((option) => option.name),
      metafields: metafieldsObject(product.metafields),
    },
    {
      images: () => product.images.map((image) => imageObject(image, product.title)),
      media: () => product.images.map((image) => imageObject(image, product.title)),
      variants: () => variants.map((variant) => variantObject(scope, product, variant)),
      available: () => variants.some((variant) => isAvailable(scope, variant)),
      selected_variant: () => null,
      selected_or_first_available_variant: () => {
        const variant = variants.find((candidate) => isAvailable(scope, candidate)) ?? variants[0]
        return variant ? variantObject(scope, product, variant) : null
      },
      collections: () =>
        Object.values(tables.collections)
          .filter(
            (collection) =>
              collection.shop === scope.shop.domain && collection.productIds.includes(product.id),
          )
          .map(({ id, title, handle }) =>
            modelled('collection', {
              id: legacyId(id),
              title,
              handle,
              url: `${scope.root}/collections/${handle}`,
            }),
          ),
    },
  )
}

/** Active, published products of a shop, newest last as they were made. */
export function publishedProducts({ engine, shop }: ObjectScope): Product[] {
  return Object.values(engine.state.tables.products).filter(
    (product) => product.shop === shop.domain && product.status === 'ACTIVE' && product.publishedAt !== null,
  )
}
