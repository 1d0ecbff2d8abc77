import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { firstPolicy } from '../../app/domain/policy/first-policy.ts'
import { type Demo, startDemo } from '../../scripts/demo/start-demo.ts'
import { findPostgresPrograms, startPostgres } from '../setup/postgres-server.ts'
import { askForReturn, lookInside, openApp } from './admin-staff.ts'
import { expect, test as base } from './fixtures.ts'
import { look } from './look.ts'
import { findOrderIn } from './portal-visitor.ts'

/** A demo of its own, whose policy offers exchanges: the other tests do not expect that. */
const test = base.extend<object, { swaps: Demo }>({
  swaps: [
    async ({}, use) => {
      const programs = findPostgresPrograms()
      if (programs === null) throw new Error('PostgreSQL is needed here: set POSTGRES_BIN to its programs')
      const appDataDir = mkdtempSync(join(tmpdir(), 'homeward-e2e-exchange-'))
      const postgres = await startPostgres(programs)
      try {
        const url = postgres.url('postgres')
        const demo = await startDemo({ appDataDir, databaseUrl: url })
        await offerExchanges(url)
        await use(demo)
        await demo.stop()
      } finally {
        await postgres.stop()
      }
      rmSync(appDataDir, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 240_000 },
  ],
})

test.setTimeout(200_000)
test.use({ actionTimeout: 20_000 })

/** Stages another past, past the app: the first version of every shop's policy offers exchanges. */
async function offerExchanges(url: string): Promise<void> {
  const { baseline } = firstPolicy
  const policy = { ...firstPolicy, baseline: { ...baseline, outcomes: [...baseline.outcomes, 'exchange'] } }
  const client = new pg.Client(url)
  await client.connect()
  await client.query('alter table "PolicyVersion" disable trigger user')
  await client.query('update "PolicyVersion" set policy = $1', [JSON.stringify(policy)])
  await client.query('alter table "PolicyVersion" enable trigger user')
  await client.end()
}

test('another product in exchange: found, asked for, approved, received, released, and the balance invoiced', async ({
  swaps: demo,
  page,
}) => {
  const { storefront } = demo.devStore.urls
  await findOrderIn(page, storefront, { number: '#1032', proof: 'priya@example.com' })
  await page.getByRole('checkbox').first().check()
  await page.getByRole('combobox').last().selectOption('too-small')
  await page.getByRole('button', { name: 'See what you get' }).click()
  await expect(page.getByRole('heading', { name: 'Check and send' })).toBeVisible()
  await page.getByRole('radio', { name: 'Exchange' }).check()
  await page.getByRole('searchbox', { name: 'Or find something else in our shop' }).fill('merino')
  await page.keyboard.press('Enter')
  await expect(page.getByText('What we found')).toBeVisible()
  await look(page, 'portal-exchange-found')
  await page.getByRole('radio', { name: /Merino Crewneck · M, \$98\.00/ }).check()
  await page.getByLabel('If it is sold out by then, you get').selectOption('wait')
  await page.getByRole('button', { name: 'Show what it comes to' }).click()
  await expect(page.locator('[data-portal-total=exchange]')).toHaveText(/You pay \$/)
  await expect(page.getByRole('radio', { name: 'Exchange' })).toBeChecked()
  await look(page, 'portal-exchange-chosen')
  const owed = (await page.locator('[data-portal-total=exchange]').innerText()).replace('You pay ', '')
  await page.getByRole('button', { name: 'Send return request' }).click()
  await expect(page.getByRole('heading', { name: /^Return for order|^Return #/ }).first()).toBeVisible()
  await look(page, 'portal-exchange-status')

  const app = await openApp(page, demo, '/app/returns')
  await app.getByRole('link', { name: /#1032/ }).first().click()
  await app.getByRole('button', { name: 'Approve', exact: true }).click()
  await expect(app.getByRole('heading', { name: 'Waiting for the parcel' })).toBeVisible()
  await lookInside(page, 'admin-exchange-approved')
  await app.getByRole('button', { name: 'Mark received', exact: true }).click()
  const release = app.getByRole('button', { name: `Exchange and invoice ${owed}` })
  await expect(release).toBeVisible()
  await lookInside(page, 'admin-exchange-release')
  await release.click()
  const dialog = app.getByRole('dialog')
  await expect(dialog.getByText(/keeps it until .* has paid/)).toBeVisible()
  await dialog.getByRole('button', { name: `Exchange and invoice ${owed}` }).click()
  await expect(app.getByText(/^Exchanged for 1 × Merino Crewneck/)).toBeVisible({ timeout: 20_000 })
  // The worker lets Shopify send it a moment later. A reload sooner could end the click's own request before it leaves.
  await expect(async () => {
    await page.reload()
    await expect(app.getByText(`Shopify asks the buyer for ${owed}`)).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: 60_000 })
  await lookInside(page, 'admin-exchange-released')
})

test('duties go back with the goods, by share or whole, in Shopify’s figures', async ({
  swaps: demo,
  page,
}) => {
  await askForReturn(demo, { number: '#1019', email: 'camille@example.com', outcome: 'refund' })
  const app = await openApp(page, demo, '/app/returns')
  await app.getByRole('link', { name: /#1019/ }).first().click()
  await app.getByRole('button', { name: 'Approve', exact: true }).click()
  await app.getByRole('button', { name: 'Buyer keeps the items' }).click()
  await app.getByRole('button', { name: 'Let the buyer keep them' }).click()
  await app.getByRole('dialog').getByRole('button', { name: 'Let the buyer keep them' }).click()
  const pay = app.getByRole('button', { name: /^Refund \$/ })
  await expect(pay).toBeVisible()
  const before = await pay.innerText()
  await app.getByRole('button', { name: 'Give shipping or duties back' }).click()
  await app.getByLabel('Duties', { exact: true }).selectOption('share')
  await app.getByRole('button', { name: 'Show the amounts' }).click()
  await expect(pay).not.toHaveText(before)
  await expect(app.getByText(/^Duties/).first()).toBeVisible()
  const amount = (await pay.innerText()).replace('Refund ', '')
  await pay.click()
  await app
    .getByRole('dialog')
    .getByRole('button', { name: `Refund ${amount}` })
    .click()
  await expect(app.getByText(`${amount} paid to`)).toBeVisible()
})
