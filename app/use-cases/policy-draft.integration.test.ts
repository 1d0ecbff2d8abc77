import { expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { findPolicyDraft, getLatestPolicy } from '#app/db/policy.server.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { policyStamp } from './policy-stamp.ts'
import { publishPolicy } from './publish-policy.server.ts'
import { savePolicyDraft } from './save-policy-draft.server.ts'

const shop = installedShop()

/** What the policy page shows at this moment. */
function look() {
  const { ctx } = shop()
  return withShop(ctx.shop, async (tx) => {
    const latest = await getLatestPolicy(tx, ctx.shop)
    const draft = await findPolicyDraft(tx, ctx.shop)
    return { stamp: policyStamp(latest, draft), policy: draft?.policy ?? latest.policy, latest }
  })
}

const withDays = (policy: Policy, days: number): Policy => ({
  ...policy,
  baseline: { ...policy.baseline, returnWindow: { ...policy.baseline.returnWindow, days } },
})

const later = (minutes: number) => ({
  ...shop().ctx,
  now: () => new Date(Date.now() + minutes * 60_000).toISOString(),
})

test('who saves over what another saved in the meantime is told, and saves knowingly the second time', async () => {
  const { ctx } = shop()
  const anna = await look()
  const ben = await look()
  expect(await savePolicyDraft(ctx, { policy: withDays(anna.policy, 40), seen: anna.stamp })).toMatchObject({
    ok: true,
  })
  const policy = withDays(ben.policy, 50)
  expect(await savePolicyDraft(later(1), { policy, seen: ben.stamp })).toEqual({
    ok: false,
    error: { kind: 'changed_since' },
  })
  const now = await look()
  expect(now.policy.baseline.returnWindow.days).toBe(40)
  expect(await savePolicyDraft(later(2), { policy, seen: now.stamp })).toMatchObject({ ok: true })
  expect((await look()).policy.baseline.returnWindow.days).toBe(50)
})

test('a draft begun before another was published does not undo it unseen', async () => {
  const { ctx } = shop()
  const ben = await look()
  await savePolicyDraft(ctx, { policy: withDays(ben.policy, 41) })
  const anna = await look()
  expect(await publishPolicy(later(1), { note: '', seen: anna.stamp })).toMatchObject({ ok: true })
  expect(
    await savePolicyDraft(later(2), { policy: withDays(ben.policy, 14), seen: ben.stamp }),
  ).toMatchObject({ ok: false, error: { kind: 'changed_since' } })
})

test('a draft that another changed is not published by who looked at it before', async () => {
  const { ctx } = shop()
  const { policy, latest } = await look()
  await savePolicyDraft(ctx, { policy: withDays(policy, 60) })
  const seen = (await look()).stamp
  await savePolicyDraft(later(1), { policy: withDays(policy, 5) })
  expect(await publishPolicy(later(2), { note: '', seen })).toEqual({
    ok: false,
    error: { kind: 'changed_since' },
  })
  expect((await look()).latest.number).toBe(latest.number)
})
