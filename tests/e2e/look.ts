import { expect, type Page } from '@playwright/test'
import { findingsOn } from './findings.ts'

const widths = [1280, 390, 320]

/**
 * Looks at the page as it is at three widths: no accessibility finding, nothing that scrolls sideways, and a picture of each
 * in `.screenshots/` for people.
 */
export async function look(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()
  for (const width of widths) {
    await page.setViewportSize({ width, height: width > 1000 ? 900 : 800 })
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow, `${name} scrolls sideways at ${width}`).toBeLessThanOrEqual(0)
    expect(await findingsOn(page), `${name} at ${width}`).toEqual([])
    await page.screenshot({ path: `.screenshots/${name}.${width}.png`, fullPage: true })
  }
  if (before !== null) await page.setViewportSize(before)
}

/**
 * As `look`, of a page in a browser without JavaScript, where nothing can be asked of the page itself: its markup, as it stands
 * after what was typed and posted, is shown by a second browser that runs none of the page's scripts, and that one is looked at.
 */
export async function lookWithoutScript(page: Page, name: string): Promise<void> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('The page has no browser')
  const [address, body] = [page.url(), await page.content()]
  // A page that no server sent counts as one of the internet, which may not load pictures from this machine unasked.
  const permissions = ['local-network-access']
  const context = await browser.newContext({ viewport: page.viewportSize(), permissions })
  const twin = await context.newPage()
  await twin.route('**/*', (route) =>
    route.request().resourceType() === 'script' ? route.abort() : route.fallback(),
  )
  // Without its fragment, which never reaches a server.
  await twin.route(address.replace(/#.*$/, ''), (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body }),
  )
  await twin.goto(address)
  await look(twin, name)
  await context.close()
}
