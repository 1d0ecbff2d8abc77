import { createHmac } from 'node:crypto'
import { codeOfBytes } from './domain/gift.ts'
import type { ShopDomain } from './domain/ids.ts'
import { secretFor } from './env.server.ts'

/**
 * The gift code of a row: 60 bits that nobody can foresee, made of its random id with a key that is not in the database. It is
 * kept nowhere and can be shown again.
 */
export function giftCodeOf(shop: ShopDomain, id: string): string {
  return codeOfBytes(createHmac('sha256', secretFor('gift code')).update(`${shop}\0${id}`).digest())
}

/** What a code is found by. Keyed: who reads the database can neither use a row nor try out codes against it. */
export function hashOfGiftCode(shop: ShopDomain, code: string): string {
  return createHmac('sha256', secretFor('gift code hash')).update(`${shop}\0${code}`).digest('base64url')
}
