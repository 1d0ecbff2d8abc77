import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findPolicyDraft, getPolicyAt } from '#app/db/policy.server.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { enqueueUnlessWaiting } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { lockReplays } from '#app/db/replay-run.server.ts'
import { mayAct } from './may-act.server.ts'
import { readyOrderFacts } from './ready-order-facts.server.ts'

/** Begins to read past orders with what the policy in force and the draft look at; `isReady`: all of it is there already. */
export async function readPastOrders(
  ctx: ShopContext,
): Promise<Result<{ readonly isReady: boolean }, Forbidden>> {
  const allowed = await mayAct(ctx, 'policy.save')
  if (!allowed.ok) return allowed
  const { shop } = ctx
  const job = await withShop(shop, async (tx) => {
    await lockReplays(tx, shop)
    const inForce = (await getPolicyAt(tx, shop, ctx.now())).policy
    const draft = (await findPolicyDraft(tx, shop))?.policy ?? inForce
    if (await readyOrderFacts(ctx, tx, [inForce, draft])) return null
    return enqueueUnlessWaiting(tx, { shop, name: 'load-order-facts', payload: {}, now: ctx.now() })
  })
  if (job !== null) await handOver(shop, [job.id])
  return ok({ isReady: job === null })
}
