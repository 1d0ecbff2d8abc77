import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { startDemo, type Demo } from '../../scripts/demo/start-demo.ts'
import { launchBrowser, narrow, userAgent, wide } from '../e2e/browser.ts'
import { askForReturn, type ShopperResult } from './shopper.ts'
import { approve, decline, openReturn, pay, receive, type OnScreen, type Staff } from './staff.ts'

type CaseName = 'refund' | 'store_credit' | 'declined'
type Case = { case: CaseName; return: string; promised: string; ledger: string; currency: string }
type LedgerEntry = { amount: string; currency: string; status: string }

/** Orders of the seed, one for each case. */
const plans = [
  { case: 'refund', order: '#1001', email: 'alex@example.com', outcome: 'refund' },
  { case: 'store_credit', order: '#1031', email: 'marcus@example.com', outcome: 'store_credit' },
  { case: 'declined', order: '#1032', email: 'priya@example.com', outcome: 'refund' },
] as const

/** The app's log, from warnings on. */
function sayTrouble(line: string): void {
  if (/"level":[456]0/.test(line)) say(line.slice(0, 2_000))
}

const say = (line: string) => process.stderr.write(`${line}\n`)
const screenshots = join(import.meta.dirname, '..', '..', '.screenshots', 'journey')

async function main(): Promise<number> {
  rmSync(screenshots, { recursive: true, force: true })
  mkdirSync(screenshots, { recursive: true })
  const appDataDir = mkdtempSync(join(tmpdir(), 'homeward-journey-'))
  let demo: Demo | undefined
  let browser: Browser | undefined
  try {
    demo = await startDemo({ appDataDir, onProgress: say, onAppLine: sayTrouble })
    browser = await launchBrowser()
    const cases = await run(demo, browser).catch(async (error: unknown) => {
      await photographAll(browser)
      throw error
    })
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
  const adminAs = (name: 'merchant' | 'staff'): Staff => ({
    page: adminPage,
    app: adminPage.locator('iframe').first().contentFrame(),
    onScreen: photographer(adminPage, name),
  })
  // The merchant looks round while the first shopper asks.
  const looked = lookAt(adminAs('merchant'), demo)

  const cases: Case[] = []
  for (const plan of plans) {
    say(`Journey: ${plan.case}…`)
    const before = (await ledgerOf(demo)).length
    const asking = askForReturn(shopPage, {
      storefront: demo.devStore.urls.storefront,
      order: plan.order,
      email: plan.email,
      outcome: plan.outcome,
      reason: 'Changed my mind',
      onScreen: photographer(shopPage, 'shopper'),
    })
    const [shopper] = await Promise.all([asking, looked])
    const staff = adminAs('staff')
    await openReturn(staff, demo.devStore.urls.admin, shopper.name)
    if (plan.case === 'declined') await decline(staff, 'The item was worn.')
    else {
      await approve(staff)
      await receive(staff)
      await pay(staff)
    }
    await shopPage.goto(shopper.statusUrl)
    await photographer(shopPage, 'shopper')(`status-after-${plan.case}`)
    cases.push(await caseOf(demo, plan.case, shopper, before))
  }
  await shopPage.goto(demo.devStore.urls.mailbox)
  await photographer(shopPage, 'mailbox')('messages')
  await context.close()
  return cases
}

/** The screens that no case needs: home, policy, settings. */
async function lookAt(staff: Staff, demo: Demo): Promise<void> {
  for (const [name, path, heading] of [
    ['home', '', 'Last 30 days'],
    ['policy', '/policy', 'Baseline'],
    ['settings', '/settings', 'Messages'],
  ] as const) {
    await staff.page.goto(`${demo.devStore.urls.admin}/app${path}`)
    await staff.app.getByRole('heading', { name: heading }).first().waitFor()
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

/** What every page showed when a journey broke. */
async function photographAll(browser: Browser | undefined): Promise<void> {
  const pages = browser?.contexts().flatMap((context) => context.pages()) ?? []
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: join(screenshots, `broken-${index}.png`), fullPage: true })
  }
}

const photographed = new Set<string>()

/** Takes each screen wide and narrow, the first time that it comes up. */
function photographer(page: Page, person: string): OnScreen {
  return async (name, size) => {
    const screen = `${person}-${name}`
    if (photographed.has(screen)) return
    photographed.add(screen)
    await page.screenshot({ path: join(screenshots, `${screen}-wide.png`), fullPage: true })
    if (size === 'as it is') return
    await page.setViewportSize(narrow)
    await page.screenshot({ path: join(screenshots, `${screen}-narrow.png`), fullPage: true })
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
