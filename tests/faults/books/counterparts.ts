import { type IntentRow, type Observation, orderOf } from './observation.ts'
import {
  type Invariant,
  applied,
  orderIntents,
  bonusIntents,
  say,
  ordersWithReturns,
  movements,
  refundsOf,
  orderOfIntent,
  isGoodsOnly,
} from './seen.ts'

/** I4: what the app calls moved has exactly one counterpart in Shopify, of equal amount and currency, in the state it says. */
export const everyMovementHasItsCounterpart: Invariant = (seen) => [
  ...orderIntents(seen).flatMap((intent) => counterpartOf(seen, intent)),
  ...settledBonuses(seen),
  ...ledgerWithoutCounterpart(seen),
]

/** Entries of the app's ledger that name a transaction which Shopify does not have so. */
function ledgerWithoutCounterpart(seen: Observation): string[] {
  return seen.rows.ledger.flatMap((entry) => {
    const order = orderOf(seen.store, entry.orderGid)
    if (order === undefined || entry.refundGid === null || entry.transactionGid === null) return []
    const status =
      entry.kind === 'failed' ? ['FAILURE', 'ERROR'] : entry.kind === 'adjusted' ? null : ['SUCCESS']
    const found = order.transactions.find((one) => one.id === entry.transactionGid)
    if (status === null) return []
    const isSame =
      found?.refundId === entry.refundGid &&
      found.amount.presentment === entry.amountMinor &&
      order.presentmentCurrency === entry.currency &&
      status.includes(found.status)
    return isSame
      ? []
      : [`ledger ${entry.sequence}: ${entry.kind} ${entry.amountMinor} has no such transaction`]
  })
}

function counterpartOf(seen: Observation, intent: IntentRow): string[] {
  if (!applied.includes(intent.state) || isGoodsOnly(intent)) return []
  const order = orderOfIntent(seen, intent)
  const refunds = order === undefined ? [] : refundsOf(order, intent)
  const [refund] = refunds
  if (order === undefined || refund === undefined || refunds.length > 1)
    return [`${say(intent)} has ${refunds.length} refunds in Shopify`]
  const moved = movements(seen, order).filter((one) => one.refundId === refund.id)
  const wrong: string[] = []
  const sum = moved.reduce((all, one) => all + one.amount.amount, 0)
  if (intent.state !== 'failed' && sum !== intent.amountMinor)
    wrong.push(`${say(intent)} is ${intent.amountMinor}, the book has ${sum}`)
  if (moved.some((one) => one.amount.currency !== intent.currency))
    wrong.push(`${say(intent)} is in ${intent.currency}, the book says otherwise`)
  // Shopify may know it already while our webhook is on its way; never the other way round.
  if (intent.state === 'settled' && moved.some((one) => one.status !== 'SUCCESS'))
    wrong.push(`${say(intent)}, but the book has ${moved.map((one) => one.status).join(', ')}`)
  return wrong
}

function settledBonuses(seen: Observation): string[] {
  const credits = seen.store.logs.ledger.filter((one) => one.kind === 'bonus_credit')
  const used = new Set<unknown>()
  return bonusIntents(seen)
    .filter((one) => one.state === 'settled')
    .flatMap((intent) => {
      const match = credits.find(
        (one) =>
          !used.has(one) &&
          one.amount.amount === intent.amountMinor &&
          one.amount.currency === intent.currency,
      )
      if (match === undefined) return [`${say(intent)} has no credit in Shopify`]
      used.add(match)
      return []
    })
}

/** I4, at rest: each refund on a return of ours is the intent's that made it, in Shopify's state, or known as somebody else's. */
export const everyRefundIsKnown: Invariant = (seen) => {
  if (seen.story.uninstalledAt !== null) return []
  const known = new Set(
    seen.rows.events.filter((one) => one.kind === 'refunded_in_shopify').map((one) => one.data.refundGid),
  )
  return ordersWithReturns(seen).flatMap(({ order, returns }) =>
    order.refunds.flatMap((refund) => {
      const intent = orderIntents(seen).find((one) => (refund.note ?? '').includes(one.correlation))
      if (intent !== undefined) {
        const states = order.transactions.filter((one) => one.refundId === refund.id).map((one) => one.status)
        const should = states.some((one) => one === 'FAILURE' || one === 'ERROR')
          ? 'failed'
          : states.every((one) => one === 'SUCCESS')
            ? 'settled'
            : 'pending'
        return intent.state === should ? [] : [`${say(intent)}, and Shopify says ${should}`]
      }
      const ofOurs = returns.find((one) => one.shopifyReturnGid === refund.returnId)
      if (refund.returnId === null || ofOurs === undefined || known.has(refund.id)) return []
      return [`${refund.id} on ${ofOurs.orderName} is nobody's`]
    }),
  )
}

/** I4, at rest: whatever moved on these orders, by whom ever, stands in the app's ledger with its transaction. */
export const ledgerIsComplete: Invariant = (seen) =>
  ordersWithReturns(seen).flatMap(({ order }) =>
    order.transactions.flatMap((one) => {
      if (one.kind !== 'REFUND' || one.status !== 'SUCCESS') return []
      const entry = seen.rows.ledger.find(
        (each) =>
          each.transactionGid === one.id &&
          (each.kind === 'done' || each.kind === 'external') &&
          each.amountMinor === one.amount.presentment,
      )
      return entry === undefined
        ? [`${order.name}: ${one.amount.presentment} (${one.id}) is not in the ledger`]
        : []
    }),
  )
