import { expect, test } from './fixtures.ts'
import { appIn, askForReturn, lookInside, openApp } from './admin-staff.ts'

test.setTimeout(180_000)

test('home and list say what waits, and the list keeps its filters in the address', async ({
  demo,
  page,
}) => {
  const app = await openApp(page, demo, '/app')
  await expect(app.getByRole('heading', { name: 'Set-up' })).toBeVisible()
  await expect(app.getByText('The returns form is in your theme')).toBeVisible()

  await askForReturn(demo, { number: '#1033', email: 'alex@example.com', outcome: 'refund' })
  await askForReturn(demo, { number: '#1040', email: 'priya@example.com', outcome: 'store_credit' })
  await openApp(page, demo, '/app')
  await expect(app.getByRole('link', { name: '#1033-R1' })).toBeVisible()
  await lookInside(page, 'admin-home')

  await openApp(page, demo, '/app/returns?view=in_review')
  await expect(app.getByRole('link', { name: '#1040-R1' })).toBeVisible()
  await lookInside(page, 'admin-returns')
  await app.getByRole('button', { name: 'Search and filter' }).click()
  await app.getByPlaceholder('Search by return').fill('1040')
  await expect(app.getByRole('link', { name: '#1033-R1' })).toBeHidden()
  await app.getByRole('link', { name: '#1040-R1' }).click()
  await expect(app.getByRole('heading', { name: 'Approve or decline' })).toBeVisible()
  await page.goBack()
  await expect(app.getByPlaceholder('Search by return')).toHaveValue('1040')
  await expect(app.getByRole('link', { name: '#1033-R1' })).toBeHidden()
  await app.getByPlaceholder('Search by return').fill('no such return')
  await expect(app.getByText('No returns fit')).toBeVisible()
})

test('a return explains its decision in place, and declining asks for a reason', async ({ demo, page }) => {
  await askForReturn(demo, { number: '#1034', email: 'marcus@example.com', outcome: 'refund' })
  const app = await openApp(page, demo, '/app/returns')
  await app.getByRole('link', { name: '#1034-R1' }).click()
  await app.getByRole('button', { name: /^Why was/ }).click()
  await expect(app.getByText(/within 30 days of delivery.*\(Baseline\)/i).first()).toBeVisible()
  await expect(app.getByText(/Final sale.*does not apply/i).first()).toBeVisible()
  await lookInside(page, 'admin-return')

  await app.getByLabel('Note for staff').fill('Called <b>Marcus</b>.')
  await app.getByRole('button', { name: 'Add note' }).click()
  await expect(app.getByRole('paragraph').filter({ hasText: 'Called <b>Marcus</b>.' })).toBeVisible()
  await app.getByRole('button', { name: 'Decline', exact: true }).click()
  await app.getByLabel('Note to the buyer').fill('We only take back unworn items.')
  await app.getByRole('button', { name: 'Decline return' }).click()
  await expect(app.getByText('Declined: Another reason').first()).toBeVisible()
  await expect(app.getByRole('heading', { name: 'Nothing left to do' })).toBeVisible()
})

test('two people who decide on the same return do not both decide', async ({ demo, page, chrome }) => {
  await askForReturn(demo, { number: '#1032', email: 'priya@example.com', outcome: 'refund' })
  const app = await openApp(page, demo, '/app/returns')
  await app.getByRole('link', { name: '#1032-R1' }).click()
  await expect(app.getByRole('button', { name: 'Approve' })).toBeVisible()

  const context = await chrome.newContext({ userAgent: await page.evaluate(() => navigator.userAgent) })
  const other = await context.newPage()
  const second = await openApp(other, demo, '/app/returns')
  await second.getByRole('link', { name: '#1032-R1' }).click()
  await second.getByRole('button', { name: 'Approve' }).click()
  await expect(second.getByRole('heading', { name: 'Waiting for the parcel' })).toBeVisible()
  await context.close()

  await app.getByRole('button', { name: 'Decline', exact: true }).click()
  await app.getByRole('button', { name: 'Decline return' }).click()
  await expect(
    app.getByRole('alert').filter({ hasText: /not possible now|changed this return/ }),
  ).toBeVisible()
  await expect(app.getByRole('heading', { name: 'Waiting for the parcel' })).toBeVisible()
})

test('the policy is edited as a form, refused at the field, saved and published as a version', async ({
  demo,
  page,
}) => {
  const app = await openApp(page, demo, '/app/policy')
  await app.getByRole('button', { name: 'Change: Bonus' }).click()
  const bonus = app.getByRole('textbox', { name: 'Bonus on store credit %', exact: true })
  await bonus.fill('a lot')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(app.getByText('Enter a percentage from 0 to 100, with at most two decimals.')).toBeVisible()
  await page.getByRole('button', { name: 'Discard' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Discard/ })
    .click()
  await expect(bonus).toHaveValue('10')

  await bonus.fill('12.5')
  await app.getByRole('button', { name: 'Add rule' }).click()
  await app.getByLabel('Name', { exact: true }).fill('Outlet')
  await app.getByLabel('With').fill('outlet, sample')
  await expect(
    app.getByText('If the product is tagged outlet or sample: not returnable: final sale.').first(),
  ).toBeVisible()
  await lookInside(page, 'admin-policy')
  await expect(app.getByText(/^Saved at /)).toBeVisible()
  await expect(app.getByText('Draft, not published.')).toBeVisible()
  await page.getByRole('button', { name: 'Publish' }).click()
  await app.getByLabel('What changed').fill('Outlet')
  await app.getByRole('dialog').getByRole('button', { name: 'Publish version 2' }).click()
  await expect(app.getByRole('heading', { name: 'Version 2 (in force)' })).toBeVisible()
})

test('settings mark a wrong address at its field and keep what was typed', async ({ demo, page }) => {
  const app = await openApp(page, demo, '/app/settings')
  const address = app.getByLabel('Reply address')
  await address.fill('nobody')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(
    app.getByText('Enter an e-mail address like returns@example.com, or leave it empty.'),
  ).toBeVisible()
  await expect(address).toHaveValue('nobody')
  await lookInside(page, 'admin-settings')
  await address.fill('returns@homeward-demo.example')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Settings saved')).toBeVisible()
})

test('a return that is not there is said to be missing', async ({ demo, page }) => {
  await openApp(page, demo, '/app/returns/0c2f6a9e-5b3f-4d0e-9a51-1f6d6f6c1a11')
  await expect(appIn(page).getByRole('heading', { name: 'There is nothing here' }).first()).toBeVisible()
  await lookInside(page, 'admin-missing')
})
