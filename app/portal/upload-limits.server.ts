import type { ShopDomain } from '#app/domain/ids.ts'
import { rateLimiter } from '#app/rate-limit.server.ts'

/** Making a picture anew costs more than any page: nobody has a hundred photos of what he returns. */
const limiters = {
  network: rateLimiter('upload', { points: 100, seconds: 10 * 60 }),
  shop: rateLimiter('upload-shop', { points: 1_200, seconds: 60 }),
}

/** Counts a photo that is uploaded; answers how many seconds to wait, 0 when it may go on. */
export async function takeUpload(shop: ShopDomain, network: string): Promise<number> {
  const waits = await Promise.all([
    limiters.network.consume(`${shop}\0${network}`),
    limiters.shop.consume(shop),
  ])
  return Math.max(...waits)
}
