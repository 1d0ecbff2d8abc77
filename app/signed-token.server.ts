import { createHmac, hkdfSync, randomUUID, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { ShopDomain } from './domain/ids.ts'

/** Whose tokens: a token of one shop or secret is worthless for another. */
export type TokenScope = { readonly shop: ShopDomain; readonly secret: string }
/** What a token is for: one of another purpose is nothing. */
type TokenPurpose = 'order' | 'gift' | 'status' | 'case' | 'form' | 'code' | 'customer' | 'photo'
type PurposeScope = TokenScope & { readonly purpose: TokenPurpose }

const macLength = 16

function macOf({ purpose, shop, secret }: PurposeScope, payload: Buffer): Buffer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `homeward portal token ${purpose} v1`, 32))
  return createHmac('sha256', key).update(shop).update('\0').update(payload).digest().subarray(0, macLength)
}

/** Signs a payload: base64url of payload and a 128-bit MAC. It can be read by its holder, not changed; put no secrets in. */
export function signToken(scope: PurposeScope, payload: Buffer): string {
  return Buffer.concat([payload, macOf(scope, payload)]).toString('base64url')
}

/** The payload of a token made by `signToken` for the same scope; null for anything else. Expiry is the payload's affair. */
function readToken(scope: PurposeScope, token: string): Buffer | null {
  if (!/^[A-Za-z0-9_-]{24,2000}$/.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  // Several texts decode to the same bytes (the last character's spare bits): only the one we wrote counts.
  if (bytes.length <= macLength || bytes.toString('base64url') !== token) return null
  const payload = bytes.subarray(0, -macLength)
  return timingSafeEqual(bytes.subarray(-macLength), macOf(scope, payload)) ? payload : null
}

type IdBytes<Id> = {
  readonly length: number
  readonly write: (id: Id, payload: Buffer) => void
  /** Null where the bytes are no such id. */
  readonly read: (payload: Buffer) => Id | null
}

/** A UUID in its 16 bytes. */
export function uuidBytes<Shape extends z.ZodType<string>>(shape: Shape): IdBytes<z.output<Shape>> {
  return {
    length: 16,
    write: (id, payload) => void payload.write(id.replaceAll('-', ''), 'hex'),
    read: (payload) => {
      const hex = payload.toString('hex', 0, 16)
      return shape.safeParse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')).data ?? null
    },
  }
}

/** Tokens that carry one id until they end: its bytes, then the second of the end in 32 bits. `now` is an ISO instant. */
export function idToken<Id>(kind: {
  readonly purpose: TokenPurpose
  readonly lifetimeSeconds: number
  readonly id: IdBytes<Id>
}) {
  const { purpose, lifetimeSeconds, id } = kind
  return {
    make: (scope: TokenScope, value: Id, now: string): string => {
      const payload = Buffer.alloc(id.length + 4)
      id.write(value, payload)
      payload.writeUInt32BE(Math.floor(Date.parse(now) / 1000) + lifetimeSeconds, id.length)
      return signToken({ ...scope, purpose }, payload)
    },
    /** The id; null when the token was changed, is another shop's or has ended. */
    read: (scope: TokenScope, token: string, now: string): Id | null => {
      const payload = readToken({ ...scope, purpose }, token)
      if (payload?.length !== id.length + 4) return null
      return payload.readUInt32BE(id.length) * 1000 <= Date.parse(now) ? null : id.read(payload)
    },
  }
}

/** What every token for one submission holds: the submission's key, and when the token was made (ms). */
export const submission = { nonce: z.uuid(), issuedAt: z.int() }
type Submission = { readonly nonce: string; readonly issuedAt: number }

/** Tokens for one submission: JSON of what they are about, with a fresh key each. `now` is an ISO instant. */
export function submissionToken<Content extends Submission>(kind: {
  readonly purpose: TokenPurpose
  readonly lifetimeMs: number
  /** Spreads `submission`. */
  readonly shape: z.ZodType<Content>
}) {
  const { purpose, lifetimeMs, shape } = kind
  return {
    make: (scope: TokenScope, content: Omit<Content, keyof Submission>, now: string): string => {
      const token = { ...content, nonce: randomUUID(), issuedAt: Date.parse(now) }
      return signToken({ ...scope, purpose }, Buffer.from(JSON.stringify(token)))
    },
    /** What it is about and whether it has ended; null when it was changed or is another shop's. */
    read: (scope: TokenScope, token: string, now: string) => {
      const payload = readToken({ ...scope, purpose }, token)
      if (payload === null) return null
      const content = shape.parse(JSON.parse(payload.toString('utf8')))
      return { content, hasEnded: Date.parse(now) - content.issuedAt >= lifetimeMs }
    },
  }
}
