import { expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { findOwnTexts } from '#app/db/own-texts.server.ts'
import { adminHttp } from '../../tests/setup/admin-http.ts'
import { installedShop } from '../../tests/setup/shop.ts'

const shop = installedShop()
const http = adminHttp()
const path = '/app/settings/texts'
const kept = async () => {
  const { shop: domain } = shop().ctx
  return (await withShop(domain, (tx) => findOwnTexts(tx, domain, 'en')))?.texts ?? null
}
const changes = { 'start.title': 'Send it back' }

test('managers change texts, viewers look at them', async () => {
  const max = await http().person(shop(), { userId: '1', name: 'Max', role: 'manager' })
  const vera = await http().person(shop(), { userId: '2', name: 'Vera', role: 'viewer' })
  const refused = await vera.post(path, { locale: 'en', changes })
  expect(refused.status).toBe(403)
  expect(refused.text).toContain('You are a viewer')
  expect(await kept()).toBeNull()
  expect((await max.post(path, { locale: 'en', changes })).text).toContain('Texts saved')
  expect(await kept()).toEqual(changes)
  const seen = await vera.get(path)
  expect(seen.text).toContain('Send it back')
  expect(seen.text).toContain('Changed last by Max')
})

test('what is wrong is said by the name of the text, and nothing that no form of ours sends is taken', async () => {
  const max = await http().person(shop(), { userId: '1', name: 'Max', role: 'manager' })
  const wrong = await max.post(path, {
    locale: 'en',
    changes: { ...changes, 'order.note_hint': 'Some', 'withdraw.button_confirm': 'OK' },
  })
  expect(wrong.status).toBe(200)
  expect(wrong.text).toContain('Order: note hint: Keep {{count}} in the text')
  expect(wrong.text).toContain('Withdraw: button confirm: This text cannot be changed.')
  for (const body of [
    { locale: 'xx', changes },
    { locale: '__proto__', changes },
    { locale: 'en' },
    { locale: 'en', changes: { 'start.title': 7 } },
    { locale: 'en', changes: { 'start.title': 'x'.repeat(5001) } },
    { locale: 'en', changes: Object.fromEntries(Array.from({ length: 601 }, (_, at) => [`k${at}`, null])) },
  ])
    expect((await max.post(path, body)).status).toBe(400)
  expect(await kept()).toBeNull()
})
