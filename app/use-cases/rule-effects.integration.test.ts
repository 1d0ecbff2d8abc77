import { describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { countPastReturns } from '#app/db/past-returns.server.ts'
import { getLatestPolicy, storePolicyDraft } from '#app/db/policy.server.ts'
import { findReplayRun, listReplayChanges } from '#app/db/replay-run.server.ts'
import { addSeconds, dayOf } from '#app/domain/dates.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { orderNamed, requested, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { explainReplayChange } from './explain-replay-change.server.ts'
import { forgetPastReturns, importPastReturns } from './import-past-returns.server.ts'
import { readPastOrders } from './read-past-orders.server.ts'
import { readRuleEffects } from './read-rule-effects.server.ts'
import { startReplay } from './start-replay.server.ts'

const shop = installedShop()

async function runAll(): Promise<void> {
  for (let round = 0; round < 40; round += 1) {
    if ((await shop().runJobs()) === 0) return
    shop().advance(2)
  }
}

/** A draft with two rules on top of the policy: one for every line, one for faulty goods. */
async function draftWithRules(): Promise<void> {
  const { ctx } = shop()
  await withShop(ctx.shop, async (tx) => {
    const { policy } = await getLatestPolicy(tx, ctx.shop)
    const rules = [
      {
        id: 'faulty',
        name: 'Faulty',
        enabled: true,
        when: { kind: 'fault', is: 'anyOf', values: ['merchant'] },
        set: { keepItem: true },
      },
      {
        id: 'all',
        name: 'All',
        enabled: true,
        when: { kind: 'all', of: [] },
        set: { outcomes: ['exchange'], review: policy.baseline.review === 'staff' ? 'automatic' : 'staff' },
      },
      {
        id: 'off',
        name: 'Off',
        enabled: false,
        when: { kind: 'all', of: [] },
        set: { keepItem: true },
      },
    ]
    await storePolicyDraft(tx, {
      shop: ctx.shop,
      policy: Policy.parse({ ...policy, rules }),
      basedOn: 1,
      author: ctx.actor,
      updatedAt: ctx.now(),
    })
  })
}

describe('the effect of rules', () => {
  test('is not known before past orders are read, and counted from what is kept then', async () => {
    const { ctx } = shop()
    await draftWithRules()
    expect(await readRuleEffects(ctx)).toEqual({ kind: 'none' })
    expect((await readPastOrders({ ...ctx, role: 'viewer' })).ok).toBe(false)
    expect(await readPastOrders(ctx)).toEqual({ ok: true, value: { isReady: false } })
    expect(await readRuleEffects(ctx)).toEqual({ kind: 'loading' })
    await runAll()
    expect(await readPastOrders(ctx)).toEqual({ ok: true, value: { isReady: true } })

    const effects = await readRuleEffects(ctx)
    if (effects.kind !== 'ready') throw new Error(effects.kind)
    expect(effects).toMatchObject({ isPartial: false, share: 1, inForce: { number: 1, byRule: {} } })
    const { draft } = effects
    expect(draft?.lines).toBeGreaterThan(10)
    // Nobody asks back as faulty in a replay of orders; the rule that is off decides nothing.
    expect(draft?.byRule).toEqual({ all: { lines: draft?.lines, returnLines: draft?.returnLines } })
    expect(effects.inForce.lines).toBe(draft?.lines)

    const before = draft?.returnLines ?? 0
    const order = await orderNamed(shop(), '#1001')
    const faulty = wholeLines(order).map((line) => ({ ...line, reasonHandle: 'damaged-or-defective' }))
    await requested(shop(), { order, lines: faulty })
    const after = await readRuleEffects(ctx)
    if (after.kind !== 'ready' || after.draft === null) throw new Error(after.kind)
    expect(after.draft.returnLines).toBeGreaterThan(before)
    expect(after.draft.byRule.faulty?.returnLines).toBe(after.draft.returnLines - before)
  }, 180_000)
})

describe('a file of past returns', () => {
  test('is replayed beside the returns of the app, opens both decisions, and can be forgotten', async () => {
    const { ctx } = shop()
    await draftWithRules()
    const order = await orderNamed(shop(), '#1001')
    const sku = order.lines.find((line) => line.sku !== null)?.sku ?? ''
    const day = dayOf(addSeconds(order.placedAt, 6 * 86_400), ctx.settings.timeZone)
    const text = `Order,SKU,Quantity,Returned at,Reason\n#1001,${sku},1,${day},\n#1001,no-such,1,${day},\n#none,${sku},1,${day},\n`
    expect((await importPastReturns({ ...ctx, role: 'viewer' }, { text })).ok).toBe(false)
    expect(await importPastReturns(ctx, { text: 'Order\n#1001\n' })).toMatchObject({
      ok: false,
      error: { kind: 'columns', missing: ['SKU', 'Quantity', 'Returned at'] },
    })
    expect(await importPastReturns(ctx, { text })).toEqual({ ok: true, value: { lines: 3, broken: [] } })
    // Once more: it takes the place of the first.
    await importPastReturns(ctx, { text })
    const count = () => withShop(ctx.shop, (tx) => countPastReturns(tx, ctx.shop))
    expect(await count()).toMatchObject({ filedLines: 3 })

    const started = await startReplay(ctx, {
      asked: {
        scope: { kind: 'all' },
        day: { kind: 'after_order', days: 20 },
        outcome: 'refund',
        reason: 'changed-my-mind',
      },
      before: { kind: 'version', number: 1 },
      after: { kind: 'draft' },
    })
    if (!started.ok) throw new Error(started.error.kind)
    await runAll()
    const { runId } = started.value
    const [run, changes] = await withShop(ctx.shop, async (tx) => [
      await findReplayRun(tx, ctx.shop, runId),
      await listReplayChanges(tx, ctx.shop, { runId, limit: 10_000 }),
    ])
    const { returns } = run?.tally ?? {}
    const own = (await count()).own
    expect(run?.state).toBe('done')
    expect(
      Object.values(returns?.lines ?? {})
        .flatMap(Object.values<number>)
        .reduce((a, b) => a + b),
    ).toBe(own + 1)
    expect(returns?.by.reason['changed-my-mind']?.lines).toBe(1)

    const filed = changes.find(({ subject }) => subject.startsWith('file-'))
    expect([filed?.orderName, filed?.change.kind, changes.length > 0]).toEqual(['#1001', 'return', true])
    const explained = await explainReplayChange(ctx, { runId, subject: filed?.subject ?? '' })
    expect(explained.ok && explained.value.lines.map((line) => line.sku)).toEqual([sku])
    await forgetPastReturns(ctx)
    expect(await count()).toMatchObject({ filedLines: 0, from: null })
  }, 180_000)
})
