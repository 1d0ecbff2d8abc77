import { expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listAudit } from '#app/db/audit.server.ts'
import { getMoneySettings } from '#app/db/money-settings.server.ts'
import { MoneySettings } from '#app/domain/refund/money-settings.ts'
import { adminHttp } from '../../tests/setup/admin-http.ts'
import { orderNamed, requested, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { saveMoneySettings } from './save-money-settings.server.ts'

const shop = installedShop()
const http = adminHttp()
const read = MoneySettings.parse({})
const settings = {
  instantRefund: { perBuyer: { USD: '200' }, perDay: { USD: '2000' } },
  creditExpiry: { days: 365, countries: ['US'] },
}
const stored = () => withShop(shop().ctx.shop, (tx) => getMoneySettings(tx, shop().ctx.shop))

test('an admin sets how the shop pays, over what was read alone, and it is written down', async () => {
  expect(await saveMoneySettings(shop().ctx, { settings, read })).toMatchObject({ ok: true })
  expect(await stored()).toEqual(settings)
  expect(await saveMoneySettings(shop().ctx, { settings, read })).toMatchObject({
    error: { kind: 'settings_conflict' },
  })
  const [entry] = await withShop(shop().ctx.shop, (tx) => listAudit(tx, shop().ctx.shop, 1))
  expect(entry?.event).toMatchObject({ kind: 'money_settings_changed', after: settings })
})

test('what is no amount or no country is not stored', async () => {
  const wrong = {
    instantRefund: { perBuyer: { USD: '1,50' } },
    creditExpiry: { days: 0, countries: ['USA'] },
  }
  const saved = await saveMoneySettings(shop().ctx, { settings: wrong, read })
  expect(saved).toMatchObject({ error: { kind: 'invalid_settings' } })
  expect(await stored()).toEqual(read)
})

test('over HTTP a manager is refused, and a preview by a viewer moves nothing and says why', async () => {
  const order = await orderNamed(shop(), '#1001')
  const { made } = await requested(shop(), { order, lines: wholeLines(order) })
  const mara = await http().person(shop(), { userId: '5', name: 'Mara', role: 'manager' })
  const refused = await mara.post('/app/settings/payments', { settings, read })
  expect(refused.status).toBe(403)
  expect(await stored()).toEqual(read)
  const vera = await http().person(shop(), { userId: '6', name: 'Vera', role: 'viewer' })
  const credit = {
    why: 'goodwill',
    method: 'original_payment',
    amount: { minor: 500, currency: 'USD' },
    note: '',
    requestKey: crypto.randomUUID(),
  }
  const path = `/app/returns/${made.returnId}`
  const preview = await vera.post(`${path}/preview`, { intent: 'credit', ...credit })
  expect(preview.text).toContain('You are a viewer')
  const paid = await vera.post(path, { intent: 'credit', ...credit, seen: 'x' })
  expect(paid.status).toBe(403)
  const shown = await mara.post(`${path}/preview`, { intent: 'credit', ...credit })
  expect(shown.text).toContain('$5.00')
  expect((await mara.post(path, { intent: 'credit', ...credit, seen: 'x' })).text).toContain(
    'another way now than it was shown',
  )
  expect((await mara.post(`${path}/preview`, { intent: 'extras' })).text).toContain('shipping')
})
