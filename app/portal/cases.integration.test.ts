import { describe, expect, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { findCase, listCases } from '#app/db/case.server.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import { judgeBy, orderNamed } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { caseVisits, type Fields } from '../../tests/setup/case-visits.ts'

/* Complaints and requests for exceptions over HTTP, and what staff of another shop see of them: nothing. */

const shop = installedShop()
const { http, admin, hidden, confirmed, pathOf, cases } = caseVisits(shop)

describe('a complaint and a request for an exception', () => {
  const text = 'The seam came off <b>at once</b> {{ shop }}'
  const key = () => crypto.randomUUID()

  test('about an order get a number, an acknowledgement and an answer of staff', async () => {
    const visitor = http().visitor()
    const t = await visitor.find('#1001', 'alex@example.com')
    const page = await visitor.get(`complaint?t=${t}&locale=en`)
    expect(page.text).toContain('Linen Shirt')
    const line = hidden(page.text, 'line.0')
    const sent = await visitor.post('complaint', { t, key: hidden(page.text, 'key'), text, 'line.0': line })
    expect(sent.status).toBe(303)
    const path = pathOf(sent.headers.get('location'))
    const shown = await visitor.get(path)
    expect(shown.text).toContain('Complaint C1001')
    expect(shown.text).toContain('&lt;b&gt;at once&lt;/b&gt;')
    expect(shown.text).not.toContain('{{')
    await shop().runJobs()
    expect(shop().mails[0]).toMatchObject({
      to: { address: 'alex@example.com' },
      subject: 'We received your complaint C1001',
    })
    expect(shop().mails[0]?.text).toContain('Linen Shirt')

    const { cases: all } = await cases()
    const ben = await admin().person(shop(), { userId: '2', name: 'Ben', role: 'agent' })
    const list = await ben.get('/app/cases')
    expect(list.text).toContain('C1001')
    const id = all[0]?.id ?? ''
    const answer = { intent: 'answer', text: 'We send you a new one.', seen: 1, close: false }
    expect((await ben.post(`/app/cases/${id}`, { ...answer, seen: 0 })).status).toBe(409)
    expect((await ben.post(`/app/cases/${id}`, answer)).text).toContain('Answer sent')
    await shop().runJobs()
    expect(shop().mails[1]).toMatchObject({
      to: { address: 'alex@example.com' },
      subject: 'Our answer to C1001',
    })
    expect(shop().mails[1]?.text).toContain('> We send you a new one.')
    const after = await visitor.get(path)
    expect(after.text).toContain('We send you a new one.')
    expect(after.text).not.toContain('Ben')
    const reply = {
      do: 'reply',
      case: hidden(after.text, 'case'),
      key: hidden(after.text, 'key'),
      text: 'Thanks',
    }
    expect((await visitor.post(path, reply)).status).toBe(303)
    expect((await visitor.post(path, reply)).status).toBe(303)
    expect(await database().prisma.caseMessage.count({ where: { text: 'Thanks' } })).toBe(1)
    expect((await cases()).cases[0]?.state).toBe('open')
    expect((await ben.post(`/app/cases/${id}`, { intent: 'close', seen: 3 })).text).toContain('Case closed')
    expect((await visitor.post(path, { ...reply, key: key() })).status).toBe(409)
  })

  test('an exception names the denied items with why, and takes no others', async () => {
    const visitor = http().visitor()
    const t = await visitor.find('#1016', 'alex@example.com')
    const page = await visitor.get(`exception?t=${t}&locale=en`)
    expect(page.text).toContain('Wool Overcoat')
    const fields = { t, key: key(), text: 'I was ill.' }
    const line = hidden(page.text, 'line.0')
    const foreign = 'gid://shopify/FulfillmentLineItem/1'
    expect((await visitor.post('exception', { ...fields, 'line.0': foreign })).status).toBe(422)
    const sent = await visitor.post('exception', { ...fields, 'line.0': line })
    expect(sent.status).toBe(303)
    const again = await visitor.post('exception', { ...fields, 'line.0': line })
    expect(again.status).toBe(303)
    expect(await cases()).toMatchObject({ total: 1, cases: [{ kind: 'exception', orderName: '#1016' }] })
    // The case has what refused it, for staff: the reasons, and each rule with what it found.
    const id = (await cases()).cases[0]?.id ?? ''
    const ben = await admin().person(shop(), { userId: '9', name: 'Ben', role: 'agent' })
    const shown = await ben.get(`/app/cases/${id}`)
    expect(shown.text).toContain('refusals')
    expect(shown.text).toContain('policyVersion')
  })

  test('an exception that begins at a refused line carries the line and the reason chosen for it', async () => {
    const order = await orderNamed(shop(), '#1002')
    const [first, second] = order.lines
    await judgeBy(shop(), (policy) => ({
      ...policy,
      rules: [
        {
          id: 'no-style',
          name: 'Not for taste',
          enabled: true,
          note: '',
          when: { kind: 'returnReason', is: 'anyOf', values: ['style'] },
          set: { eligible: { kind: 'no', because: { en: 'taste is no reason' }, ground: null } },
        },
      ],
    }))
    const visitor = http().visitor()
    const t = await visitor.find('#1002', order.email ?? '')
    const fields = {
      'line.0.id': first?.id ?? '',
      'line.0.pick': 'on',
      'line.0.quantity': '1',
      'line.0.reason': 'style',
      'line.0.note': '',
    }
    const refused = await visitor.post('review', { t, ...fields })
    const link = /href="([^"]*\/exception\?[^"]*)"/.exec(refused.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(new URL(link, 'https://shop.example').searchParams.get('line')).toBe(first?.id)
    const page = await visitor.get(pathOf(link))
    expect(page.text).toContain('taste is no reason')
    expect(page.text).not.toContain(second?.title)
    const asked = {
      t,
      key: key(),
      text: 'It was a present.',
      about: hidden(page.text, 'about'),
      reason: hidden(page.text, 'reason'),
      'line.0': hidden(page.text, 'line.0'),
    }
    expect((await visitor.post('exception', asked)).status).toBe(303)
    const id = (await cases()).cases[0]?.id ?? ''
    const known = await withShop(shop().ctx.shop, (tx) => findCase(tx, id))
    const said = known?.messages[0]
    const refusals = said?.kind === 'statement' ? (said.statement.refusals ?? []) : []
    expect(refusals.map(({ decision }) => decision.lineId)).toEqual([first?.id])
    expect(refusals[0]?.decision.trace.map(({ ruleName, result }) => [ruleName, result])).toEqual([
      ['Not for taste', 'true'],
    ])
    const ben = await admin().person(shop(), { userId: '9', name: 'Ben', role: 'agent' })
    const shown = await ben.get(`/app/cases/${id}`)
    expect(shown.text).toContain('Not for taste')
    expect(shown.text).toContain('taste is no reason')
  })

  test('refuse forged tokens, empty and long texts, unknown keys and robots; keep nothing', async () => {
    const visitor = http().visitor()
    const t = await visitor.find('#1001', 'alex@example.com')
    const send = (some: Fields) => visitor.post('complaint', { t, key: key(), text, ...some })
    for (const [some, status] of [
      [{ t: '' }, 409],
      [{ t: `${t.slice(0, -2)}AA` }, 403],
      [{ t: 'x'.repeat(1000) }, 403],
      [{ text: '' }, 422],
      [{ text: ' \n ' }, 422],
      [{ text: 'x'.repeat(2001) }, 422],
      [{ key: '' }, 409],
      [{ key: '../../etc' }, 409],
      [{ website: 'spam' }, 429],
      [{ 'line.0': 'gid://shopify/Order/1' }, 422],
    ] as const)
      expect((await send(some)).status, JSON.stringify(some).slice(0, 80)).toBe(status)
    expect((await visitor.get(`complaint?t=${t}&t=${t}`)).status).toBe(400)
    expect((await http().visitor().get('contest?locale=en')).status).toBe(409)
    expect(
      (await http().visitor('homeward-eu.myshopify.com').post('complaint', { t, key: key(), text })).status,
    ).toBe(403)
    expect((await cases()).total).toBe(0)
    // Fields that are none of the form change nothing.
    expect((await send({ state: 'closed', returnId: key(), kind: 'withdrawal', shop: 'x' })).status).toBe(303)
    expect((await cases()).cases[0]).toMatchObject({ kind: 'complaint', state: 'open', returnId: null })
  })

  test('are limited by what they are about', async () => {
    const visitor = http().visitor()
    const t = await visitor.find('#1001', 'alex@example.com')
    let last = 0
    for (let index = 0; index < 21; index += 1)
      last = (await visitor.post('complaint', { t, key: key(), text })).status
    expect(last).toBe(429)
    expect((await cases()).total).toBe(20)
  }, 60_000)
})

describe('staff', () => {
  test('of another shop sees and changes nothing of it', async () => {
    await confirmed(http().visitor())
    const id = (await cases()).cases[0]?.id ?? ''
    await database().prisma.case.count()
    const other = ShopDomain.parse('homeward-eu.myshopify.com')
    expect(
      (await withShop(other, (tx) => listCases(tx, other, { state: null, skip: 0, take: 10 }))).total,
    ).toBe(0)
    const ada = await admin().person(shop(), { userId: '1', name: 'Ada', role: 'admin' })
    expect((await ada.get(`/app/cases/${crypto.randomUUID()}`)).status).toBe(404)
    expect((await ada.get('/app/cases/1%27or')).status).toBe(404)
    expect((await ada.get(`/app/cases/${id}`)).status).toBe(200)
  })
})
