import { expect, type Page } from '@playwright/test'
import { findingsOn } from './findings.ts'

/** How wide a page is looked at; axe looks at it widest and narrowest, where a phone's page is as the narrowest one is laid out. */
const widths = [
  { width: 1280, height: 900, isForAxe: true },
  { width: 390, height: 800, isForAxe: false },
  { width: 320, height: 800, isForAxe: true },
]

/**
 * Looks at the page as it is at three widths, or at what stands in the frame that `frame` names: no accessibility finding,
 * nothing that scrolls sideways, and a picture of each in `.screenshots/` for people.
 */
export async function look(page: Page, name: string, frame?: string): Promise<void> {
  const before = page.viewportSize()
  const root = frame === undefined ? page.locator('html') : page.frameLocator(frame).locator('html')
  for (const { width, height, isForAxe } of widths) {
    await page.setViewportSize({ width, height })
    const overflow = await root.evaluate((html) => html.scrollWidth - window.innerWidth)
    expect(overflow, `${name} scrolls sideways at ${width}`).toBeLessThanOrEqual(0)
    if (isForAxe) expect(await findingsOn(page, frame), `${name} at ${width}`).toEqual([])
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
