import { describe, expect, test } from 'vitest'
import { makeCaseToken } from '#app/case-link.server.ts'
import { ReturnId } from '#app/domain/ids.ts'
import { judgeBy, orderNamed, returnsInShopify, stored } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { aMoment } from '../../tests/setup/portal-api.ts'
import { caseVisits, type Fields } from '../../tests/setup/case-visits.ts'
import { makeFormToken } from './form-token.server.ts'

/* Withdrawals over HTTP, as a stranger could declare them: through the storefront’s proxy, with the limits on. */

const shop = installedShop()
const { http, admin, camille, hidden, readable, confirmed, pathOf, cases, scope } = caseVisits(shop)

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

  test('waits for nobody’s approval, although the policy has a person look at every return', async () => {
    await judgeBy(shop(), (policy) => ({ ...policy, baseline: { ...policy.baseline, review: 'staff' } }))
    await confirmed(http().visitor(), { ...camille, goods: '1 × Beeswax Candle' })
    await shop().runJobs()
    const made = await stored(shop(), (await cases()).cases[0]?.returnId ?? ReturnId.parse(''))
    expect(made.decision.lines.map(({ verdict }) => verdict)).toContain('review')
    expect(made.status).toBe('approved')
    const order = await orderNamed(shop(), '#1003')
    expect(await returnsInShopify(shop(), order)).toMatchObject([{ status: 'OPEN' }])
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
    // A page of a minute from now: whoever is how slow, it is answered too soon.
    const { name, order_number: orderName, email, goods } = camille
    const soon = new Date(Date.now() + 60_000).toISOString()
    const early = makeFormToken(scope(), { name, orderName, email, goods }, soon)
    expect((await confirm({ form: early })).status, 'sooner than anybody reads').toBe(429)
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
