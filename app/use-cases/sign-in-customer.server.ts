import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { createSignIn, takeSignIn } from '#app/db/customer-sign-in.server.ts'
import { type CustomerGid, ShopDomain } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { decrypt, encrypt } from '#app/encryption.server.ts'
import { env, secretFor } from '#app/env.server.ts'
import { readCustomerAccounts, signedInCustomer } from '#app/shopify/customer-account.server.ts'

const Kept = z.object({ nonce: z.string(), verifier: z.string(), issuer: z.string() })

/** Where Shopify sends the browser back to; `shopify.app.toml` registers it. */
function callbackAddress(): string {
  return new URL('/portal/signin/callback', env.SHOPIFY_APP_URL).href
}

export type BegunSignIn = { readonly address: string; readonly state: string }

/**
 * Begins a sign-in with the shop's customer accounts: keeps nonce and PKCE verifier (encrypted, ten minutes, once) and answers
 * Shopify's page. `back` is where the shopper goes on to. Null where the shop has no such accounts.
 */
export async function beginSignIn(
  ctx: ShopContext,
  { back, locale }: { readonly back: string; readonly locale: string },
): Promise<BegunSignIn | null> {
  const accounts = await readCustomerAccounts(ctx.shop)
  if (accounts === null) return null
  const [id, verifier, nonce] = [randomUUID(), secret(), secret()]
  const state = `${Buffer.from(ctx.shop).toString('base64url')}.${secret()}`
  const kept = JSON.stringify({ nonce, verifier, issuer: accounts.issuer })
  await withShop(ctx.shop, (tx) =>
    createSignIn(tx, ctx.shop, {
      id,
      stateHash: hashOf(state),
      sealed: encrypt(env.ENCRYPTION_KEY, kept, sealContext(id)),
      back,
      now: ctx.now(),
    }),
  )
  const address = new URL(accounts.authorizationEndpoint)
  const query = {
    client_id: env.SHOPIFY_API_KEY,
    response_type: 'code',
    redirect_uri: callbackAddress(),
    scope: 'openid email customer-account-api:full',
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    locale,
  }
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
  return { address: address.href, state }
}

/** The shop that a state names; it proves nothing yet. */
export function shopOfState(state: string): ShopDomain | null {
  const [shop = ''] = state.split('.')
  const read = ShopDomain.safeParse(Buffer.from(shop, 'base64url').toString('utf8'))
  return read.success ? read.data : null
}

/**
 * Ends a sign-in: the state must be one that was begun here and not used yet, the issuer the one it was begun with, and
 * Shopify must give the customer for the code. Refusals are not told apart.
 */
export async function endSignIn(
  ctx: ShopContext,
  returned: { readonly state: string; readonly code: string; readonly issuer: string | null },
): Promise<Result<{ readonly customer: CustomerGid; readonly back: string }, 'refused'>> {
  const taken = await withShop(ctx.shop, (tx) =>
    takeSignIn(tx, ctx.shop, { stateHash: hashOf(returned.state), now: ctx.now() }),
  )
  if (taken === null) return err('refused')
  const kept = decrypt(env.ENCRYPTION_KEY, taken.sealed, sealContext(taken.id))
  const { nonce, verifier, issuer } = Kept.parse(JSON.parse(kept ?? 'null'))
  const accounts = await readCustomerAccounts(ctx.shop)
  if (accounts === null || accounts.issuer !== issuer) return err('refused')
  // RFC 9207: an answer of another issuer is no answer to this question.
  if (returned.issuer !== null && returned.issuer !== issuer) return err('refused')
  const exchange = { code: returned.code, verifier, nonce, redirectUri: callbackAddress() }
  const customer = await signedInCustomer(accounts, exchange)
  return customer === null ? err('refused') : ok({ customer, back: taken.back })
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a state, and what a cookie that binds a browser to it holds. */
export function hashOf(state: string): string {
  return createHmac('sha256', secretFor('customer sign-in')).update(state).digest('base64url')
}

function sealContext(id: string): string {
  return `customer sign-in ${id}`
}
