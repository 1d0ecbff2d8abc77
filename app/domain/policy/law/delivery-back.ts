import { epochDay } from '../../dates.ts'
import { money } from '../../money.ts'
import type { OrderFacts } from '../../order.ts'
import type { LineDecision } from '../decision.ts'
import { outboundRefund } from './money-back.ts'

/** A part of a request: the line of the order, and how many of its units are asked back. */
export type WithdrawnPart = {
  readonly lineId: string
  readonly units: number
  readonly decision: Pick<LineDecision, 'law'>
}

/**
 * Whether what was paid for the first delivery goes back by law: the buyer withdraws from the whole order, every unit of it, while
 * the right is open for each. Of a part of an order the law of no country that is enforced here says so; a shop may always
 * give more.
 */
export function isDeliveryDueBack(
  order: Pick<OrderFacts, 'lines' | 'currency'>,
  parts: readonly WithdrawnPart[],
): boolean {
  const isWhole =
    order.lines.length > 0 &&
    order.lines.every(({ id, quantity }) => {
      const units = parts.filter(({ lineId }) => lineId === id).map((part) => part.units)
      return units.reduce((sum, one) => sum + one, 0) === quantity
    })
  const whole = { paid: money(1, order.currency), cheapest: null, withdrawn: 1, ordered: 1 }
  return (
    isWhole &&
    parts.every(({ decision: { law } }) => {
      if (law?.open !== true) return false
      return outboundRefund({ code: law.statute, placed: epochDay(law.orderedOn) }, whole).minor > 0
    })
  )
}
