import { expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { dueByLawOf } from '#app/components/due-by-law.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { orderNamed, receive, requested, stored, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { refundReturn } from './refund-return.server.ts'

const shop = installedShop()

async function askedBack(outcome: 'refund' | 'store_credit') {
  const order = await orderNamed(shop(), '#1003')
  const asked = await requested(shop(), { order, lines: wholeLines(order), outcome })
  return { order, ...asked }
}

const eventsOf = (returnId: ReturnId) =>
  withShop(shop().ctx.shop, (tx) => listEvents(tx, shop().ctx.shop, returnId))

async function dueOf(returnId: ReturnId) {
  return dueByLawOf({
    record: await stored(shop(), returnId),
    events: await eventsOf(returnId),
    now: shop().ctx.now(),
    timeZone: 'UTC',
    translator: translatorFor('en', 'UTC'),
  })
}

test('a withdrawal from the EU is paid as it was paid, unless the buyer agrees to credit', async () => {
  const { order, made, promised } = await askedBack('refund')
  const record = await stored(shop(), made.returnId)
  expect(order.country).toBe('FR')
  expect(record.decision.lines.every((line) => line.law?.open === true)).toBe(true)
  await receive(shop(), made.returnId)
  const quoted = await quoteRefund(shop().ctx, made)
  expect(quoted).toMatchObject({
    ok: true,
    value: { quotes: [{ outcome: 'refund' }], storeCreditMissing: 'no_consent' },
  })
  const pay = (method: 'store_credit' | 'original_payment') =>
    refundReturn(shop().ctx, { returnId: made.returnId, method, expected: promised.refund })
  expect(await pay('store_credit')).toEqual({ ok: false, error: { kind: 'method_not_offered' } })
  expect(await pay('original_payment')).toMatchObject({ ok: true, value: { state: 'settled' } })
})

test('her own choice of credit is kept as her consent', async () => {
  const { made } = await askedBack('store_credit')
  const record = await stored(shop(), made.returnId)
  expect(record.consent).toEqual({ words: 'store_credit', at: record.requestedAt, locale: 'en' })
  const kinds = (await eventsOf(made.returnId)).map(({ event }) => event.kind)
  expect(kinds.slice(0, 2)).toEqual(['requested', 'consent_given'])
})

test('staff see by when the law wants the money back', async () => {
  const { made } = await askedBack('refund')
  const waiting = await dueOf(made.returnId)
  expect(waiting?.text).toContain('14 days from the notice, not before the goods')
  expect(waiting?.isLate).toBe(false)
  await receive(shop(), made.returnId)
  expect((await dueOf(made.returnId))?.text).toMatch(/^By law .* the money must be back by /)
  shop().advance(20 * 86_400)
  const late = await dueOf(made.returnId)
  expect(late?.text).toContain('the money had to be back by')
  expect(late?.isLate).toBe(true)
})
