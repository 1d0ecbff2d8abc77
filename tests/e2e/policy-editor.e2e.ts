import type { FrameLocator } from '@playwright/test'
import { lookInside, openApp } from './admin-staff.ts'
import { expect, test } from './fixtures.ts'
import { hydrated } from './hydrated.ts'

test.setTimeout(240_000)

/** Chooses what the last condition of the open rule looks at. */
async function ask(app: FrameLocator, condition: string): Promise<void> {
  await app.getByLabel('Condition', { exact: true }).last().selectOption({ label: condition })
}

test('every kind of condition and term has its fields, and what is wrong is said at the field', async ({
  demo,
  page,
}) => {
  const app = await openApp(page, demo, '/app/policy')
  await hydrated(app)
  await expect(app.getByRole('heading', { name: 'Baseline' })).toBeVisible()
  await lookInside(page, 'admin-policy-baseline')
  await app.getByRole('button', { name: 'Add question' }).click()
  await app.getByRole('button', { name: 'Add reason', exact: true }).click()
  await app.getByRole('button', { name: 'Add reason below' }).click()
  await app.getByRole('button', { name: 'Change: Return window' }).click()
  await app.getByLabel('Ends at the earliest on').fill('2027-01-31')

  await app.getByRole('button', { name: 'Add rule' }).click()
  await app.getByLabel('Name', { exact: true }).fill('Everything at once')
  await app.getByLabel('With').fill('outlet')
  const conditions: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['Order total', () => app.getByLabel('Amount in USD').last().fill('100')],
    ['Season', () => app.getByLabel('Every year from').fill('11-20')],
    ['Order date', () => app.getByLabel('From', { exact: true }).fill('2026-11-01')],
    ['Whose fault', () => app.getByLabel('We are at fault').check()],
    ['Metafield', () => app.getByLabel('Metafield of the product').fill('custom.final_sale')],
    ['Return rate', () => app.getByRole('textbox', { name: 'Number %' }).last().fill('33.5')],
    ['Gift card', () => Promise.resolve()],
    ['Region of delivery', () => app.getByLabel('With').last().fill('us-ca')],
  ]
  for (const [condition, fill] of conditions) {
    await app.getByRole('button', { name: 'Add condition' }).last().click()
    await ask(app, condition)
    await fill()
  }
  await app.getByLabel('Compared').last().waitFor()
  await app.getByRole('button', { name: 'Add condition' }).last().click()
  await ask(app, 'Answer to a question')
  await app.getByLabel('Question', { exact: true }).first().selectOption({ label: 'Are the tags still on?' })
  await lookInside(page, 'admin-policy-rule')

  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(app.getByText('Choose at least one answer.')).toBeVisible()
  await expect(app.getByText('Enter at least one value.')).toBeVisible()
})
