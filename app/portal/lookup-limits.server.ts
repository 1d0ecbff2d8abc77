import { createHash } from 'node:crypto'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { ShopDomain } from '#app/domain/ids.ts'

/**
 * Order numbers are sequential, so the e-mail or postcode is the only secret: whoever guesses is slowed down by where he
 * comes from, by what he guesses at and by the shop as a whole. A shopper's own link from a message needs no lookup and is never
 * locked out.
 */
const limits = {
  network: { points: 10, duration: 10 * 60 },
  order: { points: 5, duration: 60 * 60 },
  proof: { points: 10, duration: 60 * 60 },
  shop: { points: 300, duration: 60 },
  /** Requests for a status page with a token that is none. */
  guess: { points: 30, duration: 60 * 60 },
} as const
type LimitName = keyof typeof limits

function limiter(name: LimitName): RateLimiterMemory {
  return new RateLimiterMemory({ keyPrefix: name, ...limits[name] })
}

const limiters = {
  network: limiter('network'),
  order: limiter('order'),
  proof: limiter('proof'),
  shop: limiter('shop'),
  guess: limiter('guess'),
} as const satisfies Record<LimitName, RateLimiterMemory>

/** Nothing personal is kept as a key. */
function keyOf(shop: ShopDomain, ...parts: readonly string[]): string {
  return createHash('sha256')
    .update([shop, ...parts].join('\0'))
    .digest('base64url')
}

async function take(name: LimitName, key: string): Promise<number> {
  try {
    await limiters[name].consume(key)
    return 0
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
    throw refusal
  }
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
    take('network', keyOf(shop, attempt.network)),
    take('order', keyOf(shop, attempt.orderNumber)),
    take('proof', keyOf(shop, attempt.proof)),
    take('shop', keyOf(shop)),
  ])
  return Math.max(...waits)
}

/** A right answer takes back what it counted against its own order and proof: looking at one's order is no guessing. */
export async function forgiveLookup({ shop, orderNumber, proof }: LookupAttempt): Promise<void> {
  await Promise.all([
    limiters.order.reward(keyOf(shop, orderNumber)),
    limiters.proof.reward(keyOf(shop, proof)),
  ])
}

/** Counts a status token that is none; answers the seconds to wait. */
export async function takeGuess(shop: ShopDomain, network: string): Promise<number> {
  return take('guess', keyOf(shop, network))
}
