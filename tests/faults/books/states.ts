import { type Invariant, silenceAfterMs, open, say } from './seen.ts'

const alertAfterMs = 15 * 60_000

/** I8: no intent stays open for more than fifteen minutes without somebody being asked to look. */
export const noSilentIntent: Invariant = (seen) => {
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
export const onlyLegalEdges: Invariant = (seen) =>
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
export const tenantsStayApart: Invariant = (seen) => [
  ...seen.rows.changes
    .filter((one) => one.boundTo !== null && one.boundTo !== one.shop)
    .map((one) => `${one.table} ${one.row} of ${one.shop} was written for ${String(one.boundTo)}`),
  ...seen.calls
    .filter((one) => one.token !== '' && one.token !== one.shop)
    .map((one) => `${one.shop} was called with the token of ${one.token}`),
]

/** I12: what was decided and promised at submission, and what an intent was frozen with, never changes. */
export const nothingFrozenChanges: Invariant = (seen) =>
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
export const silentAfterUninstall: Invariant = (seen) => {
  const { uninstalledAt } = seen.story
  if (uninstalledAt === null) return []
  const late = seen.calls.filter((one) => one.at > uninstalledAt + silenceAfterMs)
  return late.length > 0 ? [`${late.length} calls after the app was removed`] : []
}

/** R10: while payments are stopped, no call that moves money leaves the house, five seconds of grace for what was out. */
export const nothingMovesWhileStopped: Invariant = (seen) => {
  const { stoppedAt } = seen.story
  if (stoppedAt === null) return []
  const moving = ['returnProcess', 'refundCreate', 'storeCreditAccountCredit']
  const late = seen.calls.filter((one) => one.at > stoppedAt + silenceAfterMs && moving.includes(one.root))
  return late.length > 0 ? [`${late.length} payments left after payments were stopped`] : []
}

/** I19, at rest: once faults stop, all work comes to its end, and what was refused was refused for a reason outside. */
export const workComesToItsEnd: Invariant = (seen) => {
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
export const noJobOfTheDead: Invariant = (seen) =>
  seen.rows.jobs
    .filter((one) => one.leaseToken !== null && one.doneAt === null && one.failedAt === null)
    .map((one) => `${one.name} is still leased`)
