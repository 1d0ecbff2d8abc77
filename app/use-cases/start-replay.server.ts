import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { beginOrderFactsLoad, findOrderFactsLoad } from '#app/db/order-facts-load.server.ts'
import { findPolicyDraft, getLatestPolicy, getPolicies } from '#app/db/policy.server.ts'
import { addReplayRun, type ReplaySide } from '#app/db/replay-run.server.ts'
import { addSeconds } from '#app/domain/dates.ts'
import { coversNeeds, type OrderNeeds, orderNeedsOf } from '#app/domain/policy/order-needs.ts'
import type { AskedReplay } from '#app/domain/replay/asked-replay.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { enqueueUnlessWaiting, type JobId } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { mayAct } from './may-act.server.ts'

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
  const isReady = await readyFacts(ctx, tx, readOf(orderNeedsOf([old.policy, next.policy])))
  const runId = await addReplayRun(tx, ctx.shop, {
    state: isReady ? 'running' : 'waiting',
    asked: { ...asked, timeZone: ctx.settings.timeZone },
    before: old,
    after: next,
    startedBy: ctx.actor,
    now: ctx.now(),
  })
  if (runId === null) return err({ kind: 'running' })
  const at = { shop: ctx.shop, now: ctx.now() } as const
  const job = isReady
    ? await enqueueUnlessWaiting(tx, { ...at, name: 'replay-orders', payload: { runId } })
    : await enqueueUnlessWaiting(tx, { ...at, name: 'load-order-facts', payload: {} })
  return ok({ runId, job: job.id })
}

async function sideOf(ctx: ShopContext, tx: Transaction, policy: ReplayedPolicy): Promise<ReplaySide | null> {
  if (policy.kind === 'version') {
    const found = (await getPolicies(tx, ctx.shop, [policy.number])).get(policy.number)
    return found === undefined ? null : { kind: 'version', number: policy.number, policy: found }
  }
  const draft = await findPolicyDraft(tx, ctx.shop)
  return draft === null ? null : { kind: 'draft', number: draft.basedOn, policy: draft.policy }
}

/** Of the needs of a policy those that are not read of every order anyway. */
function readOf({ facts, collections, metafields }: OrderNeeds): OrderNeeds {
  return { facts: new Set(facts.has('market') ? ['market'] : []), collections, metafields }
}

/** Whether the facts that a replay needs are there; else they begin to be read, with what the published policy looks at. */
async function readyFacts(ctx: ShopContext, tx: Transaction, needs: OrderNeeds): Promise<boolean> {
  const load = await findOrderFactsLoad(tx, ctx.shop)
  if (load !== null && load.state !== 'failed' && coversNeeds(load.needs, needs))
    return load.state === 'ready'
  const published = readOf(orderNeedsOf([(await getLatestPolicy(tx, ctx.shop)).policy]))
  const now = ctx.now()
  // A day more than now: an order that is being placed is there as well.
  const windowTo = addSeconds(now, 86_400)
  await beginOrderFactsLoad(tx, ctx.shop, { needs: together(needs, published), now, windowTo })
  return false
}

function together(one: OrderNeeds, other: OrderNeeds): OrderNeeds {
  return {
    facts: new Set([...one.facts, ...other.facts]),
    collections: new Set([...one.collections, ...other.collections]),
    metafields: new Set([...one.metafields, ...other.metafields]),
  }
}
