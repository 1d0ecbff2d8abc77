import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { appendEntries } from '#app/db/ledger.server.ts'
import { findReconciliation, saveReconciliation } from '#app/db/reconciliation.server.ts'
import { changeReturn, listReturnsOfOrder, lockOrder, lockReturn } from '#app/db/return.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { adjustmentOf, noteOf, type Difference } from '#app/domain/ledger/compare-order.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import { isSame, type Money } from '#app/domain/money.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { mayAct } from './may-act.server.ts'

export type ResolveDifferenceError =
  | Forbidden
  /** It is gone, or another amount than the person saw. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'reason_missing' }
  | { readonly kind: 'reason_too_long'; readonly limit: number }

const longestReason = 500

/**
 * Accepts a difference between the ledger and Shopify as it is, with the person's reason: a correction is appended to the
 * ledger, and nothing is edited. It moves no money. Refused when the difference is not the one that the person saw.
 */
export async function resolveDifference(
  ctx: ShopContext,
  input: {
    readonly orderGid: OrderGid
    readonly key: string
    readonly amount: Money
    readonly reason: string
  },
): Promise<Result<null, ResolveDifferenceError>> {
  const allowed = await mayAct(ctx, 'money.resolve')
  if (!allowed.ok) return allowed
  const reason = input.reason.trim()
  if (reason === '') return err({ kind: 'reason_missing' })
  if (reason.length > longestReason) return err({ kind: 'reason_too_long', limit: longestReason })
  const { shop } = ctx
  return withShop(shop, async (tx) => {
    await lockOrder(tx, shop, input.orderGid)
    const known = await findReconciliation(tx, shop, input.orderGid)
    const difference = known?.differences.find(({ key }) => key === input.key)
    if (known === null || difference === undefined || !isSame(difference.amount, input.amount))
      return err({ kind: 'changed' })
    const left = known.differences.filter((one) => one !== difference)
    const records = await listReturnsOfOrder(tx, shop, input.orderGid)
    const concerned = records.find(({ id }) => id === difference.returnId) ?? records[0]
    // The return's lock comes before the ledger's.
    const record = concerned === undefined ? null : await lockReturn(tx, concerned.id)
    if (record !== null && left.length === 0 && record.attention === 'money_differs')
      await changeReturn(tx, record, { attention: null })
    if (record !== null)
      await recordEvents(ctx, tx, {
        returnId: record.id,
        events: [{ kind: 'note_added', text: `Difference accepted (${difference.kind}): ${reason}` }],
      })
    await appendEntries(tx, shop, [correction(ctx, { known, difference, record, reason })])
    await saveReconciliation(tx, shop, { ...known, differences: left })
    return ok(null)
  })
}

function correction(
  ctx: ShopContext,
  input: {
    readonly known: { readonly orderGid: string; readonly orderName: string }
    readonly difference: Difference
    readonly record: ReturnRecord | null
    readonly reason: string
  },
) {
  const { known, difference, record, reason } = input
  return {
    kind: 'adjusted' as const,
    at: ctx.now(),
    orderGid: known.orderGid,
    orderName: known.orderName,
    returnId: record?.id ?? null,
    intentId: null,
    purpose: 'refund',
    method: 'outside',
    amount: adjustmentOf(difference),
    refundGid: difference.refundGid,
    transactionGid: difference.transactionGid,
    gateway: '',
    note: noteOf(difference.key, reason),
    actor: ctx.actor,
  }
}
