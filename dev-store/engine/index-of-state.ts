import { parseGid } from './ids.ts'
import type { Order, State, TableName } from './state.ts'

/**
 * Look-ups derived from the state, never part of the dump. `leave` is called before an entity changes and `enter`
 * after; ids of an order's children are indexed on first need, because most orders of a large file are never opened.
 */
export type Index = {
  leave(table: TableName, key: string): void
  enter(table: TableName, key: string): void
  /** The order that a child GID (LineItem, FulfillmentLineItem, Return, ReturnLineItem, Refund, OrderTransaction…) is in. */
  orderOf(childId: string): Order | undefined
  ordersOfShop(shop: string): Order[]
  ordersByName(shop: string, name: string): Order[]
  ordersByEmail(shop: string, email: string): Order[]
  ordersByCustomer(customerId: string): Order[]
  /** Inventory level of an item at a location: its key, or undefined. */
  levelKey(inventoryItemId: string, locationId: string): string | undefined
  rebuild(): void
}

/** '#1001' and '1001' are the same name to a search. */
export const bareName = (name: string): string => name.trim().replace(/^#/, '').toLowerCase()

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
  let owners: Map<string, string> | undefined

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
    [byName, `${order.shop} ${bareName(order.name)}`],
    ...(order.email === null ? [] : [[byEmail, `${order.shop} ${order.email.toLowerCase()}`] as [Lists, string]]),
    ...(order.customerId === null ? [] : [[byCustomer, order.customerId] as [Lists, string]]),
  ]
  const leaveOrder = (order: Order) => {
    for (const [lists, key] of keysOf(order)) lists.get(key)?.delete(order.id)
    if (owners) for (const id of childIds(order)) owners.delete(id)
  }
  const enterOrder = (order: Order) => {
    add(byShop, order.shop, order.id)
    for (const [lists, key] of keysOf(order)) add(lists, key, order.id)
    if (owners) for (const id of childIds(order)) owners.set(id, order.id)
  }
  const ownersBuilt = () => {
    if (owners) return owners
    owners = new Map()
    for (const order of Object.values(orders())) for (const id of childIds(order)) owners.set(id, order.id)
    return owners
  }

  return {
    leave(table, key) {
      if (table === 'orders') {
        const order = orders()[key]
        if (order) leaveOrder(order)
      }
    },
    enter(table, key) {
      if (table === 'orders') {
        const order = orders()[key]
        if (order) enterOrder(order)
        else for (const ids of byShop.values()) ids.delete(key)
      }
      if (table === 'inventoryLevels') {
        const level = stateOf().tables.inventoryLevels[key]
        if (level) levels.set(`${level.inventoryItemId} ${level.locationId}`, key)
      }
    },
    orderOf(childId) {
      const id = parseGid(childId)?.type === 'Order' ? childId : ownersBuilt().get(childId)
      return id === undefined ? undefined : orders()[id]
    },
    ordersOfShop: (shop) => list(byShop.get(shop)),
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
      owners = undefined
      for (const order of Object.values(orders())) enterOrder(order)
      for (const [key, level] of Object.entries(stateOf().tables.inventoryLevels)) {
        levels.set(`${level.inventoryItemId} ${level.locationId}`, key)
      }
    },
  }
}
