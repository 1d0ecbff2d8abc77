import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { expect, type FrameLocator, type Page } from '@playwright/test'
import { startDemo, type Demo } from '../../scripts/demo/start-demo.ts'
import { openApp } from '../e2e/admin-staff.ts'
import { launchBrowser, narrow, userAgent, wide } from '../e2e/browser.ts'
import { findingsOn } from '../e2e/findings.ts'
import { hydrated } from '../e2e/hydrated.ts'

/*
 * npm run journey -- policy [--json]: a policy is changed without fear, in a real browser against the demo: draft, check,
 * effect of the rules, try an order, keep it as an example, replay the past, publish, and an old order still judged by the old version.
 * Pictures of whole pages, wide and narrow, are in `.screenshots/journey-policy`. One line of JSON says what it came to.
 */

parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true })
const say = (line: string) => process.stderr.write(`${line}\n`)
const pictures = join(import.meta.dirname, '..', '..', '.screenshots', 'journey-policy')
const highest = 7_000

type Facts = Record<string, string | number>
type Stage = { readonly demo: Demo; readonly page: Page; readonly facts: Facts }

/** A picture of the whole page at two widths, however long it is; nothing may scroll sideways, and axe finds nothing. */
async function picture({ page }: Stage, name: string): Promise<void> {
  const before = page.viewportSize() ?? wide
  for (const { width } of [wide, narrow]) {
    await page.setViewportSize({ width, height: 900 })
    const frame = await (await page.locator('#app-frame iframe').elementHandle())?.contentFrame()
    const size = await frame?.evaluate(() => ({
      height: document.documentElement.scrollHeight,
      over: document.documentElement.scrollWidth - window.innerWidth,
    }))
    if ((size?.over ?? 0) > 0) throw new Error(`${name} scrolls sideways at ${width}`)
    await page.setViewportSize({ width, height: Math.min(highest, (size?.height ?? 800) + 140) })
    const findings = await findingsOn(page, '#app-frame iframe')
    if (findings.length > 0) throw new Error(`${name} at ${width}: ${findings.join('; ')}`)
    await page.screenshot({ path: join(pictures, `${name}.${width}.png`) })
  }
  await page.setViewportSize(before)
}

async function policyPage({ page, demo }: Stage): Promise<FrameLocator> {
  const app = await openApp(page, demo, '/app/policy')
  await hydrated(app)
  return app
}

const isSaved = (app: FrameLocator) => expect(app.getByText(/^Saved at /)).toBeVisible({ timeout: 15_000 })

/** A rule that lets nothing come back, and its copy, which never decides: the check says so, undo takes it away again. */
async function draftAndCheck(stage: Stage): Promise<void> {
  const app = await policyPage(stage)
  await app.getByRole('button', { name: 'Add rule' }).click()
  await app.getByLabel('Name', { exact: true }).fill('Mugs stay')
  await app.getByLabel('Condition', { exact: true }).selectOption({ label: 'Quantity sent' })
  await app.getByLabel('Number', { exact: true }).fill('1')
  await isSaved(app)
  await app.getByRole('button', { name: 'Duplicate Mugs stay' }).click()
  await expect(app.getByText('“Mugs stay (copy)” never decides anything.')).toBeVisible()
  await picture(stage, '1-draft-and-check')
  await app.getByRole('button', { name: 'Undo' }).click()
  await expect(app.getByText('“Mugs stay (copy)” never decides anything.')).toBeHidden()
  await isSaved(app)
}

/** Past orders are read once; then the rule says how much of the last 90 days it would decide. */
async function effectOfRules(stage: Stage): Promise<void> {
  const app = await policyPage(stage)
  await app.getByRole('button', { name: 'Read past orders' }).click()
  // The last rule is the draft's own.
  const effect = app.getByText(/^Last 90 days: would decide /).last()
  await expect(effect).toBeVisible({ timeout: 180_000 })
  stage.facts.effect = (await effect.textContent()) ?? ''
  await picture(stage, '2-effect-of-rules')
}

/** An order is tried, draft against published, and kept as an example. */
async function tryAndKeep(stage: Stage): Promise<void> {
  const { page } = stage
  const app = await policyPage(stage)
  await app.getByRole('link', { name: 'Try an order' }).click()
  await app.getByLabel('Order number').fill('1006')
  await app.getByRole('button', { name: 'Search' }).click()
  await app.getByRole('link', { name: 'Try #1006' }).click()
  const headline = app.getByText(/^The draft decides .* otherwise/)
  await expect(headline).toBeVisible()
  stage.facts.tried = (await headline.textContent()) ?? ''
  await app
    .getByRole('button', { name: /^Full trace of Draft/ })
    .first()
    .click()
  await expect(app.getByText('Mugs stay: applies').first()).toBeVisible()
  await picture(stage, '3-try-an-order')
  await app.getByRole('button', { name: 'Keep the draft’s result' }).click()
  await expect(app.getByText('Kept. It stands under Examples on the policy page.')).toBeVisible()
  await page.getByRole('button', { name: 'Policy', exact: true }).first().click()
  await expect(app.getByText('As expected')).toBeVisible()
}

/** The draft over all past orders and past returns, those of a file among them. */
async function replay(stage: Stage): Promise<void> {
  const { page, demo, facts } = stage
  const app = await openApp(page, demo, '/app/policy/replay')
  await hydrated(app)
  await addPastReturns(app, demo.devStore)
  await app.getByRole('button', { name: 'Start replay' }).click()
  await expect(app.getByText('Done', { exact: true })).toBeVisible({ timeout: 240_000 })
  const [returns, orders] = await app.getByText(/^The draft would /).allTextContents()
  facts.pastReturns = returns ?? ''
  facts.pastOrders = orders ?? ''
  await expect(app.getByRole('heading', { name: 'Money of past returns' })).toBeVisible()
  await app
    .getByRole('button', { name: /^Both decisions for #/ })
    .first()
    .click()
  await expect(app.getByRole('button', { name: /^Full trace of Draft for / }).first()).toBeVisible()
  await picture(stage, '4-replay')
}

/** A file of returns from before Homeward: two lines of the order that is tried. */
async function addPastReturns(app: FrameLocator, { engine }: Demo['devStore']): Promise<void> {
  const order = Object.values(engine.state.tables.orders).find(({ name }) => name === '#1006')
  const rows = (order?.lineItems ?? [])
    .slice(0, 2)
    .map(({ sku }) => `#1006,${sku ?? ''},1,2026-11-01,,refund`)
  const csv = ['Order,SKU,Quantity,Returned at,Reason,Outcome', ...rows, ''].join('\n')
  const file = { name: 'returns.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }
  await app.locator('input[type=file]').setInputFiles(file)
  await expect(app.getByText(/A file tells of \d lines? that came back/)).toBeVisible()
}

async function publish(stage: Stage): Promise<void> {
  const { page, facts } = stage
  const app = await policyPage(stage)
  await page.getByRole('button', { name: 'Publish' }).click()
  const button = app.getByRole('dialog').getByRole('button', { name: /^Publish version \d+$/ })
  facts.published = Number(/\d+/.exec((await button.textContent()) ?? '')?.[0])
  await app.getByLabel('What changed').fill('Mugs stay from now on')
  await picture(stage, '5-publish')
  await button.click()
  await expect(app.getByRole('heading', { name: `Version ${facts.published} (in force)` })).toBeVisible()
  await app.getByRole('link', { name: 'All versions', exact: true }).click()
  await expect(app.getByText('“Mugs stay from now on”')).toBeVisible()
  await picture(stage, '6-versions')
}

/** The order was placed before: the version of its day judges it. */
async function judgeOldOrder(stage: Stage): Promise<void> {
  const { page, demo, facts } = stage
  const app = await openApp(page, demo, '/app/policy/try?against=own&q=1006')
  await app.getByRole('link', { name: 'Try #1006' }).click()
  const title = app.getByRole('heading', { name: /^As it is judged: version \d+$/ }).first()
  await expect(title).toBeVisible()
  facts.oldOrderJudgedBy = Number(/\d+/.exec((await title.textContent()) ?? '')?.[0])
  await picture(stage, '7-old-order')
  const policy = await openApp(page, demo, '/app/policy/page')
  await hydrated(policy)
  await picture(stage, '8-policy-page')
}

const steps = { draftAndCheck, effectOfRules, tryAndKeep, replay, publish, judgeOldOrder }

async function main(): Promise<number> {
  rmSync(pictures, { recursive: true, force: true })
  mkdirSync(pictures, { recursive: true })
  const appDataDir = mkdtempSync(join(tmpdir(), 'homeward-journey-'))
  const demo = await startDemo({ appDataDir, onProgress: say })
  const browser = await launchBrowser()
  const facts: Facts = {}
  let problem: string | null = null
  try {
    const context = await browser.newContext({ userAgent, viewport: wide, locale: 'en-US' })
    const stage: Stage = { demo, page: await context.newPage(), facts }
    for (const [name, play] of Object.entries(steps)) {
      say(`Journey: ${name}…`)
      await play(stage).catch(async (error: unknown) => {
        await stage.page.screenshot({ path: join(pictures, `failed-${name}.png`) })
        throw error
      })
    }
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    problem = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  } finally {
    await browser.close()
    await demo.stop()
    rmSync(appDataDir, { recursive: true, force: true })
  }
  const ok = problem === null && facts.oldOrderJudgedBy === 1 && facts.published !== 1
  process.stdout.write(
    `${JSON.stringify({ journey: 'policy', ...facts, ...(problem === null ? {} : { problem }), ok })}\n`,
  )
  return ok ? 0 : 1
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    process.exit(1)
  },
)
