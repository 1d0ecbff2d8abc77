import { setTimeout as sleep } from 'node:timers/promises'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { keepOrderFacts } from '#app/db/order-facts.server.ts'
import {
  findOrderFactsLoad,
  type OrderFactsLoadRecord,
  stepOrderFactsLoad,
} from '#app/db/order-facts-load.server.ts'
import { findOpenReplayRun, moveReplayRun } from '#app/db/replay-run.server.ts'
import { addSeconds } from '#app/domain/dates.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import {
  bulkLines,
  type BulkState,
  readBulkState,
  startBulkQuery,
} from '#app/shopify/bulk-operation.server.ts'
import { bulkOrders, bulkOrdersQuery, readFirstOrderDay } from '#app/shopify/bulk-orders.server.ts'
import { readMarketOf } from '#app/shopify/markets.server.ts'
import type { Handler } from '../handler.ts'
import { enqueueUnlessWaiting, type JobId } from '../outbox.server.ts'
import { handOver } from '../queue.server.ts'

const windowSeconds = 31 * 86_400
/** Orders that are kept in one transaction. */
const ordersPerStep = 100
/** How long one job waits for Shopify before the next one does; how often it asks. */
const patienceMs = 15_000
const askEveryMs = 500
const secondsBetweenTries = 20
const mostFailures = 5
/** Orders in several parcels are read one by one, one a second: the shop's points are needed for people too. */
const secondsBetweenOrders = 1

/**
 * Fills the store of order facts with bulk queries, a month at a time from the newest orders back, each step in a job of its own.
 * Idempotent: what is kept is written over with the same, unless a webhook brought something newer, and the place is written down after
 * each month. Once all is there, a replay that waits for it begins.
 */
export const loadOrderFacts: Handler<'load-order-facts'> = async (ctx) => {
  const load = await withShop(ctx.shop, (tx) => findOrderFactsLoad(tx, ctx.shop))
  if (load?.state !== 'loading') return
  const wait = await stepOf(ctx, load)
  const after = await withShop(ctx.shop, async (tx): Promise<JobId[]> => {
    const now = ctx.now()
    const state = (await findOrderFactsLoad(tx, ctx.shop))?.state
    if (state === 'loading') {
      const job = { shop: ctx.shop, name: 'load-order-facts', payload: {}, now } as const
      const runAfter = wait === 0 ? {} : { runAfter: addSeconds(now, wait) }
      const next = await enqueueUnlessWaiting(tx, { ...job, ...runAfter })
      return wait === 0 ? [next.id] : []
    }
    const run = await findOpenReplayRun(tx, ctx.shop)
    if (run?.state !== 'waiting') return []
    if (state === 'failed') {
      const set = { finishedAt: now, problem: 'facts' }
      await moveReplayRun(tx, ctx.shop, { id: run.id, from: ['waiting'], to: 'failed', set })
      return []
    }
    await moveReplayRun(tx, ctx.shop, { id: run.id, from: ['waiting'], to: 'running' })
    const job = { shop: ctx.shop, name: 'replay-orders', payload: { runId: run.id }, now } as const
    return [(await enqueueUnlessWaiting(tx, job)).id]
  })
  await handOver(ctx.shop, after)
}

/** Does what is next. Answers after how many seconds the step after it is due; 0 = at once. */
async function stepOf(ctx: ShopContext, load: OrderFactsLoadRecord): Promise<number> {
  if (load.oldest === null) return findOldest(ctx)
  if (load.operationGid === null) return startWindow(ctx, load, load.oldest)
  const state = await waitFor(ctx, load.operationGid)
  switch (state.kind) {
    case 'running':
      return 1
    case 'failed':
      return failed(ctx, load, state.code)
    case 'done':
      await keepWindow(ctx, load, state.url)
      return finishWindow(ctx, load, load.oldest)
  }
}

async function findOldest(ctx: ShopContext): Promise<number> {
  const oldest = await readFirstOrderDay(ctx.admin)
  await step(ctx, oldest === null ? { state: 'ready', finishedAt: ctx.now() } : { oldest })
  return 0
}

/** Whether reading back to an instant reads the order of another. */
function isUpTo(from: string, oldest: string): boolean {
  return Date.parse(from) <= Date.parse(oldest)
}

function windowOf({ windowTo }: OrderFactsLoadRecord): { readonly from: string; readonly to: string } {
  return { from: addSeconds(windowTo, -windowSeconds), to: windowTo }
}

async function startWindow(ctx: ShopContext, load: OrderFactsLoadRecord, oldest: string): Promise<number> {
  if (isUpTo(load.windowTo, oldest)) return finishWindow(ctx, load, oldest)
  const started = await startBulkQuery(ctx.admin, bulkOrdersQuery(windowOf(load), load.needs))
  if (started.kind === 'busy') return secondsBetweenTries
  if (started.kind === 'refused') return failed(ctx, load, started.message)
  await step(ctx, { operationGid: started.gid, startedAt: ctx.now() })
  return 0
}

async function waitFor(ctx: ShopContext, gid: string): Promise<BulkState> {
  const end = performance.now() + patienceMs
  for (;;) {
    const state = await readBulkState(ctx.admin, gid)
    if (state.kind !== 'running' || performance.now() > end) return state
    await sleep(askEveryMs)
  }
}

async function failed(ctx: ShopContext, load: OrderFactsLoadRecord, problem: string): Promise<number> {
  const failures = load.failures + 1
  const over = failures >= mostFailures ? ({ state: 'failed', finishedAt: ctx.now() } as const) : {}
  await step(ctx, { operationGid: null, failures, problem, ...over })
  return secondsBetweenTries
}

async function finishWindow(ctx: ShopContext, load: OrderFactsLoadRecord, oldest: string): Promise<number> {
  const { from } = windowOf(load)
  const isOver = isUpTo(from, oldest)
  await step(ctx, {
    windowTo: from,
    operationGid: null,
    failures: 0,
    problem: null,
    ...(isOver ? { state: 'ready', finishedAt: ctx.now() } : {}),
  })
  return 0
}

/** Reads a result file as it comes and keeps its orders. Orders in several parcels are read again, each by itself. */
async function keepWindow(ctx: ShopContext, load: OrderFactsLoadRecord, url: string | null): Promise<void> {
  if (url === null) return
  const markets = new Map<string, string | null>()
  let orders: OrderFacts[] = []
  let unsure: OrderGid[] = []
  const keep = async () => {
    await withShop(ctx.shop, async (tx) => {
      await keepOrderFacts(tx, ctx.shop, { orders, readAt: load.startedAt })
      for (const [index, orderGid] of unsure.entries()) {
        const runAfter = addSeconds(ctx.now(), index * secondsBetweenOrders)
        const job = {
          shop: ctx.shop,
          name: 'refresh-order-facts',
          payload: { orderGid },
          now: ctx.now(),
        } as const
        await enqueueUnlessWaiting(tx, { ...job, runAfter })
      }
    })
    orders = []
    unsure = []
  }
  for await (const { facts, isUnsure } of bulkOrders(bulkLines(url), load.needs)) {
    const market = load.needs.facts.has('market') ? await marketOf(ctx, markets, facts.country) : null
    orders.push({ ...facts, market })
    if (isUnsure) unsure.push(facts.id)
    if (orders.length >= ordersPerStep) await keep()
  }
  await keep()
}

async function marketOf(
  ctx: ShopContext,
  known: Map<string, string | null>,
  country: string | null,
): Promise<string | null> {
  if (country === null) return null
  const market = known.get(country)
  if (market !== undefined) return market
  const read = await readMarketOf(ctx.admin, country)
  known.set(country, read)
  return read
}

function step(ctx: ShopContext, change: Parameters<typeof stepOrderFactsLoad>[2]): Promise<void> {
  return withShop(ctx.shop, (tx) => stepOrderFactsLoad(tx, ctx.shop, change))
}
