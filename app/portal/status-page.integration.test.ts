import { describe, expect, test } from 'vitest'
import { database } from '#app/db.server.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import { env } from '#app/env.server.ts'
import { makeStatusToken } from '#app/status-link.server.ts'
import { recordScan } from '#app/use-cases/record-scan.server.ts'
import { receive, stored } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { caseVisits, type Fields } from '../../tests/setup/case-visits.ts'

/* What the status page takes from whoever has its link: through the storefront’s proxy, with the limits on. */

const shop = installedShop()
const { http, admin, hidden, cases, statusOf, events, returned } = caseVisits(shop)

describe('the status page', () => {
  test('takes a tracking number, once for the same, and shows it to staff', async () => {
    const returnId = await returned('#1001')
    const path = statusOf(returnId)
    const visitor = http().visitor()
    const post = (some: Fields) =>
      visitor.post(path, { do: 'track', carrier: 'DHL', code: '0034 04-34', ...some })
    for (const some of [
      { code: '' },
      { code: '123' },
      { code: 'x'.repeat(41) },
      { code: 'javascript:alert(1)' },
      { carrier: '' },
      { carrier: '<script>' },
      { carrier: 'x'.repeat(41) },
    ]) {
      const answer = await post(some)
      expect(answer.status, JSON.stringify(some)).toBe(422)
      expect(answer.text).not.toContain('<script>')
    }
    expect((await post({})).status).toBe(303)
    expect((await post({ code: '00340434' })).status).toBe(303)
    const tracked = (await events(returnId)).filter(({ kind }) => kind === 'tracking_added')
    expect(tracked).toEqual([{ kind: 'tracking_added', carrier: 'DHL', code: '00340434' }])
    expect((await visitor.get(`${path}?locale=en`)).text).toContain('You told us: DHL, 00340434.')
    const ada = await admin().person(shop(), { userId: '1', name: 'Ada', role: 'admin' })
    expect((await ada.get(`/app/returns/${returnId}`)).text).toContain(
      'The shopper sent it with DHL: 00340434',
    )
  })

  test('cancels after one more question until the first scan, and not after it', async () => {
    const visitor = http().visitor()
    const first = await returned('#1001')
    const path = statusOf(first)
    const ask = await visitor.post(path, { do: 'cancel' })
    expect(ask.text).toContain('Cancel this return?')
    expect((await stored(shop(), first)).status).toBe('approved')
    const answers = await Promise.all([
      visitor.post(path, { do: 'cancel_now' }),
      visitor.post(path, { do: 'cancel_now' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect((await stored(shop(), first)).status).toBe('cancelled')
    expect((await events(first)).filter(({ kind }) => kind === 'cancelled')).toHaveLength(1)
    expect((await visitor.post(path, { do: 'cancel' })).status).toBe(303)

    const second = await returned('#1002')
    await recordScan(shop().ctx, { returnId: second, carrier: 'DHL', code: '1' })
    expect((await visitor.get(`${statusOf(second)}?locale=en`)).text).not.toContain('Cancel this return')
    for (const step of ['cancel', 'cancel_now'])
      expect((await visitor.post(statusOf(second), { do: step })).status).toBe(409)
    expect(
      (await visitor.post(statusOf(second), { do: 'track', carrier: 'DHL', code: '12345' })).status,
    ).toBe(409)
    expect((await stored(shop(), second)).status).toBe('approved')
  })

  test('lets a question of staff be answered in place, and no other return’s', async () => {
    const returnId = await returned('#1001')
    const other = await returned('#1002')
    const ben = await admin().person(shop(), { userId: '2', name: 'Ben', role: 'agent' })
    const requestKey = crypto.randomUUID()
    const ask = { intent: 'ask', returnId, text: 'Is the label still on it?', requestKey }
    expect((await ben.post('/app/cases', ask)).text).toContain('Question sent')
    expect((await ben.post('/app/cases', ask)).text).toContain('Question sent')
    await shop().runJobs()
    expect(shop().mails.filter(({ text }) => text.includes('Is the label still on it?'))).toHaveLength(1)
    const visitor = http().visitor()
    const path = statusOf(returnId)
    const page = await visitor.get(`${path}?locale=en`)
    expect(page.text).toContain('Is the label still on it?')
    expect(page.text).toContain('We need your answer to go on.')
    const reply = {
      do: 'reply',
      case: hidden(page.text, 'case'),
      key: hidden(page.text, 'key'),
      text: 'Yes.',
    }
    expect((await visitor.post(statusOf(other), reply)).status).toBe(422)
    expect((await visitor.post(path, { ...reply, text: 'x'.repeat(2001) })).status).toBe(422)
    expect((await visitor.post(path, { ...reply, text: '' })).status).toBe(422)
    expect((await visitor.post(path, { ...reply, do: 'approve' })).status).toBe(422)
    expect((await cases()).cases[0]?.state).toBe('answered')
    expect((await visitor.post(path, reply)).status).toBe(303)
    expect((await visitor.post(path, reply)).status).toBe(303)
    expect((await cases()).cases[0]?.state).toBe('open')
    expect(await database().prisma.caseMessage.count({ where: { text: 'Yes.' } })).toBe(1)
    const staff = await ben.get(`/app/returns/${returnId}`)
    expect(staff.text).toContain('C1001')
  })

  test('lets an inspection be contested once something came back', async () => {
    const returnId = await returned('#1001')
    const path = statusOf(returnId)
    const t = path.replace('status/', '')
    const visitor = http().visitor()
    const fields = { t, key: crypto.randomUUID(), text: 'It was new.' }
    expect((await visitor.get(`contest?t=${t}&locale=en`)).text).toContain('We could not find')
    expect((await visitor.post('contest', fields)).text).toContain('We could not find')
    await receive(shop(), returnId)
    expect((await visitor.get(`contest?t=${t}&locale=en`)).text).toContain('Contest the inspection')
    const sent = await visitor.post('contest', fields)
    expect(sent.headers.get('location')).toContain('/status/')
    const page = await visitor.get(`${path}?locale=en`)
    expect(page.text).toContain('Objection C1001')
    expect(page.text).toContain('It was new.')
  })

  test('is closed to changed, old and foreign links, also for posts', async () => {
    const returnId = await returned('#1001')
    const token = statusOf(returnId).replace('status/', '')
    const flipped = `${token.slice(0, 5)}${token[5] === 'A' ? 'B' : 'A'}${token.slice(6)}`
    const foreign = makeStatusToken(
      { shop: ShopDomain.parse('homeward-eu.myshopify.com'), secret: env.SHOPIFY_API_SECRET },
      returnId,
      new Date().toISOString(),
    )
    for (const wrong of [flipped, foreign, 'abc']) {
      for (const what of ['track', 'reply', 'cancel', 'cancel_now'])
        expect((await http().visitor().post(`status/${wrong}`, { do: what })).status).toBe(404)
    }
    const eu = http().visitor('homeward-eu.myshopify.com')
    expect((await eu.post(`status/${foreign}`, { do: 'cancel_now' })).status).toBe(404)
    expect((await stored(shop(), returnId)).status).toBe('approved')
  })

  test('names the law’s day, the shop’s word and the ways to reach people', async () => {
    await http().set({ phone: '+49 30 1234', hours: 'Mo–Fr 9–17', answerDays: 2 })
    const returnId = await returned('#1003')
    await receive(shop(), returnId)
    const page = await http()
      .visitor()
      .get(`${statusOf(returnId)}?locale=en`)
    expect(page.text).toMatch(/By law your money is due by \w+/)
    expect(page.text).toContain('href="tel:+49301234"')
    expect(page.text).toContain('Mo–Fr 9–17')
  })
})
