import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { startDemo, type Demo } from '../../scripts/demo/start-demo.ts'
import { launchBrowser, narrow, userAgent, wide } from '../e2e/browser.ts'
import { askForReturn, type ShopperResult } from './shopper.ts'
import { approve, decline, openReturn, pay, receive, type Staff } from './staff.ts'

type CaseName = 'refund' | 'store_credit' | 'declined'
type Case = { case: CaseName; return: string; promised: string; ledger: string; currency: string }
type LedgerEntry = { amount: string; currency: string; status: string }

/** Orders of the seed, one for each case. */
const plans = [
  { case: 'refund', order: '#1001', email: 'alex@example.com', outcome: 'refund' },
  { case: 'store_credit', order: '#1031', email: '', outcome: 'store_credit' },
  { case: 'declined', order: '#1002', email: '', outcome: 'refund' },
] as const

const say = (line: string) => process.stderr.write(`${line}\n`)
const screenshots = join(import.meta.dirname, '..', '..', '.screenshots', 'journey')

async function main(): Promise<number> {
  rmSync(screenshots, { recursive: true, force: true })
  mkdirSync(screenshots, { recursive: true })
  const appDataDir = mkdtempSync(join(tmpdir(), 'homeward-journey-'))
  let demo: Demo | undefined
  let browser: Browser | undefined
  try {
    demo = await startDemo({ appDataDir, onProgress: say })
    browser = await launchBrowser()
    const cases = await run(demo, browser)
    const unexplainedCents = cases.reduce(
      (sum, entry) => sum + Math.abs(cents(entry.promised) - cents(entry.ledger)),
      0,
    )
    process.stdout.write(`${JSON.stringify({ cases, unexplainedCents })}\n`)
    return unexplainedCents === 0 ? 0 : 1
  } finally {
    await browser?.close()
    await demo?.stop()
    rmSync(appDataDir, { recursive: true, force: true })
  }
}

async function run(demo: Demo, browser: Browser): Promise<Case[]> {
  const context = await browser.newContext({ userAgent, viewport: wide, locale: 'en-US' })
  const adminPage = await context.newPage()
  const shopPage = await context.newPage()
  const staffOf = (name: string): Staff => ({
    page: adminPage,
    app: adminPage.frameLocator('iframe').first(),
    onScreen: shooter(adminPage, `${name}-staff`),
  })
  await lookAt(staffOf('merchant'), demo)

  const cases: Case[] = []
  for (const plan of plans) {
    say(`Journey: ${plan.case}…`)
    const before = (await ledgerOf(demo)).length
    const email = plan.email || (await emailOf(demo, plan.order))
    const shopper = await askForReturn(shopPage, {
      storefront: demo.devStore.urls.storefront,
      order: plan.order,
      email,
      outcome: plan.outcome,
      reason: 'Changed my mind',
      onScreen: shooter(shopPage, `${plan.case}-shopper`),
    })
    const staff = staffOf(plan.case)
    await openReturn(staff, demo.devStore.urls.admin, shopper.name)
    if (plan.case === 'declined') await decline(staff, 'The item was worn.')
    else {
      await approve(staff)
      await receive(staff)
      await pay(staff)
    }
    await shopPage.goto(shopper.statusUrl)
    await shooter(shopPage, `${plan.case}-shopper`)('status-at-the-end')
    cases.push(await caseOf(demo, plan.case, shopper, before))
  }
  await shopPage.goto(demo.devStore.urls.mailbox)
  await shooter(shopPage, 'mailbox')('messages')
  await context.close()
  return cases
}

/** The screens that no case needs: home, policy, settings. */
async function lookAt(staff: Staff, demo: Demo): Promise<void> {
  for (const [name, path, heading] of [
    ['home', '', 'Needs you'],
    ['policy', '/policy', 'Rules'],
    ['settings', '/settings', 'Settings'],
  ] as const) {
    await staff.page.goto(`${demo.devStore.urls.admin}/app${path}`)
    await staff.app.getByText(heading).first().waitFor()
    await staff.onScreen(name)
  }
}

/**
 * Adds up everything that the dev store's own ledger moved in this shop since the case began: a bonus is credited to the
 * account, not to the return, and an amount that nobody promised must show. A declined return promises nothing.
 */
async function caseOf(demo: Demo, name: CaseName, shopper: ShopperResult, before: number): Promise<Case> {
  const promised = name === 'declined' ? '0.00' : shopper.promised
  // A bonus is paid by a job of its own after the refund settled.
  const deadline = Date.now() + 10_000
  for (;;) {
    const moved = (await ledgerOf(demo)).slice(before).filter((entry) => entry.status === 'SUCCESS')
    const ledger = (moved.reduce((sum, entry) => sum + cents(entry.amount), 0) / 100).toFixed(2)
    if (ledger === promised || Date.now() > deadline) {
      return { case: name, return: shopper.name, promised, ledger, currency: moved[0]?.currency ?? 'USD' }
    }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

async function ledgerOf(demo: Demo): Promise<LedgerEntry[]> {
  const shop = demo.devStore.shops[0]?.domain ?? ''
  const response = await fetch(`${demo.devStore.urls.base}/control/api/ledger?shop=${shop}`)
  // The control API is our own; its shape stands in docs/dev-store.md.
  const body = (await response.json()) as { entries: LedgerEntry[] }
  return body.entries
}

async function emailOf(demo: Demo, order: string): Promise<string> {
  const shop = demo.devStore.shops[0]?.domain ?? ''
  const data = await demo.devStore.engine.asMerchant<{ orders: { nodes: { email: string | null }[] } }>(
    shop,
    'query JourneyOrder($query: String!) { orders(first: 1, query: $query) { nodes { email } } }',
    { query: `name:"${order}"` },
  )
  const email = data.orders.nodes[0]?.email
  if (!email) throw new Error(`The seed has no order ${order} with an e-mail address`)
  return email
}

/** Takes each screen wide and narrow. */
function shooter(page: Page, prefix: string): (name: string) => Promise<void> {
  return async (name) => {
    await page.screenshot({ path: join(screenshots, `${prefix}-${name}-wide.png`), fullPage: true })
    await page.setViewportSize(narrow)
    await page.screenshot({ path: join(screenshots, `${prefix}-${name}-narrow.png`), fullPage: true })
    await page.setViewportSize(wide)
  }
}

const cents = (amount: string) => Math.round(Number(amount) * 100)

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    process.exit(1)
  },
)
