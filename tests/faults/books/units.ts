import { auditOrder } from '../../../dev-store/engine/money/audit.ts'
import type { Observation, ReturnRow } from './observation.ts'
import {
  type Invariant,
  applied,
  open,
  refundIntents,
  orderIntents,
  bonusIntents,
  say,
  ordersWithReturns,
  refundsOf,
  orderOfIntent,
  goodsOf,
} from './seen.ts'

/** I1: no unit is refunded twice or beyond what was bought, by the oracle's count and by the app's own ranges. */
export const noUnitTwice: Invariant = (seen) => {
  const wrong = ordersWithReturns(seen).flatMap(({ order }) => auditOrder(seen.store, order, false))
  const taken = new Set<string>()
  for (const intent of refundIntents(seen)) {
    if (intent.state === 'refused') continue
    for (const { returnLineId, from, to } of intent.request.units ?? []) {
      const line = seen.rows.lines.find((one) => one.id === returnLineId)
      if (line === undefined || to > line.quantity)
        wrong.push(`${say(intent)} pays for units that nobody asked back`)
      for (let unit = from; unit < to; unit += 1) {
        const name = `${returnLineId}:${unit}`
        if (taken.has(name)) wrong.push(`unit ${name} stands in two intents`)
        taken.add(name)
      }
    }
  }
  return [...wrong, ...askedTwice(seen)]
}

/** Units that stand in two returns at once, by what was bought. */
function askedTwice(seen: Observation): string[] {
  return ordersWithReturns(seen).flatMap(({ order, returns }) => {
    // What staff cancelled in Shopify's admin is free there at once, and here as soon as we hear of it.
    const isFree = (row: ReturnRow) =>
      ['CANCELED', 'DECLINED'].includes(
        order.returns.find((one) => one.id === row.shopifyReturnGid)?.status ?? '',
      )
    const standing = returns.filter(
      (one) => one.status !== 'declined' && one.status !== 'cancelled' && !isFree(one),
    )
    return order.lineItems.flatMap((line) => {
      const asked = seen.rows.lines
        .filter((one) => one.lineItemGid === line.id && standing.some((each) => each.id === one.returnId))
        .reduce((sum, one) => sum + one.quantity, 0)
      return asked > line.quantity ? [`${order.name}: ${asked} of ${line.quantity} units are asked back`] : []
    })
  })
}

/** I3: an intent has at most one refund in Shopify, a bonus at most one credit. */
export const oneRefundPerIntent: Invariant = (seen) => [
  ...orderIntents(seen).flatMap((intent) => {
    const order = orderOfIntent(seen, intent)
    const count = order === undefined ? 0 : refundsOf(order, intent).length
    return count > 1 ? [`${say(intent)} has ${count} refunds`] : []
  }),
  ...creditsBeyondIntents(seen),
  ...goodsBeyondIntents(seen),
]

function creditsBeyondIntents(seen: Observation): string[] {
  const credits = seen.store.logs.ledger.filter(
    (one) => one.kind === 'bonus_credit' && one.status === 'SUCCESS',
  )
  const intents = bonusIntents(seen).filter((one) => one.state !== 'refused')
  return credits.length > intents.length
    ? [`${credits.length} bonus credits for ${intents.length} intents`]
    : []
}

/** I3 for goods: what Shopify released in exchange is what intents say, once, and never without one. */
function goodsBeyondIntents(seen: Observation): string[] {
  return ordersWithReturns(seen).flatMap(({ order, returns }) =>
    returns.flatMap((row) => {
      const inShopify = order.returns.find((one) => one.id === row.shopifyReturnGid)
      const released = (inShopify?.exchangeLineItems ?? []).reduce(
        (sum, one) => sum + one.processedQuantity,
        0,
      )
      const ofReturn = refundIntents(seen).filter((one) => one.returnId === row.id)
      const goods = (states: readonly string[]) =>
        ofReturn.filter((one) => states.includes(one.state)).reduce((sum, one) => sum + goodsOf(one), 0)
      const most = goods([...open, ...applied])
      const least = goods(['settled', 'pending'])
      return released > most || (released < least && !seen.story.refusalsExplained)
        ? [`${row.orderName}: ${released} goods left, intents say ${least} to ${most}`]
        : []
    }),
  )
}

/** I18: refunds of a return stay within what it is entitled to; the bonus is its own intent, once, only for what settled. */
export const withinEntitlement: Invariant = (seen) => [
  ...seen.rows.returns.flatMap((row) => {
    if (row.promised === null) return []
    const sum = refundIntents(seen)
      // What a provider failed to pay did not move; Shopify adds it to what it suggests next.
      .filter((one) => one.returnId === row.id && one.state !== 'refused' && one.state !== 'failed')
      .reduce((all, one) => all + one.amountMinor, 0)
    const most = row.promised.lines.reduce(
      (all, line) => all + line.subtotal.minor + (row.promised?.taxesIncluded ? 0 : line.tax.minor),
      row.promised.shipping.minor,
    )
    return sum > most ? [`${row.orderName}: ${sum} is paid for goods worth ${most}`] : []
  }),
  ...bonusIntents(seen).flatMap((bonus) => {
    const refund = refundIntents(seen).find((one) => one.id === bonus.request.refundIntentId)
    if (refund === undefined) return [`${say(bonus)} belongs to no refund`]
    if (refund.state !== 'settled') return [`${say(bonus)} before its refund settled (${refund.state})`]
    const due = refund.request.quote?.bonus
    if (due?.minor !== bonus.amountMinor || due.currency !== bonus.currency)
      return [`${say(bonus)} is ${bonus.amountMinor}, its receipt says ${due?.minor ?? 0}`]
    const twins = bonusIntents(seen).filter((one) => one.request.refundIntentId === refund.id)
    return twins.length > 1 ? [`${say(refund)} has ${twins.length} bonuses`] : []
  }),
]

/** I18, at rest: a return that is paid whole, and that nobody touched elsewhere, comes to what the shopper was promised. */
export const whatWasPromisedIsPaid: Invariant = (seen) =>
  seen.story.refusalsExplained
    ? []
    : seen.rows.returns.flatMap((row) => {
        const settled = refundIntents(seen).filter(
          (one) => one.returnId === row.id && one.state === 'settled',
        )
        const units = settled
          .flatMap((one) => one.request.units ?? [])
          .reduce((sum, { from, to }) => sum + to - from, 0)
        const asked = seen.rows.lines
          .filter((one) => one.returnId === row.id)
          .reduce((sum, one) => sum + one.quantity, 0)
        if (units !== asked || row.promised === null) return []
        const paid = settled.reduce((sum, one) => sum + one.amountMinor, 0)
        const { refund } = row.promised
        return paid === refund.minor && row.currency === refund.currency
          ? []
          : [`${row.orderName}: ${refund.minor} was promised and ${paid} is paid`]
      })
