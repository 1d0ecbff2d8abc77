import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { enqueueUnlessWaiting } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { runJobNow } from '#app/jobs/run-job.server.ts'
import { mayAct } from './may-act.server.ts'

/** Compares one order with Shopify now; the person waits for it. What fails stays with its job and is tried again. */
export async function checkOrderMoney(
  ctx: ShopContext,
  orderGid: OrderGid,
): Promise<Result<{ readonly isDone: boolean }, Forbidden>> {
  const allowed = await mayAct(ctx, 'money.resolve')
  if (!allowed.ok) return allowed
  const job = { shop: ctx.shop, name: 'reconcile-ledger', payload: { orderGid }, now: ctx.now() } as const
  // A refund of a moment ago has let one wait until all its webhooks are in.
  const { id } = await withShop(ctx.shop, (tx) => enqueueUnlessWaiting(tx, { ...job, isUrgent: true }))
  // The comparison is Homeward's, whoever asked for it: what it books and tells carries no person's name.
  const outcome = await runJobNow({ ...ctx, actor: { kind: 'system' } }, id)
  return ok({ isDone: outcome === 'done' })
}

/** Begins the nightly look through all money now, in the worker. Asked for twice it runs once. */
export async function checkAllMoneyNow(ctx: ShopContext): Promise<Result<null, Forbidden>> {
  const allowed = await mayAct(ctx, 'money.resolve')
  if (!allowed.ok) return allowed
  const job = { shop: ctx.shop, name: 'check-all-money', payload: { after: null }, now: ctx.now() } as const
  const { id } = await withShop(ctx.shop, (tx) => enqueueUnlessWaiting(tx, job))
  await handOver(ctx.shop, [id])
  return ok(null)
}
