import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { changeReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { mayAct } from './may-act.server.ts'
import { voidWaiting } from './permit-payment.server.ts'
import type { ReturnCommandError } from './return-command-error.ts'

/**
 * The buyer keeps the goods: nothing is waited for any more, and the refund of all units may be paid. Shopify processes them
 * without any disposition, so that nothing goes back into stock. Paying is a step of its own, with its own limits.
 */
export async function keepItems(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId; readonly reason: string },
): Promise<Result<null, ReturnCommandError | Forbidden>> {
  const allowed = await mayAct(ctx, 'money.pay', input.returnId)
  if (!allowed.ok) return allowed
  const done = await withShop(ctx.shop, async (tx) => {
    const record = await lockReturn(tx, input.returnId)
    if (record === null) return err({ kind: 'not_found' } as const)
    if ((record.status !== 'approved' && record.status !== 'received') || record.keepsItems)
      return err({ kind: 'not_allowed', status: record.status } as const)
    const isChanged = await changeReturn(tx, record, { keepsItems: true })
    if (!isChanged) return err({ kind: 'conflict', by: null } as const)
    await voidWaiting(ctx, tx, { returnId: record.id, because: 'return_changed' })
    const events = [{ kind: 'keeps_items' as const, reason: input.reason }]
    return ok((await recordEvents(ctx, tx, { returnId: record.id, events })).jobs)
  })
  if (!done.ok) return done
  await handOver(ctx.shop, done.value)
  return ok(null)
}
