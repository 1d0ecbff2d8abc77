import { createHmac, randomUUID } from 'node:crypto'
import { demoCredentials } from '../../scripts/demo/app-process.ts'
import { expect, test } from './fixtures.ts'
import { lookInside, openApp } from './admin-staff.ts'
import { aMoment, visitorOf } from './portal-visitor.ts'

test.setTimeout(180_000)

test('a buyer who wants their data: staff download it, hand it over; of who is not known nothing is erased', async ({
  demo,
  page,
}) => {
  const visitor = visitorOf(demo.devStore.urls.storefront)
  const token = await visitor.find('#1023', 'camille@example.com')
  await aMoment()
  const said = { t: token, key: randomUUID(), text: 'Where is my money?' }
  expect((await visitor.post('complaint', said)).status).toBe(303)
  const tell = async (topic: string, email: string) => {
    const [shop] = demo.devStore.shops
    if (shop === undefined) throw new Error('The dev store has a shop')
    const body = JSON.stringify({ shop_id: 1, shop_domain: shop.domain, customer: { id: 7, email } })
    const answer = await fetch(`${demo.devStore.urls.appUrl}/webhooks`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': shop.domain,
        'x-shopify-event-id': randomUUID(),
        'x-shopify-hmac-sha256': createHmac('sha256', demoCredentials.apiSecret)
          .update(body)
          .digest('base64'),
      },
    })
    expect(answer.status).toBe(200)
  }
  await tell('customers/data_request', 'camille@example.com')
  await tell('customers/redact', 'nobody@example.com')

  const app = await openApp(page, demo, '/app/settings/privacy')
  await expect(app.getByText('A buyer wants their data')).toBeVisible()
  await expect(app.getByText(/^Waits for you, by/)).toBeVisible()
  await expect(async () => {
    await page.reload()
    await expect(app.getByText(/^Nothing is known of them/)).toBeVisible({ timeout: 3000 })
  }).toPass({ timeout: 30_000 })
  await lookInside(page, 'admin-privacy')
  const file = page.waitForEvent('download')
  await app.getByRole('button', { name: 'Download data' }).click()
  expect((await file).suggestedFilename()).toMatch(/^homeward-data-.*\.json$/)
  await app.getByRole('button', { name: 'Mark as handed over' }).click()
  await app.getByRole('dialog').getByRole('button', { name: 'It was handed over' }).click()
  await expect(app.getByText(/^Handed over on/)).toBeVisible()
  await expect(app.getByRole('button', { name: 'Download data' })).toHaveCount(0)
})
