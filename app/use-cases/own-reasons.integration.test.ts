import { expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { addPolicyVersion, getLatestPolicy } from '#app/db/policy.server.ts'
import { groupReasons, reasonName, shownReasonName } from '#app/portal/group-reasons.ts'
import { judgeBy, orderNamed, stored, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { getReturnForShopper } from './get-return-for-shopper.server.ts'
import { judgeOrder } from './judge-order.server.ts'
import { requestReturn } from './request-return.server.ts'

const shop = installedShop()

const fitTree = [
  {
    id: 'fit',
    label: { en: 'It does not fit', de: 'Es passt nicht' },
    fault: 'buyer',
    shopifyReason: 'other-reason',
    parts: [
      {
        id: 'fit-sleeves',
        label: { en: 'Sleeves too long', de: 'Ärmel zu lang' },
        fault: 'buyer',
        shopifyReason: 'too-long',
        parts: [],
      },
    ],
  },
  {
    id: 'torn',
    label: { en: 'Torn' },
    fault: 'merchant',
    shopifyReason: 'a-reason-that-shopify-does-not-have',
    parts: [],
  },
]

const judgeByTree = () =>
  judgeBy(shop(), (policy) => ({
    ...policy,
    reasons: fitTree,
    rules: [
      {
        id: 'fit',
        name: 'Fit',
        enabled: true,
        when: { kind: 'returnReason', is: 'anyOf', values: ['fit'] },
        set: { review: 'staff' },
      },
    ],
  }))

test('shoppers choose from the reasons of the policy, in their language, under what stands above them', async () => {
  await judgeByTree()
  const order = await orderNamed(shop(), '#1001')
  const judged = await judgeOrder(shop().ctx, { orderGid: order.id })
  if (!judged.ok) throw new Error(judged.error.kind)
  const groups = groupReasons(judged.value.reasons, { locale: 'de', common: 'Häufig', more: 'Weitere' })
  expect(
    groups.map(({ label, reasons }) => [
      label,
      reasons.map((one) => [one.handle, reasonName(one, 'de'), one.name]),
    ]),
  ).toEqual([
    ['Es passt nicht', [['fit-sleeves', 'Ärmel zu lang', 'Sleeves too long']]],
    ['', [['torn', 'Torn', 'Torn']]],
  ])
})

test('the chosen reason decides as one of the tree, and Shopify gets the reason that stands for it', async () => {
  await judgeByTree()
  const { ctx } = shop()
  const order = await orderNamed(shop(), '#1001')
  const [line] = wholeLines(order)
  if (line === undefined) throw new Error('nothing to return')
  const ask = (reasonHandle: string) =>
    requestReturn(ctx, {
      orderGid: order.id,
      submissionKey: crypto.randomUUID(),
      lines: [{ ...line, quantity: 1, reasonHandle }],
      outcome: 'refund',
      locale: 'en',
    })
  // Shopify's own list is replaced, not added to.
  expect(await ask('too-small')).toMatchObject({
    ok: false,
    error: { kind: 'invalid_lines', lines: [{ problem: 'reason_missing' }] },
  })
  const made = await ask('fit-sleeves')
  if (!made.ok) throw new Error(made.error.kind)
  expect(made.value.status).toBe('in_review')
  const record = await stored(shop(), made.value.returnId)
  expect(record.lines).toMatchObject([{ reasonHandle: 'fit-sleeves', reasonName: 'Sleeves too long' }])
  expect(record.shopifyReturnGid).not.toBeNull()
  // Who reads it later reads it in a language of their own, by the version that judged, whatever the tree is now.
  await withShop(ctx.shop, async (tx) => {
    const { policy, author } = await getLatestPolicy(tx, ctx.shop)
    const next = { policy: { ...policy, reasons: [], rules: [] }, note: '', author, publishedAt: ctx.now() }
    await addPolicyVersion(tx, { shop: ctx.shop, number: 2, ...next })
  })
  const view = await getReturnForShopper(ctx, { returnId: made.value.returnId })
  const [shown] = view?.lines ?? []
  expect(shown && shownReasonName(shown.reason, 'de')).toBe('Ärmel zu lang')
  expect(shown && shownReasonName(shown.reason, 'ar')).toBe('Sleeves too long')
})
