import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { addSecurityHeaders, secureLibraryDocument } from './security-headers.server.ts'

function directive(headers: Headers, name: string): string | undefined {
  const directives = headers.get('content-security-policy')?.split('; ') ?? []
  return directives.find((each) => each.startsWith(`${name} `))?.slice(name.length + 1)
}

function headersFor(url: string): Headers {
  const headers = new Headers()
  addSecurityHeaders(new Request(url), headers)
  return headers
}

describe('the content security policy', () => {
  test('lets the shop and the admin put the page into a frame, and nobody else', () => {
    const headers = headersFor('https://app.example/app?shop=my-shop.myshopify.com')
    expect(directive(headers, 'frame-ancestors')).toBe(
      'https://my-shop.myshopify.com https://admin.shopify.com',
    )
  })

  test.each([
    'https://app.example/app',
    'https://app.example/app?shop=',
    'https://app.example/app?shop=evil.example',
    'https://app.example/app?shop=my-shop.myshopify.com.evil.example',
    'https://app.example/app?shop=a.myshopify.com%20https://evil.example',
    'https://app.example/app?shop=a.myshopify.com;script-src%20*',
    'https://app.example/app?shop=MY-SHOP.myshopify.com%0d%0aX-Evil:1',
  ])('lets nobody frame %s', (url) => {
    expect(directive(headersFor(url), 'frame-ancestors')).toBe(`'none'`)
  })

  test('allows App Bridge and scripts with the nonce of this very answer', () => {
    const [one, two] = [new Headers(), new Headers()]
    const request = new Request('https://app.example/app')
    const { nonce } = addSecurityHeaders(request, one)
    addSecurityHeaders(request, two)
    expect(directive(one, 'script-src')).toBe(`'self' https://cdn.shopify.com 'nonce-${nonce}'`)
    expect(directive(two, 'script-src')).not.toBe(directive(one, 'script-src'))
  })

  test("allows the inline script of Shopify's own document by its hash", async () => {
    const script = 'window.open("https://admin.shopify.com/x", "_top")'
    const made = new Response(
      `<script src="https://cdn.shopify.com/a.js"></script><script>${script}</script>`,
      {
        headers: {
          'content-type': 'text/html;charset=utf-8',
          'content-security-policy': 'frame-ancestors https://*.spin.dev',
        },
      },
    )
    const secured = await secureLibraryDocument(
      new Request('https://app.example/auth/exit-iframe?shop=a.myshopify.com'),
      made,
    )
    const hash = createHash('sha256').update(script).digest('base64')
    expect(directive(secured.headers, 'script-src')).toContain(`'sha256-${hash}'`)
    expect(directive(secured.headers, 'frame-ancestors')).toBe(
      'https://a.myshopify.com https://admin.shopify.com',
    )
    expect(await secured.text()).toContain(script)
  })
})
