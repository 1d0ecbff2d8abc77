import { expect, test } from 'vitest'
import { installedShop } from './shop.ts'

const shop = installedShop()

test('a shop of the dev store has the app, with its own facts', () => {
  const { settings } = shop().ctx
  expect(settings).toMatchObject({ currency: 'USD' })
  expect(settings.timeZone).not.toBe('UTC')
})

test('its clock is the one of the context', () => {
  const { ctx } = shop()
  const before = Date.parse(ctx.now())
  shop().advance(3 * 86_400)
  expect(Date.parse(ctx.now()) - before).toBeGreaterThanOrEqual(3 * 86_400_000)
})
