import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

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
    const { violations } = await new AxeBuilder({ page }).analyze()
    const findings = violations.map(
      (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`,
    )
    expect(findings, `${name} at ${width}`).toEqual([])
    await page.screenshot({ path: `.screenshots/${name}.${width}.png`, fullPage: true })
  }
  if (before !== null) await page.setViewportSize(before)
}

/** As `look`, of a page without JavaScript, where nothing can be asked of the page itself: pictures only. */
export async function lookWithoutScript(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()
  for (const width of widths) {
    await page.setViewportSize({ width, height: width > 1000 ? 900 : 800 })
    await page.screenshot({ path: `.screenshots/${name}.${width}.png`, fullPage: true })
  }
  if (before !== null) await page.setViewportSize(before)
}
