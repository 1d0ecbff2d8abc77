import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { lockReturn } from '#app/db/return.server.ts'
import { isPositive } from '#app/domain/money.ts'
import { chosenLines, payWhenOfRequest } from '#app/domain/policy/request.ts'
import { handOver } from './queue.server.ts'
import { intendRefund } from './refund-intent.server.ts'
import { refundableUnits } from './refund-units.ts'

/** Whether the policy that judged the return pays it as soon as it is approved. */
export function paysOnApproval(record: Pick<ReturnRecord, 'decision' | 'lines'>): boolean {
  const lineIds = record.lines.map((line) => line.lineId)
  return payWhenOfRequest(chosenLines(record.decision, lineIds)) === 'on_approval'
}

/**
 * Intends the refund of a return that is approved, open in Shopify and paid on approval: exactly what was promised. Running
 * it twice finds the first intent; after a refused one a person decides, so it never makes a second.
 */
export async function payOnApproval(ctx: ShopContext, returnId: ReturnRecord['id']): Promise<void> {
  const job = await withShop(ctx.shop, async (tx) => {
    const record = await lockReturn(tx, returnId)
    if (record === null || record.status !== 'approved' || record.shopifyReturnGid === null) return null
    if (!paysOnApproval(record) || record.promised === null || !isPositive(record.promised.refund))
      return null
    if (record.moneyIntents.length > 0) return null
    const method = record.outcome === 'store_credit' ? 'store_credit' : 'original_payment'
    const units = refundableUnits(record)
    const intended = await intendRefund(ctx, tx, { record, units, method, quote: record.promised })
    return intended.kind === 'created' ? intended.job : null
  })
  if (job !== null) await handOver(ctx.shop, [job])
}
