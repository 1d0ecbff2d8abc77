import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { decrypt, encrypt } from './encryption.server.ts'

const key = (id: string) => ({ id, key: randomBytes(32) })
const current = key('2026-11')

describe('encryption', () => {
  test('opens in the place that it was made for, and nowhere else', () => {
    const sealed = encrypt([current], 'shpat_secret', 'session offline_a')
    expect(decrypt([current], sealed, 'session offline_a')).toBe('shpat_secret')
    expect(decrypt([current], sealed, 'session offline_b')).toBeNull()
  })

  test('is different each time and shows nothing of the text', () => {
    const [one, two] = [encrypt([current], 'shpat_secret', 'a'), encrypt([current], 'shpat_secret', 'a')]
    expect(one).not.toBe(two)
    expect(one).not.toContain('shpat')
  })

  test('one changed character anywhere makes it worthless', () => {
    const sealed = encrypt([current], 'shpat_secret', 'a')
    for (let index = 0; index < sealed.length; index++) {
      const changed = sealed.slice(0, index) + (sealed[index] === 'A' ? 'B' : 'A') + sealed.slice(index + 1)
      // The last character of a base64url part may have spare bits: such a change spells the same bytes.
      const opened = decrypt([current], changed, 'a')
      expect([null, 'shpat_secret']).toContain(opened)
      if (opened !== null) expect(sealed[index + 1] ?? '.').toBe('.')
    }
  })

  test('a new key writes, the old one still reads', () => {
    const next = key('2026-12')
    const old = encrypt([current], 'shpat_secret', 'a')
    expect(decrypt([next, current], old, 'a')).toBe('shpat_secret')
    expect(decrypt([current], encrypt([next, current], 'shpat_secret', 'a'), 'a')).toBeNull()
  })

  test('what was never encrypted is not taken for a secret', () => {
    for (const text of ['', 'shpat_plain', 'v1', 'v1.a.b.c.d', 'v1....', 'v1.a.b.c.d.e'])
      expect(decrypt([current], text, 'a')).toBeNull()
  })
})
