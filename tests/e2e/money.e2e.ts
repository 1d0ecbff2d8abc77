import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { ShopDomain } from '../../app/domain/ids.ts'
import { ledgerRows } from '../../dev-store/server/ledger.ts'
import { settleDueRefunds } from '../../dev-store/engine/money/settle.ts'
import type { Demo } from '../../scripts/demo/start-demo.ts'
import { approve, openReturn, pay, receive } from '../journey/staff.ts'
import { appIn, askForReturn, lookInside, openApp } from './admin-staff.ts'
import { expect, test } from './fixtures.ts'

test.setTimeout(240_000)

type OrderAnswer = {
  readonly orders: {
    readonly nodes: readonly {
      readonly id: string
      readonly transactions: readonly {
        readonly id: string
        readonly kind: string
        readonly gateway: string
      }[]
      readonly refunds: readonly { readonly note: string | null }[]
    }[]
  }
}

const shopOf = (demo: Demo) => ShopDomain.parse(demo.devStore.shops[0]?.domain)

async function orderNamed(demo: Demo, name: string) {
  const { orders } = await demo.devStore.engine.asMerchant<OrderAnswer>(
    shopOf(demo),
    'query($name: String!) { orders(first: 1, query: $name) { nodes { id transactions(first: 5) { id kind gateway } refunds(first: 5) { note } } } }',
    { name: `name:${name}` },
  )
  const order = orders.nodes[0]
  if (order === undefined) throw new Error(`The dev store has no order ${name}`)
  return order
}

/** Pays back on the order, past Homeward, as a person can in Shopify's admin. */
async function refundInShopify(
  demo: Demo,
  name: string,
  refund: { amount: string; note: string },
): Promise<void> {
  const order = await orderNamed(demo, name)
  const sale = order.transactions.find(({ kind }) => kind === 'SALE' || kind === 'CAPTURE')
  const { refundCreate } = await demo.devStore.engine.asMerchant<{
    refundCreate: { userErrors: readonly { message: string }[] }
  }>(
    shopOf(demo),
    'mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) { userErrors { message } } }',
    {
      key: crypto.randomUUID(),
      input: {
        orderId: order.id,
        note: refund.note,
        transactions: [
          {
            orderId: order.id,
            kind: 'REFUND',
            gateway: sale?.gateway,
            parentId: sale?.id,
            amount: refund.amount,
          },
        ],
      },
    },
  )
  expect(refundCreate.userErrors).toEqual([])
}

async function compareAll(page: Page): Promise<void> {
  await appIn(page).getByRole('button', { name: 'Compare all orders now' }).click()
  // Leaving sooner could end the click's own request before it leaves.
  await expect(page.getByText('All orders of 60 days are being compared')).toBeVisible()
}

test('money: everything explained, a difference found and accepted, and the ledger as a file', async ({
  demo,
  page,
}) => {
  const app = await openApp(page, demo, '/app/money')
  await expect(app.getByRole('heading', { name: '0 unexplained cents' })).toBeVisible()
  await lookInside(page, 'admin-money-empty')

  await askForReturn(demo, { number: '#1029', email: 'priya@example.com', outcome: 'refund' })
  const staff = { page, app: appIn(page), onScreen: () => Promise.resolve() }
  await openReturn(staff, demo.devStore.urls.admin, '#1029-R1')
  if (await staff.app.getByRole('button', { name: 'Approve', exact: true }).isVisible()) await approve(staff)
  await receive(staff)
  await openApp(page, demo, '/app/money')
  await expect(app.getByText(/\d due$/)).toBeVisible()
  await expect(app.getByText('Waiting to be paid')).toBeVisible()
  await lookInside(page, 'admin-money-owed')

  await openReturn(staff, demo.devStore.urls.admin, '#1029-R1')
  await pay(staff)
  settleDueRefunds(demo.devStore.engine)
  await refundInShopify(demo, '#1029', { amount: '0.50', note: 'goodwill' })
  const note = (await orderNamed(demo, '#1029')).refunds[0]?.note ?? ''
  expect(note).toContain('rtn:')
  await openApp(page, demo, '/app/money')
  await compareAll(page)
  await expect(async () => {
    await openApp(page, demo, '/app/money')
    await expect(app.getByText('Paid in Shopify').first()).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 60_000 })
  await expect(app.getByRole('heading', { name: '0 unexplained cents' })).toBeVisible()

  // A refund with Homeward's own note that no payment knows of: somebody copied it, or a call arrived twice.
  await refundInShopify(demo, '#1029', { amount: '0.75', note })
  await compareAll(page)
  await expect(async () => {
    await openApp(page, demo, '/app/money')
    await expect(app.getByRole('heading', { name: '$0.75 unexplained in 1 order' })).toBeVisible({
      timeout: 2_000,
    })
  }).toPass({ timeout: 60_000 })
  await expect(app.getByRole('heading', { name: '#1029: Paid in Shopify, not booked here' })).toBeVisible()
  await lookInside(page, 'admin-money')
  await app.getByRole('button', { name: 'Accept…' }).click()
  await app.getByRole('button', { name: 'Accept $0.75' }).click()
  await expect(app.getByText('Say what you found.')).toBeVisible()
  await app.getByLabel('What you found').fill('=Paid by hand, agreed with Priya')
  await app.getByRole('button', { name: 'Accept $0.75' }).click()
  await expect(app.getByRole('heading', { name: '0 unexplained cents' })).toBeVisible()
  await app.getByLabel('Show').selectOption('all')
  await expect(app.getByText('Reserved').first()).toBeVisible()
  await lookInside(page, 'admin-money-ledger')

  await app.getByLabel('Entries', { exact: true }).selectOption('all')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    app.getByRole('button', { name: 'Download CSV' }).click(),
  ])
  const text = await readFile(await download.path(), 'utf8')
  const rows = text.trimEnd().split('\r\n')
  expect(rows[0]).toContain('"Entry","Date (UTC)","Kind"')
  const paid = ledgerRows(demo.devStore.engine, { shop: shopOf(demo), order: '#1029' }).filter(
    ({ status }) => status === 'SUCCESS',
  )
  for (const movement of paid) expect(text).toContain(`,${movement.amount},"${movement.currency}"`)
  expect(rows.filter((row) => row.includes('"adjusted"'))).toHaveLength(1)
  expect(text).toContain(`] =Paid by hand`)
  expect(text).not.toMatch(/(^|,)"?[=+@]/m)
})
