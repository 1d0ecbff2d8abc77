import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { withShop } from '#app/db.server.ts'
import { env } from '#app/env.server.ts'
import { listLocations } from '#app/shopify/locations.server.ts'
import { makeStatusToken } from '#app/status-link.server.ts'
import { answerCase, closeCase } from '#app/use-cases/answer-case.server.ts'
import { judgeBy, orderNamed, requested, wholeLines } from '../../../tests/setup/journey.ts'
import { aMoment, OrderLines, portalApi } from '../../../tests/setup/portal-api.ts'
import { portalHttp } from '../../../tests/setup/portal-http.ts'
import { installedShop } from '../../../tests/setup/shop.ts'
import { makeFormToken } from '../form-token.server.ts'

const shop = installedShop()
const { ask, found } = portalApi(portalHttp(shop))

describe('cases', () => {
  const key = () => crypto.randomUUID()

  test('a return is made by the way back that was chosen, and the quote says where to', async () => {
    const location = (await listLocations(shop().ctx.admin))[0]?.gid ?? null
    await judgeBy(shop(), (policy) => ({
      ...policy,
      baseline: {
        ...policy.baseline,
        returnMethods: ['own_parcel', 'in_store'],
        destination: location,
      },
    }))
    const orderToken = await found()
    const [line] = OrderLines.parse((await ask('order', { orderToken })).json).lines
    const lines = [{ lineId: line?.id ?? '', quantity: 1, reason: 'other-reason', note: '' }]
    const quoted = await ask('quotes', { orderToken, lines })
    expect(quoted.json.returnMethods).toEqual(['own_parcel', 'in_store'])
    const { sendTo } = z
      .object({ sendTo: z.array(z.object({ address: z.array(z.string()), lineIds: z.array(z.string()) })) })
      .parse(quoted.json)
    expect(sendTo).toHaveLength(1)
    expect(sendTo[0]?.address.length).toBeGreaterThan(1)
    expect(sendTo[0]?.lineIds).toEqual([line?.id])
    await aMoment()
    const wish = { orderToken, lines, outcome: 'refund' }
    expect((await ask('returns', { ...wish, returnMethod: 'drop_off' })).json).toMatchObject({
      error: { code: 'method_not_offered' },
    })
    const made = await ask('returns', { ...wish, returnMethod: 'in_store' })
    const status = await ask('returns/status', { statusToken: made.json.statusToken })
    expect(status.json).toMatchObject({ returnMethod: 'in_store', sendTo: [], tracking: null, cases: [] })
  })

  test('a complaint gets a number and an acknowledgement, once; is read, answered and closed', async () => {
    const token = await found()
    const complaint = { token, kind: 'complaint', text: 'The box was open.', key: key() }
    const [first, again] = [await ask('cases', complaint), await ask('cases', complaint)]
    expect([first.status, first.json.name, again.json.name]).toEqual([200, 'C1001', 'C1001'])
    expect(first.json.isAcknowledged).toBe(true)
    await shop().runJobs()
    expect(shop().mails.filter(({ subject }) => subject.includes('C1001'))).toHaveLength(1)
    const { caseToken } = first.json
    const read = () => ask('cases/status', { caseToken })
    expect((await read()).json).toMatchObject({
      kind: 'complaint',
      state: 'with_staff',
      messages: [{ from: 'shopper' }],
    })
    const known = await withShop(shop().ctx.shop, (tx) => tx.case.findFirstOrThrow())
    const answer = await answerCase(shop().ctx, {
      caseId: known.id,
      text: 'We are sorry.',
      seen: 1,
      close: false,
    })
    expect(answer.ok).toBe(true)
    expect((await read()).json).toMatchObject({ state: 'answered', mayReply: true })
    const reply = { caseToken, text: 'Thank you.', key: key() }
    expect((await ask('cases/reply', reply)).json).toEqual({ state: 'with_staff' })
    expect((await ask('cases/reply', reply)).json).toEqual({ state: 'with_staff' })
    expect(await withShop(shop().ctx.shop, (tx) => tx.caseMessage.count())).toBe(3)
    await closeCase(shop().ctx, { caseId: known.id, seen: 3 })
    expect((await ask('cases/reply', { ...reply, key: key() })).json).toMatchObject({
      error: { code: 'case_closed' },
    })
    // What was said before stands, sent again or not.
    expect((await ask('cases/reply', reply)).status).toBe(200)
  })

  test('what is no token, too long, or of other goods is refused; a contest needs an inspection', async () => {
    const token = await found()
    const said = { token, kind: 'exception', text: 'Please.', key: key() }
    expect((await ask('cases', { ...said, token: `${token.slice(0, -3)}AAA` })).status).toBe(403)
    expect((await ask('cases', { ...said, text: 'x'.repeat(2001) })).status).toBe(422)
    const foreign = ['gid://shopify/FulfillmentLineItem/1']
    expect((await ask('cases', { ...said, lineIds: foreign })).json).toMatchObject({
      error: { code: 'invalid_lines' },
    })
    expect((await ask('cases/status', { caseToken: token })).status).toBe(404)
    expect((await ask('cases', said, 'homeward-eu.myshopify.com')).status).toBe(403)
    const order = await orderNamed(shop(), '#1001')
    const { made } = await requested(shop(), { order, lines: wholeLines(order) })
    const statusToken = makeStatusToken(
      { shop: shop().ctx.shop, secret: env.SHOPIFY_API_SECRET },
      made.returnId,
      new Date().toISOString(),
    )
    expect((await ask('cases', { ...said, token: statusToken, kind: 'contest' })).json).toMatchObject({
      error: { code: 'nothing_inspected' },
    })
  })

  test('a withdrawal takes two steps without login, declares what was shown, and says nothing of orders', async () => {
    const declared = { name: 'Camille Martin', order: '#1003', email: 'camille@example.com', goods: [] }
    const prepared = await ask('withdrawals/prepare', { ...declared, locale: 'de' })
    const { confirmToken } = prepared.json
    expect(prepared.json.labels).toMatchObject({ first: 'Vertrag hier widerrufen' })
    // Prepared a minute from now: whoever is how slow, it is confirmed too soon.
    const soon = new Date(Date.now() + 60_000).toISOString()
    const early = makeFormToken({ shop: shop().ctx.shop, secret: env.SHOPIFY_API_SECRET }, declared, soon)
    expect((await ask('withdrawals', { ...declared, confirmToken: early })).json).toMatchObject({
      error: { code: 'sent_too_soon' },
    })
    await aMoment()
    const other = { ...declared, order: '#1004', confirmToken }
    expect((await ask('withdrawals', other)).json).toMatchObject({ error: { code: 'confirm_again' } })
    const [done, again] = [
      await ask('withdrawals', { ...declared, confirmToken }),
      await ask('withdrawals', { ...declared, confirmToken }),
    ]
    expect([done.json.name, again.json.name]).toEqual(['C1001', 'C1001'])
    const read = await ask('cases/status', { caseToken: done.json.caseToken })
    expect(read.json).toMatchObject({ kind: 'withdrawal', state: 'received' })
    expect((await ask('withdrawals/prepare', { ...declared, email: 'a@b\r\nBcc: x@y.z' })).status).toBe(422)
    expect((await ask('withdrawals/prepare', { ...declared, name: 'A\nB' })).status).toBe(422)
  })

  test('lines without an outcome in common are told their own ways, and sent by them', async () => {
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
    const orderToken = await found('#1002', order.email ?? '')
    const lines = wholeLines(order).map(({ lineId, quantity, reasonHandle }) => ({
      lineId,
      quantity,
      reason: reasonHandle,
    }))
    const refused = await ask('quotes', { orderToken, lines })
    const { error } = z
      .object({
        error: z.object({ ways: z.array(z.object({ lineId: z.string(), outcomes: z.array(z.string()) })) }),
      })
      .parse(refused.json)
    expect(error.ways[0]?.outcomes).toEqual(['store_credit'])
    const own = lines.map((line) => ({
      ...line,
      outcome: error.ways.find(({ lineId }) => lineId === line.lineId)?.outcomes[0],
    }))
    expect((await ask('quotes', { orderToken, lines: own })).status).toBe(200)
    await aMoment()
    const made = await ask('returns', { orderToken, lines: own, outcome: 'refund' })
    expect(made.status).toBe(200)
  })
})
