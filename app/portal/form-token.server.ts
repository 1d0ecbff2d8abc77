import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ShopDomain } from '#app/domain/ids.ts'
import { readToken, signToken } from '#app/signed-token.server.ts'

type Scope = { readonly shop: ShopDomain; readonly secret: string }

/** What a page showed for confirmation: exactly this content, once. */
const FormToken = z.object({ nonce: z.uuid(), issuedAt: z.int(), content: z.string() })
export type FormToken = z.infer<typeof FormToken>

/** A day: who reads carefully loses nothing, and what was shown longer ago is shown once more. */
const lifetimeMs = 24 * 60 * 60 * 1000

/** The token of a page that asks to confirm something; its nonce is the key of the submission. `now` is an ISO instant. */
export function makeFormToken(scope: Scope, content: unknown, now: string): string {
  const token: FormToken = {
    nonce: randomUUID(),
    issuedAt: Date.parse(now),
    content: contentHash(content),
  }
  return signToken({ ...scope, purpose: 'form' }, Buffer.from(JSON.stringify(token)))
}

/** What a token confirms; null where it was changed, is old, or the content is not what was shown. */
export function readFormToken(
  scope: Scope,
  token: string,
  { content, now }: { readonly content: unknown; readonly now: string },
): FormToken | null {
  const payload = readToken({ ...scope, purpose: 'form' }, token)
  if (payload === null) return null
  const read = FormToken.parse(JSON.parse(payload.toString('utf8')))
  if (Date.parse(now) - read.issuedAt >= lifetimeMs || read.content !== contentHash(content)) return null
  return read
}

function contentHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22)
}
