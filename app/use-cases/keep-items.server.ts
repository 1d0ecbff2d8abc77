import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { findMoneyStop, type MoneyStop } from '#app/db/kill-switch.server.ts'
import { changeReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import type { Exceeded } from '#app/domain/limits.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { JobId } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { auditRefusal, mayAct } from './may-act.server.ts'
import { permitPayment, voidWaiting } from './permit-payment.server.ts'
import type { ReturnCommandError } from './return-command-error.ts'

export type KeepItemsError =
  | ReturnCommandError
  | { readonly kind: 'money_stopped'; readonly stop: MoneyStop }
  /** What would be given away is more than the person may pay: somebody with higher limits has to decide it. */
  | { readonly kind: 'limit_too_low'; readonly because: readonly Exceeded[] }

/**
 * The buyer keeps the goods: nothing is waited for any more, and the refund of all units may be paid. Shopify processes them
 * without any disposition, so that nothing goes back into stock. Who decides it must be allowed to pay what was promised;
 * paying is a step of its own, which asks the limits again and counts.
 */
export async function keepItems(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId; readonly reason: string },
): Promise<Result<null, KeepItemsError>> {
  const allowed = await mayAct(ctx, 'money.pay', input.returnId)
  if (!allowed.ok) return allowed
  const done = await withShop(ctx.shop, (tx) => keep(ctx, tx, input))
  if (!done.ok) {
    const because = done.error.kind
    if (because === 'limit_too_low')
      await auditRefusal(ctx, { action: 'money.pay', because, returnId: input.returnId })
    return done
  }
  await handOver(ctx.shop, done.value)
  return ok(null)
}

async function keep(
  ctx: ShopContext,
  tx: Transaction,
  input: { readonly returnId: ReturnId; readonly reason: string },
): Promise<Result<readonly JobId[], KeepItemsError>> {
  const record = await lockReturn(tx, input.returnId)
  if (record === null) return err({ kind: 'not_found' })
  if ((record.status !== 'approved' && record.status !== 'received') || record.keepsItems)
    return err({ kind: 'not_allowed', status: record.status })
  const stop = await findMoneyStop(tx, ctx.shop)
  if (stop !== null) return err({ kind: 'money_stopped', stop })
  if (record.promised !== null) {
    const method = record.outcome === 'store_credit' ? 'store_credit' : 'original_payment'
    const permit = await permitPayment(ctx, tx, { record, method, quote: record.promised })
    if (!permit.ok) return err({ kind: 'limit_too_low', because: permit.error })
  }
  const isChanged = await changeReturn(tx, record, { keepsItems: true })
  if (!isChanged) return err({ kind: 'conflict', by: null })
  await voidWaiting(ctx, tx, { returnId: record.id, because: 'return_changed' })
  const events = [{ kind: 'keeps_items' as const, reason: input.reason }]
  return ok((await recordEvents(ctx, tx, { returnId: record.id, events })).jobs)
}
