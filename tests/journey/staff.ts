import { expect, type FrameLocator, type Page } from '@playwright/test'

/** Photographs a screen; `as it is` leaves the window alone, because a narrower one closes an open question. */
export type OnScreen = (name: string, size?: 'as it is') => Promise<void>

export type Staff = {
  readonly page: Page
  /** The app inside Shopify's admin. */
  readonly app: FrameLocator
  readonly onScreen: OnScreen
}

/** Opens the app's list in the admin and then the return of this name. */
export async function openReturn(staff: Staff, adminUrl: string, name: string): Promise<void> {
  const link = staff.app.getByRole('link', { name: new RegExp(name) }).first()
  // It has its name once Shopify knows of it, and the list is read once.
  await expect(async () => {
    await staff.page.goto(`${adminUrl}/app/returns`)
    await link.waitFor({ timeout: 5_000 })
  }).toPass({ timeout: 40_000 })
  await staff.onScreen('returns-list')
  await link.click()
  await staff.app
    .getByRole('heading', { name: new RegExp(name) })
    .first()
    .waitFor()
}

/** Approves a return that waits for a decision. */
export async function approve(staff: Staff): Promise<void> {
  await staff.onScreen('return-to-decide')
  await staff.app.getByRole('button', { name: 'Approve', exact: true }).click()
  await staff.app.getByRole('heading', { name: 'Waiting for the parcel' }).waitFor()
}

/** Declines a return that waits for a decision, with a note to the buyer. */
export async function decline(staff: Staff, note: string): Promise<void> {
  await staff.app.getByRole('button', { name: 'Decline', exact: true }).click()
  await staff.app.getByLabel('Note to the buyer').fill(note)
  await staff.onScreen('decline', 'as it is')
  await staff.app
    .getByRole('button', { name: /^Decline/ })
    .first()
    .click()
  await staff.app.getByText('Declined').first().waitFor()
  await staff.onScreen('declined')
}

/** Marks everything as arrived, restocked at the first location. */
export async function receive(staff: Staff): Promise<void> {
  await staff.app.getByRole('button', { name: 'Mark received' }).click()
  await staff.app.getByRole('heading', { name: 'Pay the shopper' }).waitFor()
  await staff.onScreen('return-to-pay')
}

/** Pays the way the shopper asked for: the amount stands on the button and in the question before it moves. */
export async function pay(staff: Staff): Promise<void> {
  const button = staff.app.getByRole('button', { name: /^(Refund|Credit|Pay)\b.*\d/ }).first()
  const label = await button.innerText()
  await button.click()
  await staff.onScreen('confirm-payment', 'as it is')
  await staff.app.getByRole('dialog').getByRole('button', { name: label }).click()
  await staff.app
    .getByText(/Settled|Paid/)
    .first()
    .waitFor()
  await staff.onScreen('paid')
}
