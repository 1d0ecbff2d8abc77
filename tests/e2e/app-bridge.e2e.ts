import { expect, test as base, type Browser, type Page } from '@playwright/test'
import { fixtureApp } from '../../dev-store/browser/fixture-app.ts'
import { startDevStore, type DevStore } from '../../dev-store/start.ts'
import { launchBrowser, narrow, userAgent, wide } from './browser.ts'

// The dev store's admin frame and App Bridge stand-in, with an app of one page behind the tunnel.

let store: DevStore
let app: Awaited<ReturnType<typeof fixtureApp>>
let browser: Browser

base.beforeAll(async () => {
  app = await fixtureApp()
  store = await startDevStore({ appOrigin: app.url })
  browser = await launchBrowser()
})
base.afterAll(async () => {
  await browser.close()
  await store.close()
  await app.close()
})

async function open(viewport: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport, userAgent, locale: 'en-US' })
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  await page.goto(store.urls.admin)
  await expect(page.getByRole('button', { name: 'Approve' })).toBeVisible()
  return page
}

const frameOf = (page: Page) => page.frameLocator('#app-frame iframe')
const said = (page: Page, text: string) => expect(frameOf(page).getByRole('log')).toContainText(text)

for (const [name, viewport] of [
  ['wide', wide],
  ['narrow', narrow],
] as const) {
  base(`${name}: title bar, session token, toast, modal and picker work between app and admin`, async () => {
    const page = await open(viewport)
    const frame = frameOf(page)
    await page.getByRole('button', { name: 'Approve' }).click()
    await said(page, 'approved')
    await page.getByText('More ▾').click()
    await page.getByRole('button', { name: 'Archive' }).click()
    await said(page, 'archived')
    await frame.getByRole('button', { name: 'Call my server' }).click()
    await said(page, 'user 90210001 of homeward-demo.myshopify.com')
    await frame.getByRole('button', { name: 'Toast' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await said(page, 'undone')
    await frame.getByRole('button', { name: 'Open modal' }).click()
    await frame.getByRole('dialog', { name: 'Refund' }).getByRole('button', { name: 'Refund $42.50' }).click()
    await said(page, 'refunded')
    await frame.getByRole('button', { name: 'Pick products' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add products' })
    await dialog.getByRole('checkbox').first().check()
    await dialog.getByRole('button', { name: 'Add' }).click()
    await said(page, 'Linen Shirt')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      viewport.width,
    )
    await page.context().close()
  })

  base(`${name}: unsaved changes show the save bar, which asks before they are lost`, async () => {
    const page = await open(viewport)
    const note = frameOf(page).getByLabel('Note')
    await note.fill('one')
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Continue editing' }).click()
    await expect(note).toHaveValue('one')
    await page.getByRole('button', { name: 'Save' }).click()
    await said(page, 'saved one')
    await expect(page.getByText('Unsaved changes')).toBeHidden()
    await page.context().close()
  })
}

base('the address follows the app, Back and reload work, and leaving asks', async () => {
  const page = await open(wide)
  const frame = frameOf(page)
  const nav = page.getByRole('navigation', { name: 'Admin' })
  await nav.getByRole('link', { name: 'Returns' }).click()
  await expect(page).toHaveURL(/\/apps\/homeward\/app\/returns$/)
  await expect(nav.getByRole('link', { name: 'Returns' })).toHaveAttribute('aria-current', 'page')
  await page.goBack()
  await expect(page).toHaveURL(/\/apps\/homeward$/)
  await page.goForward()
  await page.reload()
  await expect(frame.getByRole('heading')).toHaveText('/app/returns')
  await frame.getByLabel('Note').fill('x')
  await nav.getByRole('link', { name: 'Orders' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stay' }).click()
  await expect(page).toHaveURL(/\/app\/returns$/)
  await nav.getByRole('link', { name: 'Orders' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave page' }).click()
  await expect(page).toHaveURL(/\/store\/homeward-demo\/orders$/)
  await page.context().close()
})
