import type { AdminGraphql } from './admin-graphql.server.ts'
import { OrderGid } from '#app/domain/ids.ts'
import type { Money } from '#app/domain/money.ts'
import { readShopBag } from './amount.ts'
import { ask } from './operation.ts'
import { ORDERS_BY_NAME } from './order-operations.server.ts'

export type OrderCandidate = {
  readonly id: OrderGid
  /** As Shopify writes it: `#1001`. */
  readonly name: string
  readonly email: string | null
  readonly postcodes: readonly string[]
  /** The order's own and those of its addresses, as they were typed or in E.164. */
  readonly phones: readonly string[]
  /** In the shop's currency. */
  readonly total: Money
}

/** Longest order name we search for: Shopify's own prefix, number and suffix are far shorter. */
const longestName = 40

/**
 * The orders whose name is exactly the typed one, with or without its hash; the search itself finds words and prefixes
 * (`1027` also finds `EN1027`), so names are compared here. `allOrders` says whether orders beyond 60 days can be seen at all.
 */
export async function findOrdersByName(
  admin: AdminGraphql,
  typed: string,
): Promise<{ readonly candidates: readonly OrderCandidate[]; readonly allOrders: boolean }> {
  const name = bareName(typed)
  const isSearchable = name !== '' && name.length <= longestName
  // An order name is asked for even where none can fit: the answer takes as long as for a real one.
  const asked = isSearchable ? name : '0'
  const data = await ask(admin, ORDERS_BY_NAME, { query: nameQuery(asked) })
  const fitting = data.orders.nodes.filter((order) => isSearchable && bareName(order.name) === name)
  return {
    candidates: fitting.map((order) => ({
      id: OrderGid.parse(order.id),
      name: order.name,
      email: order.email,
      postcodes: present([order.shippingAddress?.zip, order.billingAddress?.zip]),
      phones: present([order.phone, order.shippingAddress?.phone, order.billingAddress?.phone]),
      total: readShopBag(order.totalPriceSet),
    })),
    allOrders: data.currentAppInstallation.accessScopes.some((scope) => scope.handle === 'read_all_orders'),
  }
}

function present(values: readonly (string | null | undefined)[]): readonly string[] {
  return values.filter((value): value is string => typeof value === 'string' && value !== '')
}

/** A search for the name with and without hash. Quoted, so that nothing in it is read as search syntax. */
export function nameQuery(name: string): string {
  return `name:${quoted(name)} OR name:${quoted(`#${name}`)}`
}

/** Upper case without hash and outer space, Unicode normalised: how two order names are compared. */
export function bareName(name: string): string {
  return name.normalize('NFKC').trim().replace(/^#+/, '').trim().toUpperCase()
}

function quoted(text: string): string {
  const printable = text.replace(/\p{Cc}/gu, ' ')
  return `"${printable.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
