import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { findPolicyDraft, getPolicies } from '#app/db/policy.server.ts'
import { addReplayRun, lockReplays, type ReplaySide } from '#app/db/replay-run.server.ts'
import type { AskedReplay } from '#app/domain/replay/asked-replay.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import type { JobId } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { mayAct } from './may-act.server.ts'
import { enqueueReplay, readyOrderFacts } from './ready-order-facts.server.ts'

/** Which policies are compared: versions by number, or the draft. */
export type ReplayedPolicy =
  { readonly kind: 'draft' } | { readonly kind: 'version'; readonly number: number }

export type StartReplayInput = {
  readonly asked: AskedReplay
  readonly before: ReplayedPolicy
  readonly after: ReplayedPolicy
}
export type StartReplayError = Forbidden | { readonly kind: 'no_policy' } | { readonly kind: 'running' }

/**
 * Begins a replay of past orders and returns by two policies. Both are kept with it as they are now. Where the facts of past orders are
 * not there yet, or the policies look at something that was not read, they are read first: the replay waits for that.
 */
export async function startReplay(
  ctx: ShopContext,
  input: StartReplayInput,
): Promise<Result<{ readonly runId: string }, StartReplayError>> {
  const allowed = await mayAct(ctx, 'policy.save')
  if (!allowed.ok) return allowed
  const started = await withShop(ctx.shop, (tx) => start(ctx, tx, input))
  if (!started.ok) return started
  await handOver(ctx.shop, [started.value.job])
  return ok({ runId: started.value.runId })
}

async function start(
  ctx: ShopContext,
  tx: Transaction,
  { asked, before, after }: StartReplayInput,
): Promise<Result<{ readonly runId: string; readonly job: JobId }, StartReplayError>> {
  const [old, next] = [await sideOf(ctx, tx, before), await sideOf(ctx, tx, after)]
  if (old === null || next === null) return err({ kind: 'no_policy' })
  await lockReplays(tx, ctx.shop)
  const isReady = await readyOrderFacts(ctx, tx, [old.policy, next.policy])
  const runId = await addReplayRun(tx, ctx.shop, {
    state: isReady ? 'running' : 'waiting',
    asked: { ...asked, timeZone: ctx.settings.timeZone },
    before: old,
    after: next,
    startedBy: ctx.actor,
    now: ctx.now(),
  })
  if (runId === null) return err({ kind: 'running' })
  return ok({ runId, job: await enqueueReplay(ctx, tx, { runId, isReady }) })
}

async function sideOf(ctx: ShopContext, tx: Transaction, policy: ReplayedPolicy): Promise<ReplaySide | null> {
  if (policy.kind === 'version') {
    const found = (await getPolicies(tx, ctx.shop, [policy.number])).get(policy.number)
    return found === undefined ? null : { kind: 'version', number: policy.number, policy: found }
  }
  const draft = await findPolicyDraft(tx, ctx.shop)
  return draft === null ? null : { kind: 'draft', number: draft.basedOn, policy: draft.policy }
}
