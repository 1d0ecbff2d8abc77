import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** A 256-bit key and the id that stands in front of everything it encrypted. */
export type EncryptionKey = { readonly id: string; readonly key: Buffer }

/**
 * Encrypts a text with the first key (AES-256-GCM, a fresh nonce each time): `v1.<key id>.<nonce>.<text>.<tag>`.
 * `context` names the place where it stands; in another place it does not open.
 */
export function encrypt(keys: readonly EncryptionKey[], text: string, context: string): string {
  const [key] = keys
  if (!key) throw new Error('There is no encryption key')
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key.key, nonce).setAAD(Buffer.from(context))
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  const parts = [nonce, encrypted, cipher.getAuthTag()].map((part) => part.toString('base64url'))
  return ['v1', Buffer.from(key.id).toString('base64url'), ...parts].join('.')
}

/** Opens what `encrypt` made. Null when no key fits, or it was changed, or it was made for another place. */
export function decrypt(keys: readonly EncryptionKey[], sealed: string, context: string): string | null {
  const [version, id, nonce, encrypted, tag, ...rest] = sealed.split('.')
  if (version !== 'v1' || !id || !nonce || encrypted === undefined || !tag || rest.length > 0) return null
  const key = keys.find((candidate) => candidate.id === Buffer.from(id, 'base64url').toString())
  if (!key) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.key, Buffer.from(nonce, 'base64url'), {
      authTagLength: 16,
    })
    decipher.setAAD(Buffer.from(context)).setAuthTag(Buffer.from(tag, 'base64url'))
    return decipher.update(encrypted, 'base64url', 'utf8') + decipher.final('utf8')
  } catch {
    return null
  }
}
