import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { formatAmount } from '../money/minor-units.ts'
import { moneyV2 } from '../money/money-bag.ts'
import type { Collection, MediaFile, Money, Product, StoredImage, Variant } from '../state.ts'
import { constant, countOf, legacyResourceId, own } from './fields.ts'
import { imageValue, transformedUrl } from './images.ts'
import { metafieldFields } from './metafields.ts'
import { sortTags } from './orders.ts'
import { sortBy } from './order-search.ts'

export const variantsOf = (context: Context, product: Product): Variant[] =>
  product.variantIds.map((id) => context.get('variants', id)).filter((one) => one !== undefined)

/** Available units of a variant over all locations. */
export const availableOf = (context: Context, variant: Variant): number =>
  Object.values(context.state.tables.inventoryLevels)
    .filter((level) => level.inventoryItemId === variant.inventoryItemId)
    .reduce((total, level) => total + (level.quantities['available'] ?? 0), 0)

const plainText = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&amp;/g, '&')
    .trim()

const priceRange = (prices: Money[], currency: string) => {
  const amounts = prices.map((price) => price.amount)
  return {
    minVariantPrice: moneyV2({ amount: amounts.length > 0 ? Math.min(...amounts) : 0, currency }),
    maxVariantPrice: moneyV2({ amount: amounts.length > 0 ? Math.max(...amounts) : 0, currency }),
  }
}

/** A product picture as the file that it is. */
const mediaValue = (product: Product, image: StoredImage): MediaFile => ({
  id: image.id.replace('/ProductImage/', '/MediaImage/'),
  shop: product.shop,
  kind: 'MediaImage',
  alt: image.altText,
  filename: image.path.split('/').at(-1) ?? '',
  mimeType: 'image/svg+xml',
  status: 'READY',
  sourceUrl: image.path,
  image,
  createdAt: product.createdAt,
  updatedAt: product.updatedAt,
  readyAt: product.createdAt,
})

const collectionsOf = (context: Context, product: Product): Collection[] =>
  Object.values(context.state.tables.collections).filter(
    (one) => one.shop === context.shop.domain && one.productIds.includes(product.id),
  )

const truncate = (text: string, at: number | null | undefined) =>
  at === null || at === undefined ? text : text.slice(0, at)

const VARIANT_SORT: Record<string, (variant: Variant) => string | number> = {
  ID: (one) => Number(one.id.split('/').at(-1)),
  POSITION: (one) => one.position,
  SKU: (one) => one.sku ?? '',
  TITLE: (one) => one.title,
}

const unpublished = constant({
  availablePublicationsCount: countOf(1), publicationCount: 1, resourcePublicationsCount: countOf(1), sellingPlanGroupCount: 0,
  sellingPlanGroupsCount: countOf(0),
}) // prettier-ignore

export const products: ResolverModule = {
  Product: {
    ...own<Product>(
      'id',
      'title',
      'handle',
      'descriptionHtml',
      'productType',
      'vendor',
      'status',
      'isGiftCard',
      'createdAt',
      'updatedAt',
      'publishedAt',
    ),
    ...unpublished,
    ...constant({
      requiresSellingPlan: false,
      combinedListing: null, combinedListingRole: null, feedback: null, giftCardSettings: null, giftCardTemplateSuffix: null,
      hasVariantsThatRequiresComponents: false, templateSuffix: null, bundleConsolidatedOptions: null, category: null,
    }), // prettier-ignore
    ...metafieldFields,
    legacyResourceId,
    tags: (product: Product) => sortTags(product.tags),
    bodyHtml: (product: Product) => product.descriptionHtml,
    description: (product: Product, args: { truncateAt?: number | null }) =>
      truncate(plainText(product.descriptionHtml), args.truncateAt),
    descriptionPlainSummary: (product: Product) => plainText(product.descriptionHtml),
    seo: () => ({ title: null, description: null }),
    collections: (product: Product, args: ConnectionArgs, context) =>
      connect(collectionsOf(context, product), args),
    inCollection: (product: Product, args: { id: string }, context) =>
      collectionsOf(context, product).some((one) => one.id === args.id),
    featuredImage: (product: Product, _: unknown, context) =>
      product.images[0] ? imageValue(context, product.images[0]) : null,
    featuredMedia: (product: Product) => (product.images[0] ? mediaValue(product, product.images[0]) : null),
    images: (product: Product, args: ConnectionArgs, context) =>
      connect(product.images, args, (image) => imageValue(context, image)),
    media: (product: Product, args: ConnectionArgs) =>
      connect(product.images, args, (image) => mediaValue(product, image)),
    mediaCount: (product: Product) => countOf(product.images.length),
    hasOnlyDefaultVariant: (product: Product) =>
      product.variantIds.length === 1 && product.options.every((one) => one.values.length === 1),
    hasOutOfStockVariants: (product: Product, _: unknown, context) =>
      variantsOf(context, product).some((one) => availableOf(context, one) <= 0),
    onlineStoreUrl: (product: Product) =>
      product.publishedAt === null ? null : `https://${product.shop}/products/${product.handle}`,
    onlineStorePreviewUrl: (product: Product) => `https://${product.shop}/products/${product.handle}`,
    options: (product: Product) =>
      product.options.map((option, i) => ({
        ...option,
        position: i + 1,
        optionValues: option.values.map((name) => ({ id: `${option.id}-${name}`, name, hasVariants: true })),
      })),
    priceRangeV2: (product: Product, _: unknown, context) =>
      priceRange(
        variantsOf(context, product).map((one) => one.price),
        context.shop.currency,
      ),
    priceRange: (product: Product, _: unknown, context) =>
      priceRange(
        variantsOf(context, product).map((one) => one.price),
        context.shop.currency,
      ),
    compareAtPriceRange: () => null,
    totalInventory: (product: Product, _: unknown, context) =>
      variantsOf(context, product).reduce((total, one) => total + availableOf(context, one), 0),
    totalVariants: (product: Product) => product.variantIds.length,
    tracksInventory: (product: Product, _: unknown, context) =>
      variantsOf(context, product).some(
        (one) => context.get('inventoryItems', one.inventoryItemId)?.tracked === true,
      ),
    variants: (product: Product, args: ConnectionArgs & { sortKey?: string | null }, context) => {
      const sort = VARIANT_SORT[args.sortKey ?? 'POSITION']
      return connect(sort ? sortBy(variantsOf(context, product), sort) : variantsOf(context, product), args)
    },
    variantsCount: (product: Product) => countOf(product.variantIds.length),
  },
  ProductVariant: {
    ...own<Variant>(
      'id',
      'title',
      'sku',
      'barcode',
      'taxable',
      'position',
      'selectedOptions',
      'createdAt',
      'updatedAt',
    ),
    ...unpublished,
    ...constant({
      inventoryPolicy: 'DENY',
      requiresComponents: false,
      showUnitPrice: false,
      taxCode: null,
      unitPrice: null,
      unitPriceMeasurement: null,
    }),
    ...metafieldFields,
    legacyResourceId,
    price: (variant: Variant) => formatAmount(variant.price.amount, variant.price.currency),
    compareAtPrice: (variant: Variant) =>
      variant.compareAtPrice
        ? formatAmount(variant.compareAtPrice.amount, variant.compareAtPrice.currency)
        : null,
    product: (variant: Variant, _: unknown, context) => context.get('products', variant.productId),
    inventoryItem: (variant: Variant, _: unknown, context) =>
      context.get('inventoryItems', variant.inventoryItemId),
    inventoryQuantity: (variant: Variant, _: unknown, context) => availableOf(context, variant),
    sellableOnlineQuantity: (variant: Variant, _: unknown, context) =>
      Math.max(0, availableOf(context, variant)),
    availableForSale: (variant: Variant, _: unknown, context) =>
      availableOf(context, variant) > 0 ||
      context.get('inventoryItems', variant.inventoryItemId)?.tracked !== true,
    displayName: (variant: Variant, _: unknown, context) =>
      `${context.get('products', variant.productId)?.title ?? ''} - ${variant.title}`,
    image: (variant: Variant, _: unknown, context) => {
      const image =
        variant.imageIndex === null
          ? undefined
          : context.get('products', variant.productId)?.images[variant.imageIndex]
      return image ? imageValue(context, image) : null
    },
    media: (variant: Variant, args: ConnectionArgs, context) => {
      const product = context.get('products', variant.productId)
      const image = variant.imageIndex === null ? undefined : product?.images[variant.imageIndex]
      return connect(product && image ? [mediaValue(product, image)] : [], args)
    },
  },
  Image: {
    ...own<Record<'id' | 'altText' | 'width' | 'height' | 'src' | 'originalSrc' | 'thumbhash', string>>(
      'id',
      'altText',
      'width',
      'height',
      'src',
      'originalSrc',
      'thumbhash',
    ),
    url: (
      image: { url: string },
      args: { transform?: { maxWidth?: number | null; maxHeight?: number | null } | null },
    ) => transformedUrl(image.url, args.transform),
    transformedSrc: (image: { url: string }, args: { maxWidth?: number | null; maxHeight?: number | null }) =>
      transformedUrl(image.url, args),
    metafield: () => null,
    metafields: (_: unknown, args: ConnectionArgs) => connect([], args),
  },
  Collection: {
    ...own<Collection>('id', 'title', 'handle', 'descriptionHtml', 'updatedAt'),
    ...constant({
      image: null,
      ruleSet: null,
      sortOrder: 'BEST_SELLING',
      templateSuffix: null,
      feedback: null,
      metafield: null,
    }),
    legacyResourceId,
    description: (collection: Collection, args: { truncateAt?: number | null }) =>
      truncate(plainText(collection.descriptionHtml), args.truncateAt),
    hasProduct: (collection: Collection, args: { id: string }) => collection.productIds.includes(args.id),
    products: (collection: Collection, args: ConnectionArgs, context) =>
      connect(
        collection.productIds.map((id) => context.get('products', id)).filter((one) => one !== undefined),
        args,
      ),
    productsCount: (collection: Collection) => countOf(collection.productIds.length),
    seo: () => ({ title: null, description: null }),
    metafields: (_: unknown, args: ConnectionArgs) => connect([], args),
  },
}
