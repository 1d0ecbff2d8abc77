import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { moveReplayRun } from '#app/db/replay-run.server.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'

/** Stops a replay; what it counted so far stays. One that is over stays as it is: `cancelled` false. */
export async function cancelReplay(
  ctx: ShopContext,
  { runId }: { readonly runId: string },
): Promise<Result<{ readonly cancelled: boolean }, Forbidden>> {
  const allowed = await mayAct(ctx, 'policy.save')
  if (!allowed.ok) return allowed
  const cancelled = await withShop(ctx.shop, (tx) =>
    moveReplayRun(tx, ctx.shop, {
      id: runId,
      from: ['waiting', 'running'],
      to: 'cancelled',
      set: { finishedAt: ctx.now() },
    }),
  )
  return ok({ cancelled })
}
