import type { Engine } from '../engine/engine.ts'
import { HttpError, isRecord } from './http.ts'

type Row = {
  id: string
  title: string
  detail: string
  imageUrl: string | null
  disabled: boolean
  children: Row[]
}

const PRODUCT_FIELDS = `id title handle status vendor productType tags descriptionHtml totalInventory createdAt updatedAt
  featuredMedia { preview { image { url altText } } }`
const VARIANT_FIELDS = `id title displayName sku barcode price compareAtPrice position inventoryQuantity taxable availableForSale createdAt updatedAt
  selectedOptions { value } inventoryItem { id }`

const DOCUMENTS: Record<string, string> = {
  product: `query PickerProducts($query: String) { products(first: 50, query: $query) { nodes { ${PRODUCT_FIELDS} variants(first: 50) { nodes { ${VARIANT_FIELDS} } } } } }`,
  variant: `query PickerVariants($query: String) { products(first: 50, query: $query) { nodes { ${PRODUCT_FIELDS} variants(first: 50) { nodes { ${VARIANT_FIELDS} } } } } }`,
  collection: `query PickerCollections($query: String) { collections(first: 50, query: $query) { nodes { id title handle descriptionHtml updatedAt } } }`,
  customer: `query PickerCustomers($query: String) { customers(first: 50, query: $query) { nodes { id displayName firstName lastName email phone } } }`,
}

type Node = Record<string, unknown>

async function nodesOf(engine: Engine, shop: string, type: string, query: string): Promise<Node[]> {
  const document = DOCUMENTS[type]
  if (document === undefined) throw new HttpError(400, `The resource picker does not know the type ${type}`)
  // Shopify's own search matches beginnings of words, so the picker searches as the person types.
  const search =
    query.trim() === ''
      ? null
      : query
          .trim()
          .split(/\s+/)
          .map((word) => (word.includes(':') ? word : `${word}*`))
          .join(' ')
  const data = await engine.asMerchant<Record<string, { nodes: Node[] }>>(shop, document, { query: search })
  return Object.values(data)[0]?.nodes ?? []
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function children(node: Node): Node[] {
  const { variants } = node
  return isRecord(variants) && Array.isArray(variants.nodes) ? variants.nodes.filter(isRecord) : []
}

/** `$79.00` for people; the exact decimal stays with the resource. */
function price(decimal: string, currency: string): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(Number(decimal))
}

function imageOf(node: Node): { url: string; altText: string | null } | null {
  const { featuredMedia } = node
  const preview = isRecord(featuredMedia) ? featuredMedia.preview : null
  const image = isRecord(preview) ? preview.image : null
  if (!isRecord(image) || typeof image.url !== 'string') return null
  return { url: image.url, altText: typeof image.altText === 'string' ? image.altText : null }
}

function row(node: Node, detail: string, inner: Row[] = []): Row {
  return {
    id: text(node.id),
    title: text(node.title) || text(node.displayName),
    detail,
    imageUrl: imageOf(node)?.url ?? null,
    disabled: false,
    children: inner,
  }
}

/** Rows of the picker's dialog for a type and a search, as the store has them now. */
export async function pickerRows(
  engine: Engine,
  shop: string,
  body: Record<string, unknown>,
): Promise<Row[]> {
  const type = text(body.type) || 'product'
  const filter = isRecord(body.filter) ? body.filter : {}
  const fixed = typeof filter.query === 'string' ? `${filter.query} ` : ''
  const nodes = await nodesOf(engine, shop, type, `${fixed}${text(body.query)}`)
  if (type === 'collection') return nodes.map((node) => row(node, ''))
  if (type === 'customer') return nodes.map((node) => row(node, text(node.email)))
  const withStatus = nodes.filter(
    (node) =>
      (filter.draft !== false || node.status !== 'DRAFT') &&
      (filter.archived !== false || node.status !== 'ARCHIVED'),
  )
  const currency = engine.state.tables.shops[shop]?.currency ?? 'USD'
  const priceOf = (variant: Node | undefined): string =>
    variant === undefined ? '' : price(text(variant.price), currency)
  return withStatus.map((node) => {
    const variants = children(node)
    const hidden = type === 'product' && (filter.variants === false || variants.length < 2)
    const inner = hidden ? [] : variants.map((variant) => row(variant, priceOf(variant)))
    return row(node, variants.length === 1 ? priceOf(variants[0]) : `${variants.length} variants`, inner)
  })
}

/** The chosen resources in the shape that App Bridge's resource picker returns. */
export async function pickedResources(
  engine: Engine,
  shop: string,
  body: Record<string, unknown>,
): Promise<unknown[]> {
  const type = text(body.type) || 'product'
  const ids = new Set(Array.isArray(body.ids) ? body.ids.map(String) : [])
  const nodes = await nodesOf(engine, shop, type, '')
  if (type === 'collection' || type === 'customer') return nodes.filter((node) => ids.has(text(node.id)))
  if (type === 'variant') {
    return nodes.flatMap((node) =>
      children(node)
        .filter((variant) => ids.has(text(variant.id)))
        .map((variant) => ({ ...variant, product: { id: node.id, title: node.title, handle: node.handle } })),
    )
  }
  return nodes
    .filter((node) => ids.has(text(node.id)))
    .map((node) => {
      const all = children(node)
      const chosen = all.filter((variant) => ids.has(text(variant.id)))
      const rest = Object.fromEntries(
        Object.entries(node).filter(([key]) => key !== 'variants' && key !== 'featuredMedia'),
      )
      const image = imageOf(node)
      const images = image === null ? [] : [{ id: '', altText: image.altText, originalSrc: image.url }]
      return {
        ...rest,
        images,
        totalVariants: all.length,
        hasOnlyDefaultVariant: all.length === 1,
        variants: chosen.length === 0 ? all : chosen,
      }
    })
}
