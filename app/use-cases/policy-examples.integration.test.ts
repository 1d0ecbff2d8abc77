import { expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listPolicyExamples } from '#app/db/policy-example.server.ts'
import { getLatestPolicy } from '#app/db/policy.server.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { judgeBy, orderNamed } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { acceptPolicyExample } from './accept-policy-example.server.ts'
import { readJudgedOrder } from './judged-order.server.ts'
import { publishPolicy } from './publish-policy.server.ts'
import { removePolicyExample } from './remove-policy-example.server.ts'
import { savePolicyDraft } from './save-policy-draft.server.ts'
import { savePolicyExample } from './save-policy-example.server.ts'

const shop = installedShop()

async function latest(): Promise<Policy> {
  return (await withShop(shop().ctx.shop, (tx) => getLatestPolicy(tx, shop().ctx.shop))).policy
}

function examples() {
  return withShop(shop().ctx.shop, (tx) => listPolicyExamples(tx, shop().ctx.shop))
}

async function saved(withTerms = false) {
  const { ctx } = shop()
  const made = await savePolicyExample(ctx, { order: { name: '#1002' }, name: 'Two shirts', withTerms })
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  return made.value
}

async function draftWith(change: (policy: Policy) => Policy): Promise<void> {
  const draft = await savePolicyDraft(shop().ctx, { policy: change(await latest()) })
  expect(draft.ok).toBe(true)
}

const nothingComesBack = (policy: Policy): Policy => ({
  ...policy,
  baseline: { ...policy.baseline, eligible: { kind: 'no', because: { en: 'No' }, ground: null } },
})
const dearer = (policy: Policy): Policy => ({
  ...policy,
  baseline: { ...policy.baseline, bonus: { ...policy.baseline.bonus, storeCreditPercent: 1 } },
})

test('an example keeps the facts of an order and no person', async () => {
  await saved()
  const order = await orderNamed(shop(), '#1002')
  const [example] = await examples()
  expect(example?.example.order).toMatchObject({
    placedAt: order.placedAt,
    total: order.total,
    email: null,
    phone: null,
  })
  expect(example?.example.order.lines.map(({ title }) => title)).toEqual(
    order.lines.map(({ title }) => title),
  )
  const text = JSON.stringify(example?.example)
  expect(order.email).not.toBeNull()
  expect(text).not.toContain(order.email)
  expect(text).not.toContain(order.customer?.id ?? order.id)
  expect(text).not.toContain(order.id)
})

test('a draft that decides an example otherwise is not published; accepted or removed, it is', async () => {
  const { ctx } = shop()
  const { id } = await saved()
  await draftWith(nothingComesBack)
  const blocked = await publishPolicy(ctx, { note: '' })
  expect(blocked).toMatchObject({
    ok: false,
    error: { kind: 'examples_failed', failures: [{ name: 'Two shirts' }] },
  })
  if (!blocked.ok && blocked.error.kind === 'examples_failed') {
    const [difference] = blocked.error.failures[0]?.differences ?? []
    expect(difference).toMatchObject({ what: 'verdict', got: { key: 'verdict.deny' } })
  }
  const before = await latest()
  expect(before.baseline.eligible).toEqual({ kind: 'yes' })
  expect(await acceptPolicyExample(ctx, { id })).toEqual({ ok: true, value: null })
  expect(await publishPolicy(ctx, { note: '' })).toEqual({ ok: true, value: { number: 2 } })
  await draftWith((policy) => ({ ...policy, baseline: before.baseline }))
  expect(await publishPolicy(ctx, { note: '' })).toMatchObject({
    ok: false,
    error: { kind: 'examples_failed' },
  })
  expect(await removePolicyExample(ctx, { id })).toEqual({ ok: true, value: null })
  expect(await publishPolicy(ctx, { note: '' })).toEqual({ ok: true, value: { number: 3 } })
})

test('an example with terms minds every term, one without only the decision and the last day', async () => {
  const { ctx } = shop()
  const plain = await saved()
  await draftWith(dearer)
  expect(await publishPolicy(ctx, { note: '' })).toMatchObject({ ok: true })
  await removePolicyExample(ctx, plain)
  await saved(true)
  await draftWith((policy) => dearer({ ...policy, baseline: { ...policy.baseline, payWhen: 'on_approval' } }))
  const blocked = await publishPolicy(ctx, { note: '' })
  if (blocked.ok || blocked.error.kind !== 'examples_failed') throw new Error('published')
  const whats = blocked.error.failures.flatMap(({ differences }) => differences.map(({ what }) => what))
  expect(new Set(whats)).toEqual(new Set(['payWhen']))
})

test('who may not change the policy may not change its examples', async () => {
  const { ctx } = shop()
  const { id } = await saved()
  const agent = { ...ctx, role: 'agent' as const }
  for (const result of [
    await savePolicyExample(agent, { order: { name: '#1002' }, name: '', withTerms: false }),
    await acceptPolicyExample(agent, { id }),
    await removePolicyExample(agent, { id }),
  ])
    expect(result).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
  expect(await savePolicyExample(ctx, { order: { name: '#999999' }, name: '', withTerms: false })).toEqual({
    ok: false,
    error: { kind: 'not_found' },
  })
  expect(await examples()).toHaveLength(1)
})

test('an order placed before is judged by a later version only where that says so and is better for the buyer', async () => {
  const { ctx } = shop()
  const order = await orderNamed(shop(), '#1002')
  const judged = async () => {
    const read = await readJudgedOrder(ctx, { orderGid: order.id })
    return new Set(
      read?.decision.lines.map(({ verdict, policyVersion }) => `${verdict} ${policyVersion ?? 1}`),
    )
  }
  // The one version that there is judges every order placed before it too; the next are later than the order.
  await judgeBy(shop(), nothingComesBack)
  expect(await judged()).toEqual(new Set(['deny 1']))
  const publish = async (change: (policy: Policy) => Policy) => {
    await draftWith(change)
    expect(await publishPolicy(ctx, { note: '' })).toMatchObject({ ok: true })
  }
  const open = { kind: 'yes' as const }
  const long = {
    days: null,
    from: 'order' as const,
    transitDays: 0,
    rollover: 'none' as const,
    notBefore: null,
  }
  const generous = (policy: Policy): Policy => ({
    ...policy,
    baseline: { ...policy.baseline, eligible: open, returnWindow: long, review: 'automatic' },
  })
  await publish(generous)
  expect(await judged()).toEqual(new Set(['deny 1']))
  await publish((policy) => ({ ...generous(policy), appliesToEarlierOrders: 'where_better' }))
  expect(await judged()).toEqual(new Set(['approve 3']))
  await publish((policy) => ({ ...nothingComesBack(policy), appliesToEarlierOrders: 'where_better' }))
  expect(await judged()).toEqual(new Set(['approve 3']))
})
