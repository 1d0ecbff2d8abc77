import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { findOpenReplayRun, findReplayRun, lockReplays, moveReplayRun } from '#app/db/replay-run.server.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import type { JobId } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { mayAct } from './may-act.server.ts'
import { enqueueReplay, readyOrderFacts } from './ready-order-facts.server.ts'

export type ResumeReplayError = Forbidden | { readonly kind: 'not_cancelled' } | { readonly kind: 'running' }

/**
 * Goes on with a cancelled replay where it stopped, by the same two policies as then and over the same orders: what was counted counts
 * once. `not_cancelled`: it is not there, or in no state to go on; `running`: another one runs.
 */
export async function resumeReplay(
  ctx: ShopContext,
  { runId }: { readonly runId: string },
): Promise<Result<{ readonly runId: string }, ResumeReplayError>> {
  const allowed = await mayAct(ctx, 'policy.save')
  if (!allowed.ok) return allowed
  const resumed = await withShop(ctx.shop, (tx) => resume(ctx, tx, runId))
  if (!resumed.ok) return resumed
  await handOver(ctx.shop, [resumed.value])
  return ok({ runId })
}

async function resume(
  ctx: ShopContext,
  tx: Transaction,
  runId: string,
): Promise<Result<JobId, ResumeReplayError>> {
  const { shop } = ctx
  await lockReplays(tx, shop)
  const run = await findReplayRun(tx, shop, runId)
  if (run?.state !== 'cancelled') return err({ kind: 'not_cancelled' })
  if ((await findOpenReplayRun(tx, shop)) !== null) return err({ kind: 'running' })
  const isReady = await readyOrderFacts(ctx, tx, [run.before.policy, run.after.policy])
  const move = { id: runId, from: ['cancelled'], to: isReady ? 'running' : 'waiting' } as const
  if (!(await moveReplayRun(tx, shop, move))) return err({ kind: 'not_cancelled' })
  return ok(await enqueueReplay(ctx, tx, { runId, isReady }))
}
