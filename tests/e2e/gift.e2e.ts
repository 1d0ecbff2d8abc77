import { appIn, lookInside, openApp } from './admin-staff.ts'
import { expect } from './fixtures.ts'
import { look, lookWithoutScript } from './look.ts'
import { aMoment, findOrderIn, someAddress } from './portal-visitor.ts'
import { testJudgedBy } from './staged-policy.ts'

/** A demo of its own whose policy offers exchanges. */
const test = testJudgedBy((policy) => ({
  ...policy,
  baseline: { ...policy.baseline, review: 'automatic', outcomes: ['refund', 'store_credit', 'exchange'] },
}))

test.setTimeout(300_000)
test.use({ actionTimeout: 20_000 })

test('a gift from its buyer’s code to other goods, without a price, and the same without JavaScript', async ({
  demo,
  page,
  chrome,
}) => {
  const { storefront } = demo.devStore.urls

  // Staff let gifts come back for credit, too.
  const app = await openApp(page, demo, '/app/settings/guests')
  await app.getByText('Goods of the same price, or store credit').click()
  await lookInside(page, 'admin-gift-settings')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Settings saved')).toBeVisible()

  // The buyer makes a code on the page of the order.
  await findOrderIn(page, storefront, { number: '#1032', proof: 'priya@example.com' })
  await page.getByRole('link', { name: /Is this a gift/ }).click()
  await expect(page.getByRole('heading', { name: 'This was a gift' })).toBeVisible()
  await page.getByRole('checkbox').first().check()
  await look(page, 'portal-gift-make')
  await page.getByRole('button', { name: 'Make a code' }).click()
  await expect(page.getByText('With this code you can exchange')).toBeVisible()
  await look(page, 'portal-gift-made')
  const code = (await page.locator('.returns-portal__amount').first().textContent()) ?? ''
  expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)

  // The recipient types it, by keyboard alone.
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': someAddress() })
  await page.goto(`${storefront}/apps/returns`)
  await page.getByRole('link', { name: /Return a gift/ }).click()
  await expect(page.getByRole('heading', { name: 'Return a gift' })).toBeVisible()
  await look(page, 'portal-gift-code')
  await page.getByLabel('Gift code').fill('0000 0000 0000')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Gift code')).toBeFocused()
  await expect(page.getByText('This code is not good')).toBeVisible()
  await look(page, 'portal-gift-miss')
  await page.getByLabel('Gift code').fill(code.toLowerCase())
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'What would you like to give back?' })).toBeVisible()
  await page.getByRole('checkbox').first().check()
  await look(page, 'portal-gift-items')
  await page.getByRole('combobox').last().selectOption('too-small')
  await page.getByRole('button', { name: 'See what you get' }).click()
  await expect(page.getByRole('heading', { name: 'Check and send' })).toBeVisible()
  await page.getByRole('button', { name: 'Send the request' }).click()
  await expect(page.getByText('Type your e-mail address')).toBeVisible()
  await look(page, 'portal-gift-review')
  await page.getByRole('combobox').first().selectOption({ index: 1 })
  await page.getByLabel('Your e-mail address').fill('rita@example.com')
  await page.getByLabel('Where shall we send it?').fill('Rita Receiver\nWay 1\n10115 Berlin\nGermany')
  await aMoment()
  await page.getByRole('button', { name: 'Send the request' }).click()
  await expect(page.getByRole('heading', { name: /Return G-/ })).toBeVisible()
  await look(page, 'portal-gift-status')
  expect(await page.locator('returns-portal, main').first().textContent()).not.toMatch(/\$\s?\d|#1032/)

  // The buyer reads that it was given away, and no more.
  await findOrderIn(page, storefront, { number: '#1032', proof: 'priya@example.com' })
  await expect(page.getByText('Given away as a gift').first()).toBeVisible()
  await look(page, 'portal-gift-order')

  // Staff see whose it is and where the goods go.
  await openApp(page, demo, '/app/returns')
  await appIn(page)
    .getByRole('link', { name: /#1032-R1/ })
    .first()
    .click()
  await expect(appIn(page).getByText('Recipient of the gift')).toBeVisible()
  await expect(appIn(page).getByText('Rita Receiver')).toBeVisible()
  await lookInside(page, 'admin-gift-return')
  await openApp(page, demo, '/app/gifts?order=1032')
  await expect(appIn(page).getByText(code)).toBeVisible()
  await lookInside(page, 'admin-gift-codes')

  // Without JavaScript, and in a language from right to left.
  const context = await chrome.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } })
  const plain = await context.newPage()
  await plain.setExtraHTTPHeaders({ 'x-forwarded-for': someAddress() })
  await plain.goto(`${storefront}/apps/returns/gift?locale=ar`)
  await plain.locator('input[name=code]').fill(code)
  await plain
    .locator('returns-portal form button[type=submit], form.returns-portal__form button')
    .first()
    .click()
  await expect(plain).toHaveURL(/gift\?/)
  await lookWithoutScript(plain, 'portal-gift-items-ar')
  await context.close()
})
