import type { Order, Return, State } from '../state.ts'
import { ledgerDecimal } from './ledger.ts'

/**
 * The oracle: recomputes an order's books from what was bought, unit by unit, with arithmetic of its own (whole BigInt
 * numbers, one unit at a time), and compares them with what the state and the ledger say. It calls none of the engine's
 * money functions.
 */
export type Side = 'shop' | 'presentment'
const SIDES: readonly Side[] = ['shop', 'presentment']

/** round(total × count / units), half up, of non-negative whole numbers. */
function upTo(total: bigint, units: number, count: number): bigint {
  const n = BigInt(units)
  return (2n * total * BigInt(count) + n) / (2n * n)
}

/** What each single unit of a total is worth; the last takes the remainder. */
function eachUnit(total: number, units: number): bigint[] {
  const sign = total < 0 ? -1n : 1n
  const size = BigInt(Math.abs(total))
  return Array.from({ length: units }, (_, i) => sign * (upTo(size, units, i + 1) - upTo(size, units, i)))
}

type Line = Order['lineItems'][number]
type Ranges = readonly (readonly [number, number])[]

const total = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n)
const big = (values: readonly number[]): bigint => values.reduce((sum, value) => sum + BigInt(value), 0n)

function unitsOf(ranges: Ranges): number[] {
  return ranges.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i))
}

/** Subtotal and tax of every unit of a line. */
function unitWorth(line: Line, side: Side): { subtotal: bigint[]; tax: bigint[] } {
  const discounts = line.discountAllocations.reduce((sum, one) => sum + one.amount[side], 0)
  const taxes = line.taxLines.map((one) => eachUnit(one.amount[side], line.quantity))
  return {
    subtotal: eachUnit(line.unitPrice[side] * line.quantity - discounts, line.quantity),
    tax: Array.from({ length: line.quantity }, (_, i) => total(taxes.map((units) => units[i] ?? 0n))),
  }
}

const pick = (values: readonly bigint[], units: Iterable<number>): bigint =>
  total([...units].map((i) => values[i] ?? 0n))

function refundItems(order: Order, line: Line) {
  return order.refunds.flatMap((refund) => refund.lineItems.filter((item) => item.lineItemId === line.id))
}

function returnItems(order: Order, line: Line, filter: (one: Return) => boolean) {
  return order.returns
    .filter(filter)
    .flatMap((one) => one.lineItems.filter((item) => item.lineItemId === line.id))
}

/** Units whose sale was taken back: removed, processed on a return, or refunded. */
function goneUnits(order: Order, line: Line): Set<number> {
  const gone = new Set<number>()
  for (let i = line.quantity - line.removedQuantity; i < line.quantity; i += 1) gone.add(i)
  for (const item of returnItems(order, line, () => true))
    for (const i of unitsOf(item.units).slice(0, item.processedQuantity)) gone.add(i)
  for (const item of refundItems(order, line)) for (const i of unitsOf(item.units)) gone.add(i)
  return gone
}

/** Sales that stand, by the oracle's own count. Minor units. */
export function auditedTotal(order: Order, side: Side): bigint {
  const added = (subtotal: bigint, tax: bigint) => subtotal + (order.taxesIncluded ? 0n : tax)
  let sum = 0n
  for (const line of order.lineItems) {
    const worth = unitWorth(line, side)
    const gone = goneUnits(order, line)
    const left = Array.from({ length: line.quantity }, (_, i) => i).filter((i) => !gone.has(i))
    sum += added(pick(worth.subtotal, left), pick(worth.tax, left))
    for (const duty of line.duties) {
      const whole =
        duty.price[side] +
        (order.taxesIncluded ? 0 : duty.taxLines.reduce((all, tax) => all + tax.amount[side], 0))
      // Goods that come back do not take their duties along; only refunded duties do, below.
      sum += total(eachUnit(whole, line.quantity).slice(0, line.quantity - line.removedQuantity))
    }
  }
  for (const line of order.shippingLines.filter((one) => !one.isRemoved)) {
    const price = line.price[side] - line.discountAllocations.reduce((all, one) => all + one.amount[side], 0)
    sum += added(BigInt(price), big(line.taxLines.map((tax) => tax.amount[side])))
  }
  for (const fee of order.additionalFees)
    sum += added(BigInt(fee.price[side]), big(fee.taxLines.map((tax) => tax.amount[side])))
  for (const refund of order.refunds) {
    for (const one of refund.shippingLines) sum -= added(BigInt(one.subtotal[side]), BigInt(one.tax[side]))
    sum -= big(refund.duties.map((one) => one.amount[side]))
    sum -= BigInt(refund.tip?.[side] ?? 0)
    sum += big(refund.adjustments.map((one) => one.amount[side] + one.tax[side]))
  }
  return sum + total(order.returns.map((one) => chargedFees(order, one, side)))
}

const PERCENT_SCALE = 10_000_000

function chargedFees(order: Order, one: Return, side: Side): bigint {
  let fees = big(one.shippingFees.filter((fee) => fee.processed).map((fee) => fee.amount[side]))
  for (const item of one.lineItems) {
    const line = order.lineItems.find((candidate) => candidate.id === item.lineItemId)
    if (!item.restockingFee || !line) continue
    const worth = pick(unitWorth(line, side).subtotal, unitsOf(item.units).slice(0, item.processedQuantity))
    const percent = BigInt(Math.round(item.restockingFee.percentage * PERCENT_SCALE))
    const hundred = BigInt(100 * PERCENT_SCALE)
    fees += (2n * worth * percent + hundred) / (2n * hundred)
  }
  return fees
}

/** Everything that is wrong with an order's books; an empty list when they balance. `overRefunding` lifts the caps. */
export function auditOrder(state: State, order: Order, overRefunding: boolean): string[] {
  return [
    ...auditQuantities(order),
    ...auditRefundLines(order),
    ...auditMoney(order, overRefunding),
    ...auditLedger(state, order),
  ]
}

function auditQuantities(order: Order): string[] {
  const wrong: string[] = []
  for (const line of order.lineItems) {
    const claims = returnItems(order, line, (one) => ['REQUESTED', 'OPEN', 'CLOSED'].includes(one.status))
    const claimed = claims.flatMap((item) => unitsOf(item.units))
    if (new Set(claimed).size !== claimed.length) wrong.push(`${line.id}: two returns claim one unit`)
    const refunded = refundItems(order, line).flatMap((item) => unitsOf(item.units))
    if (new Set(refunded).size !== refunded.length) wrong.push(`${line.id}: a unit was refunded twice`)
    for (const i of [...claimed, ...refunded])
      if (i < 0 || i >= line.quantity) wrong.push(`${line.id}: unit ${i} does not exist`)
    for (const item of claims) {
      if (unitsOf(item.units).length !== item.quantity)
        wrong.push(`${item.id}: ${item.quantity} units, claims ${unitsOf(item.units).length}`)
      if (item.processedQuantity > item.quantity || item.refundedQuantity > item.quantity)
        wrong.push(`${item.id}: more processed or refunded than returned`)
    }
  }
  for (const one of order.returns) {
    for (const reverse of one.reverseFulfillmentOrders) {
      for (const line of reverse.lineItems) {
        const disposed = line.dispositions.reduce((sum, disposition) => sum + disposition.quantity, 0)
        if (disposed > line.totalQuantity)
          wrong.push(`${line.id}: disposed ${disposed} of ${line.totalQuantity}`)
        if (reverse.status === 'OPEN' && one.status === 'CANCELED')
          wrong.push(`${reverse.id}: open for a cancelled return`)
      }
    }
  }
  return wrong
}

function auditRefundLines(order: Order): string[] {
  const wrong: string[] = []
  for (const line of order.lineItems) {
    for (const side of SIDES) {
      const worth = unitWorth(line, side)
      const whole =
        line.unitPrice[side] * line.quantity -
        line.discountAllocations.reduce((sum, one) => sum + one.amount[side], 0)
      if (total(worth.subtotal) !== BigInt(whole))
        wrong.push(`${line.id}: units are not worth the line in ${side}`)
      for (const item of refundItems(order, line)) {
        const units = unitsOf(item.units)
        if (BigInt(item.subtotal[side]) !== pick(worth.subtotal, units))
          wrong.push(`${item.id}: subtotal ${item.subtotal[side]} in ${side}`)
        if (BigInt(item.tax[side]) !== pick(worth.tax, units))
          wrong.push(`${item.id}: tax ${item.tax[side]} in ${side}`)
      }
    }
  }
  return wrong
}

function auditMoney(order: Order, overRefunding: boolean): string[] {
  const wrong: string[] = []
  const counts = (status: string) =>
    status === 'SUCCESS' || status === 'PENDING' || status === 'AWAITING_RESPONSE'
  const refunds = order.transactions.filter((one) => one.kind === 'REFUND' && counts(one.status))
  const payments = order.transactions.filter(
    (one) => (one.kind === 'SALE' || one.kind === 'CAPTURE') && one.status === 'SUCCESS',
  )
  for (const side of SIDES) {
    for (const parent of payments) {
      const back = big(refunds.filter((one) => one.parentId === parent.id).map((one) => one.amount[side]))
      if (back > BigInt(parent.amount[side]) && !overRefunding)
        wrong.push(`${parent.id}: ${back} went back of ${parent.amount[side]} in ${side}`)
    }
    const received = big(payments.map((one) => one.amount[side]))
    const returned = big(refunds.map((one) => one.amount[side]))
    if (returned > received && !overRefunding)
      wrong.push(`${order.name}: ${returned} refunded of ${received} in ${side}`)
  }
  for (const parent of payments) {
    const children = refunds.filter((one) => one.parentId === parent.id)
    const whole = big(children.map((one) => one.amount.presentment)) === BigInt(parent.amount.presentment)
    if (whole && big(children.map((one) => one.amount.shop)) !== BigInt(parent.amount.shop))
      wrong.push(`${parent.id}: refunded whole, but not in the shop's currency`)
  }
  return wrong
}

function auditLedger(state: State, order: Order): string[] {
  const wrong: string[] = []
  const last = new Map(
    state.logs.ledger
      .filter(
        (entry) =>
          entry.orderId === order.id &&
          entry.transactionId !== null &&
          ['refund', 'store_credit'].includes(entry.kind),
      )
      .map((entry) => [entry.transactionId, entry]),
  )
  const refunds = order.transactions.filter((one) => one.kind === 'REFUND')
  for (const one of refunds) {
    const entry = last.get(one.id)
    const status = ['SUCCESS', 'FAILURE', 'ERROR'].includes(one.status) ? one.status : 'PENDING'
    if (!entry) wrong.push(`${one.id}: not in the ledger`)
    else if (
      entry.amount.amount !== one.amount.presentment ||
      entry.amount.currency !== order.presentmentCurrency ||
      entry.status !== status
    ) {
      const print = ledgerDecimal(entry.amount.amount, entry.amount.currency)
      wrong.push(
        `${one.id}: the ledger says ${print} ${entry.status}, the state ${one.amount.presentment} ${one.status}`,
      )
    }
  }
  if (last.size !== refunds.length)
    wrong.push(`${order.name}: ${last.size} movements in the ledger, ${refunds.length} refunds`)
  return wrong
}

/** Balances of store credit and gift cards against the ledger and their own transactions. */
export function auditBalances(state: State): string[] {
  const wrong: string[] = []
  for (const account of Object.values(state.tables.storeCreditAccounts)) {
    const moved = big(account.transactions.map((one) => one.amount))
    if (moved !== BigInt(account.balance))
      wrong.push(`${account.id}: balance ${account.balance}, transactions ${moved}`)
    const left = big(account.transactions.map((one) => one.remaining))
    if (left !== BigInt(account.balance))
      wrong.push(`${account.id}: balance ${account.balance}, unspent ${left}`)
    if (account.balance < 0) wrong.push(`${account.id}: below zero`)
    const credited = account.transactions.filter((one) => one.type === 'credit')
    const booked = state.logs.ledger.filter(
      (entry) =>
        entry.gateway === 'shopify_store_credit' && entry.kind !== 'debit' && entry.status === 'SUCCESS',
    )
    for (const credit of credited) {
      const key = credit.originTransactionId ?? credit.id
      const entry = booked.find((one) => one.transactionId === key)
      if (entry?.amount.amount !== credit.amount) wrong.push(`${credit.id}: not in the ledger`)
    }
  }
  for (const card of Object.values(state.tables.giftCards)) {
    if (card.balance < 0) wrong.push(`${card.id}: below zero`)
  }
  return wrong
}
