import { describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { countReplayedOrders, findOrderFacts, readReplayedOrders } from '#app/db/order-facts.server.ts'
import { findOrderFactsLoad } from '#app/db/order-facts-load.server.ts'
import { storePolicyDraft } from '#app/db/policy.server.ts'
import {
  findReplayRun,
  listReplayChanges,
  moveReplayRun,
  type ReplayRunRecord,
} from '#app/db/replay-run.server.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import type { AskedReplay } from '#app/domain/replay/asked-replay.ts'
import { getLatestPolicy } from '#app/db/policy.server.ts'
import { orderChanged } from '#app/webhooks/order-changed.server.ts'
import { privacyRequest } from '#app/webhooks/privacy-request.server.ts'
import { cancelReplay } from '#app/use-cases/cancel-replay.server.ts'
import { explainReplayChange } from '#app/use-cases/explain-replay-change.server.ts'
import { startReplay } from '#app/use-cases/start-replay.server.ts'
import { readOrder } from '#app/shopify/orders.server.ts'
import { orderNamed, requested, wholeLines } from '../../../tests/setup/journey.ts'
import { installedShop } from '../../../tests/setup/shop.ts'
import { replayAtPace } from './replay-orders.server.ts'

const shop = installedShop()

const everything: AskedReplay = {
  scope: { kind: 'all' },
  day: { kind: 'after_order', days: 20 },
  outcome: 'refund',
  reason: 'changed-my-mind',
}

/** A draft whose window is shorter or longer, and nothing else. */
async function draftOf(change: (policy: Policy) => Policy): Promise<void> {
  const { ctx } = shop()
  await withShop(ctx.shop, async (tx) => {
    const policy = change((await getLatestPolicy(tx, ctx.shop)).policy)
    await storePolicyDraft(tx, {
      shop: ctx.shop,
      policy,
      basedOn: 1,
      author: ctx.actor,
      updatedAt: ctx.now(),
    })
  })
}
const withDays =
  (days: number) =>
  (policy: Policy): Policy => ({
    ...policy,
    baseline: {
      ...policy.baseline,
      returnWindow: { days, from: 'order', transitDays: 0, rollover: 'none', notBefore: null },
    },
  })

async function start(asked: AskedReplay = everything): Promise<string> {
  const started = await startReplay(shop().ctx, {
    asked,
    before: { kind: 'version', number: 1 },
    after: { kind: 'draft' },
  })
  if (!started.ok) throw new Error(JSON.stringify(started.error))
  return started.value.runId
}

async function read(runId: string): Promise<ReplayRunRecord> {
  const { ctx } = shop()
  const run = await withShop(ctx.shop, (tx) => findReplayRun(tx, ctx.shop, runId))
  if (run === null) throw new Error('There is no such replay')
  return run
}

async function runAll(): Promise<void> {
  for (let round = 0; round < 40; round += 1) {
    if ((await shop().runJobs()) === 0) return
    shop().advance(2)
  }
}

const keptOrders = (): Promise<readonly OrderFacts[]> => {
  const { ctx } = shop()
  const about = { scope: everything.scope, until: '2999-01-01T00:00:00Z', timeZone: 'UTC' }
  return withShop(ctx.shop, (tx) =>
    readReplayedOrders(tx, ctx.shop, { ...about, after: null, lines: 100_000 }),
  )
}

describe('the facts of past orders', () => {
  test('are read in bulk, of every order, as reading each of them alone finds them', async () => {
    const { ctx } = shop()
    await draftOf(withDays(10))
    const runId = await start()
    expect((await read(runId)).state).toBe('waiting')
    await runAll()
    const load = await withShop(ctx.shop, (tx) => findOrderFactsLoad(tx, ctx.shop))
    expect(load).toMatchObject({ state: 'ready', problem: null, operationGid: null })
    const kept = await keptOrders()
    const inShop = Object.values(shop().devStore.engine.state.tables.orders).filter(
      (one) => one.shop === ctx.shop,
    )
    expect(kept.length).toBe(inShop.length)
    const needs = {
      facts: new Set(['variant', 'subscription', 'bundle', 'firstOrder'] as const),
      collections: new Set<string>(),
      metafields: new Set<string>(),
    }
    for (const order of kept) {
      const alone = await readOrder(ctx.admin, order.id, { withReasons: false, needs })
      if (alone === null) throw new Error(`${order.name} is not in Shopify`)
      expect([order.name, comparable(order)]).toEqual([order.name, comparable(alone.facts)])
    }
    expect(kept.some(({ email, phone }) => email !== null || phone !== null)).toBe(false)
  }, 90_000)

  test('are kept fresh by webhooks and forgotten on request', async () => {
    const { ctx } = shop()
    await draftOf(withDays(10))
    await start()
    await runAll()
    const [first] = (await keptOrders()).filter(({ customer }) => customer !== null)
    if (first === undefined) throw new Error('no order')
    shop().advance(60)
    shop().devStore.engine.transact(ctx.shop, (context) => {
      context.edit('orders', first.id).tags.push('wholesale')
    })
    const hook = { shop: ctx.shop, receivedAt: ctx.now(), triggeredAt: ctx.now() }
    await withShop(ctx.shop, (tx) =>
      orderChanged(tx, { ...hook, topic: 'orders/updated', payload: { admin_graphql_api_id: first.id } }),
    )
    shop().advance(30)
    await runAll()
    const find = () => withShop(ctx.shop, (tx) => findOrderFacts(tx, ctx.shop, first.id))
    expect((await find())?.tags).toContain('wholesale')
    const id = Number(first.customer?.id.split('/').at(-1))
    await withShop(ctx.shop, (tx) =>
      privacyRequest(tx, { ...hook, topic: 'customers/redact', payload: { customer: { id } } }),
    )
    await runAll()
    expect(await find()).toBeNull()
    expect((await keptOrders()).some(({ customer }) => customer?.id === first.customer?.id)).toBe(false)
    // The shop still has the app: a redaction of the installation before does not touch it.
    const redact = { ...hook, topic: 'shop/redact', payload: {} }
    await withShop(ctx.shop, (tx) => privacyRequest(tx, redact))
    await runAll()
    expect((await keptOrders()).length).toBeGreaterThan(0)
    await withShop(ctx.shop, async (tx) => {
      await tx.shop.update({ where: { shop: ctx.shop }, data: { uninstalledAt: ctx.now() } })
      await privacyRequest(tx, redact)
    })
    await runAll()
    expect(await keptOrders()).toEqual([])
  }, 90_000)
})

/** What the two ways of reading must agree on: which parcel a line was in is known only when an order is read alone. */
function comparable(order: OrderFacts) {
  return {
    ...order,
    placedAt: Date.parse(order.placedAt),
    email: null,
    phone: null,
    market: null,
    lines: order.lines.map((line) => ({
      ...line,
      id: line.lineItemId,
      fulfillmentLineItemId: line.fulfillmentLineItemId !== null,
      imageUrl: null,
      returnableQuantity: 0,
      collections: null,
      metafields: null,
    })),
  }
}

describe('a replay', () => {
  test('counts what flips, each way, once, whoever does the steps and however often', async () => {
    const { ctx } = shop()
    await draftOf(withDays(10))
    const whole = await start()
    await runAll()
    const run = await read(whole)
    expect(run).toMatchObject({ state: 'done', problem: null })
    const about = { scope: everything.scope, until: run.createdAt, timeZone: run.asked.timeZone }
    const all = await withShop(ctx.shop, (tx) => countReplayedOrders(tx, ctx.shop, about))
    expect([run.ordersDone, run.linesDone]).toEqual([all.orders, all.lines])
    const { lines, requests, blocked, money } = run.tally.orders
    const sum = (matrix: typeof lines) =>
      Object.values(matrix)
        .flatMap((row) => Object.values(row))
        .reduce((a, b) => a + b, 0)
    expect(sum(lines) + blocked).toBe(all.lines)
    expect(sum(requests)).toBeLessThanOrEqual(all.orders)
    expect(lines.approve.deny).toBeGreaterThan(10)
    expect([lines.deny.approve, lines.deny.review]).toEqual([0, 0])
    const changes = await withShop(ctx.shop, (tx) =>
      listReplayChanges(tx, ctx.shop, { runId: whole, limit: 10_000 }),
    )
    const flipped = changes
      .flatMap(({ change }) => change.lines)
      .filter(({ before, after }) => before.verdict !== after.verdict)
    const more = changes.reduce((all, { change }) => all + change.more, 0)
    expect(flipped.length + more).toBe(lines.approve.deny + lines.approve.review + lines.review.deny)
    expect(money.USD?.before.refund).toBeGreaterThan(money.USD?.after.refund ?? 0)

    // The same again in small steps: two workers at once, one of them killed between judging and writing, again and again.
    const small = await start()
    const pace = { linesPerStep: 7, sliceMs: 0 }
    for (let round = 0; round < 400 && (await read(small)).state === 'running'; round += 1) {
      const died = replayAtPace({ ...ctx, now: dying(round) }, small, pace).catch(() => null)
      await Promise.all([died, replayAtPace(ctx, small, pace)])
    }
    const again = await read(small)
    expect(again).toMatchObject({
      state: 'done',
      tally: run.tally,
      ordersDone: run.ordersDone,
      linesDone: run.linesDone,
    })
    const inSteps = await withShop(ctx.shop, (tx) =>
      listReplayChanges(tx, ctx.shop, { runId: small, limit: 10_000 }),
    )
    expect(inSteps).toEqual(changes)
  }, 120_000)

  test('of the same policy changes nothing; of past returns judges the day, the reason and the units of each', async () => {
    const { ctx } = shop()
    const order = await orderNamed(shop(), '#1001')
    await requested(shop(), { order, lines: wholeLines(order, (index) => index === 0) })
    await draftOf((policy) => policy)
    const same = await start()
    await runAll()
    shop().advance(1)
    const nothing = (await read(same)).tally
    expect(
      await withShop(ctx.shop, (tx) => listReplayChanges(tx, ctx.shop, { runId: same, limit: 10 })),
    ).toEqual([])
    expect(nothing.returns.lines.approve.approve).toBe(1)
    await draftOf((policy) =>
      Policy.parse({
        ...policy,
        rules: [
          {
            id: 'other', name: 'Other reasons', enabled: true,
            when: { kind: 'returnReason', is: 'anyOf', values: ['other-reason'] },
            set: { eligible: { kind: 'no', because: { en: 'No' } } },
          },
        ],
      }),
    ) // prettier-ignore
    const runId = await start()
    await runAll()
    const { tally } = await read(runId)
    expect(tally.returns.lines.approve.deny).toBe(1)
    expect(tally.returns.by.reason['other-reason']).toMatchObject({ lines: 1 })
    const [change, ...others] = await withShop(ctx.shop, (tx) =>
      listReplayChanges(tx, ctx.shop, { runId, limit: 10 }),
    )
    expect(others).toEqual([])
    if (change === undefined) throw new Error('Nothing changed')
    const explained = await explainReplayChange(ctx, { runId, subject: change.subject })
    if (!explained.ok) throw new Error('It is gone')
    const { before, after } = explained.value
    expect(before.lines.map(({ verdict }) => verdict)).not.toEqual(after.lines.map(({ verdict }) => verdict))
    expect(after.lines[0]?.trace).toMatchObject([{ ruleId: 'other', result: 'true' }])
  }, 90_000)

  test('is one at a time, is cancelled, and only by who may', async () => {
    const { ctx } = shop()
    await draftOf(withDays(10))
    const runId = await start()
    const input = {
      asked: everything,
      before: { kind: 'version', number: 1 },
      after: { kind: 'draft' },
    } as const
    expect(await startReplay(ctx, input)).toEqual({ ok: false, error: { kind: 'running' } })
    const agent = shop().as({ kind: 'staff', id: '2', name: 'Ann' }, 'agent')
    expect(await cancelReplay(agent, { runId })).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
    expect(await startReplay(agent, input)).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
    expect(await cancelReplay(ctx, { runId })).toEqual({ ok: true, value: { cancelled: true } })
    await runAll()
    expect(await read(runId)).toMatchObject({ state: 'cancelled', ordersDone: 0 })
    // Cancelled in the middle: what was counted stays, and nothing is added.
    const second = await start()
    await replayAtPace(ctx, second, { linesPerStep: 7, sliceMs: 0 })
    const { ordersDone } = await read(second)
    expect(ordersDone).toBeGreaterThan(0)
    await cancelReplay(ctx, { runId: second })
    await replayAtPace(ctx, second, { linesPerStep: 7, sliceMs: 0 })
    expect(await read(second)).toMatchObject({ state: 'cancelled', ordersDone })
    expect(await startReplay(ctx, { ...input, before: { kind: 'version', number: 9 } })).toEqual({
      ok: false,
      error: { kind: 'no_policy' },
    })
    const back = { id: second, from: ['running'], to: 'done' } as const
    expect(await withShop(ctx.shop, (tx) => moveReplayRun(tx, ctx.shop, back))).toBe(false)
  }, 90_000)
})

/** A clock that throws now and then: the worker dies where it asks for it. */
function dying(round: number): () => string {
  return () => {
    if (round % 3 === 0) throw new Error('killed')
    return shop().ctx.now()
  }
}
