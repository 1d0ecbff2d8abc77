import { legacyId, parseGid } from './ids.ts'
import { orderAgreementId } from './order-builder.ts'
import type { Order, State, TableName } from './state.ts'

/**
 * Look-ups derived from the state, never part of the dump; they follow when a transaction commits. The children of an order are indexed when it is first read or changed, because most orders of a large file are
 * never opened; a child id that comes cold costs one scan.
 */
export type Index = {
  /** Forgets an entity; `before` is how it was when it entered. */
  leave(table: TableName, before: object): void
  /** `adopts` false leaves an order's children cold: for loads of many orders at once. */
  enter(table: TableName, key: string, adopts?: boolean): void
  /** The order that a child GID (LineItem, FulfillmentLineItem, Return, ReturnLineItem, Refund, OrderTransaction…) is in. */
  orderOf(childId: string): Order | undefined
  /** Makes an order's children known to `orderOf`; cheap when they are already. */
  adopt(order: Order): void
  ordersOfShop(shop: string): Order[]
  /** The same by processedAt and id, oldest first; kept until an order comes or goes. Do not change the array. */
  ordersByTime(shop: string): readonly Order[]
  ordersByName(shop: string, name: string): Order[]
  ordersByEmail(shop: string, email: string): Order[]
  ordersByCustomer(customerId: string): Order[]
  /** Inventory level of an item at a location: its key, or undefined. */
  levelKey(inventoryItemId: string, locationId: string): string | undefined
  rebuild(): void
}

/** '#1001' and '1001' are the same name to a search. */
export const bareName = (name: string): string => name.trim().replace(/^#/, '').toLowerCase()

/**
 * A name is found by itself and by its number alone: `name:1027` finds #1027 and EN1027 (the ambiguity that behaviour §12
 * row 1027 asks for).
 */
const nameKeys = (name: string): string[] => {
  const bare = bareName(name)
  const digits = /\d+/.exec(bare)?.[0]
  return digits === undefined || digits === bare ? [bare] : [bare, digits]
}

const childIds = function* (order: Order): Generator<string> {
  for (const line of order.lineItems) {
    yield line.id
    for (const duty of line.duties) yield duty.id
  }
  for (const group of order.lineItemGroups) yield group.id
  for (const line of order.shippingLines) yield line.id
  for (const transaction of order.transactions) yield transaction.id
  for (const fee of order.additionalFees) yield fee.id
  for (const dispute of order.disputes) yield dispute.id
  for (const metafield of order.metafields) yield metafield.id
  yield orderAgreementId(order)
  for (const agreement of order.agreements) yield agreement.id
  for (const fulfillment of order.fulfillments) {
    yield fulfillment.id
    // ReturnableFulfillment has no id of its own in the state: it carries the fulfilment's number.
    yield fulfillment.id.replace('/Fulfillment/', '/ReturnableFulfillment/')
    for (const line of fulfillment.lineItems) yield line.id
    for (const event of fulfillment.events) yield event.id
  }
  for (const fulfillmentOrder of order.fulfillmentOrders) {
    yield fulfillmentOrder.id
    for (const line of fulfillmentOrder.lineItems) yield line.id
    for (const hold of fulfillmentOrder.holds) yield hold.id
  }
  for (const refund of order.refunds) {
    yield refund.id
    for (const line of [...refund.lineItems, ...refund.shippingLines, ...refund.adjustments]) yield line.id
  }
  for (const orderReturn of order.returns) {
    yield orderReturn.id
    for (const line of orderReturn.lineItems) {
      yield line.id
      if (line.restockingFee) yield line.restockingFee.id
    }
    for (const line of [...orderReturn.exchangeLineItems, ...orderReturn.shippingFees]) yield line.id
    for (const reverse of orderReturn.reverseFulfillmentOrders) {
      yield reverse.id
      for (const line of reverse.lineItems) {
        yield line.id
        for (const disposition of line.dispositions) yield disposition.id
      }
      for (const delivery of reverse.reverseDeliveries) {
        yield delivery.id
        for (const line of delivery.lineItems) yield line.id
      }
    }
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

type Lists = Map<string, Set<string>>
const add = (lists: Lists, key: string, id: string) => {
  const list = lists.get(key)
  if (list) list.add(id)
  else lists.set(key, new Set([id]))
}

export const createIndex = (stateOf: () => State): Index => {
  const byShop: Lists = new Map()
  const byName: Lists = new Map()
  const byEmail: Lists = new Map()
  const byCustomer: Lists = new Map()
  const levels = new Map<string, string>()
  const owners = new Map<string, string>()
  const adopted = new Set<string>()
  const sorted = new Map<string, Order[]>()

  const orders = () => stateOf().tables.orders
  const list = (ids: Set<string> | undefined): Order[] => {
    const table = orders()
    const found: Order[] = []
    for (const id of ids ?? []) {
      const order = table[id]
      if (order) found.push(order)
    }
    return found
  }
  const keysOf = (order: Order): [Lists, string][] => [
    ...nameKeys(order.name).map((name): [Lists, string] => [byName, `${order.shop} ${name}`]),
    ...(order.email === null
      ? []
      : [[byEmail, `${order.shop} ${order.email.toLowerCase()}`] as [Lists, string]]),
    ...(order.customerId === null ? [] : [[byCustomer, order.customerId] as [Lists, string]]),
  ]
  const leaveOrder = (order: Order) => {
    for (const [lists, key] of keysOf(order)) lists.get(key)?.delete(order.id)
    if (adopted.delete(order.id)) for (const id of childIds(order)) owners.delete(id)
    if (orders()[order.id] === undefined) {
      byShop.get(order.shop)?.delete(order.id)
      sorted.delete(order.shop)
    }
  }
  const adopt = (order: Order, again = false) => {
    if (!again && adopted.has(order.id)) return
    adopted.add(order.id)
    for (const id of childIds(order)) owners.set(id, order.id)
  }
  const enterOrder = (order: Order) => {
    if (!byShop.get(order.shop)?.has(order.id)) sorted.delete(order.shop)
    add(byShop, order.shop, order.id)
    for (const [lists, key] of keysOf(order)) add(lists, key, order.id)
  }
  const findOwner = (childId: string): Order | undefined => {
    for (const order of Object.values(orders())) {
      for (const id of childIds(order)) {
        if (id === childId) {
          adopt(order, true)
          return order
        }
      }
    }
    return undefined
  }

  return {
    leave(table, before) {
      // The tables' own entity types: a transaction passes what it took from that table.
      if (table === 'orders') leaveOrder(before as Order)
    },
    enter(table, key, adopts = true) {
      if (table === 'orders') {
        const order = orders()[key]
        if (order) {
          enterOrder(order)
          if (adopts) adopt(order, true)
        }
      }
      if (table === 'inventoryLevels') {
        const level = stateOf().tables.inventoryLevels[key]
        if (level) levels.set(`${level.inventoryItemId} ${level.locationId}`, key)
      }
    },
    orderOf(childId) {
      if (parseGid(childId)?.type === 'Order') return orders()[childId]
      const id = owners.get(childId)
      return id === undefined ? findOwner(childId) : orders()[id]
    },
    adopt,
    ordersOfShop: (shop) => list(byShop.get(shop)),
    ordersByTime(shop) {
      const known = sorted.get(shop)
      if (known) return known
      const made = list(byShop.get(shop)).sort(
        (a, b) => compareText(a.processedAt, b.processedAt) || legacyId(a.id) - legacyId(b.id),
      )
      sorted.set(shop, made)
      return made
    },
    ordersByName: (shop, name) => list(byName.get(`${shop} ${bareName(name)}`)),
    ordersByEmail: (shop, email) => list(byEmail.get(`${shop} ${email.toLowerCase()}`)),
    ordersByCustomer: (customerId) => list(byCustomer.get(customerId)),
    levelKey(inventoryItemId, locationId) {
      const key = levels.get(`${inventoryItemId} ${locationId}`)
      return key !== undefined && stateOf().tables.inventoryLevels[key] ? key : undefined
    },
    rebuild() {
      for (const lists of [byShop, byName, byEmail, byCustomer]) lists.clear()
      levels.clear()
      sorted.clear()
      owners.clear()
      adopted.clear()
      for (const order of Object.values(orders())) enterOrder(order)
      for (const [key, level] of Object.entries(stateOf().tables.inventoryLevels)) {
        levels.set(`${level.inventoryItemId} ${level.locationId}`, key)
      }
    },
  }
}
