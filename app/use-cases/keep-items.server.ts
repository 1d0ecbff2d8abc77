import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { findMoneyStop, type MoneyStop } from '#app/db/kill-switch.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, getReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { JobId } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { mayAct } from './may-act.server.ts'
import {
  askForApproval,
  freezeKeep,
  type FrozenKeep,
  type NeedsApproval,
  permitPayment,
  voidWaiting,
} from './permit-payment.server.ts'
import type { ReturnCommandError } from './return-command-error.ts'

export type KeepItemsInput = { readonly returnId: ReturnId; readonly reason: string }
export type KeepItemsError =
  | ReturnCommandError
  | { readonly kind: 'money_stopped'; readonly stop: MoneyStop }
  /** What would be given away is more than the person may pay: it waits for a second one, and nothing is changed. */
  | NeedsApproval

/**
 * The buyer keeps the goods: nothing is waited for any more, and the refund of all units may be paid. Shopify processes them
 * without any disposition, so that nothing goes back into stock. Who decides it must be allowed to pay what was promised,
 * else a second person grants it; paying is a step of its own, which asks the limits again and counts.
 */
export async function keepItems(
  ctx: ShopContext,
  input: KeepItemsInput,
): Promise<Result<null, KeepItemsError>> {
  const allowed = await mayAct(ctx, 'money.pay', input.returnId)
  if (!allowed.ok) return allowed
  const done = await withShop(ctx.shop, (tx) => keepOrAsk(ctx, tx, input))
  if (!done.ok) return done
  await handOver(ctx.shop, done.value)
  return ok(null)
}

async function keepOrAsk(
  ctx: ShopContext,
  tx: Transaction,
  input: KeepItemsInput,
): Promise<Result<readonly JobId[], KeepItemsError>> {
  const found = await findKeepable(ctx, tx, input.returnId)
  if (!found.ok) return found
  const record = found.value
  const keep = frozenKeepOf(record, input.reason)
  if (keep !== null) {
    const payment = { record, method: keep.method, quote: keep.quote }
    const permit = await permitPayment(ctx, tx, payment)
    if (!permit.ok) {
      const asked = { ...payment, frozen: freezeKeep(keep), because: permit.error }
      return err(await askForApproval(ctx, tx, asked))
    }
  }
  await voidWaiting(ctx, tx, { returnId: record.id, because: 'return_changed' })
  return markKept(ctx, tx, record, input.reason)
}

/** What somebody would have to grant: the whole promise by the way it is paid; null where nothing was promised. */
export function frozenKeepOf(record: ReturnRecord, reason: string): FrozenKeep | null {
  if (record.promised === null) return null
  const method = record.outcome === 'store_credit' ? 'store_credit' : 'original_payment'
  return { kind: 'keep_items', returnId: record.id, method, reason, quote: record.promised }
}

/** The return under its lock if its goods may be kept now. */
export async function findKeepable(
  ctx: ShopContext,
  tx: Transaction,
  returnId: ReturnId,
): Promise<Result<ReturnRecord, ReturnCommandError | Extract<KeepItemsError, { kind: 'money_stopped' }>>> {
  const record = await lockReturn(tx, returnId)
  if (record === null) return err({ kind: 'not_found' })
  const isOpen = record.status === 'approved' || record.status === 'received'
  // What was a gift is paid for when it is back: whoever keeps it has it.
  if (!isOpen || record.keepsItems || record.gift !== null)
    return err({ kind: 'not_allowed', status: record.status })
  const stop = await findMoneyStop(tx, ctx.shop)
  return stop === null ? ok(record) : err({ kind: 'money_stopped', stop })
}

/** Writes it down. Answers the jobs that tell of it. */
export async function markKept(
  ctx: ShopContext,
  tx: Transaction,
  record: ReturnRecord,
  reason: string,
): Promise<Result<readonly JobId[], { readonly kind: 'conflict'; readonly by: null }>> {
  const now = await getReturn(tx, record.id)
  if (!(await changeReturn(tx, now, { keepsItems: true }))) return err({ kind: 'conflict', by: null })
  const events = [{ kind: 'keeps_items' as const, reason }]
  return ok((await recordEvents(ctx, tx, { returnId: record.id, events })).jobs)
}
