import { expect, test } from 'vitest'
import { installedShop } from '../../tests/setup/shop.ts'
import { comparePolicyPage, pushPolicyPage, writePolicyPage } from './policy-page.server.ts'
import { publishPolicy } from './publish-policy.server.ts'
import { savePolicyDraft } from './save-policy-draft.server.ts'
import { withShop } from '#app/db.server.ts'
import { getLatestPolicy } from '#app/db/policy.server.ts'

const shop = installedShop()

const writing = `mutation($shopPolicy: ShopPolicyInput!) { shopPolicyUpdate(shopPolicy: $shopPolicy) { shopPolicy { id } userErrors { message } } }`

/** As the merchant in Shopify's own admin. */
async function merchantWrites(body: string): Promise<void> {
  await shop().ctx.admin(writing, { variables: { shopPolicy: { type: 'REFUND_POLICY', body } } })
}

async function compared() {
  const result = await comparePolicyPage(shop().ctx)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

test('Shopify’s page is held against the policy in force: empty, other days, the same days', async () => {
  expect(await compared()).toMatchObject({ theirs: null, drift: [{ kind: 'empty' }] })
  await merchantWrites('<p>You have <b>14 days</b> to return an item.</p>')
  expect((await compared()).drift).toEqual([{ kind: 'days', theirs: [14], ours: 30 }])
  await merchantWrites('<p>You have 30 days to return an item.</p>')
  expect((await compared()).drift).toEqual([])
})

test('the policy is put on Shopify’s page in a language, and is in line with itself until the policy changes', async () => {
  const { ctx } = shop()
  const before = await compared()
  if (!before.mayWrite) throw new Error('The test’s token may not write policies')
  expect(await pushPolicyPage(ctx, { locale: 'de', seen: null })).toEqual({ ok: true, value: null })
  const after = await compared()
  expect(after.theirs?.body).toBe(await writePolicyPage(ctx, 'de'))
  expect(after.theirs?.url).toContain('/policies/refund-policy')
  expect(after.drift).toEqual([])
  const { policy } = await withShop(ctx.shop, (tx) => getLatestPolicy(tx, ctx.shop))
  const { baseline } = policy
  const longer = {
    ...policy,
    baseline: { ...baseline, returnWindow: { ...baseline.returnWindow, days: 45 } },
  }
  await savePolicyDraft(ctx, { policy: longer })
  expect((await compared()).drift).toEqual([])
  await publishPolicy(ctx, { note: '' })
  expect((await compared()).drift).toMatchObject([{ kind: 'days', ours: 45 }])
})

test('what is written from right to left says so, and is in line with itself, too', async () => {
  expect(await pushPolicyPage(shop().ctx, { locale: 'ar', seen: null })).toEqual({ ok: true, value: null })
  const { theirs, drift } = await compared()
  expect(theirs?.body).toMatch(/^<div lang="ar" dir="rtl">/)
  expect(theirs?.body).toContain('الإرجاع')
  expect(drift).toEqual([])
})

test('nothing is written over what somebody else wrote since, nor by who may not publish', async () => {
  const { ctx } = shop()
  await merchantWrites('<p>30 days</p>')
  expect(await pushPolicyPage(ctx, { locale: 'en', seen: null })).toEqual({
    ok: false,
    error: { kind: 'changed_since' },
  })
  expect(await pushPolicyPage({ ...ctx, role: 'agent' }, { locale: 'en', seen: null })).toMatchObject({
    ok: false,
    error: { kind: 'forbidden' },
  })
  expect((await compared()).theirs?.body).toBe('<p>30 days</p>')
})
