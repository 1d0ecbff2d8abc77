import { describe, expect, test, beforeEach } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { makeCaseToken } from '#app/case-link.server.ts'
import { findCase, listCases } from '#app/db/case.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { ReturnId, ShopDomain } from '#app/domain/ids.ts'
import { env } from '#app/env.server.ts'
import { settleWithdrawalsBy } from '#app/jobs/handlers/settle-withdrawal.server.ts'
import { makeStatusToken } from '#app/status-link.server.ts'
import { recordScan } from '#app/use-cases/record-scan.server.ts'
import { settleWithdrawal } from '#app/use-cases/settle-withdrawal.server.ts'
import { adminHttp } from '../../tests/setup/admin-http.ts'
import { judgeBy, orderNamed, receive, requested, stored, wholeLines } from '../../tests/setup/journey.ts'
import { portalHttp, type Visitor } from '../../tests/setup/portal-http.ts'
import { installedShop } from '../../tests/setup/shop.ts'

/*
 * Withdrawals, cases and the status page over HTTP, as a stranger could ask: through the storefront's proxy, with the limits on.
 */

const shop = installedShop()
const http = portalHttp(shop)
const admin = adminHttp()
beforeEach(() => settleWithdrawalsBy(settleWithdrawal))

const camille = { name: 'Camille Martin', order_number: '#1003', email: 'camille@example.com', goods: '' }
type Fields = Readonly<Record<string, string>>

const hidden = (markup: string, name: string): string =>
  new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(markup)?.[1]?.replaceAll('&quot;', '"') ?? ''
const readable = (markup: string): string =>
  markup.replace(/value="[^"]*"/g, '').replace(/<link rel="canonical"[^>]*>/, '')
/** As long as the quickest person needs. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 320))

async function confirmed(visitor: Visitor, fields: Fields = camille) {
  const page = await visitor.post('withdraw', { ...fields, step: 'check' })
  const form = hidden(page.text, 'form')
  await aMoment()
  return { form, answer: await visitor.post('withdraw', { ...fields, step: 'confirm', form }) }
}
const pathOf = (location: string | null) => (location ?? '').replace('/apps/returns/', '')
const cases = () =>
  withShop(shop().ctx.shop, (tx) => listCases(tx, shop().ctx.shop, { state: null, skip: 0, take: 100 }))
const scope = () => ({ shop: shop().ctx.shop, secret: env.SHOPIFY_API_SECRET })
const statusOf = (returnId: ReturnId) =>
  `status/${makeStatusToken(scope(), returnId, new Date().toISOString())}`
const events = (returnId: ReturnId) =>
  withShop(shop().ctx.shop, async (tx) =>
    (await listEvents(tx, shop().ctx.shop, returnId)).map(({ event }) => event),
  )

/** A return of everything in an order that can come back. */
async function returned(name: string): Promise<ReturnId> {
  const order = await orderNamed(shop(), name)
  return (await requested(shop(), { order, lines: wholeLines(order) })).made.returnId
}

describe('withdrawal', () => {
  test('takes two steps without login and without a reason, and leads to its number', async () => {
    const visitor = http().visitor()
    const first = await visitor.get('withdraw?locale=en')
    expect(first.text).toContain('Withdraw from contract here')
    expect((await visitor.get('withdraw?locale=de&country=DE')).text).toContain('Vertrag widerrufen')
    expect((await visitor.get('?locale=en')).text).toContain('/apps/returns/withdraw')
    const page = await visitor.post('withdraw', { ...camille, step: 'check' })
    expect(page.text).toContain('Confirm withdrawal here')
    expect((await cases()).total).toBe(0)
    const { answer } = await confirmed(visitor)
    expect(answer.status).toBe(303)
    const done = await visitor.get(pathOf(answer.headers.get('location')))
    expect(done.text).toMatch(/We received your withdrawal on .* Its number is C1001/)
    expect(done.text).toContain('Camille Martin')
    await shop().runJobs()
    // The page says nothing about whether there was such an order.
    const later = await visitor.get(pathOf(answer.headers.get('location')))
    expect(readable(later.text)).toBe(readable(done.text))
    expect((await cases()).cases[0]?.returnId).not.toBeNull()
  })

  test('answers orders that are there, are not, and are somebody else’s alike, and keeps them all', async () => {
    const answers: string[] = []
    for (const some of [{}, { order_number: '#999999' }, { email: 'mallory@example.com' }]) {
      const fields = { ...camille, ...some }
      const visitor = http().visitor()
      const { answer } = await confirmed(visitor, fields)
      expect(answer.status).toBe(303)
      await shop().runJobs()
      const done = await visitor.get(pathOf(answer.headers.get('location')))
      answers.push(
        readable(done.text)
          .replaceAll(/C10\d\d/g, 'C')
          .replaceAll(fields.order_number, '')
          .replaceAll(fields.email, '')
          .replaceAll(/datetime="[^"]*"/gi, '')
          .replaceAll(/case\/[\w-]+/g, ''),
      )
    }
    expect(new Set(answers.map((text) => text.replaceAll(/\d\d?:\d\d\s?[AP]M/g, ''))).size).toBe(1)
    expect((await cases()).total).toBe(3)
  })

  test('offers the goods of an order that was found, and takes exactly the units chosen', async () => {
    const visitor = http().visitor()
    const t = await visitor.find('#1003', 'camille@example.com')
    const page = await visitor.get(`withdraw?t=${t}&locale=en`)
    expect(page.text).toContain('value="#1003"')
    expect(page.text).toContain('<option value="2 × Beeswax Candle">')
    // A forged token is as good as none.
    expect((await visitor.get(`withdraw?t=${t.slice(0, -2)}AA&locale=en`)).text).not.toContain('Beeswax')
    const chosen = { 'good.0': '', 'good.1': '1 × Beeswax Candle' }
    const confirm = await visitor.post('withdraw', { ...camille, ...chosen, step: 'check' })
    expect(hidden(confirm.text, 'goods')).toBe('1 × Beeswax Candle')
    await confirmed(visitor, { ...camille, goods: '1 × Beeswax Candle' })
    await shop().runJobs()
    const made = await stored(shop(), (await cases()).cases[0]?.returnId ?? ReturnId.parse(''))
    expect(made.lines.map(({ title, quantity }) => [title, quantity])).toEqual([['Beeswax Candle', 1]])
  })

  test('confirmed twice, or by two browsers at once, is one declaration', async () => {
    const visitor = http().visitor()
    const page = await visitor.post('withdraw', { ...camille, step: 'check' })
    const fields = { ...camille, step: 'confirm', form: hidden(page.text, 'form') }
    await aMoment()
    const answers = await Promise.all([visitor.post('withdraw', fields), visitor.post('withdraw', fields)])
    answers.push(await visitor.post('withdraw', fields))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect((await cases()).total).toBe(1)
  })

  test('refuses what was not shown, was changed, or was sent by a robot, and keeps nothing', async () => {
    const visitor = http().visitor()
    const page = await visitor.post('withdraw', { ...camille, step: 'check' })
    const form = hidden(page.text, 'form')
    const other = hidden(
      (await visitor.post('withdraw', { ...camille, goods: 'x', step: 'check' })).text,
      'form',
    )
    const confirm = (some: Fields) => visitor.post('withdraw', { ...camille, step: 'confirm', ...some })
    expect((await confirm({ form })).status, 'sooner than anybody reads').toBe(429)
    await aMoment()
    for (const [wrong, status] of [
      [{}, 409],
      [{ form: 'AAAA' }, 409],
      [{ form: `${form.slice(0, -2)}AA` }, 409],
      [{ form: other }, 409],
      [{ form, email: 'mallory@example.com' }, 409],
      [{ form, website: 'https://spam.example' }, 429],
    ] as const)
      expect((await confirm(wrong)).status, JSON.stringify(wrong)).toBe(status)
    expect((await cases()).total).toBe(0)
    // What is typed is kept, and one press sends it.
    expect((await confirm({ form: other })).text).toContain('value="camille@example.com"')
  })

  test('says at its field what is wrong with a form', async () => {
    const visitor = http().visitor()
    const check = (some: Fields) => visitor.post('withdraw', { ...camille, step: 'check', ...some })
    for (const [some, words] of [
      [{ name: '' }, 'Enter your name.'],
      [{ name: 'x'.repeat(101) }, 'at most 100 characters'],
      [{ name: 'a\u0007b' }, 'at most 100 characters'],
      [{ order_number: '' }, 'Enter the number of your order'],
      [{ order_number: '1'.repeat(61) }, 'at most 60 characters'],
      [{ email: 'nobody' }, 'Enter an e-mail address'],
      [{ email: 'a@b\r\nBcc: x@example.com' }, 'Enter an e-mail address'],
      [{ email: 'a@example.com,b@example.com' }, 'Enter an e-mail address'],
      [{ email: `${'a'.repeat(250)}@example.com` }, 'Enter an e-mail address'],
      [{ goods: 'x'.repeat(3001) }, 'At most 3000 characters'],
      [{ goods: 'x\n'.repeat(60) }, 'At most 3000 characters'],
    ] as const) {
      const answer = await check(some)
      expect(answer.status, JSON.stringify(some)).toBe(422)
      expect(answer.text, JSON.stringify(some)).toContain(words)
    }
    const send = (body: string, type = 'application/x-www-form-urlencoded') =>
      visitor.send('/apps/returns/withdraw', { method: 'POST', body, headers: { 'content-type': type } })
    expect((await send('step=check&name=a&name=b')).status).toBe(400)
    expect((await send('step=check&name[]=a')).status).toBe(422)
    expect((await send('{"step":"confirm"}', 'application/json')).status).toBe(422)
    expect((await send(`name=${'x'.repeat(1_000_000)}`)).status).toBe(413)
    expect((await send('__proto__=1&constructor=2&step=check')).status).toBe(422)
    const put = await http().asShopify('/withdraw', {}, { method: 'PUT' })
    expect(put.status).toBe(405)
    expect((await cases()).total).toBe(0)
  })

  test('shows markup, Liquid and directions of text as text, on the page, in the mail and to staff', async () => {
    const hostile = '<img src=x onerror=alert(1)>{{ shop.secret }}{% raw %}'
    const { answer } = await confirmed(http().visitor(), {
      ...camille,
      name: `\u202e${hostile}`,
      goods: hostile,
    })
    const done = await http()
      .visitor()
      .get(pathOf(answer.headers.get('location')))
    expect(done.text).not.toMatch(/<img src=x|\{\{|\{%|\u202e/)
    await shop().runJobs()
    const [mail] = shop().mails
    expect(mail?.html).not.toContain('<img src=x')
    expect(mail?.to.name).toBe('')
    const { cases: all } = await cases()
    const ada = await admin().person(shop(), { userId: '1', name: 'Ada', role: 'admin' })
    const staff = await ada.get(`/app/cases/${all[0]?.id}`)
    expect(staff.status).toBe(200)
  })

  test('is limited by network and by the address that gets the mail, with the time to wait and another way', async () => {
    const visitor = http().visitor()
    const statuses: number[] = []
    for (let index = 0; index < 11; index += 1) {
      const { answer } = await confirmed(visitor, { ...camille, email: `x${index}@example.com` })
      statuses.push(answer.status)
      if (answer.status === 429) {
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
        expect(answer.text).toContain('that is just as good')
      }
    }
    expect(statuses).toEqual([...Array<number>(10).fill(303), 429])
    const others: number[] = []
    for (let index = 0; index < 6; index += 1)
      others.push(
        (await confirmed(http().visitor(), { ...camille, email: 'Victim@example.com' })).answer.status,
      )
    expect(others).toEqual([303, 303, 303, 303, 303, 429])
  }, 60_000)
})

describe('the link to a case', () => {
  test('opens it for its shop alone, and is nothing when a bit of it is changed', async () => {
    const { answer } = await confirmed(http().visitor())
    const path = pathOf(answer.headers.get('location')).split('?')[0] ?? ''
    expect((await http().visitor().get(path)).status).toBe(200)
    expect((await http().visitor().get(`${path}?locale=de`)).text).toContain('Widerruf C1001')
    expect((await http().visitor().get(`${path}?locale=en`)).status).toBe(200)
    expect((await http().visitor('homeward-eu.myshopify.com').get(`${path}?locale=en`)).status).toBe(404)
    const token = path.replace('case/', '')
    const flipped = `${token.slice(0, 5)}${token[5] === 'A' ? 'B' : 'A'}${token.slice(6)}`
    for (const wrong of [flipped, `${token}A`, 'x'.repeat(40), '__proto__'])
      expect((await http().visitor().get(`case/${wrong}?locale=en`)).status, wrong).toBe(404)
    const old = makeCaseToken(scope(), (await cases()).cases[0]?.id ?? '', '2020-01-01T00:00:00.000Z')
    expect((await http().visitor().get(`case/${old}?locale=en`)).status).toBe(404)
    // A token of another purpose opens nothing here, and this one nothing there.
    const visitor = http().visitor()
    expect((await visitor.get(`status/${token}?locale=en`)).status).toBe(404)
    expect((await visitor.get(`complaint?t=${token}&locale=en`)).status).toBe(403)
  })

  test('is counted when it is none', async () => {
    const visitor = http().visitor()
    let last = 0
    for (let index = 0; index < 31; index += 1)
      last = (await visitor.get(`case/${'x'.repeat(30)}${index}?locale=en`)).status
    expect(last).toBe(429)
  })
})

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
