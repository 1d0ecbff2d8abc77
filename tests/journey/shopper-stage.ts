import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, type BrowserContext, devices, type Page } from '@playwright/test'
import type { Demo } from '../../scripts/demo/start-demo.ts'
import { narrow, userAgent, wide } from '../e2e/browser.ts'
import { someAddress } from '../e2e/portal-visitor.ts'
import type { OnScreen, Staff } from './staff.ts'

export type Screen = 'phone' | 'desktop'

/** Where one shopper's way is played: her browser, the shop's staff beside her, and what the shop's ledger and mailbox hold. */
export type Stage = {
  readonly demo: Demo
  readonly screen: Screen
  readonly storefront: string
  /** The shop's admin. */
  readonly admin: string
  readonly page: Page
  readonly staff: Staff
  /** Takes a picture of what the shopper sees. */
  readonly shoot: (name: string) => Promise<void>
  /** Mails to this address since the way began, oldest first. Waits until `count` of them are there. */
  readonly mails: (to: string, count: number) => Promise<readonly SentMail[]>
  /** What the ledger moved in the shop since the way began, once it comes to `wanted` or a while has passed. */
  readonly moved: (wanted: string) => Promise<Moved>
}

export type SentMail = { readonly subject: string; readonly text: string }
/** A bare decimal and its currency, `USD` where nothing moved. */
export type Moved = { readonly amount: string; readonly currency: string }

const folder = join(import.meta.dirname, '..', '..', '.screenshots', 'journey-shopper')
const patienceMs = 15_000

export function clearPictures(): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
}

export type StageOptions = {
  readonly demo: Demo
  readonly browser: Browser
  readonly way: string
  readonly screen: Screen
  /** The shop's handle; the first one where it is not said. */
  readonly shop?: string | undefined
  readonly withoutScript?: boolean
}

/** Opens a fresh browser for a shopper and one for the staff, runs the way, and closes both. Answers how many pictures were taken. */
export async function onStage<Facts>(
  { demo, browser, way, screen, shop: handle = 'homeward-demo', withoutScript = false }: StageOptions,
  play: (stage: Stage) => Promise<Facts>,
): Promise<{ readonly facts: Facts; readonly pictures: number }> {
  const shop = demo.devStore.shops.find(({ domain }) => domain === `${handle}.myshopify.com`)
  if (shop === undefined) throw new Error(`The dev store has no shop ${handle}`)
  const shopper = await browser.newContext({
    ...(screen === 'phone' ? { ...devices['Pixel 7'], viewport: narrow } : { userAgent, viewport: wide }),
    locale: 'en-US',
    javaScriptEnabled: !withoutScript,
    extraHTTPHeaders: { 'x-forwarded-for': someAddress() },
  })
  const office = await browser.newContext({ userAgent, viewport: wide, locale: 'en-US' })
  const contexts = [shopper, office]
  const page = await shopper.newPage()
  page.setDefaultTimeout(patienceMs)
  const errors = errorsOf(page)
  let pictures = 0
  const picture = (of: Page, who: string): OnScreen => {
    return async (name) => {
      pictures += 1
      const file = `${way}-${screen}-${String(pictures).padStart(2, '0')}-${who}${name}.png`
      await of.screenshot({ path: join(folder, file), fullPage: true })
    }
  }
  const log = demo.devStore.engine.state.logs.mailbox
  const [mailsBefore, rowsBefore] = [log.at(-1)?.id, (await ledgerOf(demo, shop.domain)).length]
  try {
    const adminPage = await office.newPage()
    const stage: Stage = {
      demo,
      screen,
      storefront: shop.storefront,
      admin: shop.admin,
      page,
      staff: {
        page: adminPage,
        app: adminPage.locator('iframe').first().contentFrame(),
        onScreen: picture(adminPage, 'staff-'),
      },
      shoot: picture(page, ''),
      mails: (to, count) => mailsTo(demo, { to, count, after: mailsBefore }),
      moved: (wanted) => movedSince(demo, { shop: shop.domain, rowsBefore, wanted }),
    }
    const facts = await play(stage)
    if (errors.length > 0) throw new Error(`The page threw: ${errors.join('; ')}`)
    return { facts, pictures }
  } catch (error) {
    await photographAll(contexts, `${way}-${screen}`)
    throw error
  } finally {
    for (const context of contexts) await context.close()
  }
}

function errorsOf(page: Page): readonly string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  return errors
}

/** What every page showed when a way broke. */
async function photographAll(contexts: readonly BrowserContext[], name: string): Promise<void> {
  for (const [index, page] of contexts.flatMap((context) => context.pages()).entries())
    await page.screenshot({ path: join(folder, `${name}-broken-${index}.png`), fullPage: true })
}

type LedgerEntry = { readonly amount: string; readonly currency: string; readonly status: string }

async function ledgerOf(demo: Demo, shop: string): Promise<readonly LedgerEntry[]> {
  const response = await fetch(`${demo.devStore.urls.base}/control/api/ledger?shop=${shop}`)
  // The control API is our own; its shape stands in docs/dev-store.md.
  const body = (await response.json()) as { entries: LedgerEntry[] }
  return body.entries
}

async function movedSince(
  demo: Demo,
  { shop, rowsBefore, wanted }: { shop: string; rowsBefore: number; wanted: string },
): Promise<Moved> {
  // A bonus is paid by a job of its own after the refund settled.
  const deadline = Date.now() + patienceMs
  for (;;) {
    const rows = (await ledgerOf(demo, shop)).slice(rowsBefore).filter(({ status }) => status === 'SUCCESS')
    const minor = rows.reduce((sum, row) => sum + Math.round(Number(row.amount) * 100), 0)
    const amount = (minor / 100).toFixed(2)
    if (amount === wanted || Date.now() > deadline) return { amount, currency: rows[0]?.currency ?? 'USD' }
    await sleep(250)
  }
}

async function mailsTo(
  demo: Demo,
  { to, count, after }: { to: string; count: number; after: string | undefined },
): Promise<readonly SentMail[]> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const all = demo.devStore.engine.state.logs.mailbox
    const since = all.slice(all.findIndex(({ id }) => id === after) + 1)
    const mails = since.filter((mail) => mail.to === to)
    if (mails.length >= count) return mails
    if (Date.now() > deadline) throw new Error(`${to} got ${mails.length} messages instead of ${count}`)
    await sleep(250)
  }
}
