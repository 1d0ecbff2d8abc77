import { lookInside, openApp } from './admin-staff.ts'
import { expect, test } from './fixtures.ts'
import { hydrated } from './hydrated.ts'

test.setTimeout(180_000)

test('a rule that never decides is named and mended; an example that comes out otherwise blocks publishing', async ({
  demo,
  page,
}) => {
  const app = await openApp(page, demo, '/app/policy')
  await hydrated(app)
  await app.getByRole('button', { name: 'Add rule' }).click()
  await app.getByLabel('Name', { exact: true }).fill('Final again')
  await app.getByLabel('With').fill('final-sale')
  const finding = app.getByText('“Final again” never decides anything.')
  await expect(finding).toBeVisible()
  await lookInside(page, 'admin-policy-checks')
  await app
    .getByRole('button', { name: /^Mend: Remove “Final again”/ })
    .first()
    .click()
  await expect(finding).toBeHidden()
  await expect(app.getByText(/\d+\. Final again/)).toBeHidden()

  await app.getByLabel('Order number').fill('#1033')
  await app.getByLabel('What it shows').fill('A usual order')
  await app.getByLabel('Keep fees and all other terms too').check()
  await app.getByRole('button', { name: 'Save as example' }).click()
  await expect(app.getByText('As expected')).toBeVisible()

  await app.getByRole('button', { name: 'Change: Bonus' }).click()
  await app.getByRole('textbox', { name: 'Bonus on store credit %', exact: true }).fill('3')
  await expect(app.getByText(/^Saved at /)).toBeVisible()
  await expect(app.getByText('Draft, not published. 1 change')).toBeVisible()
  await expect(app.getByText('One example comes out otherwise. It blocks publishing.')).toBeVisible()
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(app.getByText(/^Baseline, Bonus: /).first()).toBeVisible()
  await app
    .getByRole('dialog')
    .getByRole('button', { name: /^Publish version/ })
    .click()
  await expect(
    app.getByText('Not published: the example “A usual order” comes out otherwise.').first(),
  ).toBeVisible()
  await lookInside(page, 'admin-policy-examples')
  await app.getByRole('button', { name: 'Accept the new result of A usual order' }).click()
  await expect(app.getByText('As expected')).toBeVisible()
  await app.getByRole('button', { name: 'Remove the example A usual order' }).click()
  await expect(app.getByText('As expected')).toBeHidden()
})
