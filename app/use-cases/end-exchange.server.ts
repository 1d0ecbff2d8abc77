import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { changeReturn, getReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { canFallBack, exchangedLines, exchangeWaits, fallBack } from '#app/jobs/exchange-lines.server.ts'
import { enqueue } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { mayAct } from './may-act.server.ts'
import { voidWaiting } from './permit-payment.server.ts'
import type { ReturnCommandError } from './return-command-error.ts'

/**
 * Ends an exchange whose goods were not sent: its lines are paid by what the shopper chose for that case. Paying is a step of
 * its own. Refused while goods are on their way or sent.
 */
export async function endExchange(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId },
): Promise<Result<null, ReturnCommandError>> {
  const allowed = await mayAct(ctx, 'exchange.end', input.returnId)
  if (!allowed.ok) return allowed
  const done = await withShop(ctx.shop, async (tx) => {
    const record = await lockReturn(tx, input.returnId)
    if (record === null) return err({ kind: 'not_found' } as const)
    const lines = exchangedLines(record)
    const isOpen = ['in_review', 'approved', 'received'].includes(record.status)
    if (!isOpen || lines.length === 0 || !canFallBack(record))
      return err({ kind: 'not_allowed', status: record.status } as const)
    const gone = new Map(lines.map(({ id }) => [id, 'staff' as const]))
    const jobs = await fallBack(ctx, tx, { record, gone })
    if (jobs.length === 0) return err({ kind: 'conflict', by: null } as const)
    await voidWaiting(ctx, tx, { returnId: record.id, because: 'return_changed' })
    const now = await getReturn(tx, record.id)
    if (now.attention === 'exchange_changed' || now.attention === exchangeWaits)
      await changeReturn(tx, now, { attention: null })
    if (now.shopifyReturnGid !== null || now.status === 'in_review') return ok(jobs)
    // Shopify may have refused goods that are not sold any more: without them it takes the return.
    const payload = { returnId: now.id }
    const open = { shop: ctx.shop, name: 'open-shopify-return', payload, now: ctx.now() } as const
    return ok([...jobs, await enqueue(tx, open)])
  })
  if (!done.ok) return done
  await handOver(ctx.shop, done.value)
  return ok(null)
}
