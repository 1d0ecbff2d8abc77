import type { OrderFacts } from '../order.ts'
import type { AskedReplay } from './asked-replay.ts'
import { type PastReturnRequest, requestOfOrder, requestOfReturn } from './past-request.ts'
import { type ReplayedPolicies, replayRequest, type ReplayWay } from './replay-request.ts'
import { changeOf, type ReplayedChange } from './replayed-change.ts'
import { countRequest, type Tally } from './tally.ts'

export type Replaying = {
  readonly policies: ReplayedPolicies
  readonly asked: Pick<AskedReplay, 'day' | 'outcome' | 'reason'>
  /** The instant of the replay: what "today" means, however long it runs. */
  readonly now: string
  readonly timeZone: string
}

export type FoundChange = {
  /** The order's GID, or the id of the return. */
  readonly subject: string
  readonly at: string
  readonly way: ReplayWay
  readonly change: ReplayedChange
}

/**
 * Replays one order and the returns that were asked for of it: counts into the tally, in place, and answers what comes out otherwise.
 * Pure but for the tally: the same order counted twice is counted twice, so the caller keeps tally and cursor together.
 */
export function replayOrder(
  tally: Tally,
  order: OrderFacts,
  returns: readonly PastReturnRequest[],
  { policies, asked, now, timeZone }: Replaying,
): readonly FoundChange[] {
  const found: FoundChange[] = []
  const whole = requestOfOrder(order, { ...asked, now, timeZone })
  const replayed = replayRequest(whole, policies, timeZone)
  countRequest(tally.orders, whole, replayed)
  if (replayed.way !== null) {
    const change = changeOf('order', whole, replayed)
    found.push({ subject: order.id, at: order.placedAt, way: replayed.way, change })
  }
  for (const past of returns) {
    const request = requestOfReturn(order, past, asked)
    if (request === null) continue
    const again = replayRequest(request, policies, timeZone)
    countRequest(tally.returns, request, again)
    if (again.way === null) continue
    const change = changeOf('return', request, again)
    found.push({ subject: past.id, at: past.requestedAt, way: again.way, change })
  }
  return found
}
