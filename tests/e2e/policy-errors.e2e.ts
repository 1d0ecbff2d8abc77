import type { FrameLocator } from '@playwright/test'
import { openApp } from './admin-staff.ts'
import { expect, test } from './fixtures.ts'
import { hydrated } from './hydrated.ts'

test.setTimeout(120_000)

const pages = ['', '/try', '/replay', '/page', '/history'].map((rest) => `/app/policy${rest}`)

/** A rule for countries whose names browsers have of their own. */
async function ruleForHongKong(app: FrameLocator): Promise<void> {
  await app.getByRole('button', { name: 'Add rule' }).click()
  await app.getByLabel('Name', { exact: true }).fill('Far away')
  await app.getByLabel('Condition', { exact: true }).selectOption({ label: 'Country of delivery' })
  for (const country of ['HK', 'FK']) await app.getByLabel('Add a country').selectOption(country)
  await expect(app.getByText(/^Saved at /)).toBeVisible()
}

test('no page of the policy throws: the server and the browser write the same', async ({ demo, page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    // Only ours: what the browser says about addresses that it could not load is none of React's business.
    if (message.type() === 'error' && /react|hydrat|uncaught/i.test(message.text()))
      errors.push(message.text())
  })
  const first = await openApp(page, demo, '/app/policy')
  await hydrated(first)
  await ruleForHongKong(first)
  for (const address of pages) {
    const app = await openApp(page, demo, address)
    await expect(app.getByRole('heading', { level: 1 })).toBeAttached()
    await hydrated(app)
    if (address === '/app/policy') await expect(app.getByText(/Hong Kong/).first()).toBeVisible()
    expect(errors, address).toEqual([])
  }
  const last = await openApp(page, demo, '/app/policy')
  await hydrated(last)
  await last.getByRole('button', { name: 'Discard draft' }).click()
  await last.getByRole('dialog').getByRole('button', { name: 'Discard draft' }).click()
  await expect(last.getByRole('heading', { name: 'No draft' })).toBeVisible()
})
