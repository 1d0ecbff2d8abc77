import { createHash, randomBytes } from 'node:crypto'
import { ShopDomain } from './domain/ids.ts'

const shopifyCdn = 'https://cdn.shopify.com'

/** Headers of every answer, whatever it holds. */
export const commonHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
} as const

/** Who may put the page into a frame: the admin of the shop that it was asked for, and nobody without one. */
function frameAncestors(request: Request): string {
  const shop = ShopDomain.safeParse(new URL(request.url).searchParams.get('shop'))
  return shop.success ? `https://${shop.data} https://admin.shopify.com` : `'none'`
}

function policy(request: Request, scripts: readonly string[]): string {
  return [
    `default-src 'self'`,
    `script-src 'self' ${shopifyCdn} ${scripts.join(' ')}`,
    // Polaris writes style attributes.
    `style-src 'self' 'unsafe-inline' ${shopifyCdn}`,
    `img-src 'self' data: ${shopifyCdn}`,
    `font-src 'self' ${shopifyCdn}`,
    `connect-src 'self' ${shopifyCdn} https://admin.shopify.com https://monorail-edge.shopifysvc.com`,
    `frame-src https://admin.shopify.com`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors ${frameAncestors(request)}`,
  ].join('; ')
}

/**
 * Sets the headers of a document that we render and answers the nonce that its own scripts must carry. Shopify's App
 * Bridge may load; scripts of anybody else, inline ones included, may not.
 */
export function addSecurityHeaders(request: Request, headers: Headers): { readonly nonce: string } {
  const nonce = randomBytes(16).toString('base64')
  headers.set('Content-Security-Policy', policy(request, [`'nonce-${nonce}'`]))
  return { nonce }
}

/**
 * Sets the headers of a small document that Shopify's library made (session token bounce, leaving the frame): its inline
 * script is allowed by its hash, because it cannot carry a nonce of ours.
 */
export async function secureLibraryDocument(request: Request, response: Response): Promise<Response> {
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response
  const html = await response.text()
  const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script ?? '')
  const hashes = inline.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
  const headers = new Headers(response.headers)
  headers.set('Content-Security-Policy', policy(request, hashes))
  return new Response(html, { status: response.status, headers })
}
