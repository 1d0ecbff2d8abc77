import { compilePolicy } from '../../app/domain/policy/compile.ts'
import { factsOfLine, openRequest, orderContext } from '../../app/domain/policy/facts.ts'
import { judgeLine } from '../../app/domain/policy/judge.ts'
import type { Policy } from '../../app/domain/policy/policy.ts'
import { matchPastReturns } from '../../app/domain/replay/match-past-returns.ts'
import { RETAIL_TIME_ZONE } from '../../dev-store/orders-csv/moved-time.ts'
import type { OrdersCsvRow } from '../../dev-store/orders-csv/orders-csv-row.ts'
import type { OrdersCsv } from '../../dev-store/orders-csv/parse-orders-csv.ts'
import { factsOfPurchase, instantOf, pastOrders } from './past-order-facts.ts'

/** What a policy makes of the past returns of an orders file; `refundGbp` is the price of the eligible ones, exact. */
export type CsvReplay = {
  readonly returnLines: number
  readonly matched: number
  readonly eligible: number
  readonly denied: number
  readonly review: number
  readonly refundGbp: string
}

const counted = { approve: 'eligible', deny: 'denied', review: 'review' } as const

/**
 * Judges every past return of a file on the day that it came back, by the purchase that it answers (`matchPastReturns`). It asks for a
 * refund of the units that came back; the file names no reasons. `floor` false leaves the law out.
 */
export function replayOrdersCsv(
  csv: OrdersCsv,
  { policy, floor }: { readonly policy: Policy; readonly floor: boolean },
): CsvReplay {
  const compiled = compilePolicy(policy)
  const past = pastOrders(csv)
  const rows = csv.orders.flatMap((order): readonly OrdersCsvRow[] => order.lines)
  const counts = { returnLines: 0, matched: 0, eligible: 0, denied: 0, review: 0 }
  let refund = 0n
  for (const { returned, quantity, purchase } of matchPastReturns(rows, csv.pastReturns)) {
    counts.returnLines += 1
    if (purchase === null) continue
    counts.matched += 1
    const order = factsOfPurchase(past, purchase, returned.invoicedAt)
    const context = orderContext(order, instantOf(returned.invoicedAt), RETAIL_TIME_ZONE)
    const request = { ...openRequest, outcome: 'refund', quantity } as const
    const judged = order.lines.map((line) =>
      judgeLine(compiled, factsOfLine(context, line, { request, reason: compiled.reasonFacts(null) }), floor),
    )
    for (const { verdict } of judged) {
      counts[counted[verdict]] += 1
      if (verdict === 'approve') refund += BigInt(purchase.unitPriceMinor) * BigInt(quantity)
    }
  }
  return { ...counts, refundGbp: decimal(refund) }
}

/** Pence as pounds: sums of a file may be greater than one amount can be. */
function decimal(pence: bigint): string {
  const digits = pence.toString().padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
