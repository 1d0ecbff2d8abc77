import { randomUUID } from 'node:crypto'
import type { FrameLocator, Page } from '@playwright/test'
import { signSessionToken } from '../../dev-store/server/session-token.ts'
import { demoCredentials } from '../../scripts/demo/app-process.ts'
import type { Demo } from '../../scripts/demo/start-demo.ts'
import { appIn, askForReturn, lookInside, openApp } from './admin-staff.ts'
import { userAgent } from './browser.ts'
import { expect, test } from './fixtures.ts'

test.setTimeout(240_000)

const ben = '90210077'

/** A second person of the shop, without a browser: requests to the app with session tokens of their own. */
async function asBen(demo: Demo, path: string, body?: object): Promise<string> {
  const shop = demo.devStore.shops[0]?.domain ?? ''
  const token = signSessionToken({
    shop,
    ...demoCredentials,
    userId: ben,
    now: new Date(),
    jti: randomUUID(),
    sid: randomUUID(),
  })
  const response = await fetch(`${demo.app.origin}${path}.data`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'user-agent': userAgent,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return response.text()
}

async function save(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Save', exact: true })
  await button.click()
  // The toast of the save before may still be there.
  await expect(page.getByText('Payment safety saved').last()).toBeVisible()
  await expect(button).toBeHidden()
}

/** A return with its goods here; answers where it stands. */
async function returnToPay(demo: Demo, page: Page): Promise<{ app: FrameLocator; path: string }> {
  await askForReturn(demo, { number: '#1010', email: 'marcus@example.com', outcome: 'refund' })
  const app = await openApp(page, demo, '/app/returns')
  await app.getByRole('link', { name: '#1010-R1' }).click()
  await app.getByRole('button', { name: 'Approve', exact: true }).click()
  await app.getByRole('button', { name: 'Mark received' }).click()
  await expect(app.getByRole('heading', { name: 'Pay the shopper' })).toBeVisible()
  return { app, path: new URL(page.url()).pathname.replace(/^.*(\/app\/returns\/)/, '$1') }
}

test('a payment above a limit waits for a second person; the switch stops all payments', async ({
  demo,
  page,
}) => {
  await asBen(demo, '/app/settings/safety')
  const app = await openApp(page, demo, '/app/settings')
  await lookInside(page, 'admin-settings-safety-link')
  await app.getByRole('link', { name: 'Open payment safety' }).click()

  // Ben becomes an agent who may pay ten dollars alone.
  const rows = app.getByRole('combobox', { name: /^Role of/ })
  await expect(rows).toHaveCount(2)
  await rows.last().selectOption('agent')
  await app.getByRole('combobox', { name: /^Agents pay/ }).selectOption('limited')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(app.getByText('Enter an amount, or choose “Nothing”.')).toBeVisible()
  await lookInside(page, 'admin-safety-problem')
  await app.getByLabel('One order').first().fill('10')
  await app.getByLabel('Own payments in 24 hours').first().fill('50')
  await save(page)
  await expect(app.getByLabel('One order').first()).toHaveValue('10')
  await lookInside(page, 'admin-safety')

  const due = await returnToPay(demo, page)
  const button = due.app.getByRole('button', { name: /^Refund \$/ })
  const amount = /\$([\d.]+)/.exec(await button.innerText())?.[1] ?? ''
  const expected = { minor: Math.round(Number(amount) * 100), currency: 'USD' }
  const asked = await asBen(demo, due.path, { intent: 'refund', method: 'original_payment', expected })
  expect(asked).toContain('waits for a second person')

  await page.reload()
  await expect(
    due.app.getByRole('heading', { name: `$${amount} waits for a second person` }).first(),
  ).toBeVisible()
  await lookInside(page, 'admin-return-approval')

  // Everything stops.
  await openApp(page, demo, '/app/settings/safety')
  await expect(app.getByRole('link', { name: '#1010-R1' })).toBeVisible()
  await app.getByLabel('Reason, for your team').fill('A wrong fee went out with the last refunds')
  await app.getByRole('button', { name: 'Stop all payments' }).click()
  await app.getByRole('dialog').getByRole('button', { name: 'Stop all payments' }).click()
  await expect(app.getByText('No money moves')).toBeVisible()
  await lookInside(page, 'admin-safety-stopped')
  await openApp(page, demo, due.path)
  await expect(app.getByRole('button', { name: `Grant and pay $${amount}` })).toBeDisabled()
  await lookInside(page, 'admin-return-stopped')
  await openApp(page, demo, '/app/settings/safety')
  await app.getByRole('button', { name: 'Let payments go on' }).click()
  await app.getByRole('dialog').getByRole('button', { name: 'Let payments go on' }).click()
  await expect(app.getByText('Payments go on. Stopping holds')).toBeVisible()

  await openApp(page, demo, due.path)
  await app.getByRole('button', { name: `Grant and pay $${amount}` }).click()
  await app
    .getByRole('dialog')
    .getByRole('button', { name: `Pay $${amount}` })
    .click()
  await expect(app.getByRole('heading', { name: 'Close the return' })).toBeVisible()
  await expect(app.getByText('waits for a second person').first()).toBeVisible()
})

test('a viewer sees everything and is told what would be needed', async ({ demo, page }) => {
  await askForReturn(demo, { number: '#1009', email: 'priya@example.com', outcome: 'refund' })
  const app = await openApp(page, demo, '/app/settings/safety')
  const rows = app.getByRole('combobox', { name: /^Role of/ })
  if ((await rows.count()) < 2) {
    await asBen(demo, '/app/settings/safety')
    await page.reload()
  }
  // Two admins, and then the one in the browser becomes a viewer by her own hand.
  if ((await rows.last().inputValue()) !== 'admin') {
    await rows.last().selectOption('admin')
    await save(page)
  }
  await rows.first().selectOption('viewer')
  await save(page)
  await expect(rows.first()).toBeDisabled()
  await expect(app.getByRole('button', { name: 'Stop all payments' })).toBeDisabled()
  await lookInside(page, 'admin-safety-viewer')
  await openApp(page, demo, '/app/returns')
  await app.getByRole('link', { name: '#1009-R1' }).click()
  await expect(app.getByRole('button', { name: 'Approve', exact: true })).toBeDisabled()
  await expect(app.getByText('You are a viewer. This needs an agent.')).toBeVisible()
  await lookInside(page, 'admin-return-viewer')
  await openApp(page, demo, '/app/settings')
  await lookInside(page, 'admin-settings-viewer')

  const roles = [{ userId: '90210001', role: 'admin' }]
  expect(await asBen(demo, '/app/settings/safety', { intent: 'save', roles })).toContain('saved')
  await expect(appIn(page).getByText('You are a viewer')).toHaveCount(2)
})
