import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type Browser, type Page } from '@playwright/test'
import { startDemo, type Demo } from '../../scripts/demo/start-demo.ts'
import { launchBrowser, userAgent, wide } from './browser.ts'

type WorkerFixtures = { demo: Demo; chrome: Browser }
type TestFixtures = { page: Page }

/** Playwright's test with a running demo, and a page whose uncaught errors fail the test. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  demo: [
    async ({}, use) => {
      const appDataDir = mkdtempSync(join(tmpdir(), 'homeward-e2e-'))
      const demo = await startDemo({ appDataDir })
      await use(demo)
      await demo.stop()
      rmSync(appDataDir, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  chrome: [
    async ({}, use) => {
      const browser = await launchBrowser()
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  page: async ({ chrome }, use) => {
    const context = await chrome.newContext({ userAgent, viewport: wide, locale: 'en-US' })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await use(page)
    await context.close()
    if (errors.length > 0) throw new Error(`Uncaught errors in the page:\n${errors.join('\n')}`)
  },
})

export { expect } from '@playwright/test'
