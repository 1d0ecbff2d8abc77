import { appIn, askForReturn, lookInside, openApp } from './admin-staff.ts'
import { expect, test } from './fixtures.ts'

test.setTimeout(240_000)

test('a parcel is scanned, fees are changed, money goes back without goods, shipping with them', async ({
  demo,
  page,
}) => {
  await askForReturn(demo, { number: '#1031', email: 'marcus@example.com', outcome: 'refund' })
  const app = await openApp(page, demo, '/app/returns')
  await app.getByRole('link', { name: '#1031-R1' }).click()
  await app.getByRole('button', { name: 'Approve', exact: true }).click()
  await expect(app.getByRole('heading', { name: 'Waiting for the parcel' })).toBeVisible()
  const dialog = app.getByRole('dialog')

  await app.getByRole('button', { name: /^Change fees/ }).click()
  await app.getByLabel('Return shipping fee').fill('2,50')
  await expect(app.getByText('Enter an amount like 4.95, or 0.')).toBeVisible()
  await app.getByLabel('Return shipping fee').fill('2.50')
  await app.getByLabel('Why, for the history').fill('Sent from abroad')
  await app.getByRole('button', { name: 'Show the new fees' }).click()
  await expect(app.getByText(/All fees: .* then\./)).toBeVisible()
  await lookInside(page, 'admin-return-fees')
  await app.getByRole('button', { name: 'Change fees to $2.50' }).click()
  await dialog.getByRole('button', { name: 'Change fees', exact: true }).click()
  await expect(app.getByText(/Fees changed from .* to \$2\.50/)).toBeVisible()
  await expect(app.getByRole('button', { name: 'Change fees ($2.50)' })).toBeVisible()

  await app.getByRole('button', { name: 'Parcel was scanned' }).click()
  await app.getByLabel('Carrier').fill('UPS')
  await app.getByLabel('Tracking number').fill('1Z999')
  await app.getByRole('button', { name: 'Mark scanned' }).click()
  await expect(dialog.getByText(/No money moves now/)).toBeVisible()
  await lookInside(page, 'admin-return-scan')
  await dialog.getByRole('button', { name: 'Mark scanned' }).click()
  await expect(app.getByText('The parcel was scanned for the first time')).toBeVisible()

  await app.getByRole('button', { name: 'Money back without goods' }).click()
  await app.getByLabel('Amount in USD').fill('9999')
  await app.getByRole('button', { name: 'Show what would be sent' }).click()
  await expect(app.getByText(/Of this order at most/)).toBeVisible()
  await app.getByLabel('Amount in USD').fill('3')
  await app.getByLabel('Note, for your team').fill('The box was late')
  await app.getByRole('button', { name: 'Show what would be sent' }).click()
  await expect(app.getByRole('group', { name: 'What would be sent' })).toContainText('$3.00')
  await lookInside(page, 'admin-return-credit')
  await app.getByRole('button', { name: 'Pay $3.00' }).click()
  await dialog.getByRole('button', { name: 'Pay $3.00' }).click()
  await expect(app.getByText(/\$3\.00 paid to/)).toBeVisible()

  await app.getByRole('button', { name: 'Buyer keeps the items' }).click()
  await app.getByRole('button', { name: 'Let the buyer keep them' }).click()
  await expect(dialog.getByText(/Nothing comes back/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Let the buyer keep them' }).click()
  await expect(app.getByRole('heading', { name: 'Pay the shopper' })).toBeVisible()
  const button = app.getByRole('button', { name: /^Refund \$/ })
  const before = await button.innerText()
  const giveShipping = async () => {
    await app.getByRole('button', { name: 'Give shipping or duties back' }).click()
    await app.getByLabel('Shipping of the order').selectOption('full')
    await app.getByRole('button', { name: 'Show the amounts' }).click()
    await expect(button).not.toHaveText(before)
  }
  await giveShipping()
  await lookInside(page, 'admin-return-extras')
  // On another width the panel stands elsewhere and begins anew.
  await expect(button).toHaveText(before)
  await giveShipping()
  const amount = (await button.innerText()).replace('Refund ', '')
  await button.click()
  await dialog.getByRole('button', { name: `Refund ${amount}` }).click()
  await expect(app.getByRole('heading', { name: 'Close the return' })).toBeVisible()
  await expect(app.getByText(`${amount} paid to`)).toBeVisible()
  await expect(app.getByText(/cannot be changed any more/)).toBeVisible()
  await lookInside(page, 'admin-return-exceptions')
})

test('what may be out before goods are here, and when store credit ends, is set in settings', async ({
  demo,
  page,
}) => {
  const app = await openApp(page, demo, '/app/settings')
  await app.getByRole('link', { name: 'Open payments' }).click()
  await app.getByLabel('For one buyer, at once').fill('200')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(app.getByText('Enter both sums, or neither')).toBeVisible()
  await app.getByLabel('For all, in 24 hours').fill('2000')
  await app.getByLabel('Store credit ends').check()
  await app.getByLabel('For buyers in these countries').fill('us, ca')
  await lookInside(page, 'admin-settings-payments')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Payment settings saved')).toBeVisible()
  await page.reload()
  await expect(app.getByLabel('For buyers in these countries')).toHaveValue('US, CA')
  await openApp(page, demo, '/app/settings/safety')
  await expect(appIn(page).getByText('Payment settings changed')).toBeVisible()
  await lookInside(page, 'admin-safety-automatic')
})
