import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { secretFor } from './env.server.ts'

/** Six digits that nobody can foresee. */
export function freshCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}

/** What is kept of a code. Keyed: who reads the database cannot try a million codes against it. */
export function hashOfCode(codeId: string, code: string): string {
  return createHmac('sha256', secretFor('guest code')).update(`${codeId}\0${code}`).digest('base64url')
}

export function isSameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

/** Where the encrypted address of a code stands. */
export function sealContext(codeId: string): string {
  return `guest code ${codeId}`
}
