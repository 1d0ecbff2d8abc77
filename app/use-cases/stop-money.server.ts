import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { appendAudit } from '#app/db/audit.server.ts'
import { stopMoney as stop } from '#app/db/kill-switch.server.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'

const longestReason = 500

/**
 * Stops all payments of the shop at once: nothing new is decided, and what is decided and not sent yet waits. A call that
 * has left for Shopify cannot be called back. Stopping twice is no error; the first reason stays.
 */
export async function stopMoney(
  ctx: ShopContext,
  input: { readonly reason: string },
): Promise<Result<null, Forbidden>> {
  const allowed = await mayAct(ctx, 'money.stop')
  if (!allowed.ok) return allowed
  const { shop, actor } = ctx
  const reason = input.reason.trim().slice(0, longestReason)
  await withShop(shop, async (tx) => {
    const isStopped = await stop(tx, { shop, by: actor, reason, now: ctx.now() })
    const event = { kind: 'money_stopped', reason } as const
    if (isStopped) await appendAudit(tx, { shop, actor, at: ctx.now(), event })
  })
  return ok(null)
}
