import { expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { getShop } from '#app/db/shop.server.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { saveGuestSettings } from './save-guest-settings.server.ts'

const shop = installedShop()
const saved = async () =>
  (await withShop(shop().ctx.shop, (tx) => getShop(tx, shop().ctx.shop))).settings.portal

test('amounts and origins are kept as they are meant', async () => {
  const input = {
    codeForWeakProof: false,
    codeAbove: '250,50',
    headlessOrigins: ' https://a.example\n\nhttp://localhost:3000 ',
    giftReturns: 'exchange_or_credit',
  } as const
  expect(await saveGuestSettings(shop().ctx, input)).toEqual({ ok: true, value: null })
  expect(await saved()).toMatchObject({
    codeForWeakProof: false,
    codeAbove: 25_050,
    headlessOrigins: ['https://a.example', 'http://localhost:3000'],
    giftReturns: 'exchange_or_credit',
  })
  const plain = { codeForWeakProof: true, codeAbove: '', headlessOrigins: '', giftReturns: 'off' } as const
  await saveGuestSettings(shop().ctx, plain)
  expect(await saved()).toMatchObject({
    codeForWeakProof: true,
    codeAbove: null,
    headlessOrigins: [],
    giftReturns: 'off',
  })
})

test.each([
  ['an amount that is none', { codeAbove: 'much' }, 'codeAbove'],
  ['an amount below nothing', { codeAbove: '-1' }, 'codeAbove'],
  ['an address with a path', { headlessOrigins: 'https://a.example/x' }, 'headlessOrigins'],
  ['an address without TLS', { headlessOrigins: 'http://a.example' }, 'headlessOrigins'],
  ['all addresses', { headlessOrigins: '*' }, 'headlessOrigins'],
  ['a script', { headlessOrigins: 'javascript:alert(1)' }, 'headlessOrigins'],
])('%s is refused at its field', async (_name, change, field) => {
  const giftReturns = 'exchange' as const
  const input = { codeForWeakProof: true, codeAbove: '1', headlessOrigins: '', giftReturns, ...change }
  expect(await saveGuestSettings(shop().ctx, input)).toEqual({
    ok: false,
    error: { kind: 'invalid_settings', fields: [field] },
  })
})

test('an agent may not', async () => {
  const agent = shop().as({ kind: 'staff', id: '7', name: 'Agent' }, 'agent')
  const result = await saveGuestSettings(agent, {
    codeForWeakProof: false,
    codeAbove: '',
    headlessOrigins: '',
    giftReturns: 'off',
  })
  expect(result.ok).toBe(false)
})
