import { setImmediate as breathe } from 'node:timers/promises'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { countReplayedOrders, readReplayedOrders, withReplayedBuyers } from '#app/db/order-facts.server.ts'
import { listPastReturns } from '#app/db/past-returns.server.ts'
import {
  findReplayRun,
  moveReplayRun,
  noteReplayProblem,
  type ReplayChangeRecord,
  type ReplayRunRecord,
  saveReplayBatch,
} from '#app/db/replay-run.server.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { compilePolicy } from '#app/domain/policy/compile.ts'
import type { PastReturnRequest } from '#app/domain/replay/past-request.ts'
import { replayOrder, type Replaying } from '#app/domain/replay/replay-batch.ts'
import { sharedReasons } from '#app/domain/replay/shared-reasons.ts'
import type { Handler } from '../handler.ts'
import { enqueueUnlessWaiting } from '../outbox.server.ts'
import { handOver } from '../queue.server.ts'

/** How a replay goes on: lines in one step (its figures and its place are written down together), and how long one job goes on. */
export type ReplayPace = { readonly linesPerStep: number; readonly sliceMs: number }

/** After so long the next job takes over, so that a worker that is to stop is never waited for. */
const usualPace: ReplayPace = { linesPerStep: 2_000, sliceMs: 15_000 }
/** How long the process is held before others get their turn. */
const holdMs = 25

/**
 * Replays past orders from where the last step left off. Idempotent: figures, changes and cursor of a step are one transaction that
 * only the holder of the run's version can write, so a step that is done twice, or by two workers, counts once. Killed in the middle, it
 * goes on after the last step. A cancelled run is left as it is.
 */
export const replayOrders: Handler<'replay-orders'> = (ctx, { runId }) => replayAtPace(ctx, runId, usualPace)

/** The same at another pace: one slice, and the job for the next one. */
export async function replayAtPace(ctx: ShopContext, runId: string, pace: ReplayPace): Promise<void> {
  try {
    if ((await replaySlice(ctx, runId, pace)) !== 'more') return
  } catch (error) {
    await giveUpTheSecondTime(ctx, runId, error)
    throw error
  }
  const job = { shop: ctx.shop, name: 'replay-orders', payload: { runId }, now: ctx.now() } as const
  const next = await withShop(ctx.shop, (tx) => enqueueUnlessWaiting(tx, job))
  await handOver(ctx.shop, [next.id])
}

async function replaySlice(
  ctx: ShopContext,
  runId: string,
  { linesPerStep, sliceMs }: ReplayPace,
): Promise<'more' | 'over'> {
  const end = performance.now() + sliceMs
  let run = await beginRun(ctx, runId)
  if (run === null) return 'over'
  const replaying = replayingOf(run)
  do {
    const step = await readStep(ctx, run, linesPerStep)
    if (step.orders.length === 0) {
      await withShop(ctx.shop, (tx) =>
        moveReplayRun(tx, ctx.shop, {
          id: runId,
          from: ['running'],
          to: 'done',
          set: { finishedAt: ctx.now(), problem: null },
        }),
      )
      return 'over'
    }
    run = await replayStep(ctx, { run, replaying, ...step })
    if (run === null) return 'over'
  } while (performance.now() < end)
  return 'more'
}

/** The run, ready to go on; null when there is nothing to do: it waits for facts, was cancelled, or is over. */
async function beginRun(ctx: ShopContext, runId: string): Promise<ReplayRunRecord | null> {
  const { shop } = ctx
  const run = await withShop(shop, (tx) => findReplayRun(tx, shop, runId))
  if (run?.state !== 'running') return null
  if (run.ordersTotal !== null) return run
  return withShop(shop, async (tx) => {
    const { orders } = await countReplayedOrders(tx, shop, aboutOf(run))
    const set = { ordersTotal: orders, begunAt: ctx.now() }
    await moveReplayRun(tx, shop, { id: runId, from: ['running'], to: 'running', set })
    return findReplayRun(tx, shop, runId)
  })
}

function aboutOf({ asked, createdAt }: ReplayRunRecord) {
  return { scope: asked.scope, until: createdAt, timeZone: asked.timeZone }
}

function replayingOf({ before, after, asked, createdAt }: ReplayRunRecord): Replaying {
  const policies = { before: compilePolicy(before.policy), after: compilePolicy(after.policy) }
  return { policies: sharedReasons(policies), asked, now: createdAt, timeZone: asked.timeZone }
}

type Step = {
  readonly orders: readonly OrderFacts[]
  readonly returns: ReadonlyMap<string, readonly PastReturnRequest[]>
}

function readStep({ shop }: ShopContext, run: ReplayRunRecord, lines: number): Promise<Step> {
  return withShop(shop, async (tx) => {
    const next = { ...aboutOf(run), after: run.cursor, lines }
    const orders = await withReplayedBuyers(tx, shop, await readReplayedOrders(tx, shop, next))
    return { orders, returns: await listPastReturns(tx, shop, orders) }
  })
}

/** Judges a step and writes it down. Null: the run was cancelled meanwhile, or another worker has it. */
async function replayStep(
  ctx: ShopContext,
  {
    run,
    replaying,
    orders,
    returns,
  }: Step & { readonly run: ReplayRunRecord; readonly replaying: Replaying },
): Promise<ReplayRunRecord | null> {
  const { shop } = ctx
  const tally = structuredClone(run.tally)
  const changes: ReplayChangeRecord[] = []
  let held = performance.now()
  for (const order of orders) {
    for (const found of replayOrder(tally, order, returns.get(order.id) ?? [], replaying))
      changes.push({ ...found, orderGid: order.id, orderName: order.name })
    if (performance.now() - held < holdMs) continue
    await breathe()
    held = performance.now()
  }
  const last = orders.at(-1)
  if (last === undefined) return run
  const batch = {
    tally,
    changes,
    cursor: { placedAt: last.placedAt, orderGid: last.id },
    orders: orders.length,
    lines: orders.reduce((sum, order) => sum + order.lines.length, 0),
  }
  return withShop(shop, async (tx) =>
    (await saveReplayBatch(tx, shop, run, batch)) ? findReplayRun(tx, shop, run.id) : null,
  )
}

/** What fails twice at the same place will fail again: the run says so instead of trying for hours. */
async function giveUpTheSecondTime(ctx: ShopContext, runId: string, error: unknown): Promise<void> {
  const problem = error instanceof Error ? error.message.slice(0, 500) : 'unknown'
  await withShop(ctx.shop, async (tx) => {
    const isAgain = await noteReplayProblem(tx, ctx.shop, { id: runId, problem })
    if (!isAgain) return
    const set = { finishedAt: ctx.now() }
    await moveReplayRun(tx, ctx.shop, { id: runId, from: ['running'], to: 'failed', set })
  })
}
