import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expectConsoleError } from '../../tests/setup/console.ts'
import { createStorefront } from './create-storefront.ts'
import { proxySignature } from './proxy-signature.ts'
import { FIXTURE_SHOP, fixtureEngine, serve } from './storefront-fixture.ts'

type Seen = { method: string; url: URL; headers: IncomingMessage['headers']; body: string }

let closers: (() => Promise<void>)[] = []
let folder = ''
let seen: Seen[] = []

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'extension-')), 'returns-portal')
  seen = []
})
afterEach(async () => {
  for (const close of closers) await close()
  closers = []
  rmSync(join(folder, '..'), { recursive: true, force: true })
})

function writeBlock(body: string, schema: Record<string, unknown>): void {
  for (const name of ['blocks', 'assets', 'locales']) mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(
    join(folder, 'blocks', 'portal.liquid'),
    `${body}{% schema %}${JSON.stringify(schema)}{% endschema %}`,
  )
  writeFileSync(join(folder, 'assets', 'portal.css'), 'a{}')
  writeFileSync(join(folder, 'assets', 'portal.js'), '1')
  writeFileSync(join(folder, 'locales', 'en.default.json'), JSON.stringify({ title: 'Start' }))
  writeFileSync(join(folder, 'locales', 'de.json'), JSON.stringify({ title: 'Los' }))
}

type Shape = Parameters<typeof fixtureEngine>[0]

async function store(
  answer?: (req: IncomingMessage, res: ServerResponse) => void,
  shop: Shape = {},
  proxyTimeoutMs = 10_000,
) {
  const app = await serve((req, res) => {
    let body = ''
    req.on('data', (chunk) => (body += String(chunk)))
    req.on('end', () => {
      seen.push({
        method: req.method ?? '',
        url: new URL(req.url ?? '', 'http://app'),
        headers: req.headers,
        body,
      })
      answer?.(req, res)
    })
  })
  const engine = fixtureEngine(shop)
  const appProxy = () => ({
    prefix: 'apps',
    subpath: 'returns',
    url: `${app.origin}/proxy`,
    apiSecret: 'hush',
  })
  const handler = createStorefront({
    engine,
    shop: FIXTURE_SHOP,
    extensionFolder: folder,
    appProxy,
    proxyTimeoutMs,
  })
  const storefront = await serve((req, res) => void handler(req, res))
  closers.push(storefront.close, app.close)
  return { engine, origin: storefront.origin, appOrigin: app.origin, closeApp: app.close }
}

const get = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { headers, redirect: 'manual' })
const page = async (url: string, headers: Record<string, string> = {}): Promise<string> =>
  (await get(url, headers)).text()

async function signIn(origin: string, returnTo = ''): Promise<{ cookie: string; location: string | null }> {
  const body = new URLSearchParams({ customer_id: '7001', return_to: returnTo })
  const answer = await fetch(`${origin}/account/login`, { method: 'POST', body, redirect: 'manual' })
  return {
    cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
    location: answer.headers.get('location'),
  }
}

describe('theme', () => {
  test('shows home, products and product pages in both languages, with what the merchant typed escaped', async () => {
    const { origin } = await store()
    expect(await page(`${origin}/`)).toContain('Things for the house')
    expect(await page(`${origin}/de`)).toContain('<html lang="de">')
    expect(await page(`${origin}/?locale=de`)).toContain('href="/de/pages/returns"')
    expect((await get(`${origin}/en/pages/returns`)).status).toBe(200)
    expect(await page(`${origin}/en/products/mug`)).toContain('href="/pages/returns"')
    const product = await page(`${origin}/products/mug`)
    expect(product).toContain('Mug &lt;em&gt;blue&lt;/em&gt;')
    expect(product).toContain('$1,234.50')
    expect((await get(`${origin}/nothing-here`)).status).toBe(404)
  })

  test('says so plainly while the extension is not there', async () => {
    const { origin } = await store()
    expect(await page(`${origin}/pages/returns`)).toContain('The returns block is not there yet')
  })

  test('serves assets flat and nothing above them', async () => {
    writeBlock('x', { name: 'P', target: 'section' })
    const { origin } = await store()
    expect(
      (await get(`${origin}/extensions/returns-portal/assets/portal.css`)).headers.get('content-type'),
    ).toContain('text/css')
    expect((await get(`${origin}/extensions/returns-portal/assets/..%2Flocales%2Fde.json`)).status).toBe(404)
    expect((await get(`${origin}/extensions/returns-portal/assets/none.css`)).status).toBe(404)
    expect((await get(`${origin}/files/mug.svg`)).headers.get('content-type')).toBe('image/svg+xml')
  })
})

describe('second theme', () => {
  test('carries the same pages and blocks in another layout', async () => {
    writeBlock('THE BLOCK', { name: 'P', target: 'section', stylesheet: 'portal.css' })
    const theme = {
      id: 'gid://shopify/OnlineStoreTheme/1',
      name: 'Larder',
      blockPlaced: true,
      blockSettings: {},
    }
    const { origin } = await store(undefined, { theme })
    const html = await page(`${origin}/pages/returns`)
    expect(html).toContain('THE BLOCK')
    expect(html).toContain('class="masthead"')
    expect(html).toContain('larder.css')
    expect((await get(`${origin}/cdn/shop/t/1/assets/larder.css`)).status).toBe(200)
    for (const path of ['/', '/products/mug', '/account/login', '/de', '/nothing-here']) {
      expect(await page(`${origin}${path}`)).not.toContain('Translation missing')
    }
  })
})

describe('app block', () => {
  const schema = {
    name: 'Portal',
    target: 'section',
    stylesheet: 'portal.css',
    javascript: 'portal.js',
    settings: [
      { type: 'text', id: 'heading', default: 'Hi' },
      { type: 'checkbox', id: 'on' },
    ],
  }

  test('gets settings, page objects and its texts, and loads its schema assets once in the head', async () => {
    writeBlock(
      "{{ block.settings.heading }}|{{ block.settings.on }}|{{ 'title' | t }}|{{ customer.first_name }}|{{ request.locale.iso_code }}",
      schema,
    )
    const { origin, engine } = await store()
    const { cookie } = await signIn(origin)
    const html = await page(`${origin}/de/pages/returns`, { cookie })
    expect(html).toContain('Hi|false|Los|Ines|de')
    expect(html.split('/extensions/returns-portal/assets/portal.css')).toHaveLength(2)
    expect(html.indexOf('portal.js')).toBeLessThan(html.indexOf('</head>'))
    const shop = engine.state.tables.shops[FIXTURE_SHOP]
    if (shop) shop.theme.blockSettings = { portal: { heading: 'Saved', unknown: 1 } }
    expect(await page(`${origin}/pages/returns`)).toContain('Saved|false|Start||en')
  })

  test('leaves no byte on pages without it', async () => {
    writeBlock('x', schema)
    const { origin } = await store()
    expect(await page(`${origin}/products/mug`)).not.toContain('returns-portal')
  })

  test('shows an error in its place and keeps the page', async () => {
    expectConsoleError(/customer\.shoe_size/)
    writeBlock('{{ customer.shoe_size }}', schema)
    const { origin } = await store()
    const { cookie } = await signIn(origin)
    const answer = await get(`${origin}/pages/returns`, { cookie })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('customer.shoe_size')
  })

  test('is gone when the merchant takes it off the page', async () => {
    writeBlock('THE BLOCK', schema)
    const theme = {
      id: 'gid://shopify/OnlineStoreTheme/1',
      name: 'Hearth',
      blockPlaced: false,
      blockSettings: {},
    }
    const { origin } = await store(undefined, { theme })
    expect(await page(`${origin}/pages/returns`)).not.toContain('THE BLOCK')
  })
})

describe('customer sign-in', () => {
  test('sets a session, returns to a local path only, and ends with sign-out', async () => {
    const { origin } = await store()
    expect((await signIn(origin, '/pages/returns')).location).toBe('/pages/returns')
    expect((await signIn(origin, '//evil.example')).location).toBe('/account')
    expect((await signIn(origin, 'https://evil.example')).location).toBe('/account')
    const { cookie } = await signIn(origin)
    expect(await page(`${origin}/`, { cookie })).toContain('>Ines</a>')
    expect(await page(`${origin}/`, { cookie: cookie.replace('7001', '7002') })).not.toContain('Ines')
    expect((await get(`${origin}/account/logout`, { cookie })).headers.get('set-cookie')).toContain(
      'Max-Age=0',
    )
  })

  test('account asks to sign in first; a form of another site is refused', async () => {
    const { origin } = await store()
    expect((await get(`${origin}/account`)).headers.get('location')).toBe(
      '/account/login?return_to=%2Faccount',
    )
    const body = new URLSearchParams({ customer_id: '7001' })
    const foreign = await fetch(`${origin}/account/login`, {
      method: 'POST',
      body,
      headers: { origin: 'https://evil.example' },
    })
    expect(foreign.status).toBe(403)
  })
})

describe('app proxy', () => {
  const ok = (_req: IncomingMessage, res: ServerResponse): void => {
    res.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b', 'x-app': '1' })
    res.end('{"ok":true}')
  }

  test('signs, keeps query, method and body, and shares no cookie', async () => {
    const { origin, engine } = await store(ok)
    const { cookie } = await signIn(origin)
    const answer = await fetch(`${origin}/apps/returns/orders/find?extra=1&extra=2&b=%C3%A9`, {
      method: 'POST',
      body: 'order=1001',
      headers: {
        cookie,
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-for': '203.0.113.9',
      },
    })
    expect(await answer.json()).toEqual({ ok: true })
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('x-app')).toBe('1')
    const [call] = seen
    expect(call?.method).toBe('POST')
    expect(call?.url.pathname).toBe('/proxy/orders/find')
    expect(call?.body).toBe('order=1001')
    expect(call?.headers.cookie).toBeUndefined()
    expect(call?.headers['x-forwarded-for']).toBe('203.0.113.9, 127.0.0.1')
    expect(call?.headers['x-forwarded-host']).toBe(new URL(origin).host)
    const params = call?.url.searchParams ?? new URLSearchParams()
    expect(params.getAll('extra')).toEqual(['1', '2'])
    expect(params.get('logged_in_customer_id')).toBe('7001')
    expect(params.get('shop')).toBe(FIXTURE_SHOP)
    expect(params.get('path_prefix')).toBe('/apps/returns')
    expect(params.get('timestamp')).toBe(String(engine.clock.now().getTime() / 1000))
    expect(params.get('signature')).toBe(proxySignature(params, 'hush'))
  })

  test('forwards PUT and DELETE with bodies and a blank id for a guest', async () => {
    const { origin } = await store(ok)
    for (const method of ['PUT', 'DELETE']) await fetch(`${origin}/apps/returns/x`, { method, body: method })
    expect(seen.map((call) => `${call.method} ${call.body}`)).toEqual(['PUT PUT', 'DELETE DELETE'])
    expect(seen[0]?.url.searchParams.get('logged_in_customer_id')).toBe('')
  })

  test('follows the path that the merchant moved it to', async () => {
    const { origin } = await store(ok, { proxyPath: '/community/send-back' })
    expect((await get(`${origin}/community/send-back/a`)).status).toBe(200)
    expect(seen[0]?.url.searchParams.get('path_prefix')).toBe('/community/send-back')
    expect((await get(`${origin}/apps/returns/a`)).status).toBe(404)
  })

  test('renders application/liquid inside the layout, or without it when asked', async () => {
    const { origin } = await store((req, res) => {
      res.writeHead(404, { 'content-type': 'application/liquid; charset=utf-8' })
      res.end(`${req.url?.includes('bare') ? '{% layout none %}' : ''}<p>{{ shop.name }}</p>`)
    })
    const inLayout = await get(`${origin}/apps/returns/page`)
    expect(inLayout.status).toBe(404)
    expect(inLayout.headers.get('content-type')).toContain('text/html')
    const html = await inLayout.text()
    expect(html).toContain('<p>Fixture & Sons</p>')
    expect(html).toContain('class="header"')
    expect(await page(`${origin}/apps/returns/bare`)).toBe('<p>Fixture & Sons</p>')
  })

  test("keeps redirects on the storefront when they point at the app's own address", async () => {
    let location = ''
    const { origin, appOrigin } = await store((_req, res) => {
      res.writeHead(302, { location })
      res.end()
    })
    const follow = async (to: string): Promise<string | null> => {
      location = to
      return (await get(`${origin}/apps/returns/x`)).headers.get('location')
    }
    expect(await follow(`${appOrigin}/proxy/done?a=1`)).toBe('/apps/returns/done?a=1')
    expect(await follow('/apps/returns/done')).toBe('/apps/returns/done')
    expect(await follow('https://carrier.example/label')).toBe('https://carrier.example/label')
  })

  test("shows Shopify's error page for 5xx, a dead app and one that is too slow", async () => {
    const failing = await store((_req, res) => {
      res.writeHead(500)
      res.end('SECRET STACK')
    })
    const answer = await get(`${failing.origin}/apps/returns/x`)
    expect(answer.status).toBe(500)
    const html = await answer.text()
    expect(html).toContain('error in the third-party application')
    expect(html).not.toContain('SECRET STACK')
    await failing.closeApp()
    expect((await get(`${failing.origin}/apps/returns/x`)).status).toBe(502)
    const slow = await store(() => undefined, {}, 100)
    expect((await get(`${slow.origin}/apps/returns/x`)).status).toBe(504)
  })

  test('streams: the first bytes arrive while the app still writes', async () => {
    const { origin } = await store((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/plain' })
      res.write('first')
      setTimeout(() => res.end('second'), 300)
    })
    const first = await new Promise<string>((resolve, reject) => {
      const req = httpRequest(`${origin}/apps/returns/x`, (res) =>
        res.once('data', (chunk) => resolve(String(chunk))),
      )
      req.on('error', reject)
      req.end()
    })
    expect(first).toBe('first')
  })
})

describe('password page', () => {
  test('gates the theme and the proxy until the password is given', async () => {
    const { origin } = await store(undefined, { storefrontPassword: 'let me in' })
    for (const path of ['/', '/products/mug', '/apps/returns/x']) {
      expect((await get(`${origin}${path}`)).headers.get('location')).toBe('/password')
    }
    expect(seen).toHaveLength(0)
    const wrong = await fetch(`${origin}/password`, {
      method: 'POST',
      body: new URLSearchParams({ password: 'no' }),
      redirect: 'manual',
    })
    expect(wrong.status).toBe(422)
    const right = await fetch(`${origin}/password`, {
      method: 'POST',
      body: new URLSearchParams({ password: 'let me in' }),
      redirect: 'manual',
    })
    const cookie = (right.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect((await get(`${origin}/`, { cookie })).status).toBe(200)
  })
})
