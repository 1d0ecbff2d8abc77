import { createHash } from 'node:crypto'
import { z } from 'zod'
import { submission, submissionToken, type TokenScope } from '#app/signed-token.server.ts'

/** What a page showed for confirmation: exactly this content, once. */
const FormToken = z.object({ ...submission, content: z.string() })
export type FormToken = z.infer<typeof FormToken>

const formToken = submissionToken({
  purpose: 'form',
  // A day: who reads carefully loses nothing, and what was shown longer ago is shown once more.
  lifetimeMs: 24 * 60 * 60 * 1000,
  shape: FormToken,
})

/** The token of a page that asks to confirm something; its nonce is the key of the submission. `now` is an ISO instant. */
export function makeFormToken(scope: TokenScope, content: unknown, now: string): string {
  return formToken.make(scope, { content: contentHash(content) }, now)
}

/** What a token confirms; null where it was changed, is old, or the content is not what was shown. */
export function readFormToken(
  scope: TokenScope,
  token: string,
  { content, now }: { readonly content: unknown; readonly now: string },
): FormToken | null {
  const read = formToken.read(scope, token, now)
  return read === null || read.hasEnded || read.content.content !== contentHash(content) ? null : read.content
}

function contentHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22)
}
