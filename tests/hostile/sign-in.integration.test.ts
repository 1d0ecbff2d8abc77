import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { env } from '#app/env.server.ts'
import { orderNamed } from '../setup/journey.ts'
import { portalHttp, type Visitor } from '../setup/portal-http.ts'
import { installedShop } from '../setup/shop.ts'

/* The sign-in with the customer account, and H48 of the hostile inputs, over HTTP with the dev store's own sign-in. */

const shop = installedShop()
const portal = portalHttp(shop)
const other = 'homeward-eu.myshopify.com'
const origin = 'https://headless.example'

async function customerIdOf(name: string): Promise<string> {
  return (await orderNamed(shop(), name)).customer?.id.split('/').pop() ?? ''
}

/** Begins at the portal and chooses a customer on Shopify's page; answers where the browser is sent back to. */
async function chosen(visitor: Visitor, customerId: string): Promise<URL> {
  const begun = await visitor.get('signin')
  expect(begun.status, begun.text).toBe(303)
  return chooseAt(begun.headers.get('location') ?? '', customerId)
}

async function chooseAt(address: string, customerId: string): Promise<URL> {
  const said = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ customer_id: customerId }),
  })
  expect(said.status, await said.text()).toBe(303)
  return new URL(said.headers.get('location') ?? '')
}

/** What the browser would ask the app; the tests' app listens elsewhere than its registered address says. */
async function comesBack(target: URL, headers: Record<string, string> = {}) {
  const response = await fetch(`${portal().origin}${target.pathname}${target.search}`, {
    redirect: 'manual',
    headers,
  })
  return {
    status: response.status,
    location: response.headers.get('location') ?? '',
    cookie: response.headers.get('set-cookie') ?? '',
    text: await response.text(),
  }
}

test('somebody who signs in sees her own orders, may return one, and nobody else’s', async () => {
  const visitor = portal().visitor()
  const back = await comesBack(await chosen(visitor, await customerIdOf('#1001')))
  expect(back.status, back.text).toBe(303)
  const page = new URL(back.location)
  const k = page.searchParams.get('k') ?? ''
  expect(page.origin).toBe(visitor.storefront)
  const list = await visitor.send(`${page.pathname}${page.search}`)
  const names = [...list.text.matchAll(/order-name">([^<]+)</g)].map(([, name]) => name)
  expect([names.includes('#1001'), names.includes('#1002')]).toEqual([true, false])
  const orderId = async (name: string) => (await orderNamed(shop(), name)).id.split('/').pop() ?? ''
  const own = await visitor.get(`order?order=${await orderId('#1001')}&k=${k}`)
  expect(own.text).toContain('What would you like to return?')
  const foreign = await visitor.get(`order?order=${await orderId('#1002')}&k=${k}`)
  expect(foreign.text.includes('line.0.id')).toBe(false)
  const t = /name="t" value="([^"]+)"/.exec(own.text)?.[1] ?? ''
  expect((await portal().visitor().get(`order?t=${t}`)).text).toContain('What would you like to return?')
  const elsewhere = await portal().visitor(other).send(`/apps/returns?k=${k}`)
  expect(elsewhere.text.includes('returns-portal__order-name')).toBe(false)
})

test('the dev store answers the Customer Account API by its schema, for the one who is signed in', async () => {
  const begun = await portal().visitor().get('signin')
  const asked = new URL(begun.headers.get('location') ?? '')
  const verifier = 'v'.repeat(43)
  asked.searchParams.set('code_challenge', createHash('sha256').update(verifier).digest('base64url'))
  const target = await chooseAt(asked.href, await customerIdOf('#1001'))
  const base = asked.href.split('/oauth/')[0] ?? ''
  const token = async (fields: Record<string, string>) => {
    const response = await fetch(`${base}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: env.SHOPIFY_API_KEY, ...fields }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }
  const code = target.searchParams.get('code') ?? ''
  const redirect_uri = asked.searchParams.get('redirect_uri') ?? ''
  const exchange = { grant_type: 'authorization_code', code, redirect_uri, code_verifier: verifier }
  const first = await token(exchange)
  expect([first.status, (await token(exchange)).status]).toEqual([200, 400])
  const refresh = { grant_type: 'refresh_token', refresh_token: first.body['refresh_token'] ?? '' }
  const second = await token(refresh)
  expect([second.status, (await token(refresh)).status]).toEqual([200, 400])
  const api = `${new URL(base).origin}/${base.split('/').pop() ?? ''}/account/customer/api/2026-10/graphql`
  const ask = async (query: string, authorization = second.body['access_token'] ?? '') => {
    const response = await fetch(api, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query }),
    })
    return { status: response.status, text: await response.text() }
  }
  const who = await ask(
    '{ customer { displayName emailAddress { emailAddress } orders(first: 20) { nodes { name totalPrice { amount } } } } }',
  )
  expect(who.text).toContain('alex@example.com')
  expect(who.text).toContain('#1001')
  const foreign = (await orderNamed(shop(), '#1002')).id
  expect((await ask(`{ order(id: "${foreign}") { name } }`)).text).toBe('{"data":{"order":null}}')
  expect((await ask('{ customer { subscriptionContracts(first: 1) { nodes { id } } } }')).text).toContain(
    'Not modelled',
  )
  expect((await ask('{ customer { password } }')).text).toContain('Cannot query field')
  expect((await ask('{ customer { id } }', 'shcat_none')).status).toBe(401)
})

describe('H48', () => {
  test('a state that nobody began, a changed one and a used one are refused', async () => {
    const visitor = portal().visitor()
    const target = await chosen(visitor, await customerIdOf('#1001'))
    const changed = new URL(target)
    const state = target.searchParams.get('state') ?? ''
    changed.searchParams.set('state', `${state.slice(0, -2)}AA`)
    expect((await comesBack(changed)).status).toBe(403)
    for (const none of [
      '',
      'x',
      '..',
      `${Buffer.from(other).toString('base64url')}.${state.split('.')[1] ?? ''}`,
    ]) {
      changed.searchParams.set('state', none)
      expect((await comesBack(changed)).status).toBe(403)
    }
    expect((await comesBack(target)).status).toBe(303)
    expect((await comesBack(target)).status).toBe(403)
  })

  test('a code of another shop, of another sign-in and of nothing are refused', async () => {
    const visitor = portal().visitor()
    const elsewhere = await chosen(portal().visitor(other), await euCustomer())
    const second = await chosen(visitor, await customerIdOf('#1002'))
    for (const code of [elsewhere, second]
      .map((one) => one.searchParams.get('code') ?? '')
      .concat('nothing')) {
      const target = await chosen(visitor, await customerIdOf('#1001'))
      target.searchParams.set('code', code)
      expect((await comesBack(target)).status).toBe(403)
    }
  })

  test('another issuer in the answer is refused', async () => {
    const target = await chosen(portal().visitor(), await customerIdOf('#1001'))
    target.searchParams.set('iss', 'https://evil.example')
    expect((await comesBack(target)).status).toBe(403)
  })

  test('Shopify’s page refuses what lacks PKCE, a state or a registered address', async () => {
    const begun = await portal().visitor().get('signin')
    for (const [name, value] of [
      ['code_challenge', ''],
      ['code_challenge_method', 'plain'],
      ['state', ''],
      ['redirect_uri', 'https://evil.example/callback'],
      ['client_id', 'another'],
    ] as const) {
      const asked = new URL(begun.headers.get('location') ?? '')
      asked.searchParams.set(name, value)
      expect((await fetch(asked, { redirect: 'manual' })).status, name).toBe(400)
    }
  })

  test('nonce and verifier stand nowhere in plain', async () => {
    const begun = await portal().visitor().get('signin')
    const asked = new URL(begun.headers.get('location') ?? '')
    const rows = await withShop(shop().ctx.shop, (tx) => tx.customerSignIn.findMany())
    const stored = JSON.stringify(rows)
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(stored.includes(asked.searchParams.get(name) ?? 'missing')).toBe(false)
  })

  test('a headless storefront begins in the browser that ends it, on an origin that the shop allowed', async () => {
    const start = (back: string) =>
      fetch(`${portal().origin}/portal/signin?shop=${shop().ctx.shop}&back=${encodeURIComponent(back)}`, {
        redirect: 'manual',
      })
    expect((await start(`${origin}/returns`)).status).toBe(403)
    await portal().set({ headlessOrigins: [origin] })
    for (const evil of [
      'https://evil.example/',
      `${origin}.evil.example/`,
      '//evil.example',
      'javascript:alert(1)',
    ])
      expect((await start(evil)).status, evil).toBe(403)
    const begun = await start(`${origin}/returns?x=1`)
    const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const target = await chooseAt(begun.headers.get('location') ?? '', await customerIdOf('#1001'))
    expect(cookie).toMatch(/^homeward_sign_in=.{20}/)
    const strange = await start(`${origin}/returns`)
    const stolen = await chooseAt(strange.headers.get('location') ?? '', await customerIdOf('#1001'))
    expect((await comesBack(stolen, { cookie })).status).toBe(403)
    const done = await comesBack(target, { cookie })
    expect(done.status, done.text).toBe(303)
    const page = new URL(done.location)
    expect([page.origin, page.search, page.hash.startsWith('#customer_token=')]).toEqual([
      origin,
      '?x=1',
      true,
    ])
  })
})

async function euCustomer(): Promise<string> {
  const customers = Object.values(shop().devStore.engine.state.tables.customers)
  const one = customers.find((customer) => customer.shop === other && customer.email !== null)
  return Promise.resolve(one?.id.split('/').pop() ?? '')
}
