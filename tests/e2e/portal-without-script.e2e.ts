import type { Page } from '@playwright/test'
import { narrow, userAgent } from './browser.ts'
import { expect, test } from './fixtures.ts'
import { lookWithoutScript } from './look.ts'
import { aMoment, findOrderIn, someAddress } from './portal-visitor.ts'

/** Every state that a shopper without JavaScript meets: plain posts lead through it, and nothing in it is hard to use. */

test.setTimeout(300_000)

test('without JavaScript every state has names, contrast and room', async ({ demo, chrome }) => {
  const context = await chrome.newContext({ userAgent, viewport: narrow, javaScriptEnabled: false })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const { storefront } = demo.devStore.urls
  const see = (state: string) => lookWithoutScript(page, `plain-${state}`)
  const go = (path: string) => page.goto(`${storefront}${path}`)
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click()
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': someAddress() })

  await go('/pages/returns')
  await see('block')
  await press('Find order')
  await expect(page.getByText('Enter your order number.')).toBeVisible()
  await see('empty')
  await findOrderIn(page, storefront, { number: '#1028', proof: 'nobody@example.com' })
  await expect(page.getByText('We could not find that order')).toBeVisible()
  await see('miss')

  await findOrderIn(page, storefront, { number: '#1028', proof: 'marcus@example.com' })
  await see('items')
  await press('See what you get')
  await expect(page.getByRole('alert')).toBeVisible()
  await see('items-none')
  await page.getByRole('checkbox').first().check()
  await press('See what you get')
  await expect(page.getByText('Choose a reason.')).toBeVisible()
  await see('items-error')
  await page.getByRole('combobox', { name: 'Why do you return it?' }).first().selectOption('changed-my-mind')
  await press('See what you get')
  await see('review')
  await aMoment()
  await press('Send return request')
  await expect(page.getByRole('heading', { level: 1, name: /^Return #1028-R/ })).toBeVisible()
  const status = page.url()
  await see('status')
  await page.getByRole('link', { name: 'Complain' }).click()
  await press('Send complaint')
  await expect(page.getByText('Write what it is about.')).toBeVisible()
  await see('complaint-error')
  await page.getByLabel('What happened?').fill('The parcel came open.')
  await aMoment()
  await press('Send complaint')
  await expect(page.getByRole('heading', { name: /^Complaint C1\d+/ })).toBeVisible()
  await see('complaint')
  await page.goto(status)
  await press('Cancel this return')
  await see('cancel')
  await press('Yes, cancel the return')
  await expect(page.getByText('This return was cancelled').first()).toBeVisible()
  await see('cancelled')

  await refusals(page, { storefront, see, press })
  for (const [state, path] of [
    ['policy', '/apps/returns/policy'],
    ['gone', `/apps/returns/status/${'A'.repeat(48)}`],
    ['wrong-way', '/apps/returns/review'],
  ] as const) {
    await go(path)
    await see(state)
  }
  await context.close()
})

type Walk = {
  readonly storefront: string
  readonly see: (state: string) => Promise<void>
  readonly press: (name: string | RegExp) => Promise<void>
}

/** A refused item and the request for an exception, then the withdrawal in its two steps. */
async function refusals(page: Page, { storefront, see, press }: Walk): Promise<void> {
  await findOrderIn(page, storefront, { number: '#1016', proof: 'alex@example.com' })
  await see('denied')
  await page.getByRole('link', { name: 'Ask for an exception' }).first().click()
  await see('exception')
  await page.getByLabel('Why should we take it back?').fill('It was a present and came late.')
  await aMoment()
  await press('Send request')
  await expect(page.getByRole('heading', { name: /^Request C1\d+/ })).toBeVisible()
  await see('exception-sent')

  await page.goto(`${storefront}/apps/returns/withdraw?country=AR&locale=es`)
  await expect(page.getByRole('heading', { name: 'Botón de arrepentimiento' })).toBeVisible()
  await see('withdraw-ar')
  await page.goto(`${storefront}/apps/returns/withdraw?locale=en`)
  await press('Continue')
  await see('withdraw-error')
  await page.getByLabel('Your name').fill('Priya Shah')
  await page.getByLabel('Order number').fill('4711')
  await page.getByLabel('E-mail address').fill('priya@example.com')
  await press('Continue')
  await see('withdraw-confirm')
  await aMoment()
  await press('Confirm withdrawal here')
  await expect(page.getByText(/Its number is C1\d+/)).toBeVisible()
  await see('withdraw-done')
}
