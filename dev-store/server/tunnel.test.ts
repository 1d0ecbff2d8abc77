import http from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { closer, listen } from './http.ts'
import type { LocalHosts } from './tunnel.ts'
import { createTunnel, replaceInStream, rewriteLocation, rewritePolicy } from './tunnel.ts'

const hosts: LocalHosts = {
  admin: 'http://127.0.0.1:4400',
  appBridge: 'http://127.0.0.1:4400/app-bridge.js',
  storefronts: { 'homeward-demo.myshopify.com': 'http://127.0.0.1:4410' },
}
const CDN = 'https://cdn.shopify.com/shopifycloud/app-bridge.js'

describe('rewritePolicy', () => {
  test('puts the local admin in the place of admin and shop, once', () => {
    const policy = 'frame-ancestors https://homeward-demo.myshopify.com https://admin.shopify.com'
    expect(rewritePolicy(policy, hosts)).toBe('frame-ancestors http://127.0.0.1:4400')
  })

  test("keeps 'none', so that a page without a shop cannot be framed here either", () => {
    expect(rewritePolicy("frame-ancestors 'none'", hosts)).toBe("frame-ancestors 'none'")
  })

  test('adds the stand-in beside the CDN and drops the upgrade to https', () => {
    const policy = "default-src 'self'; script-src 'self' https://cdn.shopify.com; upgrade-insecure-requests"
    expect(rewritePolicy(policy, hosts)).toBe(
      "default-src 'self'; script-src 'self' https://cdn.shopify.com http://127.0.0.1:4400",
    )
  })

  test('does not loosen a policy that names no host of Shopify', () => {
    const policy = "script-src 'self' 'nonce-abc'; connect-src 'self'; form-action 'self'"
    expect(rewritePolicy(policy, hosts)).toBe(policy)
  })

  test('lets a form go to the shop at its local address', () => {
    expect(rewritePolicy('form-action https://homeward-demo.myshopify.com', hosts)).toBe(
      'form-action https://homeward-demo.myshopify.com http://127.0.0.1:4400 http://127.0.0.1:4410',
    )
  })
})

describe('rewriteLocation', () => {
  test.each([
    [
      'https://admin.shopify.com/store/homeward-demo/apps/key?x=1',
      'http://127.0.0.1:4400/store/homeward-demo/apps/key?x=1',
    ],
    [
      'https://homeward-demo.myshopify.com/admin/orders/1',
      'http://127.0.0.1:4400/store/homeward-demo/orders/1',
    ],
    ['https://homeward-demo.myshopify.com/pages/returns', 'http://127.0.0.1:4410/pages/returns'],
    ['https://elsewhere.example/x', 'https://elsewhere.example/x'],
    ['/app?shop=x', '/app?shop=x'],
  ])('%s', (from, to) => {
    expect(rewriteLocation(from, hosts)).toBe(to)
  })
})

test('replaceInStream finds a needle that is split between chunks, at every place', async () => {
  const text = `<script src="${CDN}"></script> naïve ✓ ${CDN}`
  const bytes = Buffer.from(text)
  for (let cut = 1; cut < bytes.length; cut += 1) {
    const stream = replaceInStream(CDN, 'X')
    stream.write(bytes.subarray(0, cut))
    stream.end(bytes.subarray(cut))
    let out = ''
    for await (const chunk of stream) out += String(chunk)
    expect(out).toBe(text.replaceAll(CDN, 'X'))
  }
})

describe('createTunnel', () => {
  const closing: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })

  async function serve(handler: http.RequestListener): Promise<string> {
    const server = http.createServer(handler)
    closing.push(closer(server))
    return `http://127.0.0.1:${await listen(server, 0)}`
  }
  async function tunnelTo(target: string | undefined): Promise<string> {
    const server = createTunnel({ target: () => target, hosts: () => hosts })
    closing.push(closer(server))
    return `http://127.0.0.1:${await listen(server, 0)}`
  }

  test('rewrites HTML and its headers and streams the rest untouched', async () => {
    const binary = Buffer.from([0, 255, 1, 254])
    const app = await serve((req, res) => {
      if (req.url === '/bytes')
        return res.writeHead(200, { 'content-type': 'application/octet-stream' }).end(binary)
      res.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        link: `<${CDN}>; rel="preload"; as="script";`,
        'content-security-policy': 'frame-ancestors https://admin.shopify.com;',
        'strict-transport-security': 'max-age=1',
      })
      res.end(`<script src="${CDN}"></script>`)
    })
    const tunnel = await tunnelTo(app)
    const page = await fetch(`${tunnel}/`, { headers: { accept: 'text/html' } })
    expect(await page.text()).toBe('<script src="http://127.0.0.1:4400/app-bridge.js"></script>')
    expect(page.headers.get('link')).toContain('<http://127.0.0.1:4400/app-bridge.js>')
    expect(page.headers.get('content-security-policy')).toBe('frame-ancestors http://127.0.0.1:4400')
    expect(page.headers.get('strict-transport-security')).toBeNull()
    const bytes = await fetch(`${tunnel}/bytes`)
    expect(Buffer.from(await bytes.arrayBuffer())).toEqual(binary)
  })

  test('reads HTML that the app compressed although nobody asked', async () => {
    const app = await serve((_req, res) => {
      res
        .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
        .end(gzipSync(`see ${CDN}`))
    })
    const page = await fetch(await tunnelTo(app), { headers: { accept: 'text/html' } })
    expect(await page.text()).toBe('see http://127.0.0.1:4400/app-bridge.js')
  })

  test('passes method, body and the public host on', async () => {
    const app = await serve((req, res) => {
      let body = ''
      req.on('data', (chunk) => (body += String(chunk)))
      req.on('end', () =>
        res.end(`${req.method} ${req.headers.host} ${req.headers['x-forwarded-host']} ${body}`),
      )
    })
    const tunnel = await tunnelTo(app)
    const host = new URL(tunnel).host
    const answer = await fetch(tunnel, { method: 'POST', body: 'a=1' })
    expect(await answer.text()).toBe(`POST ${host} ${host} a=1`)
  })

  test('says in plain words that the app is not up', async () => {
    const tunnel = await tunnelTo(undefined)
    const page = await fetch(tunnel, { headers: { accept: 'text/html' } })
    expect(page.status).toBe(502)
    expect(await page.text()).toContain('The app is not up yet')
    const json = await fetch(tunnel)
    expect(json.status).toBe(502)
    expect(json.headers.get('content-type')).toContain('application/json')
  })
})
