import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { aMoment, findOrderIn, someAddress } from './portal-visitor.ts'

/** The whole request by keys alone, on a window so low that bars could hide what has the focus (WCAG 2.2: 2.1.1, 2.4.7, 2.4.11). */

test.setTimeout(180_000)
test.use({ actionTimeout: 10_000 })

type Focused = { readonly name: string; readonly isSeen: boolean; readonly isHidden: boolean }

/** What has the focus: whether it shows that, and whether something lies over it. */
function focused(page: Page): Promise<Focused> {
  return page.evaluate(() => {
    const one = document.activeElement
    if (!(one instanceof HTMLElement)) return { name: '', isSeen: true, isHidden: false }
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
    const box = one.getBoundingClientRect()
    const points = [
      [box.left + box.width / 2, box.top + box.height / 2],
      [box.left + 3, box.top + 3],
      [box.right - 3, box.bottom - 3],
    ] as const
    const isOver = ([x, y]: readonly [number, number]) => {
      const top = document.elementFromPoint(x, y)
      if (top === null) return true
      const label = one.id === '' ? null : document.querySelector(`label[for="${CSS.escape(one.id)}"]`)
      return !(one.contains(top) || top.contains(one) || label?.contains(top) === true)
    }
    return {
      name: one.outerHTML.slice(0, 160),
      isSeen: (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none',
      isHidden: points.every(isOver),
    }
  })
}

/** Presses Tab until `target` has the focus; every stop on the way is seen and not hidden. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab')
    const stop = await focused(page)
    expect(stop.isSeen, `the focus shows on ${stop.name}`).toBe(true)
    // Themes scroll smoothly: it may take a moment until it is there.
    await expect
      .poll(async () => (await focused(page)).isHidden, {
        message: `nothing lies over ${stop.name}`,
        timeout: 3_000,
      })
      .toBe(false)
    if (await target.evaluate((one) => one === document.activeElement)) return
  }
  throw new Error('Tab never comes there')
}

for (const [theme, size] of [
  ['Hearth', { width: 390, height: 420 }],
  ['Larder', { width: 1280, height: 480 }],
] as const) {
  test(`a request by keys alone in ${theme}`, async ({ demo, page }) => {
    const shop = demo.devStore.engine.state.tables.shops['homeward-demo.myshopify.com']
    if (shop === undefined) throw new Error('The dev store lacks a shop')
    const before = shop.theme.name
    shop.theme.name = theme
    try {
      await page.setViewportSize(size)
      await page.setExtraHTTPHeaders({ 'x-forwarded-for': someAddress() })
      await page.goto(`${demo.devStore.urls.storefront}/pages/returns`)
      await tabTo(page, page.getByLabel('Order number'))
      await page.keyboard.type(theme === 'Hearth' ? '#1014' : '#1022')
      await tabTo(page, page.getByLabel('E-mail, postcode or phone'))
      await page.keyboard.type(theme === 'Hearth' ? 'priya@example.com' : 'alex@example.com')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { name: 'What would you like to return?' })).toBeFocused()

      // Sent too early: the focus goes to the message, and the way back to the field is Tab alone.
      const next = page.getByRole('button', { name: 'See what you get' })
      const pick = page.getByRole('checkbox').first()
      await tabTo(page, pick)
      await page.keyboard.press('Space')
      await expect(page.locator('[data-portal-count]')).toHaveText('1 item chosen')
      await tabTo(page, next)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('alert').first()).toBeFocused()
      const reason = page.getByRole('combobox', { name: 'Why do you return it?' }).first()
      await expect(reason).toHaveAttribute('aria-invalid', 'true')
      await expect(reason).toHaveAccessibleDescription(/Choose a reason/)
      await tabTo(page, reason)
      await page.keyboard.press('ArrowDown')
      await expect(reason).not.toHaveValue('')
      await tabTo(page, next)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { name: 'Check and send' })).toBeFocused()

      const outcome = page.getByRole('radio').first()
      await tabTo(page, outcome)
      await page.keyboard.press('ArrowDown')
      await expect(page.getByRole('radio', { name: 'Store credit' })).toBeChecked()
      await aMoment()
      await tabTo(page, page.getByRole('button', { name: 'Send return request' }))
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { name: /^Return #10/ })).toBeFocused()
      await tabTo(page, page.getByRole('button', { name: 'Cancel this return' }))
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { name: 'Cancel this return?' })).toBeFocused()
      await tabTo(page, page.getByRole('link', { name: 'No, keep the return' }))
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { name: /^Return #10/ })).toBeFocused()
    } finally {
      shop.theme.name = before
    }
  })
}

test('what changes is told to those who hear the page: progress, the choice, the sum, errors', async ({
  demo,
  page,
}) => {
  const { storefront } = demo.devStore.urls
  await page.route('**/apps/returns/order**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700))
    await route.fallback()
  })
  await findOrderIn(page, storefront, { number: '#1002', proof: 'priya@example.com' })
  await expect(page.locator('[data-portal-live][role=status]')).toHaveText('Loading')
  await expect(page.locator('returns-portal')).toHaveAttribute('aria-busy', 'true')
  await expect(page.getByRole('heading', { name: 'What would you like to return?' })).toBeFocused()
  await expect(page.locator('returns-portal')).toHaveAttribute('aria-busy', 'false')
  await expect(page.locator('[data-portal-count]')).toHaveAttribute('aria-live', 'polite')
  await expect(page.locator('[data-portal-sum]')).toHaveAttribute('aria-live', 'polite')
  await expect(page.getByRole('list', { name: 'Steps' }).getByRole('listitem').nth(1)).toHaveAttribute(
    'aria-current',
    'step',
  )
  // Every control has a name of its own, and every choice says what it is about.
  const nameless = await page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLInputElement>(
        'returns-portal :is(input:not([type=hidden]), select, textarea)',
      ),
    ]
      .filter((one) => !one.closest('[aria-hidden]') && (one.labels?.length ?? 0) === 0)
      .map((one) => one.outerHTML),
  )
  expect(nameless).toEqual([])
  await expect(page.getByRole('checkbox', { name: /Organic Cotton Tee/ })).toHaveAccessibleDescription(
    /Return until .*end of day/,
  )
})

test('in a webview that keeps nothing, the request goes through', async ({ demo, chrome }) => {
  const context = await chrome.newContext({
    userAgent:
      'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0.0.0 Mobile Safari/537.36 Instagram 330.0.0.40.92 Android',
    viewport: { width: 360, height: 640 },
    isMobile: true,
    hasTouch: true,
  })
  // Storage throws, and what newer browsers have is not there.
  await context.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError')
    }
    Object.defineProperty(window, 'localStorage', { get: refuse })
    Object.defineProperty(window, 'sessionStorage', { get: refuse })
    Reflect.deleteProperty(AbortSignal, 'timeout')
  })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.setDefaultTimeout(10_000)
  await findOrderIn(page, demo.devStore.urls.storefront, { number: '#1008', proof: 'alex@example.com' })
  await page.getByRole('checkbox').first().tap()
  await page.getByRole('combobox', { name: 'Why do you return it?' }).first().selectOption('changed-my-mind')
  await page.getByRole('button', { name: 'See what you get' }).tap()
  await expect(page.getByRole('heading', { name: 'Check and send' })).toBeFocused()
  await aMoment()
  await page.getByRole('button', { name: 'Send return request' }).tap()
  await expect(page.getByRole('heading', { name: /^Return #1008-R1/ })).toBeVisible()
  expect(errors).toEqual([])
  await context.close()
})
