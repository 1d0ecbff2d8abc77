import type { ShopDomain } from '#app/domain/ids.ts'
import { rateLimiter } from '#app/rate-limit.server.ts'

/**
 * A declaration needs no proof, and mails whoever it names: it is limited as looking up an order is, and no address gets more
 * than a few such mails.
 */
const limiters = {
  network: rateLimiter('declare-network', { points: 10, seconds: 10 * 60 }),
  address: rateLimiter('declare-address', { points: 5, seconds: 60 * 60 }),
  shop: rateLimiter('declare-shop', { points: 300, seconds: 60 }),
  /** What who holds a link writes about one order or return. */
  subject: rateLimiter('case-subject', { points: 20, seconds: 60 * 60 }),
}

/** Counts a declaration of withdrawal; answers how many seconds to wait, 0 when it may go on. */
export async function takeDeclaration(of: {
  readonly shop: ShopDomain
  readonly network: string
  readonly email: string
}): Promise<number> {
  const { shop, network, email } = of
  const waits = await Promise.all([
    limiters.network.consume(`${shop}\0${network}`),
    limiters.address.consume(`${shop}\0${email.toLowerCase()}`),
    limiters.shop.consume(shop),
  ])
  return Math.max(...waits)
}

/** Counts something written about an order, a return or a case; answers how many seconds to wait. */
export async function takeCaseMessage(shop: ShopDomain, subject: string): Promise<number> {
  return limiters.subject.consume(`${shop}\0${subject}`)
}
