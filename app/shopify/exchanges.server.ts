import type { OrderGid, ShopifyReturnGid } from '#app/domain/ids.ts'
import { isPositive, type Money, zero } from '#app/domain/money.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { ExchangeGoodsQuery, SearchGoodsQuery, VariantStockQuery } from '#app/types/admin.generated.ts'
import { isAccessDenied, isShopifyGraphqlErrors } from './admin-error.ts'
import type { AdminGraphql } from './admin-graphql.server.ts'
import { readBag, writeMoney } from './amount.ts'
import {
  CALCULATE_EXCHANGE,
  EXCHANGE_GOODS,
  EXCHANGE_STATE,
  ORDER_OUTSTANDING,
  REMOVE_EXCHANGE,
  SEARCH_GOODS,
  SEND_INVOICE,
  VARIANT_STOCK,
} from './exchange-operations.server.ts'
import { ask } from './operation.ts'
import { mutationResult, type ShopifyRefusal } from './refusal.ts'

/** A variant that is for sale; `stock` is how many can be sent now, null where nobody counts or more may be sold than is there. */
export type ExchangeVariant = {
  readonly gid: string
  readonly title: string
  /** Null where the product has only one. */
  readonly variantTitle: string | null
  readonly stock: number | null
}

/** Shopify charges for all variants that could be there, and takes at most 1,000 points a call: two products at a time. */
const productsPerCall = 2

/** The variants of a product, as many as one list of choices holds; `more` are those that only a search finds. */
export type ProductVariants = { readonly variants: readonly ExchangeVariant[]; readonly more: number }

/**
 * The variants of products that may be sent in exchange, by product: of products that are active and published, no gift
 * cards, the first 100 each. Null for an order with duties, for which Shopify has no exchanges. Stock is not looked at.
 */
export async function readExchangeVariants(
  admin: AdminGraphql,
  input: { readonly orderGid: OrderGid; readonly productGids: readonly string[] },
): Promise<ReadonlyMap<string, ProductVariants> | null> {
  const found = new Map<string, ProductVariants>()
  const gids = [...new Set(input.productGids)]
  for (let from = 0; from < Math.max(1, gids.length); from += productsPerCall) {
    const products = gids.slice(from, from + productsPerCall)
    const data = await ask(admin, EXCHANGE_GOODS, { orderId: input.orderGid, products })
    const duties = data.order?.currentTotalDutiesSet ?? null
    if (data.order === null || (duties !== null && isPositive(readBag(duties)))) return null
    for (const node of data.nodes) {
      if (!isProduct(node) || !isSold(node)) continue
      const { nodes } = node.variants
      const variants = nodes.filter((one) => one.availableForSale).map((one) => variantOf(one, node.title))
      found.set(node.id, { variants, more: Math.max(0, (node.variantsCount?.count ?? 0) - nodes.length) })
    }
  }
  return found
}

/** The most that one search reads; Shopify charges for all of them. */
const searchedAtMost = 50

/** What a search found: goods that are for sale, and how many more match than were read. */
export type FoundVariants = { readonly variants: readonly ExchangeVariant[]; readonly more: number }

/**
 * Searches all products that are published to the online store by the words of their names, each as the beginning of a word.
 * Gift cards are left out. Finds nothing for a term without letters or digits. Stock is not looked at.
 */
export async function searchExchangeVariants(admin: AdminGraphql, term: string): Promise<FoundVariants> {
  const words = searchWords(term)
  if (words.length === 0) return { variants: [], more: 0 }
  const query = ['product_status:active', ...words.map((word) => `${word}*`)].join(' AND ')
  const data = await ask(admin, SEARCH_GOODS, { query, count: searchedAtMost })
  const { nodes } = data.productVariants
  return {
    variants: nodes
      .filter((node) => node.availableForSale && isSold(node.product))
      .map((node) => variantOf(node, node.product.title)),
    more: Math.max(0, (data.productVariantsCount?.count ?? 0) - nodes.length),
  }
}

/** The words of what a shopper typed: no sign of Shopify's search language is left, and `or` is a word like others. */
function searchWords(term: string): readonly string[] {
  const words = term
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
  return words.filter((word) => word !== '').slice(0, 6)
}

/** Goods by their ids, as `readExchangeVariants` gives them: those that were chosen from an earlier search. */
export async function readChosenVariants(
  admin: AdminGraphql,
  variantGids: readonly string[],
): Promise<readonly ExchangeVariant[]> {
  // Whatever a form can hold: Shopify refuses the whole question for one id that is none.
  const ids = [...new Set(variantGids)].filter((gid) =>
    /^gid:\/\/shopify\/ProductVariant\/\d{1,20}$/.test(gid),
  )
  if (ids.length === 0) return []
  const data = await ask(admin, VARIANT_STOCK, { ids: ids.slice(0, 250) })
  return data.nodes.flatMap((node) => {
    if (!isVariant(node)) return []
    return node.availableForSale && isSold(node.product) ? [variantOf(node, node.product.title)] : []
  })
}

function isSold(product: {
  readonly status: string
  readonly publishedAt: string | null
  readonly isGiftCard: boolean
}): boolean {
  return product.status === 'ACTIVE' && product.publishedAt !== null && !product.isGiftCard
}

type ProductNode = Extract<NonNullable<ExchangeGoodsQuery['nodes'][number]>, { variants: object }>
type StockedNode = Extract<NonNullable<VariantStockQuery['nodes'][number]>, { product: object }>

// An id of something else answers with an empty object: its type does not say so, a look at it does.
const isProduct = (node: ExchangeGoodsQuery['nodes'][number]): node is ProductNode =>
  node !== null && 'variants' in node
const isVariant = (node: VariantStockQuery['nodes'][number]): node is StockedNode =>
  node !== null && 'product' in node

type VariantNode =
  ProductNode['variants']['nodes'][number] | SearchGoodsQuery['productVariants']['nodes'][number]

function variantOf(node: VariantNode, title: string): ExchangeVariant {
  const variantTitle = node.title === 'Default Title' ? null : node.title
  return { gid: node.id, title, variantTitle, stock: stockOf(node) }
}

type Stocked = Pick<VariantNode, 'inventoryQuantity' | 'inventoryPolicy' | 'inventoryItem'>

function stockOf({ inventoryItem, inventoryPolicy, inventoryQuantity }: Stocked): number | null {
  if (!inventoryItem.tracked || inventoryPolicy === 'CONTINUE') return null
  return Math.max(0, inventoryQuantity ?? 0)
}

/** By variant how many can be sent now (null: as many as one likes). What is not there is not for sale any more. */
export async function readStock(
  admin: AdminGraphql,
  variantGids: readonly string[],
): Promise<ReadonlyMap<string, number | null>> {
  const data = await ask(admin, VARIANT_STOCK, { ids: [...new Set(variantGids)] })
  return new Map(
    data.nodes.flatMap((node) => {
      if (node === null || !('product' in node)) return []
      const { inventoryItem, inventoryPolicy, inventoryQuantity } = node
      const isForSale = node.availableForSale && isSold(node.product)
      return isForSale
        ? [[node.id, stockOf({ inventoryItem, inventoryPolicy, inventoryQuantity })] as const]
        : []
    }),
  )
}

/** Goods that are to be sent in exchange: `discount` is taken off all their units together. */
export type ExchangeWish = {
  readonly variantGid: string
  readonly quantity: number
  readonly discount: Money | null
}

/** What Shopify makes of a wish, in the order's presentment currency. */
export type ExchangeFigures = {
  readonly unitPrice: Money
  readonly subtotal: Money
  readonly tax: Money
}

/** More lines than this are asked in further calls. */
const wishesPerCall = 100

/** Asks Shopify what goods cost in exchange on this order, in the order of the wishes; null when it cannot say. */
export async function calculateExchange(
  admin: AdminGraphql,
  input: { readonly orderGid: OrderGid; readonly wishes: readonly ExchangeWish[] },
): Promise<readonly ExchangeFigures[] | null> {
  const figures: ExchangeFigures[] = []
  try {
    for (let from = 0; from < input.wishes.length; from += wishesPerCall) {
      const wishes = input.wishes.slice(from, from + wishesPerCall)
      const data = await ask(admin, CALCULATE_EXCHANGE, {
        input: { orderId: input.orderGid, returnLineItems: [], exchangeLineItems: wishes.map(wishInput) },
      })
      const lines = data.returnCalculate?.exchangeLineItems ?? []
      if (lines.length !== wishes.length) return null
      for (const [index, line] of lines.entries()) {
        if (line.variant?.id !== wishes[index]?.variantGid) return null
        figures.push({
          unitPrice: readBag(line.originalUnitPriceSet),
          subtotal: readBag(line.subtotalSet),
          tax: readBag(line.totalTaxSet),
        })
      }
    }
  } catch (error) {
    if (isShopifyGraphqlErrors(error) && !isAccessDenied(error)) return null
    throw error
  }
  return figures
}

/** An exchange line as Shopify's inputs take it. */
export function wishInput({ variantGid, quantity, discount }: ExchangeWish) {
  return {
    variantId: variantGid,
    quantity,
    ...(discount !== null && isPositive(discount)
      ? { appliedDiscount: { description: 'Exchange', value: { amount: writeMoney(discount) } } }
      : {}),
  }
}

/** An exchange line of a return in Shopify. */
export type ShopifyExchangeLine = {
  readonly gid: string
  readonly variantGid: string | null
  readonly quantity: number
  readonly processed: number
  readonly processable: number
}

/** The exchange lines of a return; null when Shopify has no such return. `lineCount` is how many there can be. */
export async function readExchangeLines(
  admin: AdminGraphql,
  input: { readonly gid: ShopifyReturnGid; readonly lineCount: number },
): Promise<readonly ShopifyExchangeLine[] | null> {
  const data = await ask(admin, EXCHANGE_STATE, { id: input.gid, count: input.lineCount })
  if (data.return === null) return null
  return data.return.exchangeLineItems.nodes.map((node) => ({
    gid: node.id,
    variantGid: node.variantId,
    quantity: node.quantity,
    processed: node.processedQuantity,
    processable: node.processableQuantity,
  }))
}

/** Takes unprocessed units of exchange lines off a return. */
export async function removeExchangeLines(
  admin: AdminGraphql,
  input: {
    readonly gid: ShopifyReturnGid
    readonly lines: readonly { readonly gid: string; readonly quantity: number }[]
  },
): Promise<Result<null, ShopifyRefusal>> {
  const lines = input.lines.map(({ gid, quantity }) => ({ exchangeLineItemId: gid, quantity }))
  const data = await ask(admin, REMOVE_EXCHANGE, { id: input.gid, lines })
  const result = mutationResult(data.removeFromReturn, data.removeFromReturn?.return)
  return result.ok ? ok(null) : result
}

/** What is open on the order, in the buyer's currency; nothing where the order is gone. */
export async function readOutstanding(
  admin: AdminGraphql,
  input: { readonly orderGid: OrderGid; readonly currency: string },
): Promise<Money> {
  const data = await ask(admin, ORDER_OUTSTANDING, { id: input.orderGid })
  return data.order === null ? zero(input.currency) : readBag(data.order.totalOutstandingSet)
}

/** Lets Shopify send its invoice for what is open on the order. Sent twice it asks twice for the same money. */
export async function sendInvoice(
  admin: AdminGraphql,
  orderGid: OrderGid,
): Promise<Result<null, ShopifyRefusal>> {
  const data = await ask(admin, SEND_INVOICE, { id: orderGid })
  const result = mutationResult(data.orderInvoiceSend, data.orderInvoiceSend?.order)
  return result.ok ? ok(null) : result
}
