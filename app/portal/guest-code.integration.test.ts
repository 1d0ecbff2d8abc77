import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { addSeconds } from '#app/domain/dates.ts'
import { portalHttp, type Reply, type Visitor } from '../../tests/setup/portal-http.ts'
import { installedShop } from '../../tests/setup/shop.ts'

const shop = installedShop()
const portal = portalHttp(shop)

const tokenOf = (answer: Reply, name: string) =>
  new URL(answer.headers.get('location') ?? '', 'http://x').searchParams.get(name) ?? ''

/** Looks an order up by postcode and mails what is due; answers the lookup's token. */
async function lookUp(visitor: Visitor, number = '#1001', proof = '10014'): Promise<string> {
  const found = await visitor.post('order', { order_number: number, proof })
  expect(found.status, found.text).toBe(303)
  await shop().runJobs()
  return tokenOf(found, 'c')
}

const mailedCode = () => /^(\d{6}):$/m.exec(shop().mails.at(-1)?.text ?? '')?.[1] ?? 'none'
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('a code by mail', () => {
  test('opens the order that was found by postcode, once', async () => {
    const visitor = portal().visitor()
    const c = await lookUp(visitor)
    expect(shop().mails.map((mail) => mail.to.address)).toEqual(['alex@example.com'])
    expect(shop().mails[0]?.subject).toBe('Your code for order #1001')
    expect(shop().mails[0]?.subject).not.toContain(mailedCode())
    const page = await visitor.get(`code?c=${c}`)
    expect(page.text).toMatch(/inputMode="numeric" autoComplete="one-time-code"|inputmode="numeric"/i)
    const opened = await visitor.post('code', {
      c,
      code: ` ${mailedCode().slice(0, 3)} ${mailedCode().slice(3)} `,
    })
    expect(opened.status).toBe(303)
    const items = await visitor.get(`order?t=${tokenOf(opened, 't')}`)
    expect(items.text).toContain('What would you like to return?')
    const again = await visitor.post('code', { c, code: mailedCode() })
    expect([again.status, again.text.includes('not good any more')]).toEqual([422, true])
  })

  test('finds the order by its phone number in any spelling', async () => {
    const visitor = portal().visitor()
    // An order without an e-mail address has nothing that a code could be sent to.
    const t = await visitor.find('#1026', '(212) 555-0188')
    expect((await visitor.get(`order?t=${t}`)).text).toContain('#1026')
    await lookUp(portal().visitor(), '#1001', '+1 212 555 0171')
    expect(shop().mails.map((mail) => mail.to.address)).toEqual(['alex@example.com'])
  })

  test('says the same of a right postcode, a wrong one and an absent order, and mails only the right one', async () => {
    const answers: string[] = []
    for (const [number, proof] of [
      ['#1001', '10014'],
      ['#1001', '99999'],
      ['#987654', '10014'],
    ] as const) {
      const visitor = portal().visitor()
      const c = await lookUp(visitor, number, proof)
      const page = await visitor.get(`code?c=${c}`)
      const wrong = await visitor.post('code', { c, code: '000000' })
      const resent = await visitor.post('code', { c, again: '1' })
      answers.push(
        [page, wrong, resent].map(({ status, text }) => `${status} ${text.replaceAll(c, '')}`).join(),
      )
    }
    expect(new Set(answers).size).toBe(1)
    expect(shop().mails).toHaveLength(1)
  })

  test('H14: a sixth wrong try, a code of another order, a used and an ended one are refused', async () => {
    const visitor = portal().visitor()
    const c = await lookUp(visitor)
    const code = mailedCode()
    const wrong: string[] = []
    for (let attempt = 0; attempt < 5; attempt += 1)
      wrong.push((await visitor.post('code', { c, code: another(code) })).text)
    expect(wrong.slice(0, 4).map((text) => /have (one|\d) tr/.exec(text)?.[1])).toEqual([
      '4',
      '3',
      '2',
      'one',
    ])
    const sixth = await visitor.post('code', { c, code })
    expect([sixth.status, sixth.headers.get('location')]).toEqual([422, null])
    expect(sixth.text).toContain('Ask for a new one')

    const other = await lookUp(visitor, '#1002', '97205')
    const foreign = await visitor.post('code', { c: other, code })
    expect([foreign.status, foreign.headers.get('location')]).toEqual([422, null])

    const third = await lookUp(portal().visitor())
    await ends(600)
    const late = await visitor.post('code', { c: third, code: mailedCode() })
    expect([late.status, late.text.includes('not good any more')]).toEqual([422, true])
  })

  test('a new one replaces the one before, not sooner than after a minute, and three times at most', async () => {
    const visitor = portal().visitor()
    const c = await lookUp(visitor)
    const old = mailedCode()
    expect((await visitor.post('code', { c, again: '1' })).text).toContain('Wait a minute')
    for (const sent of [2, 3]) {
      await ends(61)
      expect((await visitor.post('code', { c, again: '1' })).text).toContain('a new code is on its way')
      await shop().runJobs()
      expect(shop().mails).toHaveLength(sent)
    }
    await ends(61)
    expect((await visitor.post('code', { c, again: '1' })).text).toContain('start again')
    expect((await visitor.post('code', { c, code: old })).status).toBe(old === mailedCode() ? 303 : 422)
    expect((await visitor.post('code', { c, code: mailedCode() })).status).toBe(303)
  })

  test('is asked for above the amount that the merchant set, whatever the proof', async () => {
    await portal().set({ codeAbove: 100 })
    const visitor = portal().visitor()
    const c = await lookUp(visitor, '#1002', 'priya@example.com')
    expect(c).not.toBe('')
    expect(shop().mails.map((mail) => mail.to.address)).toEqual(['priya@example.com'])
    const wrong = await visitor.post('order', { order_number: '#1002', proof: 'eve@example.com' })
    expect([wrong.status, wrong.text.includes('We could not find that order')]).toEqual([200, true])
    await portal().set({ codeAbove: null, codeForWeakProof: false })
    expect(await portal().visitor().find('#1001', '10014')).not.toBe('')
  })

  test('stands nowhere in the database, and its address neither', async () => {
    await lookUp(portal().visitor())
    const rows = await withShop(shop().ctx.shop, (tx) => tx.guestCode.findMany())
    const jobs = await withShop(shop().ctx.shop, (tx) => tx.outboxJob.findMany())
    const stored = JSON.stringify([rows, jobs.map((job) => job.payload)])
    expect(stored).not.toContain('alex@example.com')
    expect(stored).not.toContain(mailedCode())
  })

  test('a token of a lookup opens nothing by itself, in another shop least of all', async () => {
    const visitor = portal().visitor()
    const c = await lookUp(visitor)
    const elsewhere = portal().visitor('homeward-eu.myshopify.com')
    expect((await elsewhere.post('code', { c, code: mailedCode() })).status).toBe(403)
    expect((await visitor.post('review', { t: c })).status).toBe(403)
    expect((await visitor.get(`code?c=${c.slice(0, -2)}AA`)).status).toBe(403)
    expect((await visitor.get(`code?c=${randomUUID()}`)).status).toBe(403)
  })
})

/** Lets time pass for the codes: the routes live by the real clock. */
async function ends(seconds: number): Promise<void> {
  const rows = await database().prisma.guestCode.findMany()
  for (const { id, endsAt, askedAt } of rows)
    await database().prisma.guestCode.update({
      where: { id },
      data: {
        endsAt: addSeconds(endsAt.toISOString(), -seconds),
        askedAt: addSeconds(askedAt.toISOString(), -seconds),
      },
    })
}
