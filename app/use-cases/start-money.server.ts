import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { appendAudit } from '#app/db/audit.server.ts'
import { startMoney as start } from '#app/db/kill-switch.server.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { wakeJobs } from '#app/jobs/outbox.server.ts'
import { mayAct } from './may-act.server.ts'

/** Lets the shop's payments go on. What waited is sent now, each after its amounts were read from Shopify once more. */
export async function startMoney(ctx: ShopContext): Promise<Result<null, Forbidden>> {
  const allowed = await mayAct(ctx, 'money.start')
  if (!allowed.ok) return allowed
  const { shop, actor } = ctx
  await withShop(shop, async (tx) => {
    if (!(await start(tx, shop))) return
    await appendAudit(tx, { shop, actor, at: ctx.now(), event: { kind: 'money_started' } })
    await wakeJobs(tx, { shop, now: ctx.now() })
  })
  return ok(null)
}
