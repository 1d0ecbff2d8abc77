import type { IntentRow, LedgerRow, Observation } from './observation.ts'
import { type Invariant, orderIntents, bonusIntents, say, isGoodsOnly } from './seen.ts'

/** I5: a submission that was answered with a return is there. */
export const acknowledgedSubmissionsStand: Invariant = (seen) => {
  const there = new Set(seen.rows.returns.map((one) => one.id))
  return seen.acknowledged.submissions.filter((id) => !there.has(id)).map((id) => `return ${id} is gone`)
}

/** I6: a webhook that was answered with 200 is in the inbox, once. */
export const acknowledgedWebhooksStand: Invariant = (seen) =>
  seen.acknowledged.webhooks.flatMap(({ eventId, topic }) => {
    const count = seen.rows.deliveries.filter((one) => one.eventId === eventId && one.topic === topic).length
    return count === 1 ? [] : [`${topic} ${eventId} stands ${count} times in the inbox`]
  })

/** I7: every change of state has its event, in the same transaction; histories have no gaps. */
export const everyChangeIsTold: Invariant = (seen) => [
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

/** I15: one message per event and recipient. Only a process that died or slept after sending may leave one more, under the same id. */
export const oneMessagePerEvent: Invariant = (seen) => {
  const counts = new Map<string, number>()
  for (const { messageId } of seen.mails) counts.set(messageId, (counts.get(messageId) ?? 0) + 1)
  const extra = [...counts.values()].reduce((sum, count) => sum + count - 1, 0)
  return extra > seen.story.deaths
    ? [`${extra} messages were sent again, ${seen.story.deaths} processes died`]
    : []
}
