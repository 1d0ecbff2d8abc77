import type { FrameLocator } from '@playwright/test'
import { lookInside, openApp } from './admin-staff.ts'
import type { Demo } from '../../scripts/demo/start-demo.ts'
import { expect, test } from './fixtures.ts'
import { hydrated } from './hydrated.ts'

test.setTimeout(240_000)

/** Chooses what the last condition of the open rule looks at. */
async function ask(app: FrameLocator, condition: string): Promise<void> {
  await app.getByLabel('Condition', { exact: true }).last().selectOption({ label: condition })
}

/** A merchant defines a metafield of products in Shopify. */
function defineMetafield({ devStore: { engine, shops } }: Demo): void {
  for (const { domain } of shops)
    engine.transact(domain, (context) => {
      const id = context.nextId('MetafieldDefinition')
      context.insert('metafieldDefinitions', id, {
        id,
        shop: domain,
        ownerType: 'PRODUCT',
        namespace: 'custom',
        key: 'final_sale',
        name: 'Final sale',
        description: null,
        type: 'boolean',
        unique: false,
        access: { admin: 'MERCHANT_READ_WRITE', storefront: 'NONE', customerAccount: 'NONE' },
        pinnedPosition: null,
        validations: [],
        createdAt: context.now,
      })
    })
}

test('every kind of condition and term has its fields, and what is wrong is said at the field', async ({
  demo,
  page,
}) => {
  defineMetafield(demo)
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
    [
      'Season',
      async () => {
        await app.getByLabel('Every year from', { exact: true }).selectOption({ label: 'November' })
        await app.getByLabel('Day, every year from').selectOption({ label: '20' })
      },
    ],
    ['Order date', () => app.getByLabel('From', { exact: true }).fill('2026-11-01')],
    ['Whose fault', () => app.getByLabel('We are at fault').check()],
    [
      'Metafield',
      () =>
        app.getByLabel('Metafield of the product').selectOption({ label: 'Final sale (custom.final_sale)' }),
    ],
    ['Return rate', () => app.getByRole('textbox', { name: 'Number %' }).last().fill('33.5')],
    ['Gift card', () => Promise.resolve()],
    [
      'Region of delivery',
      async () => {
        await app.getByLabel('Country', { exact: true }).selectOption({ label: 'Canada' })
        await app.getByLabel('Add a region').selectOption({ label: 'Quebec' })
        await app.getByLabel('Country', { exact: true }).selectOption({ label: 'Another country' })
        await app.getByLabel('Code of the region').fill('de-by')
        await app.getByRole('button', { name: 'Add', exact: true }).first().click()
      },
    ],
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
  await app.getByLabel('Closed on these days', { exact: true }).fill('2026-12-25')
  await app.getByRole('button', { name: 'Add a day: Closed on these days' }).click()
  await expect(app.getByText('Friday, December 25, 2026', { exact: true })).toBeVisible()
  await expect(app.getByText(/the region of delivery is Quebec|US-CA|CA-QC/).first()).toBeVisible()
  await lookInside(page, 'admin-policy-rule')

  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(app.getByText('Choose at least one answer.')).toBeVisible()
  await expect(app.getByText('Enter at least one value.')).toBeVisible()
})
