import { expect, it } from 'vitest'
import { ShopDomain } from './domain/ids.ts'
import { photoLink, readPhotoLink } from './photo-link.server.ts'

const scope = { shop: ShopDomain.parse('a.myshopify.com'), secret: 's3cret' }
const now = '2026-11-22T10:00:00.000Z'
const id = '01234567-89ab-4def-8123-456789abcdef'

it('opens one photo of one shop for half an hour (H77)', () => {
  const link = photoLink(scope, id, now)
  const [, , shop, token = ''] = link.split('/')
  expect(shop).toBe('a.myshopify.com')
  expect(readPhotoLink(scope, token, '2026-11-22T10:29:59.000Z')).toBe(id)
  expect(readPhotoLink(scope, token, '2026-11-22T10:30:00.000Z')).toBeNull()
  const other = { ...scope, shop: ShopDomain.parse('b.myshopify.com') }
  expect(readPhotoLink(other, token, now)).toBeNull()
  expect(readPhotoLink({ ...scope, secret: 'another' }, token, now)).toBeNull()
  const changed = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`
  for (const wrong of [changed, '', token.slice(1), `${token}A`])
    expect(readPhotoLink(scope, wrong, now)).toBeNull()
})
