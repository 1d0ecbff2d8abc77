import { lookInside, openApp } from './admin-staff.ts'
import { expect, test } from './fixtures.ts'
import { hydrated } from './hydrated.ts'
import { look } from './look.ts'

test.setTimeout(240_000)

test('shoppers read the policy in force in their language, with the law of their country', async ({
  demo,
  page,
}) => {
  const address = `${demo.devStore.urls.storefront}/apps/returns/policy`
  await page.goto(`${address}?locale=de&country=DE`)
  await expect(page.getByRole('heading', { name: 'Wie lange Sie Zeit haben' })).toBeVisible()
  await expect(page.getByText(/Deutschland.*innerhalb von 14 Tagen/)).toBeVisible()
  await look(page, 'portal-policy-de')
  await page.goto(`${address}?locale=ja&country=JP`)
  await expect(page.getByRole('heading', { name: '返品できる期間' })).toBeVisible()
  await look(page, 'portal-policy-ja')
  const data = await page.locator('script[type="application/ld+json"]').textContent()
  expect(JSON.parse(data ?? '')).toBeTruthy()
})

test('staff see what shoppers read while they edit', async ({ demo, page }) => {
  const app = await openApp(page, demo, '/app/policy')
  await hydrated(app)
  await app.getByLabel('Language').selectOption({ label: 'French' })
  await expect(app.getByRole('heading', { name: 'De combien de temps vous disposez' })).toBeVisible()
  await lookInside(page, 'admin-policy-words')
  // A language that the editor does not speak comes after it.
  await app.getByLabel('Language').selectOption({ label: 'Arabic' })
  await expect(
    app.locator('[lang=ar][dir=rtl]').getByRole('heading', { name: 'المدة المتاحة لك' }),
  ).toBeVisible()
  await lookInside(page, 'admin-policy-words-ar')
})
