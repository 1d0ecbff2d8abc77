import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { legacyId } from '../ids.ts'
import { parseAmount } from '../money/minor-units.ts'
import { formatFixed } from '../money/minor-units.ts'
import { variantsOf } from '../resolvers/products.ts'
import type { Location, Product, Variant } from '../state.ts'
import { applyItemInput } from './inventory.ts'
import { applyMetafields, cleanTags, failure } from './inputs.ts'
import type { MetafieldInput } from './inputs.ts'

type ProductInput = {
  id?: string | null; title?: string | null; handle?: string | null; descriptionHtml?: string | null; productType?: string | null; vendor?: string | null; status?: Product['status'] | null
  tags?: string[] | null; giftCard?: boolean | null; metafields?: MetafieldInput[] | null; productOptions?: { name?: string | null; values?: { name: string }[] | null }[] | null; collectionsToJoin?: string[] | null
} // prettier-ignore
type VariantInput = {
  id?: string | null; price?: string | null; compareAtPrice?: string | null; barcode?: string | null; taxable?: boolean | null; metafields?: MetafieldInput[] | null
  optionValues?: { name?: string | null; optionName?: string | null }[] | null; inventoryQuantities?: { availableQuantity: number; locationId: string }[] | null
  inventoryItem?: { sku?: string | null; tracked?: boolean | null; cost?: string | null; requiresShipping?: boolean | null } | null
} // prettier-ignore

const handleOf = (title: string): string =>
  title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\w]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'product'

const freeHandle = (context: Context, wanted: string): string => {
  const taken = new Set(
    Object.values(context.state.tables.products)
      .filter((one) => one.shop === context.shop.domain)
      .map((one) => one.handle),
  )
  let handle = wanted
  for (let n = 1; taken.has(handle) && n < 10_000; n += 1) handle = `${wanted}-${n}`
  return handle
}

/** A product in REST's shape, as `products/*` webhooks carry it. */
const productBody = (context: Context, product: Product): Record<string, unknown> => ({
  id: legacyId(product.id), admin_graphql_api_id: product.id, title: product.title, body_html: product.descriptionHtml, vendor: product.vendor, product_type: product.productType,
  handle: product.handle, status: product.status.toLowerCase(), tags: product.tags.join(', '), created_at: product.createdAt, updated_at: product.updatedAt, published_at: product.publishedAt,
  template_suffix: null, published_scope: 'web', has_variants_that_requires_components: false, category: null, media: [], image: null, images: [], variant_gids: variantsOf(context, product).map((one) => ({ admin_graphql_api_id: one.id, updated_at: one.updatedAt })),
  options: product.options.map((option, i) => ({ id: legacyId(option.id), product_id: legacyId(product.id), name: option.name, position: i + 1, values: option.values })),
  variants: variantsOf(context, product).map((one) => ({
    id: legacyId(one.id), admin_graphql_api_id: one.id, product_id: legacyId(product.id), title: one.title, price: formatFixed(one.price.amount, one.price.currency), sku: one.sku, barcode: one.barcode,
    position: one.position, taxable: one.taxable, inventory_item_id: legacyId(one.inventoryItemId), inventory_policy: 'deny', inventory_quantity: 0, old_inventory_quantity: 0, compare_at_price: null,
    option1: one.selectedOptions[0]?.value ?? null, option2: one.selectedOptions[1]?.value ?? null, option3: one.selectedOptions[2]?.value ?? null, image_id: null, created_at: one.createdAt, updated_at: one.updatedAt,
  })),
}) // prettier-ignore

/** Inserts a variant with its inventory item, stocked nowhere. */
const addVariant = (context: Context, product: Product, input: VariantInput): Variant => {
  const { currency } = context.shop
  const id = context.nextId('ProductVariant')
  const inventoryItemId = context.nextId('InventoryItem')
  const values = (input.optionValues ?? []).map((one) => one.name ?? '')
  const selectedOptions = product.options.map((option, i) => ({
    name: option.name,
    value: values[i] ?? option.values[0] ?? 'Default Title',
  }))
  const variant: Variant = {
    id, shop: context.shop.domain, productId: product.id, title: selectedOptions.map((one) => one.value).join(' / '), sku: input.inventoryItem?.sku ?? null, barcode: input.barcode ?? null,
    price: { amount: parseAmount(input.price ?? '0', currency) ?? 0, currency }, compareAtPrice: input.compareAtPrice ? { amount: parseAmount(input.compareAtPrice, currency) ?? 0, currency } : null,
    taxable: input.taxable !== false, position: product.variantIds.length + 1, selectedOptions, inventoryItemId, createdAt: context.now, updatedAt: context.now, imageIndex: null, metafields: [],
  } // prettier-ignore
  context.insert('variants', id, variant)
  context.insert('inventoryItems', inventoryItemId, {
    id: inventoryItemId, shop: context.shop.domain, variantId: id, sku: variant.sku, tracked: input.inventoryItem?.tracked === true, requiresShipping: input.inventoryItem?.requiresShipping !== false, grams: 0,
    unitCost: null, countryCodeOfOrigin: null, harmonizedSystemCode: null, createdAt: context.now, updatedAt: context.now,
  }) // prettier-ignore
  if (input.inventoryItem) applyItemInput(context, inventoryItemId, input.inventoryItem)
  for (const level of input.inventoryQuantities ?? []) {
    const levelId = `${context.nextId('InventoryLevel')}?inventory_item_id=${legacyId(inventoryItemId)}`
    context.insert('inventoryLevels', levelId, {
      id: levelId,
      shop: context.shop.domain,
      inventoryItemId,
      locationId: level.locationId,
      quantities: { available: level.availableQuantity },
      createdAt: context.now,
      updatedAt: context.now,
    })
  }
  applyMetafields(context, variant, input.metafields)
  for (const [i, option] of product.options.entries()) {
    const value = selectedOptions[i]?.value
    if (value !== undefined && !option.values.includes(value)) option.values.push(value)
  }
  product.variantIds.push(id)
  return variant
}

const changeFacts = (context: Context, product: Product, input: ProductInput): void => {
  for (const key of ['title', 'descriptionHtml', 'productType', 'vendor', 'status'] as const)
    if (input[key]) Object.assign(product, { [key]: input[key] })
  if (input.handle) product.handle = freeHandle(context, input.handle)
  if (input.tags) product.tags = cleanTags(input.tags)
  applyMetafields(context, product, input.metafields)
  for (const id of input.collectionsToJoin ?? []) {
    if (context.get('collections', id) && !context.get('collections', id)?.productIds.includes(product.id))
      context.edit('collections', id).productIds.push(product.id)
  }
  product.updatedAt = context.now
}

const productCreate = (
  _: unknown,
  args: { product?: ProductInput | null; input?: ProductInput | null },
  context: Context,
) => {
  const input = args.product ?? args.input ?? {}
  if (!input.title)
    return { product: null, shop: context.shop, userErrors: [failure(['title'], "Title can't be blank")] }
  const given = (input.productOptions ?? []).map((option) => ({
    id: context.nextId('ProductOption'),
    name: option.name ?? 'Title',
    values: (option.values ?? []).map((value) => value.name),
  }))
  const product: Product = {
    id: context.nextId('Product'), shop: context.shop.domain, title: input.title, handle: freeHandle(context, handleOf(input.handle ?? input.title)), descriptionHtml: input.descriptionHtml ?? '',
    productType: '', vendor: context.shop.name, status: 'ACTIVE', tags: [], isGiftCard: input.giftCard === true, createdAt: context.now, updatedAt: context.now, publishedAt: null,
    options: given.length > 0 ? given : [{ id: context.nextId('ProductOption'), name: 'Title', values: ['Default Title'] }], images: [], variantIds: [], metafields: [],
  } // prettier-ignore
  changeFacts(context, product, { ...input, handle: null })
  context.insert('products', product.id, product)
  addVariant(context, product, {})
  context.emit('products/create', productBody(context, product))
  return { product, shop: context.shop, userErrors: [] }
}

const productUpdate = (
  _: unknown,
  args: { product?: ProductInput | null; input?: ProductInput | null },
  context: Context,
) => {
  const input = args.product ?? args.input ?? {}
  if (!input.id || !context.get('products', input.id))
    return { product: null, userErrors: [failure(['id'], 'Product does not exist')] }
  if (input.title === '') return { product: null, userErrors: [failure(['title'], "Title can't be blank")] }
  const product = context.edit('products', input.id)
  changeFacts(context, product, input)
  context.emit('products/update', productBody(context, product))
  return { product, userErrors: [] }
}

const dropVariant = (context: Context, id: string): void => {
  const variant = context.get('variants', id)
  if (!variant) return
  for (const level of Object.values(context.state.tables.inventoryLevels))
    if (level.inventoryItemId === variant.inventoryItemId) context.remove('inventoryLevels', level.id)
  context.remove('inventoryItems', variant.inventoryItemId)
  context.remove('variants', id)
}

const productDelete = (_: unknown, { input }: { input: { id: string } }, context: Context) => {
  const product = context.get('products', input.id)
  const base = { shop: context.shop, productDeleteOperation: null }
  if (!product)
    return { ...base, deletedProductId: null, userErrors: [failure(['id'], 'Product does not exist')] }
  for (const id of product.variantIds) dropVariant(context, id)
  context.remove('products', product.id)
  context.emit('products/delete', { id: legacyId(product.id) })
  return { ...base, deletedProductId: product.id, userErrors: [] }
}

type BulkArgs = { productId: string; variants: VariantInput[]; strategy?: string | null }
const none = (userErrors: UserErrorValue[]) => ({ product: null, productVariants: null, userErrors })

const productVariantsBulkCreate = (_: unknown, args: BulkArgs, context: Context) => {
  if (!context.get('products', args.productId))
    return none([failure(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')])
  const product = context.edit('products', args.productId)
  const standalone =
    product.variantIds.length === 1 &&
    product.options.length === 1 &&
    product.options[0]?.values[0] === 'Default Title'
  if (
    args.strategy === 'REMOVE_STANDALONE_VARIANT' ||
    (standalone && args.strategy !== 'PRESERVE_STANDALONE_VARIANT')
  ) {
    for (const id of product.variantIds) dropVariant(context, id)
    product.variantIds = []
    const named = args.variants[0]?.optionValues?.map((one) => one.optionName ?? 'Title') ?? []
    if (standalone && named.length > 0)
      product.options = named.map((name) => ({ id: context.nextId('ProductOption'), name, values: [] }))
  }
  const productVariants = args.variants.map((input) => addVariant(context, product, input))
  product.updatedAt = context.now
  context.emit('products/update', productBody(context, product))
  return { product, productVariants, userErrors: [] }
}

const productVariantsBulkUpdate = (_: unknown, args: BulkArgs, context: Context) => {
  const known = context.get('products', args.productId)
  if (!known) return none([failure(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')])
  const foreign = args.variants.findIndex((one) => !known.variantIds.includes(one.id ?? ''))
  if (foreign >= 0)
    return none([
      failure(
        ['variants', String(foreign), 'id'],
        'Product variant does not exist',
        'PRODUCT_VARIANT_DOES_NOT_EXIST',
      ),
    ])
  const { currency } = context.shop
  const productVariants = args.variants.map((input) => {
    const variant = context.edit('variants', input.id ?? '')
    if (input.price) variant.price = { amount: parseAmount(input.price, currency) ?? 0, currency }
    if (input.compareAtPrice !== undefined)
      variant.compareAtPrice =
        input.compareAtPrice === null
          ? null
          : { amount: parseAmount(input.compareAtPrice, currency) ?? 0, currency }
    if (input.barcode !== undefined) variant.barcode = input.barcode
    if (typeof input.taxable === 'boolean') variant.taxable = input.taxable
    if (input.inventoryItem) applyItemInput(context, variant.inventoryItemId, input.inventoryItem)
    applyMetafields(context, variant, input.metafields)
    variant.updatedAt = context.now
    return variant
  })
  const product = context.edit('products', args.productId)
  product.updatedAt = context.now
  context.emit('products/update', productBody(context, product))
  return { product, productVariants, userErrors: [] }
}

type AddressInput = {
  address1?: string | null
  city?: string | null
  countryCode: string
  phone?: string | null
  provinceCode?: string | null
  zip?: string | null
}

const locationAdd = (
  _: unknown,
  { input }: { input: { name: string; address: AddressInput; fulfillsOnlineOrders?: boolean | null } },
  context: Context,
) => {
  const twin = Object.values(context.state.tables.locations).some(
    (one) => one.shop === context.shop.domain && one.name.toLowerCase() === input.name.trim().toLowerCase(),
  )
  if (input.name.trim() === '')
    return { location: null, userErrors: [failure(['input', 'name'], 'Add a location name', 'BLANK')] }
  if (twin)
    return {
      location: null,
      userErrors: [failure(['input', 'name'], 'You already have a location with this name', 'TAKEN')],
    }
  const { address } = input
  const location: Location = {
    id: context.nextId('Location'), shop: context.shop.domain, name: input.name.trim(), isActive: true, isPrimary: false, fulfillsOnlineOrders: input.fulfillsOnlineOrders !== false, address1: address.address1 ?? null,
    city: address.city ?? null, countryCode: address.countryCode, country: new Intl.DisplayNames(['en'], { type: 'region' }).of(address.countryCode) ?? address.countryCode, provinceCode: address.provinceCode ?? null,
    zip: address.zip ?? null, phone: address.phone ?? null, createdAt: context.now,
  } // prettier-ignore
  context.insert('locations', location.id, location)
  context.emit('locations/create', {
    id: legacyId(location.id),
    admin_graphql_api_id: location.id,
    name: location.name,
    active: true,
    created_at: context.now,
    updated_at: context.now,
  })
  return { location, userErrors: [] }
}

export const productMutations: ResolverModule = {
  Mutation: {
    productCreate,
    productUpdate,
    productDelete,
    productVariantsBulkCreate,
    productVariantsBulkUpdate,
    productVariantsBulkDelete: (_: unknown, args: { productId: string; variantsIds: string[] }, context) => {
      if (!context.get('products', args.productId))
        return {
          product: null,
          userErrors: [failure(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')],
        }
      const product = context.edit('products', args.productId)
      for (const id of args.variantsIds.filter((one) => product.variantIds.includes(one)))
        dropVariant(context, id)
      product.variantIds = product.variantIds.filter((id) => !args.variantsIds.includes(id))
      context.emit('products/update', productBody(context, product))
      return { product, userErrors: [] }
    },
    locationAdd,
  },
}
