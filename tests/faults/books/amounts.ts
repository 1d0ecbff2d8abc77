import { auditBalances } from '../../../dev-store/engine/money/audit.ts'
import type { LedgerRow } from './observation.ts'
import { type Invariant, orderIntents, say, ordersWithReturns, movements } from './seen.ts'

/** I2: over all routes, Shopify's own admin included, an order never gives back more than was captured. */
export const neverMoreThanCaptured: Invariant = (seen) => [
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

/** I16: what the ledger reserved for an intent is done, failed, released or still open; nothing is made and nothing is lost. */
export const moneyIsConserved: Invariant = (seen) =>
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
