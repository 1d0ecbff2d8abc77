import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { add, money, toDecimal } from '#app/domain/money.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { partOfLine } from '#app/domain/return-part.ts'
import { splitQuote } from '#app/domain/refund/split-quote.ts'
import {
  judgeBy,
  ledgerOf,
  orderNamed,
  receive,
  requested,
  stored,
  wholeLines,
} from '../../tests/setup/journey.ts'
import { portalHttp } from '../../tests/setup/portal-http.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { quoteReturn } from './quote-return.server.ts'
import { readLiability } from './read-liability.server.ts'
import { receiveReturn } from './receive-return.server.ts'
import { refundReturn } from './refund-return.server.ts'
import { requestReturn } from './request-return.server.ts'

const shop = installedShop()
const http = portalHttp(shop)

async function mixedRequest() {
  const order = await orderNamed(shop(), '#1002')
  const lines = wholeLines(order).map((line, index) =>
    index === 0 ? { ...line, outcome: 'store_credit' as const } : line,
  )
  return requested(shop(), { order, lines })
}

/** What the shop owes now: goods there, or payments on their way. */
async function owed() {
  const all = await readLiability(shop().ctx)
  return all.owed.filter(({ kind }) => kind !== 'expected').map(({ amount }) => amount)
}

const moved = (kind: 'refund' | 'store_credit') =>
  ledgerOf(shop(), '#1002')
    .filter((row) => row.kind === kind && row.status === 'SUCCESS')
    .map((row) => row.amount)

test('one line as store credit, the others to the card: staff pay each way its own lines', async () => {
  const { made, promised } = await mixedRequest()
  expect(promised.lines.map((line) => line.outcome)).toContain('store_credit')
  expect(promised.tenders.map((tender) => tender.gateway)).toContain('store_credit')
  await receive(shop(), made.returnId)
  const quoted = await quoteRefund(shop().ctx, made)
  if (!quoted.ok) throw new Error(JSON.stringify(quoted.error))
  const [card, credit] = quoted.value.quotes
  if (card === undefined || credit === undefined) throw new Error('There are two ways')
  expect(add(card.refund, credit.refund)).toEqual(promised.refund)
  for (const [method, quote] of [
    ['original_payment', card],
    ['store_credit', credit],
  ] as const)
    expect(
      await refundReturn(shop().ctx, { returnId: made.returnId, method, expected: quote.refund }),
    ).toMatchObject({ ok: true, value: { state: 'settled' } })
  expect(moved('refund')).toEqual([toDecimal(card.refund)])
  expect(moved('store_credit')).toEqual([toDecimal(credit.refund)])
  await shop().runJobs()
  const bonus = (await stored(shop(), made.returnId)).moneyIntents.find(
    ({ purpose }) => purpose === 'bonus_credit',
  )
  expect(bonus?.amount).toEqual(promised.bonus)
})

test('paid on approval: two intents, and together the promise', async () => {
  await judgeBy(shop(), (policy) => ({ ...policy, baseline: { ...policy.baseline, payWhen: 'on_approval' } }))
  const { made, promised } = await mixedRequest()
  for (let round = 0; round < 3; round += 1) {
    await shop().runJobs()
    shop().advance(30)
  }
  const record = await stored(shop(), made.returnId)
  const refunds = record.moneyIntents.filter(({ purpose }) => purpose === 'refund')
  expect(refunds.map(({ method, state }) => [method, state])).toEqual([
    ['original_payment', 'settled'],
    ['store_credit', 'settled'],
  ])
  expect([...moved('refund'), ...moved('store_credit')]).toEqual(
    refunds.map(({ amount }) => toDecimal(amount)),
  )
  expect(refunds.reduce((sum, { amount }) => sum + amount.minor, 0)).toBe(promised.refund.minor)
})

describe('an exchange among the methods', () => {
  const offer = (payWhen: 'on_receipt' | 'on_approval' = 'on_receipt') =>
    judgeBy(shop(), (policy) => ({
      ...policy,
      baseline: {
        ...policy.baseline,
        outcomes: ['refund', 'store_credit', 'exchange'],
        bonus: { storeCreditPercent: 10, exchangePercent: 0 },
        payWhen,
      },
    }))

  /** #1002 with an outcome for each of its lines; the first one is exchanged for the first goods found by a word. */
  async function mixed(word: string, outcomes: readonly Outcome[]) {
    const order = await orderNamed(shop(), '#1002')
    const shopper = shop().as({ kind: 'shopper' })
    const lines = wholeLines(order).map((line, index) => ({ ...line, outcome: outcomes[index] ?? 'refund' }))
    const [first, ...others] = lines
    if (first === undefined || others.length === 0) throw new Error('The order has several lines')
    const looked = await quoteReturn(shopper, {
      orderGid: order.id,
      lines: [{ ...first, exchangeSearch: word }, ...others],
    })
    const gid = looked.ok ? looked.value.exchange?.lines[0]?.others[0]?.gid : undefined
    if (gid === undefined) throw new Error(JSON.stringify(looked))
    const request = {
      orderGid: order.id,
      submissionKey: randomUUID(),
      lines: [{ ...first, exchangeFor: gid }, ...others],
      outcome: 'refund' as const,
      locale: 'en',
    }
    const made = await requestReturn(shopper, request)
    if (!made.ok) throw new Error(JSON.stringify(made.error))
    const { promised } = await stored(shop(), made.value.returnId)
    if (promised === null) throw new Error('Something was promised')
    return { order, made: made.value, promised }
  }

  type InShopify = {
    order: {
      totalOutstandingSet: { presentmentMoney: { amount: string } }
      fulfillmentOrders: { nodes: { status: string }[] }
      returns: { nodes: { id: string }[] }
    }
  }
  async function inShopify(orderId: string) {
    const query = `query($id: ID!) { order(id: $id) { totalOutstandingSet { presentmentMoney { amount } }
      fulfillmentOrders(first: 10) { nodes { status } } returns(first: 5) { nodes { id } } } }`
    const { order } = await shop().devStore.engine.asMerchant<InShopify>(shop().ctx.shop, query, {
      id: orderId,
    })
    return {
      open: Number(order.totalOutstandingSet.presentmentMoney.amount),
      returns: order.returns.nodes.length,
      parcels: order.fulfillmentOrders.nodes
        .map(({ status }) => status)
        .filter((status) => status !== 'CLOSED'),
    }
  }

  const invoices = () =>
    shop().devStore.engine.state.logs.notifications.filter(({ template }) => template === 'order_invoice')

  async function payAll(returnId: Parameters<typeof stored>[1]) {
    for (const method of ['original_payment', 'store_credit'] as const) {
      const quoted = await quoteRefund(shop().ctx, { returnId })
      if (!quoted.ok) break
      const quote = quoted.value.quotes.find(
        ({ outcome }) => (outcome === 'store_credit') === (method === 'store_credit'),
      )
      if (quote === undefined) continue
      const seen = { expected: quote.refund, expectedOwed: quote.owed }
      expect(await refundReturn(shop().ctx, { returnId, method, ...seen })).toMatchObject({
        ok: true,
        value: { state: 'settled' },
      })
      await shop().runJobs()
    }
  }

  test('cheaper goods, a refund and store credit in one return: the parts sum to what was promised', async () => {
    await offer()
    const { order, made, promised } = await mixed('tea towel', ['exchange', 'store_credit', 'refund'])
    const parts = splitQuote(promised)
    expect(parts.map(({ method }) => method)).toEqual(['original_payment', 'store_credit'])
    expect(parts.reduce((all, { quote }) => all + quote.refund.minor, 0)).toBe(promised.refund.minor)
    expect(await owed()).toEqual([])
    await receive(shop(), made.returnId)
    expect(await owed()).toEqual([promised.total])
    // The exchange comes first: the credit is not offered before.
    const before = await quoteRefund(shop().ctx, made)
    expect(before.ok && before.value.storeCreditMissing).toBe('exchange_first')
    const [goods, credit] = parts.map(({ quote }) => quote)
    if (goods === undefined || credit === undefined) throw new Error('There are two ways')
    const method = 'original_payment' as const
    await refundReturn(shop().ctx, { returnId: made.returnId, method, expected: goods.refund })
    // What the goods left over is paid: only the credit with its bonus is still owed.
    expect(await owed()).toEqual([credit.total])
    await payAll(made.returnId)
    expect(await owed()).toEqual([])
    expect([...moved('refund'), ...moved('store_credit')]).toEqual(
      parts.map(({ quote }) => toDecimal(quote.refund)),
    )
    expect(await inShopify(order.id)).toEqual({ open: 0, returns: 1, parcels: ['OPEN'] })
  })

  test('dearer goods: what they cost beyond their line counts against the credit, and nothing is invoiced', async () => {
    await offer()
    const { order, made, promised } = await mixed('swim', ['exchange', 'store_credit', 'store_credit'])
    const [goods, credit] = splitQuote(promised)
    expect(goods?.quote.owed.minor).toBeGreaterThan(0)
    expect(credit?.quote.refund).toEqual(promised.refund)
    await receive(shop(), made.returnId)
    await payAll(made.returnId)
    expect(moved('refund')).toEqual([])
    expect(moved('store_credit')).toEqual([toDecimal(promised.refund)])
    expect(await inShopify(order.id)).toMatchObject({ open: 0 })
    expect(invoices()).toEqual([])
  })

  test('goods that cost all of it and more: no credit is left, one invoice for the rest', async () => {
    await offer()
    const { order, made, promised } = await mixed('overcoat', ['exchange', 'store_credit', 'store_credit'])
    expect(promised.refund).toEqual(money(0, 'USD'))
    expect(promised.owed.minor).toBeGreaterThan(0)
    expect((await stored(shop(), made.returnId)).lines.map(({ outcome }) => outcome)).not.toContain(
      'store_credit',
    )
    await receive(shop(), made.returnId)
    await payAll(made.returnId)
    expect([...moved('refund'), ...moved('store_credit')]).toEqual([])
    expect((await inShopify(order.id)).open).toBe(Number(toDecimal(promised.owed)))
    expect(invoices()).toHaveLength(1)
  })

  test('on approval: the goods first, then the credit, and together the promise', async () => {
    await offer('on_approval')
    const { order, made, promised } = await mixed('swim', ['exchange', 'store_credit', 'store_credit'])
    for (let round = 0; round < 4; round += 1) {
      await shop().runJobs()
      shop().advance(30)
    }
    const { moneyIntents } = await stored(shop(), made.returnId)
    const refunds = moneyIntents.filter(({ purpose }) => purpose === 'refund')
    expect(refunds.map(({ state }) => state)).toEqual(['settled', 'settled'])
    expect(refunds.reduce((all, { amount }) => all + amount.minor, 0)).toBe(promised.refund.minor)
    expect(moneyIntents.find(({ purpose }) => purpose === 'bonus_credit')?.amount).toEqual(promised.bonus)
    expect(await inShopify(order.id)).toMatchObject({ open: 0 })
    expect(invoices()).toEqual([])
  })
})

describe('parts of one line', () => {
  test('one unit as store credit, the others to the card: each with its own figures and its own line in Shopify', async () => {
    const name = '#1004'
    const order = await orderNamed(shop(), name)
    const whole =
      wholeLines(order).find(({ quantity }) => quantity > 2) ??
      wholeLines(order).find(({ quantity }) => quantity > 1)
    if (whole === undefined) throw new Error('The order has a line of several units')
    const { lineId, quantity } = whole
    const lines = [
      { ...whole, quantity: 1, outcome: 'store_credit' as const },
      { ...whole, lineId: partOfLine(lineId, 2), quantity: quantity - 1, outcome: 'refund' as const },
    ]
    const { made, promised } = await requested(shop(), { order, lines })
    const alone = await quoteReturn(shop().as({ kind: 'shopper' }), {
      orderGid: (await orderNamed(shop(), name)).id,
      lines: [whole],
    })
    expect(alone.ok).toBe(false)
    expect(promised.lines.map((line) => line.quantity)).toEqual([1, quantity - 1])
    const record = await stored(shop(), made.returnId)
    expect(new Set(record.lines.map(({ shopifyReturnLineGid }) => shopifyReturnLineGid)).size).toBe(2)
    await receive(shop(), made.returnId)
    await shop().runJobs()
    for (const method of ['original_payment', 'store_credit'] as const) {
      const quoted = await quoteRefund(shop().ctx, made)
      const quote = quoted.ok
        ? quoted.value.quotes.find(
            ({ outcome }) => (outcome === 'store_credit') === (method === 'store_credit'),
          )
        : undefined
      if (quote === undefined) throw new Error(JSON.stringify(quoted))
      expect(
        await refundReturn(shop().ctx, { returnId: made.returnId, method, expected: quote.refund }),
      ).toMatchObject({ ok: true, value: { state: 'settled' } })
    }
    const sum = ledgerOf(shop(), name)
      .filter((row) => (row.kind === 'refund' || row.kind === 'store_credit') && row.status === 'SUCCESS')
      .reduce((all, row) => all + Number(row.amount), 0)
    expect(sum).toBe(promised.refund.minor)
  })
})

describe('lines without a way of paying in common', () => {
  /** The first line of #1002 is only exchanged for credit, the others only paid back. */
  const apart = async () => {
    const order = await orderNamed(shop(), '#1002')
    const [first] = order.lines
    await judgeBy(shop(), (policy) => ({
      ...policy,
      baseline: { ...policy.baseline, review: 'automatic', outcomes: ['refund'] },
      rules: [
        {
          id: 'credit',
          name: 'Credit only',
          enabled: true,
          note: '',
          when: { kind: 'sku', is: 'anyOf', values: [first?.sku ?? ''] },
          set: { outcomes: ['store_credit'] },
        },
      ],
    }))
    return { order, lines: wholeLines(order) }
  }

  test('each go a way of their own: the refusal names them, and a request by them is quoted, made and paid', async () => {
    const { order, lines } = await apart()
    const shopper = shop().as({ kind: 'shopper' })
    const refused = await quoteReturn(shopper, { orderGid: order.id, lines })
    if (refused.ok || refused.error.kind !== 'outcome_not_offered') throw new Error(JSON.stringify(refused))
    const ways = refused.error.ways ?? []
    expect(ways.map(({ outcomes }) => outcomes)).toEqual([
      ['store_credit'],
      ...lines.slice(1).map(() => ['refund']),
    ])
    const own = lines.map((line, place) => ({
      ...line,
      outcome: ways[place]?.outcomes[0] ?? ('refund' as const),
    }))
    const quoted = await quoteReturn(shopper, { orderGid: order.id, lines: own })
    if (!quoted.ok) throw new Error(JSON.stringify(quoted.error))
    expect(quoted.value.quotes).toHaveLength(1)
    const [promised] = quoted.value.quotes
    expect(promised?.lines.map(({ outcome }) => outcome)).toEqual(own.map(({ outcome }) => outcome))
    const request = { orderGid: order.id, submissionKey: randomUUID(), lines: own, locale: 'en' }
    const made = await requestReturn(shopper, { ...request, outcome: 'refund' })
    if (!made.ok) throw new Error(JSON.stringify(made.error))
    const record = await stored(shop(), made.value.returnId)
    expect(record.lines.map(({ outcome }) => outcome)).toEqual(own.map(({ outcome }) => outcome))
    expect(record.promised?.refund).toEqual(promised?.refund)
    // Ways that a line does not have are refused all the same.
    expect(
      await quoteReturn(shopper, {
        orderGid: order.id,
        lines: lines.map((line) => ({ ...line, outcome: 'refund' as const })),
      }),
    ).toMatchObject({ error: { kind: 'invalid_lines' } })
  })

  test('the page offers a choice per line and nothing else, and sends it without scripts', async () => {
    const { order, lines } = await apart()
    const visitor = http().visitor()
    const token = await visitor.find('#1002', order.email ?? '')
    const fields = Object.fromEntries(
      lines.flatMap((line, place) => [
        [`line.${place}.id`, line.lineId],
        [`line.${place}.pick`, 'on'],
        [`line.${place}.quantity`, String(line.quantity)],
        [`line.${place}.reason`, line.reasonHandle],
        [`line.${place}.note`, ''],
      ]),
    )
    const page = await visitor.post('review', { t: token, ...fields })
    expect(page.status).toBe(200)
    expect(page.text).toContain('These items cannot all be paid in the same way')
    const choices = [...page.text.matchAll(/<input[^>]*name="outcome"[^>]*>/g)].map(
      ([input]) => /value="([^"]+)"/.exec(input)?.[1],
    )
    expect(choices).toEqual(['mixed'])
    const seen =
      /value="([^"]*)"/.exec(/<input[^>]*name="mixed_seen"[^>]*>/.exec(page.text)?.[0] ?? '')?.[1] ?? ''
    const chosen = {
      'line.0.outcome': 'store_credit',
      ...Object.fromEntries(lines.slice(1).map((_, at) => [`line.${at + 1}.outcome`, 'refund'])),
    }
    await new Promise((resolve) => setTimeout(resolve, 350))
    const sent = await visitor.post('submit', {
      t: token,
      ...fields,
      ...chosen,
      outcome: 'mixed',
      mixed_seen: seen,
    })
    expect(sent.status).toBe(303)
  })
})

test('of a request a part may be kept: the rest is waited for, and then all of it is paid', async () => {
  const order = await orderNamed(shop(), '#1002')
  const [first] = order.lines
  await judgeBy(shop(), (policy) => ({
    ...policy,
    rules: [
      {
        id: 'keep',
        name: 'Keep it',
        enabled: true,
        note: '',
        when: { kind: 'sku', is: 'anyOf', values: [first?.sku ?? ''] },
        set: { keepItem: true },
      },
    ],
  }))
  const { made, promised } = await requested(shop(), { order, lines: wholeLines(order) })
  await shop().runJobs()
  const record = await stored(shop(), made.returnId)
  expect(record.keepsItems).toBe(false)
  expect(record.lines.map(({ keepsItem }) => keepsItem)).toEqual([
    true,
    ...record.lines.slice(1).map(() => false),
  ])
  expect(shop().mails.some(({ text }) => text.includes('(you keep it)'))).toBe(true)
  const kept = record.lines[0]
  const item = { disposition: 'NOT_RESTOCKED', locationGid: null } as const
  expect(
    await receiveReturn(shop().ctx, {
      returnId: record.id,
      items: [{ ...item, returnLineId: kept?.id ?? '', quantity: 1 }],
    }),
  ).toMatchObject({
    error: { kind: 'invalid_items', items: [{ problem: 'quantity_exceeded', receivable: 0 }] },
  })
  const items = record.lines.slice(1).map(({ id, quantity }) => ({ ...item, returnLineId: id, quantity }))
  expect(await receiveReturn(shop().ctx, { returnId: record.id, items })).toMatchObject({ ok: true })
  const quoted = await quoteRefund(shop().ctx, made)
  const quote = quoted.ok ? quoted.value.quotes.find(({ outcome }) => outcome === 'refund') : undefined
  expect(quote?.refund).toEqual(promised.refund)
  const expected = promised.refund
  expect(
    await refundReturn(shop().ctx, { returnId: record.id, method: 'original_payment', expected }),
  ).toMatchObject({ ok: true, value: { state: 'settled' } })
  await shop().runJobs()
  expect(moved('refund')).toEqual([toDecimal(expected)])
})
