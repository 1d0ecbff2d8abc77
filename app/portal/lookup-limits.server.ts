import type { ShopDomain } from '#app/domain/ids.ts'
import { log } from '#app/log.server.ts'
import { rateLimiter } from '#app/rate-limit.server.ts'

/**
 * Order numbers are sequential, so the e-mail or postcode is the only secret: whoever guesses is slowed down by where he
 * comes from, by what he guesses at and by the shop as a whole. A shopper's own link from a message needs no lookup and is never
 * locked out.
 */
const limiters = {
  network: rateLimiter('network', { points: 10, seconds: 10 * 60 }),
  order: rateLimiter('order', { points: 5, seconds: 60 * 60 }),
  proof: rateLimiter('proof', { points: 10, seconds: 60 * 60 }),
  shop: rateLimiter('shop', { points: 300, seconds: 60 }),
  /** Refused lookups of a shop, from which on it is told, and how often it is. */
  denied: rateLimiter('denied', { points: 50, seconds: 60 * 60 }),
  alert: rateLimiter('alert', { points: 1, seconds: 60 * 60 }),
  /** Typed codes and wishes for a new one; each code has five tries of its own. */
  code: rateLimiter('code', { points: 30, seconds: 60 * 60 }),
  /** Typed gift codes of a network: right ones are taken back. The codes themselves cannot be guessed. */
  gift: rateLimiter('gift', { points: 10, seconds: 10 * 60 }),
  /** Products that Shopify is asked about for the pages of products. */
  product: rateLimiter('product', { points: 300, seconds: 60 }),
  /** Requests for a status page with a token that is none. */
  guess: rateLimiter('guess', { points: 30, seconds: 60 * 60 }),
}

function keyOf(shop: ShopDomain, ...parts: readonly string[]): string {
  return [shop, ...parts].join('\0')
}

export type LookupAttempt = {
  readonly shop: ShopDomain
  readonly network: string
  readonly orderNumber: string
  readonly proof: string
}

/**
 * Counts an attempt to find an order, right or wrong, and answers how many seconds to wait: 0 when it may go on. A
 * refused attempt says nothing about the order.
 */
export async function takeLookup(attempt: LookupAttempt): Promise<number> {
  const { shop } = attempt
  const waits = await Promise.all([
    limiters.network.consume(keyOf(shop, attempt.network)),
    limiters.order.consume(keyOf(shop, attempt.orderNumber)),
    limiters.proof.consume(keyOf(shop, attempt.proof)),
    limiters.shop.consume(keyOf(shop)),
  ])
  return Math.max(...waits)
}

/**
 * A right answer takes back what it counted: looking at one's order is no guessing, and a busy day or a network that many
 * share must not shut shoppers out. Never throws: where it fails, the limits are only stricter.
 */
export async function forgiveLookup({ shop, network, orderNumber, proof }: LookupAttempt): Promise<void> {
  try {
    await Promise.all([
      limiters.network.reward(keyOf(shop, network)),
      limiters.order.reward(keyOf(shop, orderNumber)),
      limiters.proof.reward(keyOf(shop, proof)),
      limiters.shop.reward(keyOf(shop)),
    ])
  } catch (error) {
    log.warn({ shop, error }, 'A lookup was not taken back')
  }
}

/**
 * Counts a refused lookup; true once an hour, when there were so many that somebody seems to try out orders.
 */
export async function isGuessing(shop: ShopDomain): Promise<boolean> {
  if ((await limiters.denied.consume(keyOf(shop))) === 0) return false
  return (await limiters.alert.consume(keyOf(shop))) === 0
}

/** Counts a status token that is none; answers the seconds to wait. */
export async function takeGuess(shop: ShopDomain, network: string): Promise<number> {
  return limiters.guess.consume(keyOf(shop, network))
}

/** Counts a typed code or a wish for a new one; answers the seconds to wait. */
export async function takeCodeTry(shop: ShopDomain, network: string): Promise<number> {
  return limiters.code.consume(keyOf(shop, network))
}

/** Counts a typed gift code, right or wrong; answers the seconds to wait. */
export async function takeGiftTry(shop: ShopDomain, network: string): Promise<number> {
  const waits = await Promise.all([
    limiters.gift.consume(keyOf(shop, network)),
    limiters.shop.consume(keyOf(shop)),
  ])
  return Math.max(...waits)
}

/** A right code takes back what it counted. Never throws, as `forgiveLookup`. */
export async function forgiveGiftTry(shop: ShopDomain, network: string): Promise<void> {
  try {
    await Promise.all([limiters.gift.reward(keyOf(shop, network)), limiters.shop.reward(keyOf(shop))])
  } catch (error) {
    log.warn({ shop, error }, 'A gift code was not taken back')
  }
}

/** Counts a product that Shopify would be asked about; answers whether it may be. */
export async function takeProductLine(shop: ShopDomain): Promise<boolean> {
  return (await limiters.product.consume(keyOf(shop))) === 0
}
