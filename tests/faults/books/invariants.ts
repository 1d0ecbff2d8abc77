import { auditBalances, auditOrder } from '../../../dev-store/engine/money/audit.ts'
import type { LedgerEntry, Order } from '../../../dev-store/engine/state.ts'
import { type IntentRow, type LedgerRow, type Observation, orderOf, type ReturnRow } from './observation.ts'

/*
 * The invariants of payment-grade money, one function each. They know Shopify only through the dev store's state and its
 * independent books, and the app only through its rows. Each answers sentences about what is wrong; none when all is well.
 */

export type Invariant = (seen: Observation) => string[]
/** I14 (redaction) and I17 (labels) are not here: there is nothing yet that they could be asked about. */
export type InvariantName = `I${number}` | 'R10'

const silenceAfterMs = 5_000
const applied = ['pending', 'settled', 'failed']
const open = ['intended', 'sent', 'unknown', 'pending']

const refundIntents = (seen: Observation) => seen.rows.intents.filter((one) => one.purpose === 'refund')
/** Everything that becomes a refund of an order: a return's own, and money beside it. */
const orderIntents = (seen: Observation) => seen.rows.intents.filter((one) => one.purpose !== 'bonus_credit')
const bonusIntents = (seen: Observation) => seen.rows.intents.filter((one) => one.purpose === 'bonus_credit')
const say = (intent: IntentRow) => `${intent.purpose} ${intent.correlation} (${intent.state})`

function ordersWithReturns(seen: Observation): { order: Order; returns: ReturnRow[] }[] {
  const ids = [...new Set(seen.rows.returns.map((one) => one.orderGid))]
  return ids.flatMap((id) => {
    const order = orderOf(seen.store, id)
    return order === undefined
      ? []
      : [{ order, returns: seen.rows.returns.filter((one) => one.orderGid === id) }]
  })
}

/** The last word of the dev store's book on each movement of an order. */
function movements(seen: Observation, order: Order): LedgerEntry[] {
  const last = new Map<string, LedgerEntry>()
  seen.store.logs.ledger.forEach((entry, place) => {
    if (entry.orderId === order.id) last.set(entry.transactionId ?? `#${place}`, entry)
  })
  return [...last.values()]
}

const refundsOf = (order: Order, intent: IntentRow) =>
  order.refunds.filter((refund) => (refund.note ?? '').includes(intent.correlation))

function orderOfIntent(seen: Observation, intent: IntentRow): Order | undefined {
  const row = seen.rows.returns.find((one) => one.id === intent.returnId)
  return row === undefined ? undefined : orderOf(seen.store, row.orderGid)
}

/** I1: no unit is refunded twice or beyond what was bought, by the oracle's count and by the app's own ranges. */
const noUnitTwice: Invariant = (seen) => {
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

/** I2: over all routes, Shopify's own admin included, an order never gives back more than was captured. */
const neverMoreThanCaptured: Invariant = (seen) => [
  ...ordersWithReturns(seen).flatMap(({ order }) => {
    const captured = order.transactions
      .filter((one) => (one.kind === 'SALE' || one.kind === 'CAPTURE') && one.status === 'SUCCESS')
      .reduce((sum, one) => sum + one.amount.presentment, 0)
    const back = movements(seen, order)
      .filter((one) => one.kind === 'refund' || one.kind === 'store_credit')
      .filter((one) => one.status === 'SUCCESS' || one.status === 'PENDING')
      .reduce((sum, one) => sum + one.amount.amount, 0)
    return back > captured ? [`${order.name}: ${back} went back of ${captured}`] : []
  }),
  ...auditBalances(seen.store),
]

/** I3: an intent has at most one refund in Shopify, a bonus at most one credit. */
const oneRefundPerIntent: Invariant = (seen) => [
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

/** I4: what the app calls moved has exactly one counterpart in Shopify, of equal amount and currency, in the state it says. */
const everyMovementHasItsCounterpart: Invariant = (seen) => [
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

/** Goods for goods, without money: Shopify makes no refund then. */
const isGoodsOnly = (intent: IntentRow) => intent.amountMinor === 0 && goodsOf(intent) > 0
const goodsOf = (intent: IntentRow) =>
  (intent.request.exchanges ?? []).reduce((sum, one) => sum + one.quantity, 0)

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
const everyRefundIsKnown: Invariant = (seen) => {
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
const ledgerIsComplete: Invariant = (seen) =>
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

/** I5: a submission that was answered with a return is there. */
const acknowledgedSubmissionsStand: Invariant = (seen) => {
  const there = new Set(seen.rows.returns.map((one) => one.id))
  return seen.acknowledged.submissions.filter((id) => !there.has(id)).map((id) => `return ${id} is gone`)
}

/** I6: a webhook that was answered with 200 is in the inbox, once. */
const acknowledgedWebhooksStand: Invariant = (seen) =>
  seen.acknowledged.webhooks.flatMap(({ eventId, topic }) => {
    const count = seen.rows.deliveries.filter((one) => one.eventId === eventId && one.topic === topic).length
    return count === 1 ? [] : [`${topic} ${eventId} stands ${count} times in the inbox`]
  })

/** I7: every change of state has its event, in the same transaction; histories have no gaps. */
const everyChangeIsTold: Invariant = (seen) => [
  ...gaps(seen),
  ...brokenChains(seen),
  ...untoldMoney(seen),
  ...untoldStatus(seen),
  ...toldTwice(seen),
]

function gaps(seen: Observation): string[] {
  const wrong: string[] = []
  const next = new Map<string, number>()
  for (const event of seen.rows.events) {
    const expected = next.get(event.returnId) ?? 1
    if (event.sequence !== expected) wrong.push(`${event.returnId}: event ${expected} is missing`)
    next.set(event.returnId, event.sequence + 1)
  }
  return wrong
}

/** Events are chained per return, the ledger per shop: each names the hash of the one before. */
function brokenChains(seen: Observation): string[] {
  const wrong: string[] = []
  const before = new Map<string, string>()
  for (const event of seen.rows.events) {
    if (event.hash === null) continue
    if ((before.get(event.returnId) ?? '') !== (event.previousHash ?? ''))
      wrong.push(`${event.returnId}: event ${event.sequence} does not continue its chain`)
    before.set(event.returnId, event.hash)
  }
  let last: Pick<LedgerRow, 'sequence' | 'hash'> = { sequence: 0, hash: '' }
  for (const entry of seen.rows.ledger) {
    if (entry.sequence !== last.sequence + 1 || entry.previousHash !== last.hash)
      wrong.push(`ledger ${entry.sequence} does not continue the chain`)
    last = entry
  }
  return wrong
}

const tellingKinds: Partial<Record<string, string>> = {
  settled: 'refund_settled',
  refused: 'refund_refused',
  failed: 'refund_failed',
  pending: 'refund_pending',
}

function untoldMoney(seen: Observation): string[] {
  const told = (intent: IntentRow, kind: string) =>
    seen.rows.events.filter((one) => one.kind === kind && one.data.intentId === intent.id).length
  const refunds = orderIntents(seen).flatMap((intent) => {
    const wrong: string[] = []
    const decided = intent.purpose === 'refund' ? 'refund_intended' : 'payment_decided'
    const isGoods = isGoodsOnly(intent)
    if (told(intent, isGoods ? 'exchange_decided' : decided) !== 1)
      wrong.push(`${say(intent)} is not told once as intended`)
    const kind = isGoods && intent.state === 'settled' ? 'exchange_sent' : tellingKinds[intent.state]
    if (kind !== undefined && told(intent, kind) !== 1)
      wrong.push(`${say(intent)} is told ${told(intent, kind)} times`)
    return wrong
  })
  const bonuses = bonusIntents(seen)
    .filter((one) => one.state === 'settled' && told(one, 'bonus_paid') !== 1)
    .map((one) => `${say(one)} is told ${told(one, 'bonus_paid')} times`)
  return [...refunds, ...bonuses]
}

function toldTwice(seen: Observation): string[] {
  const told = seen.rows.events
    .filter((one) => one.kind === 'refunded_in_shopify')
    .map((one) => `${one.returnId} ${String(one.data.refundGid)}`)
  return told.filter((one, place) => told.indexOf(one) !== place).map((one) => `${one} is told twice`)
}

const statusEvents = new Set([
  'approved',
  'auto_approved',
  'declined',
  'received',
  'closed',
  'cancelled',
  'changed_in_shopify',
])

function untoldStatus(seen: Observation): string[] {
  return seen.rows.returns.flatMap((row) => {
    const changes = seen.rows.changes.filter(
      (one) => one.table === 'Return' && one.column === 'status' && one.row === row.id,
    )
    // The first is the row's own beginning; an approved beginning has its event too.
    const moves = changes.slice(changes[0]?.after === 'in_review' ? 1 : 0).length
    const told = seen.rows.events.filter(
      (one) => one.returnId === row.id && statusEvents.has(one.kind),
    ).length
    return moves > told ? [`${row.orderName}: ${moves} changes of status, ${told} told`] : []
  })
}

const alertAfterMs = 15 * 60_000

/** I8: no intent stays open for more than fifteen minutes without somebody being asked to look. */
const noSilentIntent: Invariant = (seen) => {
  if (seen.story.uninstalledAt !== null || seen.story.stoppedAt !== null) return []
  return seen.rows.intents.flatMap((intent) => {
    // Pending is the payment provider's own state, and the page says so.
    if (!open.includes(intent.state) || intent.state === 'pending') return []
    const age = seen.at - Date.parse(intent.createdAt)
    const row = seen.rows.returns.find((one) => one.id === intent.returnId)
    return age > alertAfterMs && row?.attention === null
      ? [`${say(intent)} is silent for ${age / 60_000} min`]
      : []
  })
}

/** Edges that a return's status may take; the app's own table is not asked. */
const statusEdges: Record<string, readonly string[]> = {
  in_review: ['approved', 'declined', 'cancelled', 'closed'],
  approved: ['received', 'cancelled', 'closed'],
  received: ['closed', 'approved', 'cancelled'],
  // Staff may reopen and cancel in Shopify before we hear of the first.
  closed: ['received', 'approved', 'cancelled'],
  declined: [],
  cancelled: [],
}
const intentEdges: Record<string, readonly string[]> = {
  intended: ['sent', 'refused', 'pending', 'settled', 'failed', 'unknown'],
  sent: ['intended', 'unknown', 'refused', 'pending', 'settled', 'failed'],
  unknown: ['intended', 'refused', 'pending', 'settled', 'failed'],
  pending: ['settled', 'failed'],
  settled: [],
  refused: [],
  failed: ['settled'],
}

/** I9: states take legal edges only. */
const onlyLegalEdges: Invariant = (seen) =>
  seen.rows.changes.flatMap((change) => {
    if (change.before === null) return []
    const edges =
      change.table === 'Return' && change.column === 'status'
        ? statusEdges
        : change.table === 'MoneyIntent' && change.column === 'state'
          ? intentEdges
          : null
    if (edges === null || change.after === null || edges[change.before]?.includes(change.after)) return []
    const isKeyed = seen.rows.intents.some((one) => one.id === change.row && one.purpose === 'order_refund')
    // `refundCreate` carries a key: without an answer it is sent again with the same one, straight away.
    if (isKeyed && change.before === 'unknown' && change.after === 'sent') return []
    return [`${change.table} ${change.row} went from ${change.before} to ${change.after}`]
  })

/** I10: no row of a shop is written in a transaction of another, and no token is used for another shop. (Reads: row-level security's own tests.) */
const tenantsStayApart: Invariant = (seen) => [
  ...seen.rows.changes
    .filter((one) => one.boundTo !== null && one.boundTo !== one.shop)
    .map((one) => `${one.table} ${one.row} of ${one.shop} was written for ${String(one.boundTo)}`),
  ...seen.calls
    .filter((one) => one.token !== '' && one.token !== one.shop)
    .map((one) => `${one.shop} was called with the token of ${one.token}`),
]

/**
 * I11: nobody pays more than their limit alone. What an agent answers for stays within the limits, every payment of a person
 * has somebody who answers, and whoever granted a request is not who made it.
 */
export const withinLimits =
  (agentLimits: Readonly<Record<string, number>>): Invariant =>
  (seen) => {
    const moved = (intentId: string) =>
      seen.rows.intents.some(
        (one) => one.id === intentId && one.state !== 'refused' && one.state !== 'failed',
      )
    const sums = new Map<string, number>()
    for (const entry of seen.rows.limits) {
      if (entry.role !== 'agent' || !moved(entry.intentId)) continue
      const key = `${entry.orderGid} ${entry.currency}`
      sums.set(key, (sums.get(key) ?? 0) + entry.amountMinor)
    }
    const over = [...sums].filter(([key, sum]) => sum > (agentLimits[key.split(' ')[1] ?? ''] ?? 0))
    return [
      ...over.map(([key, sum]) => `agents answer for ${sum} on ${key}`),
      ...orderIntents(seen)
        .filter(
          (one) => one.actor.kind === 'staff' && !seen.rows.limits.some((entry) => entry.intentId === one.id),
        )
        .map((one) => `${say(one)} was paid by a person and nobody answers for it`),
      ...seen.rows.approvals.flatMap((one) => {
        if (one.state !== 'granted') return []
        const paid = seen.rows.intents.find((each) => each.id === one.intentId)
        if (one.decidedById === null || one.decidedById === one.requestedById)
          return [`approval ${one.id} was granted by who asked for it`]
        return paid === undefined ? [`approval ${one.id} was granted for no payment`] : []
      }),
    ]
  }

/** I12: what was decided and promised at submission, and what an intent was frozen with, never changes. */
const nothingFrozenChanges: Invariant = (seen) =>
  seen.rows.changes
    .filter(
      (one) =>
        one.before !== null &&
        one.column !== 'status' &&
        one.column !== 'state' &&
        one.column !== 'sendCount',
    )
    .map((one) => `${one.table} ${one.row}: ${one.column} was changed`)

/** I13: five seconds after the app learned that it was removed, nothing is asked of Shopify any more. */
const silentAfterUninstall: Invariant = (seen) => {
  const { uninstalledAt } = seen.story
  if (uninstalledAt === null) return []
  const late = seen.calls.filter((one) => one.at > uninstalledAt + silenceAfterMs)
  return late.length > 0 ? [`${late.length} calls after the app was removed`] : []
}

/** I15: one message per event and recipient. Only a process that died or slept after sending may leave one more, under the same id. */
const oneMessagePerEvent: Invariant = (seen) => {
  const counts = new Map<string, number>()
  for (const { messageId } of seen.mails) counts.set(messageId, (counts.get(messageId) ?? 0) + 1)
  const extra = [...counts.values()].reduce((sum, count) => sum + count - 1, 0)
  return extra > seen.story.deaths
    ? [`${extra} messages were sent again, ${seen.story.deaths} processes died`]
    : []
}

/** I16: what the ledger reserved for an intent is done, failed, released or still open; nothing is made and nothing is lost. */
const moneyIsConserved: Invariant = (seen) =>
  seen.rows.intents.flatMap((intent) => {
    const entries = seen.rows.ledger.filter((one) => one.intentId === intent.id && one.kind !== 'adjusted')
    const sum = (...kinds: LedgerRow['kind'][]) =>
      entries.filter((one) => kinds.includes(one.kind)).reduce((all, one) => all + one.amountMinor, 0)
    const left = sum('reserved') - sum('done', 'failed', 'released')
    const isOver = intent.state === 'settled' || intent.state === 'refused' || intent.state === 'failed'
    const isRight = isOver ? left === 0 : left >= 0 && left <= intent.amountMinor
    const hasCurrency = entries.every((one) => one.currency === intent.currency)
    return isRight && hasCurrency && sum('reserved') >= intent.amountMinor
      ? []
      : [`${say(intent)} of ${intent.amountMinor}: ${sum('reserved')} reserved, ${left} left`]
  })

/** R10: while payments are stopped, no call that moves money leaves the house, five seconds of grace for what was out. */
const nothingMovesWhileStopped: Invariant = (seen) => {
  const { stoppedAt } = seen.story
  if (stoppedAt === null) return []
  const moving = ['returnProcess', 'refundCreate', 'storeCreditAccountCredit']
  const late = seen.calls.filter((one) => one.at > stoppedAt + silenceAfterMs && moving.includes(one.root))
  return late.length > 0 ? [`${late.length} payments left after payments were stopped`] : []
}

/** I18: refunds of a return stay within what it is entitled to; the bonus is its own intent, once, only for what settled. */
const withinEntitlement: Invariant = (seen) => [
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
const whatWasPromisedIsPaid: Invariant = (seen) =>
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

/** I19, at rest: once faults stop, all work comes to its end, and what was refused was refused for a reason outside. */
const workComesToItsEnd: Invariant = (seen) => {
  if (seen.story.uninstalledAt !== null) return []
  const jobs = seen.rows.jobs
    .filter((one) => one.doneAt === null && one.failedAt === null && Date.parse(one.runAfter) <= seen.at)
    .map((one) => `${one.name} goes on and on: ${one.lastError ?? 'no error'}`)
  const given = seen.rows.jobs
    .filter((one) => one.failedAt !== null)
    .map((one) => `${one.name} was given up: ${one.lastError ?? ''}`)
  const intents = seen.rows.intents
    .filter((one) => open.includes(one.state) && one.state !== 'pending')
    .map((one) => `${say(one)} has no end`)
  const refused = seen.story.refusalsExplained
    ? []
    : seen.rows.intents
        .filter((one) => one.state === 'refused')
        .map((one) => `${say(one)}: ${one.refusedKind ?? ''} for no reason`)
  return [...jobs, ...given, ...intents, ...refused]
}

/** I20, at rest: no job belongs to a worker that is gone. */
const noJobOfTheDead: Invariant = (seen) =>
  seen.rows.jobs
    .filter((one) => one.leaseToken !== null && one.doneAt === null && one.failedAt === null)
    .map((one) => `${one.name} is still leased`)

type Table = Readonly<Partial<Record<InvariantName, Invariant>>>

/** What must hold at every moment, whoever is in the middle of something. */
export const always: Table = {
  I1: noUnitTwice,
  I2: neverMoreThanCaptured,
  I3: oneRefundPerIntent,
  I4: everyMovementHasItsCounterpart,
  I5: acknowledgedSubmissionsStand,
  I6: acknowledgedWebhooksStand,
  I7: everyChangeIsTold,
  I9: onlyLegalEdges,
  I10: tenantsStayApart,
  I12: nothingFrozenChanges,
  I13: silentAfterUninstall,
  I15: oneMessagePerEvent,
  I16: moneyIsConserved,
  I18: withinEntitlement,
  R10: nothingMovesWhileStopped,
}

/** What must hold whenever workers have had their turn: somebody has to be there to raise an alarm. */
export const afterWork: Table = { I8: noSilentIntent }

/** What must hold besides once everything has come to rest. */
export const atRest: Table = {
  I4: (seen) => [...everyRefundIsKnown(seen), ...ledgerIsComplete(seen)],
  I18: whatWasPromisedIsPaid,
  I19: workComesToItsEnd,
  I20: noJobOfTheDead,
}

export type Violation = { readonly invariant: InvariantName; readonly words: string }

/** Checks a table of invariants. */
export function violationsOf(table: Table, seen: Observation): Violation[] {
  // Object.entries forgets the type of the keys.
  return (Object.entries(table) as [InvariantName, Invariant][]).flatMap(([invariant, check]) =>
    check(seen).map((words) => ({ invariant, words })),
  )
}
