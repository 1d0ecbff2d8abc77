import { addDays, dayOf, startOfDay } from '../dates.ts'
import type { LineFacts, OrderFacts } from '../order.ts'
import { openRequest } from '../policy/facts.ts'
import type { Outcome } from '../policy/terms/outcomes.ts'
import type { AskedReplay } from './asked-replay.ts'
import type { AskedRequest } from './judge-request.ts'

/** A return that was asked for: what a replay needs of it. */
export type PastReturnRequest = {
  readonly id: string
  readonly requestedAt: string
  readonly lines: readonly {
    readonly lineId: string
    readonly lineItemGid: string
    readonly quantity: number
    /** Null where nobody wrote it down: then as what the replay asks. */
    readonly reason: string | null
    readonly outcome: Outcome | null
  }[]
}

type Asking = Pick<AskedReplay, 'day' | 'outcome' | 'reason'> & {
  readonly now: string
  readonly timeZone: string
}

/**
 * A past order as if all of it were asked back on the day that the replay names, with what was known of it then: a parcel that had not
 * left by then is not sent, one that had not arrived has no delivery date. What came back since counts as if it had not. Photos
 * are taken as given.
 */
export function requestOfOrder(
  order: OrderFacts,
  { day, outcome, reason, now, timeZone }: Asking,
): AskedRequest {
  const at =
    day.kind === 'today' ? now : startOfDay(addDays(dayOf(order.placedAt, timeZone), day.days), timeZone)
  const then = day.kind === 'today' ? order : asOf(order, at)
  return {
    order: then,
    at,
    parts: then.lines.map((line) => ({
      line: line.fulfillmentLineItemId === null ? line : { ...line, returnableQuantity: line.quantity },
      quantity: line.quantity,
      request: { ...openRequest, reason, outcome, quantity: line.quantity, photos: manyPhotos },
    })),
  }
}

/**
 * A past return as it was asked for; null where none of its lines is in the facts any more. What was sent back was there: lines count as
 * sent, with as many units as were asked back. Its photos are taken as given.
 */
export function requestOfReturn(
  order: OrderFacts,
  past: PastReturnRequest,
  asked: Pick<AskedReplay, 'outcome' | 'reason'>,
): AskedRequest | null {
  const then = asOf(order, past.requestedAt)
  const parts = past.lines.flatMap(({ lineId, lineItemGid, quantity, ...said }) => {
    const { reason, outcome } = {
      reason: said.reason ?? asked.reason,
      outcome: said.outcome ?? asked.outcome,
    }
    const line =
      order.lines.find(({ id }) => id === lineId) ??
      order.lines.find(({ lineItemId }) => lineItemId === lineItemGid)
    if (line === undefined) return []
    const known = then.lines.find(({ id }) => id === line.id) ?? line
    const sent = {
      ...known,
      fulfillmentLineItemId: line.fulfillmentLineItemId,
      returnableQuantity: Math.max(quantity, line.returnableQuantity),
    }
    return [
      { line: sent, quantity, request: { ...openRequest, reason, outcome, quantity, photos: manyPhotos } },
    ]
  })
  return parts.length === 0 ? null : { order: then, at: past.requestedAt, parts }
}

/** More than a policy can want. */
const manyPhotos = 99

/** What was known of an order at an instant. */
function asOf(order: OrderFacts, at: string): OrderFacts {
  const then = Date.parse(at)
  const isLater: IsLater = (instant) => instant !== null && Date.parse(instant) > then
  return {
    ...order,
    cancelledAt: isLater(order.cancelledAt) ? null : order.cancelledAt,
    lines: order.lines.map((line) => lineAsOf(line, isLater)),
  }
}

type IsLater = (instant: string | null) => boolean

function lineAsOf(line: LineFacts, isLater: IsLater): LineFacts {
  if (isLater(line.fulfilledAt))
    return {
      ...line,
      fulfillmentLineItemId: null,
      returnableQuantity: 0,
      fulfilledAt: null,
      deliveredAt: null,
    }
  return isLater(line.deliveredAt) ? { ...line, deliveredAt: null } : line
}
