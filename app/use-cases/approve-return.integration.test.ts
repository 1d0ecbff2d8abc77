import { expect, test } from 'vitest'
import { judgeBy, orderNamed, requested, stored, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { approveReturn } from './approve-return.server.ts'

const shop = installedShop()

async function askedUnder(review: 'staff' | 'manager') {
  await judgeBy(shop(), (policy) => ({ ...policy, baseline: { ...policy.baseline, review } }))
  const order = await orderNamed(shop(), '#1001')
  const { made } = await requested(shop(), { order, lines: wholeLines(order) })
  expect(made.status).toBe('in_review')
  return made.returnId
}

test('what the policy gives to a manager waits for one', async () => {
  const returnId = await askedUnder('manager')
  const { ctx } = shop()
  expect(await approveReturn({ ...ctx, role: 'agent' }, { returnId })).toMatchObject({
    ok: false,
    error: { kind: 'forbidden', needs: 'manager' },
  })
  expect((await stored(shop(), returnId)).status).toBe('in_review')
  expect(await approveReturn({ ...ctx, role: 'manager' }, { returnId })).toMatchObject({ ok: true })
  expect((await stored(shop(), returnId)).status).toBe('approved')
})

test('what it gives to a person an agent may approve', async () => {
  const returnId = await askedUnder('staff')
  expect(await approveReturn({ ...shop().ctx, role: 'agent' }, { returnId })).toMatchObject({ ok: true })
})
