import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { ShopDomain } from './domain/ids.ts'

/** What a token is for and whose it is: a token of one purpose or shop is worthless for another. */
export type TokenScope = {
  readonly purpose: 'order' | 'status' | 'case' | 'form' | 'code' | 'customer' | 'photo'
  readonly shop: ShopDomain
  readonly secret: string
}

const macLength = 16

function macOf({ purpose, shop, secret }: TokenScope, payload: Buffer): Buffer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `homeward portal token ${purpose} v1`, 32))
  return createHmac('sha256', key).update(shop).update('\0').update(payload).digest().subarray(0, macLength)
}

/** Signs a payload: base64url of payload and a 128-bit MAC. It can be read by its holder, not changed; put no secrets in. */
export function signToken(scope: TokenScope, payload: Buffer): string {
  return Buffer.concat([payload, macOf(scope, payload)]).toString('base64url')
}

/** The payload of a token made by `signToken` for the same scope; null for anything else. Expiry is the payload's affair. */
export function readToken(scope: TokenScope, token: string): Buffer | null {
  if (!/^[A-Za-z0-9_-]{24,2000}$/.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  // Several texts decode to the same bytes (the last character's spare bits): only the one we wrote counts.
  if (bytes.length <= macLength || bytes.toString('base64url') !== token) return null
  const payload = bytes.subarray(0, -macLength)
  return timingSafeEqual(bytes.subarray(-macLength), macOf(scope, payload)) ? payload : null
}
