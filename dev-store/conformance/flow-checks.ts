import { auditedTotal } from '../engine/money/audit.ts'
import { parseAmount } from '../engine/money/minor-units.ts'
import type { Order, State } from '../engine/state.ts'
import { at, text } from './flow-answer.ts'

// Written by no mutation of a flow, and large.
const STILL = {
  returnReasonDefinitions: {},
  products: {},
  variants: {},
  inventoryItems: {},
  locations: {},
  customers: {},
}

/** What a failed mutation must not have touched; idempotency keys and faults remember failures on purpose. */
export function trace(state: State): string {
  const { webhookEvents, ...logs } = state.logs
  return JSON.stringify({
    ...state,
    tables: { ...state.tables, ...STILL, idempotency: {}, faults: {} },
    logs: { ...logs, webhookEvents: webhookEvents.length },
  })
}

/** What the order's answers say against the oracle: totals, debts, refunds and quantities. */
export function compareBooks(order: Order, data: unknown): string[] {
  const wrong: string[] = []
  const read = (field: string, side: 'shopMoney' | 'presentmentMoney') => {
    const currency = side === 'shopMoney' ? order.currency : order.presentmentCurrency
    return BigInt(parseAmount(text(at(data, 'order', field, side, 'amount')), currency) ?? -1)
  }
  for (const [side, field] of [
    ['shop', 'shopMoney'],
    ['presentment', 'presentmentMoney'],
  ] as const) {
    const audited = auditedTotal(order, side)
    const said = read('currentTotalPriceSet', field)
    if (said !== audited) wrong.push(`currentTotalPriceSet ${said} in ${side}, the audit says ${audited}`)
    const outstanding = read('totalOutstandingSet', field)
    if (outstanding !== audited - read('netPaymentSet', field))
      wrong.push(`totalOutstandingSet ${outstanding} in ${side}`)
  }
  const refunds = at(data, 'order', 'refunds')
  const sum = (Array.isArray(refunds) ? refunds : []).reduce<bigint>(
    (all, one: unknown) => all + BigInt(parseAmount(text(at(one, 'totalRefundedSet', 'presentmentMoney', 'amount')), order.presentmentCurrency) ?? -1), 0n,
  ) // prettier-ignore
  if (sum !== read('totalRefundedSet', 'presentmentMoney'))
    wrong.push(`refunds sum to ${sum}, totalRefundedSet ${read('totalRefundedSet', 'presentmentMoney')}`)
  return [...wrong, ...compareQuantities(order, data)]
}

function compareQuantities(order: Order, data: unknown): string[] {
  const wrong: string[] = []
  const nodes = at(data, 'order', 'lineItems', 'nodes')
  for (const node of Array.isArray(nodes) ? nodes : []) {
    const [quantity, current, refundable] = ['quantity', 'currentQuantity', 'refundableQuantity'].map(
      (name) => Number(at(node, name)),
    )
    if (!(
      Number(current) >= 0 &&
      Number(current) <= Number(quantity) &&
      Number(refundable) >= 0 &&
      Number(refundable) <= Number(quantity)
    )) {
      wrong.push(
        `${text(at(node, 'id'))}: quantity ${quantity}, current ${current}, refundable ${refundable}`,
      )
    }
  }
  const fulfillments = at(data, 'returnableFulfillments', 'nodes')
  for (const fulfillment of Array.isArray(fulfillments) ? fulfillments : []) {
    const lines = at(fulfillment, 'returnableFulfillmentLineItems', 'nodes')
    for (const line of Array.isArray(lines) ? lines : []) {
      const id = at(line, 'fulfillmentLineItem', 'id')
      const item = order.fulfillments.flatMap((one) => one.lineItems).find((one) => one.id === id)
      const claimed = order.returns
        .filter((one) => ['REQUESTED', 'OPEN', 'CLOSED'].includes(one.status))
        .flatMap((one) => one.lineItems)
        .filter((one) => one.fulfillmentLineItemId === id)
        .reduce((total, one) => total + one.quantity, 0)
      if (!item || Number(at(line, 'quantity')) + claimed > item.quantity)
        wrong.push(`${String(id)}: more returnable than fulfilled`)
    }
  }
  return wrong
}

/** Stock on hand moves only by dispositions RESTOCKED and refunds that restock; available follows, less what exchanges took. */
export function auditStock(state: State): string[] {
  const wrong: string[] = []
  const orders = Object.values(state.tables.orders)
  for (const variant of Object.values(state.tables.variants)) {
    const levels = Object.values(state.tables.inventoryLevels).filter(
      (level) => level.inventoryItemId === variant.inventoryItemId,
    )
    const of = (name: string) => levels.reduce((total, level) => total + (level.quantities[name] ?? 0), 0)
    let back = 0
    let freed = 0
    let taken = 0
    for (const order of orders) {
      const own = new Set(
        order.lineItems.filter((line) => line.variantId === variant.id).map((line) => line.id),
      )
      for (const one of order.returns) {
        for (const line of one.reverseFulfillmentOrders.flatMap((reverse) => reverse.lineItems)) {
          const fulfilled = order.fulfillments
            .flatMap((fulfillment) => fulfillment.lineItems)
            .find((item) => item.id === line.fulfillmentLineItemId)
          if (!fulfilled || !own.has(fulfilled.lineItemId)) continue
          back += line.dispositions
            .filter((disposition) => disposition.type === 'RESTOCKED')
            .reduce((total, disposition) => total + disposition.quantity, 0)
        }
        taken += one.exchangeLineItems
          .filter((item) => item.variantId === variant.id)
          .reduce((total, item) => total + item.processedQuantity, 0)
      }
      for (const refund of order.refunds.filter((one) => one.returnId === null)) {
        for (const item of refund.lineItems.filter((line) => own.has(line.lineItemId))) {
          if (item.restockType === 'RETURN') back += item.quantity
          if (item.restockType === 'CANCEL') freed += item.quantity
        }
      }
    }
    if (of('on_hand') !== 1000 + back)
      wrong.push(`${variant.id}: ${of('on_hand')} on hand, expected ${1000 + back}`)
    if (of('available') !== 1000 + back + freed - taken)
      wrong.push(`${variant.id}: ${of('available')} available, expected ${1000 + back + freed - taken}`)
    if (of('committed') !== taken - freed)
      wrong.push(`${variant.id}: ${of('committed')} committed, expected ${taken - freed}`)
  }
  return wrong
}
