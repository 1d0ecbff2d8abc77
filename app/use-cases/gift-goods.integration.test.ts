import { describe, expect, test } from 'vitest'
import { money, toDecimal, zero } from '#app/domain/money.ts'
import { receive, stored } from '../../tests/setup/journey.ts'
import { recipient, linesOf, contact, giftJourney } from '../../tests/setup/gift-journey.ts'
import { endExchange } from './end-exchange.server.ts'
import { getReturnForShopper } from './get-return-for-shopper.server.ts'
import { quoteGift } from './gift-return.server.ts'
import { quoteReturn } from './quote-return.server.ts'
import { refundReturn } from './refund-return.server.ts'

const {
  shop,
  order,
  account,
  set,
  codeFor,
  asked,
  made,
  evenVariant,
  credits,
  refunds,
  toldByShopify,
  mailedTo,
  credited,
} = giftJourney()

describe('goods for a gift', () => {
  test('go out for goods, nothing moves for whoever paid, and only the recipient is told', async () => {
    const variant = await evenVariant()
    const returnId = await made({ outcome: 'exchange', customerGid: null, exchangeFor: variant })
    const record = await stored(shop(), returnId)
    expect(record).toMatchObject({
      buyerEmail: recipient,
      buyerName: null,
      customerGid: null,
      outcome: 'exchange',
      gift: { reference: expect.stringMatching(/^G-[0-9A-Z]{8}$/) as string, address: contact.address },
    })
    expect(toDecimal(record.promised?.total ?? money(1, 'USD'))).toBe('0.00')
    await receive(shop(), returnId)
    const nothing = zero(record.currency)
    const sent = await refundReturn(shop().ctx, { returnId, method: 'original_payment', expected: nothing })
    expect(sent).toMatchObject({ ok: true, value: { state: 'settled' } })
    await shop().runJobs()
    expect(refunds()).toEqual([])
    expect(credits()).toEqual([])
    expect(mailedTo()).toEqual([recipient])
    expect(toldByShopify()).toEqual([])
    const words = shop()
      .mails.map(({ subject, text }) => `${subject} ${text}`)
      .join('\n')
    const { customer, email } = order()
    expect([order().name, email, customer?.id].filter((one) => one && words.includes(one))).toEqual([])
    expect(words).not.toMatch(/\$\d|USD|€/)
  })

  test('are offered only where they cost the same, and nobody is asked to pay or paid', async () => {
    const ctx = await set('exchange_or_credit')
    const codeId = (await codeFor()).id
    const lines = linesOf(order()).map((line) => ({ ...line, exchangeSearch: 'merino' }))
    const quoted = await quoteGift(ctx, { codeId, customerGid: account(), lines })
    if (!quoted.ok) throw new Error(JSON.stringify(quoted.error))
    const offered = quoted.value.exchange?.lines.flatMap(({ variants, others }) => [...variants, ...others])
    expect(offered?.length).toBeGreaterThan(0)
    expect(offered?.filter(({ difference }) => difference.minor !== 0)).toEqual([])
    const all = await quoteReturn(ctx, { orderGid: order().id, lines })
    const other = all.ok
      ? all.value.exchange?.lines
          .flatMap(({ variants, others }) => [...variants, ...others])
          .find(({ difference }) => difference.minor !== 0)
      : undefined
    expect(other).toBeDefined()
    expect(await asked({ outcome: 'exchange', exchangeFor: other?.gid ?? '' })).toMatchObject({
      ok: false,
      error: { kind: 'exchange_not_possible' },
    })
  })

  test('that are gone wait for a person where there is no account, and nobody ends it by paying', async () => {
    const variant = await evenVariant()
    const returnId = await made({ outcome: 'exchange', customerGid: null, exchangeFor: variant })
    expect((await stored(shop(), returnId)).lines[0]?.exchange).toMatchObject({ fallback: 'wait' })
    expect(await endExchange(shop().ctx, { returnId })).toMatchObject({
      ok: false,
      error: { kind: 'not_allowed' },
    })
  })

  test('become credit for the recipient, never money for whoever paid, where an exchange is ended', async () => {
    const variant = await evenVariant()
    const returnId = await made({ outcome: 'exchange', exchangeFor: variant })
    expect(await endExchange(shop().ctx, { returnId })).toMatchObject({ ok: true })
    await shop().runJobs()
    const record = await stored(shop(), returnId)
    expect(record).toMatchObject({ outcome: 'store_credit', promised: { bonus: { minor: 0 } } })
    const { paid } = await credited(returnId)
    expect(paid).toMatchObject({ ok: true, value: { state: 'settled' } })
    expect(refunds()).toEqual([])
    expect(credits()).toHaveLength(1)
  })
})

test('the recipient sees the return by a name that says nothing of the order, and no price', async () => {
  const returnId = await made({ outcome: 'store_credit' })
  const view = await getReturnForShopper(shop().ctx, { returnId })
  expect(view).toMatchObject({ promised: null, name: view?.orderName })
  expect(view?.name).toMatch(/^G-/)
  const seen = JSON.stringify(view)
  const { name, email, total } = order()
  expect([name, email ?? 'none', String(total.minor)].filter((one) => seen.includes(one))).toEqual([])
})
