import { lookInside, openApp } from './admin-staff.ts'
import { expect, test } from './fixtures.ts'
import { hydrated } from './hydrated.ts'
import { look } from './look.ts'

test.setTimeout(300_000)

test('a merchant’s own words stand on the shopper’s page, are checked before, and give way to the default again', async ({
  demo,
  page,
}) => {
  const storefront = `${demo.devStore.urls.storefront}/apps/returns?locale=en`
  const app = await openApp(page, demo, '/app/settings/texts')
  await hydrated(app)
  await expect(app.getByRole('heading', { name: 'Find the order' })).toBeVisible()
  await lookInside(page, 'admin-texts')

  // Search looks at all pages.
  await app.getByLabel('Search all pages').fill('attempts minutes')
  const counted = app.getByRole('textbox', { name: 'Start: too many (plural)' })
  await counted.fill('Too often. Wait a little.')
  await expect(app.getByText('Keep {{count}} in the text: a value takes its place.')).toBeVisible()
  await lookInside(page, 'admin-texts-problem')
  const save = page.getByRole('button', { name: 'Save', exact: true })
  await save.click()
  await expect(app.getByLabel(/^Only what you changed/)).toBeChecked()
  await app.getByRole('button', { name: 'Reset Start: too many (plural) to the default' }).click()
  await expect(save).toBeHidden()

  await app.getByRole('button', { name: 'Show all texts' }).click()
  await app.getByRole('textbox', { name: 'Start: title' }).fill('Send something back')
  await expect(app.getByLabel('Language')).toBeDisabled()
  await save.click()
  await expect(save).toBeHidden()
  await expect(app.getByText(/^Changed last by /)).toBeVisible()
  await lookInside(page, 'admin-texts-changed')
  const shopper = await page.context().newPage()
  await shopper.goto(storefront)
  await expect(shopper.getByRole('heading', { name: 'Send something back' })).toBeVisible()
  await look(shopper, 'portal-own-text')

  // What the law words is shown and locked; right to left stays so.
  await app.getByLabel('Language').selectOption({ label: 'Arabic' })
  await expect(app.getByRole('textbox', { name: 'Start: submit' })).toHaveValue('ابحث عن الطلب')
  await app.getByLabel('Page', { exact: true }).selectOption({ label: 'Withdrawal' })
  await app
    .getByText(/^The law words this button/)
    .first()
    .scrollIntoViewIfNeeded()
  await lookInside(page, 'admin-texts-locked')
  await app.getByLabel('Search all pages').fill('zzzz')
  await expect(app.getByText('No text says “zzzz”.')).toBeVisible()
  await lookInside(page, 'admin-texts-nothing')

  await app.getByLabel('Language').selectOption({ label: 'English' })
  await app.getByRole('button', { name: 'Show all texts' }).click()
  await app.getByLabel('Page', { exact: true }).selectOption({ label: 'Find the order' })
  await app.getByRole('button', { name: 'Reset Start: title to the default' }).click()
  await save.click()
  await expect(save).toBeHidden()
  await shopper.reload()
  await expect(shopper.getByRole('heading', { name: 'Start a return' })).toBeVisible()
})
