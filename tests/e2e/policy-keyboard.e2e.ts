import type { Locator, Page } from '@playwright/test'
import { openApp } from './admin-staff.ts'
import { expect, test } from './fixtures.ts'
import { hydrated } from './hydrated.ts'

test.setTimeout(240_000)

/** Goes on with Tab until the element has the focus. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  await expect(element).toBeVisible()
  for (let presses = 0; presses < 80; presses++) {
    if (await element.evaluate((one) => one === one.ownerDocument.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('The element is not reached with Tab')
}

test('an order is found, tried and kept with the keyboard alone', async ({ demo, page }) => {
  const app = await openApp(page, demo, '/app/policy/try')
  await hydrated(app)
  await tabTo(page, app.getByLabel('Order number'))
  await page.keyboard.type('1012')
  await page.keyboard.press('Enter')
  await tabTo(page, app.getByRole('link', { name: 'Try #1012' }))
  await page.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'Order #1012' })).toBeVisible()
  await tabTo(page, app.getByLabel('Wants'))
  await page.keyboard.type('Store')
  await expect(app.getByLabel('Wants')).toHaveValue('store_credit')
  // A change of the options leaves the focus where it is.
  await expect(app.getByLabel('Wants')).toBeFocused()
  await tabTo(page, app.getByRole('button', { name: /^Full trace of/ }).first())
  await page.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: /^Full trace: / })).toBeVisible()
  await tabTo(page, app.getByRole('button', { name: /^Keep the result of version/ }))
  await page.keyboard.press('Enter')
  await expect(app.getByText('Kept. It stands under Examples on the policy page.')).toBeVisible()

  const policy = await openApp(page, demo, '/app/policy')
  await hydrated(policy)
  await policy.getByRole('button', { name: 'Remove the example #1012' }).focus()
  await page.keyboard.press('Enter')
  await expect(policy.getByRole('button', { name: 'Remove the example #1012' })).toBeHidden()
})
