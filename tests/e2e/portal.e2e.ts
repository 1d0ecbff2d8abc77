import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { look } from './look.ts'
import { findOrderIn, someAddress } from './portal-visitor.ts'
import { userAgent, wide } from './browser.ts'

test.setTimeout(150_000)

/** Ticks a line of the items page and gives it a reason. */
async function choose(
  page: Page,
  title: string,
  some: { quantity?: string; reason?: string; note?: string } = {},
): Promise<void> {
  const line = page
    .getByRole('listitem')
    .filter({ hasText: title })
    .filter({ has: page.getByRole('checkbox') })
  await line.getByRole('checkbox').check()
  const [quantity, reason] = [line.getByRole('combobox').nth(0), line.getByRole('combobox').nth(1)]
  if (some.quantity !== undefined) await quantity.selectOption(some.quantity)
  await reason.selectOption(some.reason ?? 'too-small')
  if (some.note !== undefined) await line.getByRole('textbox').fill(some.note)
}

test('a guest returns two of three lines, in place, with the keyboard and the Back button', async ({
  demo,
  page,
}) => {
  const documents: string[] = []
  page.on('request', (request) => {
    if (request.isNavigationRequest()) documents.push(request.url())
  })
  await findOrderIn(page, demo.devStore.urls.storefront, { number: '#1002', proof: 'wrong@example.com' })
  await expect(page.getByRole('alert')).toContainText('We could not find that order')
  await expect(page.getByRole('alert')).toBeFocused()
  await expect(page.getByLabel('Order number')).toHaveValue('#1002')
  await look(page, 'portal-lookup-miss')

  await page.getByLabel('E-mail, postcode or phone').fill('priya@example.com')
  await page.keyboard.press('Enter')
  const title = page.getByRole('heading', { name: 'What would you like to return?' })
  await expect(title).toBeFocused()
  await look(page, 'portal-items')

  await choose(page, 'Organic Cotton Tee', { quantity: '2', note: 'Both too tight.' })
  await page.getByRole('listitem').filter({ hasText: 'Stoneware Mug' }).getByRole('checkbox').check()
  await expect(page.getByText('3 items chosen')).toBeVisible()
  await page.getByRole('button', { name: 'See what you get' }).click()
  await expect(page.getByText('Choose a reason.')).toBeVisible()
  await expect(page.getByRole('textbox').first()).toHaveValue('Both too tight.')
  await look(page, 'portal-items-error')

  await choose(page, 'Stoneware Mug', { reason: 'changed-my-mind' })
  await page.getByRole('button', { name: 'See what you get' }).click()
  await expect(page.getByRole('heading', { name: 'Check and send' })).toBeFocused()
  const cards = page.getByRole('radio')
  await expect(cards).toHaveCount(3)
  await expect(cards.first()).toHaveAccessibleName('Refund to your payment method')
  await expect(cards.last()).toHaveAccessibleName('Different for each item')
  await look(page, 'portal-review')

  await page.goBack()
  await expect(page.getByText('3 items chosen')).toBeVisible()
  await expect(page.getByRole('textbox').first()).toHaveValue('Both too tight.')
  await page.goForward()
  const promised = await page.locator('[data-portal-total=refund]').innerText()
  await page.getByRole('radio', { name: 'Refund to your payment method', exact: true }).check()
  await page.getByRole('button', { name: 'Send return request' }).dblclick()
  await expect(page.getByRole('heading', { name: /^Return #1002-R1/ })).toBeVisible()
  await expect(page.getByText('We have your request')).toBeVisible()
  await expect(page.getByRole('table')).toContainText(promised)
  await look(page, 'portal-status')
  expect(documents, 'one page load: everything after it came in place').toHaveLength(1)

  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: /^Return #1002-R1/ })).toBeVisible()
})

test('a guest without JavaScript needs four page loads', async ({ demo, chrome }) => {
  const context = await chrome.newContext({ userAgent, viewport: wide, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': someAddress() })
  const documents: string[] = []
  page.on('domcontentloaded', () => documents.push(page.url()))
  await page.goto(`${demo.devStore.urls.storefront}/pages/returns`)
  await page.getByLabel('Order number').fill('#1007')
  await page.getByLabel('E-mail, postcode or phone').fill('alex@example.com')
  await page.getByRole('button', { name: 'Find order' }).click()
  await page.getByRole('checkbox').first().check()
  await page.getByRole('combobox').nth(1).selectOption('changed-my-mind')
  await page.getByRole('button', { name: 'See what you get' }).click()
  await page.getByLabel('Store credit').check()
  await page.getByRole('button', { name: 'Send return request' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Return #1007-R1/ })).toBeVisible()
  expect(documents).toHaveLength(4)
  await context.close()
})

test('a signed-in customer chooses among her orders, in German', async ({ demo, page }) => {
  const shop = demo.devStore.shops.find((candidate) => candidate.domain === 'homeward-eu.myshopify.com')
  const storefront = shop?.storefront ?? ''
  await page.goto(`${storefront}/account/login?return_url=/pages/returns`)
  await page.getByRole('button', { name: /Lena/ }).click()
  await page.waitForURL((url) => url.pathname === '/pages/returns')
  await page.goto(`${storefront}/pages/returns?locale=de`)
  await look(page, 'portal-orders-de')
  await page.getByRole('link', { name: /#/ }).first().click()
  await expect(page.getByRole('heading', { name: 'Was möchten Sie zurückgeben?' })).toBeFocused()
  await look(page, 'portal-items-de')
})

test('a lost connection keeps what was typed, and the second try goes on', async ({ demo, page }) => {
  await findOrderIn(page, demo.devStore.urls.storefront, { number: '#1011', proof: 'robin@example.com' })
  await choose(page, 'Stoneware Bowl', { note: 'Typed on the train.' })
  await page.route('**/apps/returns/review**', (route) => route.abort('connectionreset'))
  await page.getByRole('button', { name: 'See what you get' }).click()
  await expect(page.getByRole('alert')).toContainText('The connection was lost')
  await look(page, 'portal-offline')
  await page.unroute('**/apps/returns/review**')
  await page.getByRole('button', { name: 'See what you get' }).click()
  await expect(page.getByRole('heading', { name: 'Check and send' })).toBeFocused()
  await expect(page.getByText('Typed on the train.')).toBeVisible()
})
