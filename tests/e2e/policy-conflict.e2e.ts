import type { FrameLocator, Page } from '@playwright/test'
import { lookInside, openApp } from './admin-staff.ts'
import { expect, test } from './fixtures.ts'
import { hydrated } from './hydrated.ts'

test.setTimeout(240_000)

async function setDays(app: FrameLocator, days: string): Promise<void> {
  const change = app.getByRole('button', { name: 'Change: Return window' })
  if (await change.isVisible()) await change.click()
  await app.getByRole('textbox', { name: /^Return window/ }).fill(days)
}

const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click()

test('who saves over the work of somebody else is told, sees it, and decides; blanks are no change', async ({
  demo,
  page,
}) => {
  const app = await openApp(page, demo, '/app/policy')
  const secondPage = await page.context().newPage()
  const second = await openApp(secondPage, demo, '/app/policy')
  await hydrated(app)
  await hydrated(second)

  await setDays(app, '41')
  await expect(app.getByText(/^Saved at /)).toBeVisible()

  await setDays(second, '52')
  await second.getByRole('heading', { name: 'Days and versions' }).scrollIntoViewIfNeeded()
  // What went wrong comes into sight, wherever on the page one was.
  await expect(secondPage.getByText(/^Not saved: somebody else has saved or published/)).toBeInViewport()
  await expect(second.getByText(/^Not saved: somebody else has saved or published/)).toBeVisible()
  await expect(second.getByRole('textbox', { name: /^Return window/ })).toHaveValue('52')
  await lookInside(secondPage, 'admin-policy-conflict')

  // Knowing of it, the second save is meant.
  await save(secondPage)
  await expect(second.getByText(/^Not saved/).first()).toBeHidden()

  // Who looked at the draft before does not publish what another made of it.
  await page.getByRole('button', { name: 'Publish' }).click()
  await lookInside(page, 'admin-policy-publish')
  await app
    .getByRole('dialog')
    .getByRole('button', { name: /^Publish version/ })
    .click()
  await expect(app.getByText(/^Not published: somebody else has changed the draft/)).toBeVisible()
  await expect(app.getByText(/Within 52 days of delivery/).first()).toBeVisible()

  // A name with a blank at its end is saved without it, and then nothing is left to save.
  await app.getByRole('button', { name: 'Add rule' }).click()
  await app.getByLabel('Name', { exact: true }).fill('Sale ')
  await app.getByLabel('With').fill('sale ')
  await expect(app.getByText(/^Saved at /)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeHidden()
  await secondPage.close()
})
