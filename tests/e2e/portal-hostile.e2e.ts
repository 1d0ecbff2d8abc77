import { expect, test } from './fixtures.ts'
import { aMoment, askApp, firstLineOf, firstReasonOf, someAddress, visitorOf } from './portal-visitor.ts'

/** Hostile inputs of the shopper's side, over HTTP through the storefront's proxy or straight at the app, as a stranger could. */

test.setTimeout(120_000)

const storefrontOf = (
  demo: { devStore: { shops: { domain: string; storefront: string }[] } },
  handle: string,
): string => demo.devStore.shops.find((shop) => shop.domain === `${handle}.myshopify.com`)?.storefront ?? ''

/** What a shopper reads of a page, without the parts that echo the input. */
const readable = (markup: string): string =>
  markup.replace(/value="[^"]*"/g, '').replace(/<link rel="canonical"[^>]*>/, '')

test.describe('lookup', () => {
  test('answers wrong e-mail, absent order and foreign order alike (H1–H3)', async ({ demo }) => {
    const answers = await Promise.all(
      [
        ['#1003', 'somebody@example.com'],
        ['#999999', 'camille@example.com'],
        ['#1003', 'lena@example.com'],
      ].map(([number = '', proof = '']) =>
        visitorOf(demo.devStore.urls.storefront).post('order', { order_number: number, proof }),
      ),
    )
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200])
    expect(answers[0]?.text).toContain('We could not find that order')
    expect(new Set(answers.map((answer) => readable(answer.text))).size).toBe(1)
  })

  test('finds one order by every way to write its number, by e-mail and by postcode (H7, H8)', async ({
    demo,
  }) => {
    for (const [number = '', proof = ''] of [
      ['#1001', 'alex@example.com'],
      ['1001 ', 'ALEX@Example.com '],
      ['１００１', 'alex@example.com'],
      ['1001\u200b', '10014'],
    ]) {
      const found = await visitorOf(demo.devStore.urls.storefront).post('order', {
        order_number: number,
        proof,
      })
      expect(found.status, `${number} ${proof}`).toBe(303)
    }
  })

  test('refuses the eleventh try of one address, right or wrong, with the time to wait (H4)', async ({
    demo,
  }) => {
    const visitor = visitorOf(demo.devStore.urls.storefront)
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const proof = `guess-${attempt}-${visitor.address}@example.com`
      expect((await visitor.post('order', { order_number: `77${attempt}1`, proof })).status).toBe(200)
    }
    const refused = await visitor.post('order', { order_number: '#1004', proof: 'kenji@example.com' })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.text).toContain('Too many attempts')
  })

  test('locks an order after five tries from anywhere (H5)', async ({ demo }) => {
    const statuses: number[] = []
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const visitor = visitorOf(demo.devStore.urls.storefront)
      statuses.push(
        (await visitor.post('order', { order_number: '#777', proof: `x${visitor.address}@example.com` }))
          .status,
      )
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })

  test('answers what is no lookup at its field or as unreadable (H8–H13)', async ({ demo }) => {
    const { storefront } = demo.devStore.urls
    const post = (body: string | URLSearchParams, type = 'application/x-www-form-urlencoded') =>
      visitorOf(storefront).send('/apps/returns/order', {
        method: 'POST',
        body,
        headers: { 'content-type': type },
      })
    const form = (fields: Record<string, string>) => new URLSearchParams(fields)
    expect((await post(form({ order_number: '1001', proof: '' }))).status).toBe(422)
    expect((await post(form({ order_number: '1001', proof: `${'a'.repeat(330)}@example.com` }))).status).toBe(
      422,
    )
    expect((await post(form({ order_number: '1001', proof: 'a@b\r\nBcc: x@example.com' }))).status).toBe(422)
    expect((await post('order_number=1001&order_number=1002&proof=a@example.com')).status).toBe(400)
    expect((await post('order_number[]=1001&proof=a@example.com')).status).toBe(422)
    expect((await post('{"order_number":{"gt":""}}', 'application/json')).status).toBe(422)
    expect((await post('order_number=10%0001&proof=a@example.com')).status).toBe(422)
    expect((await post(`order_number=${'1'.repeat(1_000_000)}&proof=a`)).status).toBe(413)
    for (const number of [
      "1001' OR 1=1--",
      '"; DROP TABLE',
      'name:1001 OR email:*',
      '*',
      '1001" OR name:"1002',
    ]) {
      const answer = await post(form({ order_number: number, proof: 'robin@example.com' }))
      expect(answer.status, number).toBe(200)
      expect(answer.text).toContain('We could not find that order')
    }
  })

  test('gives a robot that fills every field the same miss (H23)', async ({ demo }) => {
    const fields = { order_number: '#1005', proof: 'fatima@example.com', website: 'https://spam.example' }
    const answer = await visitorOf(demo.devStore.urls.storefront).post('order', fields)
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('We could not find that order')
  })

  test('takes a whole number of beats, so that time tells nothing', async ({ demo }) => {
    for (const [number = '', proof = ''] of [
      ['#1005', 'fatima@example.com'],
      ['#1005', 'wrong@example.com'],
      ['#888888', 'fatima@example.com'],
    ]) {
      const began = performance.now()
      await visitorOf(demo.devStore.urls.storefront).post('order', { order_number: number, proof })
      expect(performance.now() - began).toBeGreaterThanOrEqual(195)
    }
  })
})

test.describe('app proxy', () => {
  const ask = async (url: string, init: RequestInit = {}) => {
    const response = await fetch(url, { redirect: 'manual', ...init })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  test('believes only what Shopify signed just now for this shop (H25–H32)', async ({ demo }) => {
    const now = Math.floor(Date.now() / 1000)
    expect((await ask(`${demo.app.origin}/portal`)).status).toBe(401)
    expect((await ask(askApp(demo, ''))).status).toBe(200)
    expect((await ask(askApp(demo, '', { secret: 'another' }))).status).toBe(400)
    expect((await ask(askApp(demo, '').replace('homeward-demo.', 'homeward-eu.'))).status).toBe(400)
    expect((await ask(askApp(demo, '', { timestamp: now - 95 }))).status).toBe(400)
    expect((await ask(askApp(demo, '', { timestamp: now + 95 }))).status).toBe(400)
    expect((await ask(`${askApp(demo, '')}&logged_in_customer_id=999`)).status).toBe(400)
    expect((await ask(askApp(demo, '', { query: 'feeWaived=1' }))).status).toBe(400)
    for (const shop of ['evil.com', 'a.myshopify.com.evil.com', 'HOMEWARD-DEMO.MYSHOPIFY.COM'])
      expect((await ask(askApp(demo, '', { shop }))).status, shop).toBe(400)
    const stranger = await ask(askApp(demo, '', { shop: 'never-installed.myshopify.com' }))
    expect(stranger.status).toBe(404)
    expect(stranger.text).not.toContain('Homeward Demo')
  })

  test('never believes a customer that the visitor typed himself (H31)', async ({ demo }) => {
    const { storefront } = demo.devStore.urls
    const answer = await visitorOf(storefront).send('/apps/returns?logged_in_customer_id=1')
    expect([200, 400]).toContain(answer.status)
    expect(answer.text).not.toContain('returns-portal__orders')
  })

  test('answers 405 to methods that a route does not have (H33)', async ({ demo }) => {
    for (const [path, method, allow] of [
      ['/review', 'GET', 'POST'],
      ['/submit', 'GET', 'POST'],
      ['/order', 'PUT', 'GET, POST, HEAD'],
      ['/order', 'DELETE', 'GET, POST, HEAD'],
      ['/line', 'POST', 'GET, HEAD'],
    ] as const) {
      const answer = await ask(askApp(demo, path), { method })
      expect([answer.status, answer.headers.get('allow')], `${method} ${path}`).toEqual([405, allow])
    }
  })
})

test.describe('items and request', () => {
  const items = async (demo: Parameters<typeof askApp>[0], number = '#1001', proof = 'alex@example.com') => {
    const visitor = visitorOf(demo.devStore.urls.storefront)
    const t = await visitor.find(number, proof)
    const page = await visitor.send(`/apps/returns/order?t=${t}`)
    expect(page.status, page.text).toBe(200)
    const line = {
      'line.0.id': firstLineOf(page.text),
      'line.0.pick': '1',
      'line.0.reason': firstReasonOf(page.text),
    }
    return { visitor, t, line }
  }

  test('refuses quantities that are none or too many, at the line, with the rest kept (H16)', async ({
    demo,
  }) => {
    const { visitor, t, line } = await items(demo)
    for (const quantity of ['0', '-1', '1.5', '1e9', 'NaN', '2,0', '2']) {
      const answer = await visitor.post('review', {
        t,
        ...line,
        'line.0.quantity': quantity,
        'line.0.note': 'typed before',
      })
      expect(answer.status, quantity).toBe(422)
      expect(answer.text).toMatch(/Only 1 can be returned|Enter a whole number/)
      expect(answer.text).toContain('typed before')
    }
  })

  test("refuses another order's line, and a request made of nothing (H15)", async ({ demo }) => {
    const other = await items(demo, '#1002', 'priya@example.com')
    const { visitor, t, line } = await items(demo)
    const fields = {
      t,
      ...line,
      'line.0.id': other.line['line.0.id'],
      'line.0.quantity': '1',
      outcome: 'refund',
    }
    expect((await visitor.post('review', fields)).status).toBe(422)
    await aMoment()
    expect((await visitor.post('submit', fields)).status).toBe(422)
    expect((await visitor.post('review', { t })).text).toContain('Choose at least one item')
  })

  test('sends a step without the one before back to the first (H18), and a forged visit away (H19)', async ({
    demo,
  }) => {
    const { visitor, t, line } = await items(demo)
    const fields = { ...line, 'line.0.quantity': '1', outcome: 'refund' }
    expect((await visitor.post('submit', fields)).status).toBe(409)
    expect((await visitor.post('submit', { ...fields, t: `${t.slice(0, -2)}AA` })).status).toBe(403)
    expect((await visitor.post('review', { ...fields, t: 'x' })).status).toBe(403)
    const elsewhere = visitorOf(storefrontOf(demo, 'homeward-eu'))
    expect((await elsewhere.post('submit', { ...fields, t })).status).toBe(403)
  })

  test('asks for an outcome that is offered', async ({ demo }) => {
    const { visitor, t, line } = await items(demo)
    await aMoment()
    for (const outcome of ['', 'cash', '__proto__']) {
      const answer = await visitor.post('submit', { t, ...line, 'line.0.quantity': '1', outcome })
      expect(answer.status, outcome).toBe(422)
      expect(answer.text).toContain('Choose what you would like to get.')
    }
  })

  test('refuses a filled trap field and a form sent sooner than anybody reads (H23), and ignores fields that nobody asked for (H17)', async ({
    demo,
  }) => {
    const { visitor, t, line } = await items(demo)
    const fields = { t, ...line, 'line.0.quantity': '1', outcome: 'refund' }
    const robot = visitorOf(demo.devStore.urls.storefront)
    const fresh = await robot.find('#1001', 'alex@example.com')
    expect((await robot.post('submit', { ...fields, t: fresh })).status).toBe(429)
    await aMoment()
    expect((await visitor.post('submit', { ...fields, website: 'x' })).status).toBe(429)
    const reviewed = await visitor.post('review', {
      ...fields,
      refundAmount: '9999',
      status: 'approved',
      feeWaived: '1',
    })
    expect(reviewed.status).toBe(200)
    expect(reviewed.text).not.toContain('9,999')
  })

  test('says no to what is beyond its window, and takes no request for it (H20)', async ({ demo }) => {
    const visitor = visitorOf(demo.devStore.urls.storefront)
    const t = await visitor.find('#1016', 'alex@example.com')
    const page = await visitor.send(`/apps/returns/order?t=${t}`)
    expect(page.text).toContain('The return window ended on')
    expect(page.text).not.toContain('name="line.0.pick"')
  })

  test('makes one return of a submission, however often it is sent (H28, H30 of faults)', async ({
    demo,
  }) => {
    const { visitor, t, line } = await items(demo)
    const fields = {
      t,
      ...line,
      'line.0.quantity': '1',
      'line.0.note': '<b>{{ shop.secret }}</b>',
      outcome: 'refund',
    }
    expect((await visitor.post('review', fields)).status).toBe(200)
    await aMoment()
    const sent = await Promise.all([1, 2, 3].map(() => visitor.post('submit', fields)))
    expect(sent.map((answer) => answer.status)).toEqual([303, 303, 303])
    const again = await visitor.post('submit', { ...fields, 'line.0.note': 'changed' })
    const names = await Promise.all(
      [...sent, again].map(async (answer) => {
        const page = await visitor.send(answer.headers.get('location') ?? '')
        expect(page.status).toBe(200)
        expect(page.text).toContain('&#123;&#123; shop.secret &#125;&#125;')
        return /Return #1001-R\d+/.exec(page.text)?.[0]
      }),
    )
    expect(new Set(names)).toEqual(new Set(['Return #1001-R1']))
    const more = await visitor.find('#1001', 'alex@example.com')
    const page = await visitor.send(`/apps/returns/order?t=${more}`)
    expect(page.text).not.toContain('name="line.0.pick"')
  })
})

test.describe('status link', () => {
  test('opens nothing when it was changed or guessed, and guessing ends (H95)', async ({ demo }) => {
    const visitor = visitorOf(demo.devStore.urls.storefront, someAddress())
    const first = await visitor.send('/apps/returns/status/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')
    expect(first.status).toBe(404)
    expect(first.headers.get('x-robots-tag')).toContain('noindex')
    expect(first.headers.get('referrer-policy')).toContain('no-referrer')
    let last = first
    for (let guess = 0; guess < 100 && last.status === 404; guess += 1)
      last = await visitor.send(`/apps/returns/status/guess-${guess}`)
    expect(last.status).toBe(429)
  })
})

test('a visit that ended while somebody was writing asks for the order again and keeps the words (H19)', async ({
  demo,
}) => {
  const visitor = visitorOf(demo.devStore.urls.storefront)
  const t = await visitor.find('#1011', 'robin@example.com')
  const page = await visitor.send(`/apps/returns/order?t=${t}`)
  const line = {
    'line.0.id': firstLineOf(page.text),
    'line.0.pick': '1',
    'line.0.reason': firstReasonOf(page.text),
  }
  await fetch(`${demo.devStore.urls.base}/control/api/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: 'PT2H' }),
  })
  const ended = await visitor.post('review', {
    t,
    ...line,
    'line.0.quantity': '1',
    'line.0.note': 'A long story.',
  })
  expect(ended.text).toContain('this page ended after a while')
  const kept = [...ended.text.matchAll(/name="(line\.[^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']): [string, string] => [name, value],
  )
  const again = await visitor.post('order', {
    order_number: '#1011',
    proof: 'robin@example.com',
    ...Object.fromEntries(kept),
  })
  expect(again.status).toBe(200)
  expect(again.text).toContain('A long story.')
  expect(again.text).toContain('What would you like to return?')
})
