import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { askForReturn } from './admin-staff.ts'
import { lookInside, openApp } from './admin-staff.ts'
import { userAgent, wide } from './browser.ts'
import { look } from './look.ts'
import { aMoment, someAddress, visitorOf } from './portal-visitor.ts'

test.setTimeout(180_000)

const portal = (demo: { devStore: { urls: { storefront: string } } }, step: string) =>
  `${demo.devStore.urls.storefront}/apps/returns/${step}`

async function declare(page: Page, said: { order: string; email: string; goods?: string }): Promise<void> {
  await page.getByLabel('Your name').fill('Camille Martin')
  await page.getByLabel('Order number').fill(said.order)
  await page.getByLabel('E-mail address').fill(said.email)
  await page.getByLabel('Which items? (optional)').fill(said.goods ?? '')
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** The status page of a return that somebody has asked for, by the link of its acknowledgement. */
async function statusPageOf(
  demo: Parameters<typeof askForReturn>[0],
  order: { readonly number: string; readonly email: string },
): Promise<string> {
  const visitor = visitorOf(demo.devStore.urls.storefront)
  const token = await visitor.find(order.number, order.email)
  const items = await visitor.send(`/apps/returns/order?t=${encodeURIComponent(token)}`)
  const id = /name="line\.0\.id" value="([^"]+)"/.exec(items.text)?.[1] ?? ''
  const reason =
    /<option value="([^"]+)">(?!\d)/.exec(items.text.slice(items.text.indexOf('line.0.reason')))?.[1] ?? ''
  const fields = {
    t: token,
    'line.0.id': id,
    'line.0.pick': '1',
    'line.0.quantity': '1',
    'line.0.reason': reason,
    outcome: 'refund',
  }
  await aMoment()
  const sent = await visitor.post('submit', fields)
  expect(sent.status, sent.text).toBe(303)
  return new URL(sent.headers.get('location') ?? '', demo.devStore.urls.storefront).href
}

test('withdrawing takes two steps, in place and with the keyboard, and ends with a number', async ({
  demo,
  page,
}) => {
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': someAddress() })
  await page.goto(portal(demo, '?locale=en'))
  await page.getByRole('link', { name: 'Withdraw from contract here' }).click()
  await expect(page.getByRole('heading', { name: 'Withdraw from contract here' })).toBeFocused()
  await look(page, 'withdraw')
  await declare(page, { order: '', email: 'camille' })
  await expect(page.getByText('Enter an e-mail address like name@example.com.')).toBeVisible()
  await expect(page.getByLabel('Your name')).toHaveValue('Camille Martin')
  await look(page, 'withdraw-error')
  await declare(page, { order: '#1019', email: 'camille@example.com', goods: '1 × Wool Throw' })
  await expect(page.getByRole('heading', { name: 'Confirm your withdrawal' })).toBeFocused()
  await look(page, 'withdraw-confirm')
  await page.getByRole('button', { name: 'Change' }).click()
  await expect(page.getByLabel('Which items? (optional)')).toHaveValue('1 × Wool Throw')
  await page.getByRole('button', { name: 'Continue' }).click()
  await aMoment()
  await page.getByRole('button', { name: 'Confirm withdrawal here' }).click()
  await expect(page.getByText(/We received your withdrawal on .* Its number is C1\d+/)).toBeVisible()
  await look(page, 'withdraw-done')
  // The worker has found the order: staff sees the return that became of it.
  const app = await openApp(page, demo, '/app/returns')
  await expect(app.getByRole('link', { name: '#1019-R1' })).toBeVisible()
})

test('withdrawing works without JavaScript, in German with German words', async ({ demo, chrome }) => {
  const context = await chrome.newContext({ userAgent, viewport: wide, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': someAddress() })
  await page.goto(portal(demo, 'withdraw?locale=de&country=DE'))
  await expect(page.getByRole('heading', { name: 'Vertrag widerrufen' })).toBeVisible()
  await page.getByLabel('Ihr Name').fill('Lena Müller-Lüdenscheidt')
  await page.getByLabel('Bestellnummer').fill('4711')
  await page.getByLabel('E-Mail-Adresse').fill('lena@example.com')
  await page.getByRole('button', { name: 'Weiter' }).click()
  await aMoment()
  await page.getByRole('button', { name: 'Widerruf bestätigen' }).click()
  await expect(
    page.getByText(/Wir haben Ihren Widerruf am .* erhalten. Seine Nummer ist C1\d+/),
  ).toBeVisible()
  await page.screenshot({ path: '.screenshots/withdraw-done-de.1280.png', fullPage: true })
  await context.close()
})

test('staff finds the order of a withdrawal and makes its return', async ({ demo, page }) => {
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': someAddress() })
  await page.goto(portal(demo, 'withdraw?locale=en'))
  await declare(page, { order: 'my throw <b>', email: 'camille.private@example.com', goods: 'the throw' })
  await aMoment()
  await page.getByRole('button', { name: 'Confirm withdrawal here' }).click()
  const received = await page.getByText(/Its number is C1\d+/).innerText()
  const name = /C1\d+/.exec(received)?.[0] ?? ''

  const app = await openApp(page, demo, '/app/cases')
  await expect(app.getByRole('link', { name })).toBeVisible()
  await lookInside(page, 'admin-cases')
  await app.getByRole('link', { name }).click()
  await expect(app.getByText('No order has this number and this e-mail address.').first()).toBeVisible()
  await expect(app.getByText('my throw <b>').first()).toBeVisible()
  await app.getByLabel('Order', { exact: true }).fill('#1019')
  await app.getByRole('button', { name: 'Look up' }).click()
  await expect(app.getByText('Another e-mail address')).toBeVisible()
  await app.getByLabel('Wool Overcoat').fill('1')
  await lookInside(page, 'admin-case-withdrawal')
  await app.getByRole('button', { name: 'Make the return' }).click()
  await expect(app.getByText(/Became a return: 1 × Wool Overcoat/)).toBeVisible()
  await expect(app.getByRole('link', { name: 'See the return' })).toBeVisible()
})

test('a denied item leads to a request, the request to an answer, read by its link', async ({
  demo,
  page,
}) => {
  const visitor = visitorOf(demo.devStore.urls.storefront)
  const token = await visitor.find('#1023', 'camille@example.com')
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': someAddress() })
  await page.goto(portal(demo, `exception?locale=en&t=${token}`))
  await expect(page.getByRole('checkbox', { name: 'Cast-Iron Skillet' })).toBeChecked()
  await look(page, 'ask-exception')
  await page.getByRole('button', { name: 'Send request' }).click()
  await expect(page.getByText('Write what it is about.')).toBeVisible()
  await page
    .getByLabel('Why should we take it back?')
    .fill('It came while I was in hospital.\nI can show it.')
  await page.getByRole('button', { name: 'Send request' }).dblclick()
  await expect(page.getByRole('heading', { name: /^Request C1\d+/ })).toBeVisible()
  const address = page.url()
  const name = /C1\d+/.exec(await page.getByRole('heading', { name: /^Request/ }).innerText())?.[0] ?? ''
  await look(page, 'case-exception')

  const app = await openApp(page, demo, '/app/cases')
  await app.getByRole('link', { name }).click()
  await app.getByLabel('Answer to the buyer').fill('We take it back this once.')
  await lookInside(page, 'admin-case')
  await app.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(app.getByText('Waits for the buyer')).toBeVisible()
  await expect(app.getByLabel('Answer to the buyer')).toHaveValue('')
  await expect(app.getByText('We take it back this once.')).toBeVisible()

  await page.goto(address)
  await expect(page.getByText('We take it back this once.')).toBeVisible()
  await page.getByLabel('Your answer').fill('Thank you!')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText('Thank you!')).toBeVisible()
  await look(page, 'case-answered')
})

test('the status page takes an answer and a tracking number, and cancels after one question', async ({
  demo,
  page,
}) => {
  const address = await statusPageOf(demo, { number: '#1020', email: 'marcus@example.com' })
  const app = await openApp(page, demo, '/app/returns')
  await app.getByRole('link', { name: '#1020-R1' }).click()
  await app.getByRole('button', { name: 'Ask the buyer' }).click()
  await app.getByLabel('Question to the buyer').fill('Is the bag still closed?')
  await lookInside(page, 'admin-return-cases')
  await app.getByRole('button', { name: 'Send question' }).click()
  await expect(app.getByText('Waits for the buyer')).toBeVisible()
  await app.getByRole('button', { name: 'Approve' }).click()
  await expect(app.getByRole('heading', { name: 'Waiting for the parcel' })).toBeVisible()

  await page.setExtraHTTPHeaders({ 'x-forwarded-for': someAddress() })
  await page.goto(address)
  await expect(page.getByText('Is the bag still closed?')).toBeVisible()
  await look(page, 'status-question')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(page.getByText('Write what it is about.')).toBeVisible()
  await page.getByLabel('Your answer').fill('Yes, it is.')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(page.getByText('A person looks at it and answers by e-mail.')).toBeVisible()

  await page.getByLabel('Carrier').fill('DHL')
  await page.getByRole('textbox', { name: 'Tracking number' }).fill('12')
  await page.getByRole('button', { name: 'Save tracking number' }).click()
  await expect(page.getByText('Enter the tracking number: 5 to 40 letters and digits.')).toBeVisible()
  await look(page, 'status-tracking-error')
  await page.getByRole('textbox', { name: 'Tracking number' }).fill('0034 0434 1234')
  await page.getByRole('button', { name: 'Save tracking number' }).click()
  await expect(page.getByText('You told us: DHL, 003404341234.')).toBeVisible()
  await look(page, 'status-approved')

  await page.getByRole('link', { name: 'Complain' }).click()
  await expect(page.getByRole('heading', { name: 'Complain' })).toBeFocused()
  await look(page, 'ask-complaint')
  await page.getByLabel('What happened?').fill('The bag was torn.')
  await page.getByRole('button', { name: 'Send complaint' }).click()
  await expect(page.getByRole('heading', { name: /^Complaint C1\d+/ })).toBeVisible()

  await page.getByRole('button', { name: 'Cancel this return' }).click()
  await expect(page.getByRole('heading', { name: 'Cancel this return?' })).toBeFocused()
  await look(page, 'status-cancel')
  await page.getByRole('link', { name: 'No, keep the return' }).click()
  await page.getByRole('button', { name: 'Cancel this return' }).click()
  await page.getByRole('button', { name: 'Yes, cancel the return' }).click()
  await expect(page.getByText('This return was cancelled').first()).toBeVisible()
  await look(page, 'status-cancelled')
})
