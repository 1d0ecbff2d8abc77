import type { Demo } from '../../scripts/demo/start-demo.ts'
import { lookInside, openApp } from './admin-staff.ts'
import { expect, test } from './fixtures.ts'
import { hydrated } from './hydrated.ts'

test.setTimeout(300_000)

/** As staff in Shopify's own admin. */
async function merchantWrites(demo: Demo, body: string): Promise<void> {
  const query =
    'mutation($shopPolicy: ShopPolicyInput!) { shopPolicyUpdate(shopPolicy: $shopPolicy) { userErrors { message } } }'
  const variables = { shopPolicy: { type: 'REFUND_POLICY', body } }
  const response = await fetch(`${demo.devStore.urls.base}/control/api/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ shop: 'homeward-demo.myshopify.com', query, variables }),
  })
  expect(response.ok).toBe(true)
}

test('what Shopify’s refund policy says otherwise is told, and the policy is put there once it is allowed', async ({
  demo,
  page,
}) => {
  await merchantWrites(demo, '<p>You can return items within <b>5 days</b>.</p>')
  const app = await openApp(page, demo, '/app/policy/page')
  await hydrated(app)
  await expect(app.getByText(/^Shopify’s page says 5 days, your policy /)).toBeVisible()
  await app.getByLabel('Language').selectOption({ label: 'German' })
  await expect(app.getByRole('heading', { name: 'Wie lange Sie Zeit haben' })).toBeVisible()
  await app.getByRole('button', { name: 'Copy as text' }).click()
  await expect(app.getByText('The text is copied.')).toBeVisible()
  await lookInside(page, 'admin-policy-page')

  await app.getByRole('button', { name: 'Allow it' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Update' }).click()
  await app.getByRole('button', { name: 'Replace it in German' }).click()
  await app.getByRole('dialog').getByRole('button', { name: 'Replace it' }).click()
  await expect(app.getByText('In line')).toBeVisible()
  await lookInside(page, 'admin-policy-page-in-line')
})
