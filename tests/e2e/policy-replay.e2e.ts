import type { Page } from '@playwright/test'
import { lookInside, openApp } from './admin-staff.ts'
import { expect, test } from './fixtures.ts'
import { hydrated } from './hydrated.ts'

test.setTimeout(240_000)

/** How much the app's own page jumped without anybody touching it, as browsers count it. */
const watchShifts = (page: Page) =>
  page.addInitScript(() => {
    const shifts = { sum: 0 }
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      // The type of a layout shift is not among TypeScript's.
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number
        hadRecentInput: boolean
      })[])
        if (!entry.hadRecentInput) shifts.sum += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })

test('a draft is replayed over past orders: progress, figures, no jump', async ({ demo, page }) => {
  await watchShifts(page)
  const app = await openApp(page, demo, '/app/policy/replay')
  await hydrated(app)
  await expect(app.getByText('Nothing has been replayed yet.')).toBeVisible()
  await lookInside(page, 'admin-replay-empty')

  // By keyboard alone: two versions are always there, and the window of the days decides.
  await app.getByLabel('As if asked back so many days after the order').focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('9999')
  await app.getByRole('button', { name: 'Start replay' }).focus()
  await page.keyboard.press('Enter')
  await expect(app.getByText('From 0 to 3650 days')).toBeVisible()
  await app.getByLabel('As if asked back so many days after the order').fill('25')
  await app.getByRole('button', { name: 'Start replay' }).focus()
  await page.keyboard.press('Enter')
  // The first replay reads the past orders, which takes a moment: it is cancelled meanwhile, and goes on.
  await app.getByRole('button', { name: 'Cancel replay' }).click()
  await expect(app.getByText('Cancelled', { exact: true })).toBeVisible()
  await app.getByRole('button', { name: 'Go on with it' }).press('Enter')
  await expect(app.getByText('Cancelled', { exact: true })).toBeHidden()
  await expect(app.getByText(/^[\d,]+ of [\d,]+ orders, \d/)).toBeVisible({ timeout: 90_000 })
  const frame = await (await page.locator('#app-frame iframe').elementHandle())?.contentFrame()
  // What comes in from here on comes without a jump.
  await frame?.evaluate(() => Object.assign(Reflect.get(window, 'shifts') as object, { sum: 0 }))
  await expect(app.getByText('Done', { exact: true })).toBeVisible({ timeout: 90_000 })
  await expect(app.getByRole('heading', { name: 'What comes out otherwise' })).toBeVisible()
  expect(await frame?.evaluate(() => (Reflect.get(window, 'shifts') as { sum: number }).sum)).toBeLessThan(
    0.01,
  )
  await expect(app.getByText(/would accept/).first()).toBeVisible()
  await lookInside(page, 'admin-replay-done')
})

test('a shorter window: what flips has bars, both traces and a file', async ({ demo, page }) => {
  const policy = await openApp(page, demo, '/app/policy')
  await hydrated(policy)
  await policy.getByRole('button', { name: 'Change: Return window' }).click()
  await policy.getByRole('textbox', { name: 'Return window' }).fill('5')
  await expect(policy.getByText(/^Saved at /)).toBeVisible()

  const app = await openApp(page, demo, '/app/policy/replay')
  await hydrated(app)
  await app.getByRole('button', { name: 'Start replay' }).click()
  await expect(app.getByRole('heading', { name: /^Draft against version/ })).toBeVisible({ timeout: 30_000 })
  await expect(app.getByText('Done', { exact: true })).toBeVisible({ timeout: 90_000 })
  await expect(app.getByText(/^The draft would .*refuse [\d,]+ more of/).first()).toBeVisible()
  await expect(app.getByRole('row', { name: / → refused [1-9]/ }).last()).toBeVisible()
  await expect(app.getByRole('heading', { name: 'By product' }).last()).toBeVisible()

  await app
    .getByRole('button', { name: /^Both decisions for #/ })
    .first()
    .click()
  await app
    .getByRole('button', { name: /^Full trace of Version \d+ for / })
    .first()
    .click()
  await expect(app.getByRole('heading', { name: /^Full trace: Version/ })).toBeVisible()
  await app
    .getByRole('button', { name: /^Full trace of Draft for / })
    .first()
    .click()
  await expect(app.getByRole('heading', { name: 'Full trace: Draft' })).toBeVisible()
  await lookInside(page, 'admin-replay-changes')

  const downloading = page.waitForEvent('download')
  await app.getByRole('button', { name: 'Download CSV' }).click()
  expect((await downloading).suggestedFilename()).toBe('homeward-replay.csv')

  const again = await openApp(page, demo, '/app/policy')
  await hydrated(again)
  await again.getByRole('button', { name: 'Discard draft' }).click()
  await again.getByRole('dialog').getByRole('button', { name: 'Discard draft' }).click()
  await expect(again.getByRole('heading', { name: 'No draft' })).toBeVisible()
})
