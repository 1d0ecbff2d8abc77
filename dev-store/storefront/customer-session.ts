import { createHmac, timingSafeEqual } from 'node:crypto'
import { gid, legacyId } from '../engine/ids.ts'
import type { Customer, Shop, State } from '../engine/state.ts'

/** Cookies are shared by all ports of a host, so the name carries the shop. */
function cookieName(shop: Shop): string {
  return `storefront_customer_${shop.handle}`
}

function passwordCookieName(shop: Shop): string {
  return `storefront_digest_${shop.handle}`
}

/** Not a secret that guards anything (anyone may sign in as anyone here): it keeps the dump free of sessions and restarts signed in. */
function sign(shop: Shop, text: string): string {
  return createHmac('sha256', `storefront of ${shop.domain} ${shop.id}`).update(text).digest('base64url')
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

function readCookies(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = {}
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0) cookies[part.slice(0, at).trim()] = part.slice(at + 1).trim()
  }
  return cookies
}

/** The customer who is signed in on this storefront; undefined also when the customer has gone since. */
export function signedInCustomer(
  state: State,
  shop: Shop,
  cookieHeader: string | undefined,
): Customer | undefined {
  const [id = '', signature = ''] = (readCookies(cookieHeader)[cookieName(shop)] ?? '').split('.')
  if (!/^\d+$/.test(id) || !isSame(signature, sign(shop, `customer ${id}`))) return undefined
  const customer = state.tables.customers[gid('Customer', id)]
  return customer && customer.shop === shop.domain && !customer.redacted ? customer : undefined
}

/** `Set-Cookie` value that signs a customer in. */
export function signInCookie(shop: Shop, customer: Customer): string {
  const id = String(legacyId(customer.id))
  return `${cookieName(shop)}=${id}.${sign(shop, `customer ${id}`)}; Path=/; HttpOnly; SameSite=Lax`
}

export function signOutCookie(shop: Shop): string {
  return `${cookieName(shop)}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`
}

/** True when the store has no password, or the visitor has given the one that it has now. */
export function hasPassedPassword(shop: Shop, cookieHeader: string | undefined): boolean {
  if (shop.storefrontPassword === null) return true
  const given = readCookies(cookieHeader)[passwordCookieName(shop)] ?? ''
  return isSame(given, sign(shop, `password ${shop.storefrontPassword}`))
}

export function passwordCookie(shop: Shop): string {
  return `${passwordCookieName(shop)}=${sign(shop, `password ${shop.storefrontPassword ?? ''}`)}; Path=/; HttpOnly; SameSite=Lax`
}
