import { lookInside, openApp } from './admin-staff.ts'
import { expect, test } from './fixtures.ts'
import { hydrated } from './hydrated.ts'

test.setTimeout(240_000)

test('a lost network loses nothing that was typed; a draft with a mistake is not published', async ({
  demo,
  page,
}) => {
  const app = await openApp(page, demo, '/app/policy')
  await hydrated(app)
  await page.route('**/app/policy/draft**', (route) => route.abort('connectionreset'))
  await app.getByRole('button', { name: 'Add rule' }).click()
  await app.getByLabel('Name', { exact: true }).fill('Never')
  await app.getByLabel('Condition', { exact: true }).selectOption({ label: 'Quantity sent' })
  await app.getByLabel('Is', { exact: true }).selectOption({ label: 'Below' })
  await app.getByLabel('Number', { exact: true }).fill('0')
  await expect(app.getByText(/^Not saved: the app did not answer/)).toBeVisible()
  await expect(app.getByLabel('Name', { exact: true })).toHaveValue('Never')
  await lookInside(page, 'admin-policy-offline')
  await page.unroute('**/app/policy/draft**')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(app.getByText(/^Saved at /)).toBeVisible()

  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(app.getByText('by the check of the rules: mistakes block publishing')).toBeVisible()
  await app
    .getByRole('dialog')
    .getByRole('button', { name: /^Publish version/ })
    .click()
  await expect(app.getByText(/^Not published: the check finds a mistake in the rules/)).toBeVisible()
  await lookInside(page, 'admin-policy-mistake')
  await app.getByRole('button', { name: 'Discard draft' }).click()
  await app.getByRole('dialog').getByRole('button', { name: 'Discard draft' }).click()
  await expect(app.getByRole('heading', { name: 'No draft' })).toBeVisible()
})

test('a file of past returns that is none says why; one that can be read is kept and forgotten', async ({
  demo,
  page,
}) => {
  const app = await openApp(page, demo, '/app/policy/replay')
  await hydrated(app)
  const add = (text: string) =>
    app
      .locator('input[type=file]')
      .setInputFiles({ name: 'returns.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await add('Order,Units\n#1001,1\n')
  await expect(app.getByText(/These are missing: SKU, Quantity, Returned at\./)).toBeVisible()
  await lookInside(page, 'admin-replay-wrong-file')
  await add('Order,SKU,Quantity,Returned at\n#1001,A,1,2026-11-01\n#1001,A,none,2026-11-01\n')
  await expect(app.getByText(/A file tells of 1 line that came back/)).toBeVisible()
  await app.getByRole('button', { name: 'Forget the file' }).click()
  await expect(app.getByText(/A file tells of/)).toBeHidden()
})
