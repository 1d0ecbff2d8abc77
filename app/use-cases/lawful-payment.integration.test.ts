import { describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { dueByLawOf } from '#app/components/due-by-law.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { money, sub, toDecimal } from '#app/domain/money.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { noExtras } from '#app/jobs/refund-request.ts'
import {
  judgeBy,
  ledgerOf,
  orderNamed,
  receive,
  requested,
  stored,
  wholeLines,
} from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { recordConsent } from './record-consent.server.ts'
import { refundReturn } from './refund-return.server.ts'

const shop = installedShop()
const promisedNothing = money(0, 'USD')

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

describe('what the first delivery cost', () => {
  const refundsOf = (name: string) =>
    ledgerOf(shop(), name)
      .filter(({ kind, status }) => kind === 'refund' && status === 'SUCCESS')
      .map(({ amount }) => amount)

  test('goes back with a withdrawal from the whole order, as a line of its own in the receipt', async () => {
    const { order, made, promised } = await askedBack('refund')
    expect(promised.shipping.minor).toBeGreaterThan(0)
    // Everything that was paid, not a cent more.
    expect(promised.refund).toEqual(order.total)
    await receive(shop(), made.returnId)
    const quoted = await quoteRefund(shop().ctx, made)
    const quote = quoted.ok ? quoted.value.quotes[0] : undefined
    expect(quote).toMatchObject({ shipping: promised.shipping, refund: promised.refund })
    await refundReturn(shop().ctx, {
      returnId: made.returnId,
      method: 'original_payment',
      expected: promised.refund,
    })
    expect(refundsOf('#1003')).toEqual([toDecimal(promised.refund)])
  })

  test('a person may leave it out, for instance because only a part arrived', async () => {
    const { made, promised } = await askedBack('refund')
    await receive(shop(), made.returnId)
    const quoted = await quoteRefund(shop().ctx, { returnId: made.returnId, extras: noExtras })
    const quote = quoted.ok ? quoted.value.quotes[0] : undefined
    expect(quote?.refund).toEqual(sub(promised.refund, promised.shipping))
  })

  test('does not go back with a part of an order, and not where no law gives the right', async () => {
    const order = await orderNamed(shop(), '#1003')
    const part = wholeLines(order, (index) => index === 0)
    expect((await requested(shop(), { order, lines: part })).promised.shipping.minor).toBe(0)
    const home = await orderNamed(shop(), '#1001')
    const whole = await requested(shop(), { order: home, lines: wholeLines(home) })
    expect(whole.promised.shipping.minor).toBe(0)
  })

  test('paid on approval: with it, once', async () => {
    await judgeBy(shop(), (policy) => ({
      ...policy,
      baseline: { ...policy.baseline, payWhen: 'on_approval' },
    }))
    const { promised } = await askedBack('refund')
    await shop().runJobs()
    expect(refundsOf('#1003')).toEqual([toDecimal(promised.refund)])
  })
})

describe('consent that staff heard', () => {
  const consent = (returnId: ReturnId, note = 'Credit is fine with her') =>
    recordConsent(shop().ctx, { returnId, way: 'phone', note })

  test('opens store credit; who heard it, when and what stands in the history', async () => {
    const { made } = await askedBack('refund')
    await receive(shop(), made.returnId)
    expect(await consent(made.returnId, '  ')).toMatchObject({ error: { kind: 'note_missing' } })
    expect(
      await recordConsent(
        { ...shop().ctx, role: 'viewer' },
        { returnId: made.returnId, way: 'phone', note: 'x' },
      ),
    ).toMatchObject({ error: { kind: 'forbidden' } })
    expect(await consent(made.returnId)).toEqual({ ok: true, value: null })
    const quoted = await quoteRefund(shop().ctx, made)
    expect(quoted.ok && quoted.value.quotes.map(({ outcome }) => outcome)).toEqual(['refund', 'store_credit'])
    const told = (await eventsOf(made.returnId)).find(({ event }) => event.kind === 'consent_recorded')
    expect(told).toMatchObject({
      actor: { kind: 'staff' },
      event: { way: 'phone', note: 'Credit is fine with her' },
    })
    expect(told?.at.slice(0, 18)).toBe((await stored(shop(), made.returnId)).consent?.at.slice(0, 18))
    const credit = quoted.ok ? quoted.value.quotes[1] : undefined
    expect(
      await refundReturn(shop().ctx, {
        returnId: made.returnId,
        method: 'store_credit',
        expected: credit?.refund ?? promisedNothing,
      }),
    ).toMatchObject({ ok: true, value: { state: 'settled' } })
    // Given once, it is not given again.
    expect(await consent(made.returnId)).toMatchObject({ error: { kind: 'not_needed' } })
  })

  test('is not asked for where no law wants it', async () => {
    const order = await orderNamed(shop(), '#1001')
    const { made } = await requested(shop(), { order, lines: wholeLines(order) })
    expect(await consent(made.returnId)).toMatchObject({ error: { kind: 'not_needed' } })
  })
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
