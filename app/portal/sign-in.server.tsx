import { contextFromShop } from '#app/context.server.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import { env } from '#app/env.server.ts'
import { isSameHash } from '#app/guest-code.server.ts'
import { readStorefrontUrl } from '#app/shopify/storefront-address.server.ts'
import { beginSignIn, endSignIn, hashOf, shopOfState } from '#app/use-cases/sign-in-customer.server.ts'
import { makeCustomerToken } from './customer-token.server.ts'
import { readGiftToken } from './gift-token.server.ts'
import { LookupPage } from './lookup-page.tsx'
import { plainResponse } from './portal-response.server.ts'
import { answerVisit, type Visit } from './visit.server.tsx'

/**
 * Begins the sign-in with the customer account: from the portal's own page through the app proxy, or straight from a headless
 * storefront on an origin that the shop has allowed (`?shop=…&back=https://…`), whose browser is bound to it by a cookie.
 */
export function startSignIn(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  return searchParams.has('signature')
    ? answerVisit(request, { GET: fromPortal })
    : fromHeadless(searchParams)
}

async function fromPortal(visit: Visit): Promise<Response> {
  const { ctx, frame } = visit
  // Who holds a gift code goes on with the gift.
  const { t } = visit.proxy.params
  const isGift = t !== undefined && readGiftToken(visit.scope, t, visit.now) !== null
  const back = isGift ? frame.to('gift', { t }) : frame.to('')
  const begun = await beginSignIn(ctx, { back, locale: frame.text.locale })
  if (begun !== null) return redirect(begun.address)
  const notice = { kind: 'info', sentence: frame.text.t('signin.not_here') } as const
  return visit.show(<LookupPage frame={frame} notice={notice} />, 424)
}

async function fromHeadless(query: URLSearchParams): Promise<Response> {
  const shop = ShopDomain.safeParse(query.get('shop'))
  const back = query.get('back') ?? ''
  const ctx = shop.success ? await contextFromShop(shop.data, { kind: 'shopper' }) : null
  if (ctx === null || !isAllowed(back, ctx.settings.portal.headlessOrigins))
    return plainResponse(403, 'The shop has not allowed this origin.')
  const begun = await beginSignIn(ctx, { back, locale: ctx.settings.locale })
  if (begun === null) return plainResponse(424, 'This shop has no customer accounts to sign in with.')
  return redirect(begun.address, { 'Set-Cookie': cookie(hashOf(begun.state), 600) })
}

function isAllowed(back: string, origins: readonly string[]): boolean {
  return URL.canParse(back) && origins.includes(new URL(back).origin)
}

/**
 * Where Shopify sends the browser after signing in. What comes back is a session of twenty minutes for the portal: in the
 * address of its page, or for headless storefronts behind the `#`, where it reaches no server.
 */
export async function finishSignIn(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams
  const one = (name: string) => (query.getAll(name).length === 1 ? (query.get(name) ?? '') : '')
  const [state, code] = [one('state'), one('code')]
  const shop = shopOfState(state)
  const ctx = shop === null ? null : await contextFromShop(shop, { kind: 'shopper' })
  if (ctx === null || code === '') return refused()
  const ended = await endSignIn(ctx, { state, code, issuer: query.get('iss') })
  if (!ended.ok) return refused()
  const { customer, back } = ended.value
  const scope = { shop: ctx.shop, secret: env.SHOPIFY_API_SECRET }
  const token = makeCustomerToken(scope, customer, new Date().toISOString())
  if (back.startsWith('/')) {
    const page = new URL(back, await readStorefrontUrl(ctx.admin))
    page.searchParams.set('k', token)
    return redirect(page.href)
  }
  // Another browser than the one that began it would be signed in as somebody else.
  if (!isSameHash(hashOf(state), boundTo(request)) || !isAllowed(back, ctx.settings.portal.headlessOrigins))
    return refused()
  const page = new URL(back)
  page.hash = new URLSearchParams({ customer_token: token }).toString()
  return redirect(page.href, { 'Set-Cookie': cookie('', 0) })
}

function refused(): Response {
  return plainResponse(403, 'This sign-in did not work. Please go back to the shop and try again.')
}

function redirect(address: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, {
    status: 303,
    headers: { Location: address, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', ...headers },
  })
}

const cookieName = 'homeward_sign_in'

function cookie(value: string, seconds: number): string {
  const secure = env.SHOPIFY_APP_URL.startsWith('https://') ? '; Secure' : ''
  return `${cookieName}=${value}; Path=/portal/signin; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`
}

function boundTo(request: Request): string {
  const cookies = (request.headers.get('cookie') ?? '').split(';').map((part) => part.trim())
  return cookies.find((part) => part.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) ?? ''
}
