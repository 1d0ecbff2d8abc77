import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { look } from './look.ts'
import { findOrderIn, someAddress } from './portal-visitor.ts'

/** Every state of every page that shoppers see, in both themes, wide and narrow, left to right and right to left. */

test.setTimeout(300_000)

const europe = 'homeward-eu.myshopify.com'

type Demo = {
  devStore: {
    shops: { domain: string; storefront: string }[]
    engine: { state: { tables: { shops: Record<string, { theme: { name: string } } | undefined> } } }
  }
}

/** The European shop with a theme. */
function storefrontWith(demo: Demo, theme: 'Hearth' | 'Larder'): string {
  const shop = demo.devStore.engine.state.tables.shops[europe]
  if (shop === undefined) throw new Error('The dev store lacks a shop')
  shop.theme.name = theme
  return demo.devStore.shops.find(({ domain }) => domain === europe)?.storefront ?? ''
}

/** Looks at it, and holds what axe cannot see: targets of 24 pixels, text at twice its size, a direction for every page. */
async function inspect(page: Page, name: string): Promise<void> {
  await look(page, name)
  const small = await page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'returns-portal :is(a, button, input, select, textarea, summary)',
      ),
    ]
      .filter(
        (one) => one.checkVisibility() && !one.closest('.returns-portal__trap') && one.closest('p') === null,
      )
      .map((one) => ({ html: one.outerHTML.slice(0, 120), box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 24 || box.height < 24)
      .map(({ html, box }) => `${Math.round(box.width)} × ${Math.round(box.height)}: ${html}`),
  )
  expect(small, `${name}: targets below 24 pixels`).toEqual([])
  const wider = await page.evaluate(() => {
    const { style } = document.documentElement
    style.fontSize = '200%'
    const overflow = document.documentElement.scrollWidth - window.innerWidth
    style.fontSize = ''
    return overflow
  })
  expect(wider, `${name} scrolls sideways with text of twice the size`).toBeLessThanOrEqual(0)
  await zoomedIn(page, name)
}

/** The page at 200 % and 400 % in a window of 1280 × 1024: no sideways scroll, and no bar that takes the page away. */
async function zoomedIn(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()
  for (const size of [
    { width: 640, height: 512 },
    { width: 320, height: 256 },
  ]) {
    await page.setViewportSize(size)
    const found = await page.evaluate(() => ({
      overflow: document.documentElement.scrollWidth - window.innerWidth,
      bars: [...document.querySelectorAll<HTMLElement>('returns-portal *')]
        .filter((one) => ['sticky', 'fixed'].includes(getComputedStyle(one).position))
        .filter((one) => one.offsetHeight > window.innerHeight / 2).length,
    }))
    expect(found, `${name} at ${size.width} × ${size.height}`).toEqual({ overflow: 0, bars: 0 })
  }
  if (before !== null) await page.setViewportSize(before)
}

// Before the states, which return what stands in this order.
test('a product says how long it can be returned, the footer where; an order leads to its items', async ({
  demo,
  page,
}) => {
  const storefront = storefrontWith(demo, 'Hearth')
  await page.goto(`${storefront}/products/organic-cotton-tee?locale=en`)
  await expect(page.locator('returns-line')).toContainText('You can return this within 30 days of delivery.')
  await expect(page.getByRole('contentinfo').getByRole('link', { name: 'Start a return' })).toBeVisible()
  await look(page, 'state-product')
  await page.goto(`${storefront}/products/organic-cotton-tee?locale=ar`)
  await look(page, 'state-product-ar')

  await page.goto(`${storefront}/account/login?return_url=/account&locale=en`)
  await page.getByRole('button', { name: /Lena/ }).click()
  await page.waitForURL((url) => url.pathname === '/account')
  await page.goto(`${storefront}/account?locale=en`)
  await page.getByRole('link', { name: '#1003' }).click()
  await page.waitForURL((url) => url.pathname !== '/account')
  await page.goto(`${page.url()}?locale=en`)
  await look(page, 'state-account-order')
  await page.getByRole('link', { name: 'Return something from this order' }).click()
  await expect(page.locator('[data-portal-pick]').first()).toBeVisible()
  await page.goto(`${storefront}/pages/returns?locale=en`)
  await look(page, 'state-block-signed-in')
})

const runs = [
  { theme: 'Hearth', locale: 'en', order: '#1002', proof: 'pierre@example.com' },
  { theme: 'Larder', locale: 'de', order: '#1004', proof: 'oliver@example.com' },
  { theme: 'Larder', locale: 'ar', order: '#1001', proof: 'lena@example.com' },
  { theme: 'Hearth', locale: 'ja', order: '#1003', proof: 'lena@example.com' },
] as const

for (const { theme, locale, order, proof } of runs) {
  test(`every state in ${theme}, ${locale}`, async ({ demo, page }) => {
    const storefront = storefrontWith(demo, theme)
    const at = (state: string): string => `state-${theme.toLowerCase()}-${locale}-${state}`
    const go = async (path: string): Promise<void> => {
      await page.goto(`${storefront}${path}${path.includes('?') ? '&' : '?'}locale=${locale}`)
    }
    const submit = page.locator('returns-portal form.returns-portal__form button[type=submit]').first()

    // The block, and what is wrong with what was typed into it.
    await page.setExtraHTTPHeaders({ 'x-forwarded-for': someAddress() })
    await go('/pages/returns')
    await inspect(page, at('block'))
    await submit.click()
    await expect(page.locator('input[name=order_number]')).toHaveAttribute('aria-invalid', 'true')
    await inspect(page, at('block-empty'))
    await findOrderIn(page, storefront, { number: order, proof: 'nobody@example.com', locale })
    await expect(page.getByRole('alert')).toBeFocused()
    await inspect(page, at('miss'))

    // Items, with nothing chosen, a reason missing, and what was typed after a reload.
    await findOrderIn(page, storefront, { number: order, proof, locale })
    const picks = page.locator('[data-portal-pick]')
    await expect(picks.first()).toBeVisible()
    await expect(page.locator('[data-portal-content]')).toHaveAttribute(
      'dir',
      locale === 'ar' ? 'rtl' : 'ltr',
    )
    await inspect(page, at('items'))
    const onwards = page.locator('.returns-portal__summary button[type=submit]')
    await onwards.click()
    await expect(page.getByRole('alert')).toBeFocused()
    await inspect(page, at('items-none'))
    await picks.first().check()
    await page.getByRole('textbox').first().fill('Zu eng, und die Naht ist lose.')
    await page.reload()
    await expect(picks.first()).toBeChecked()
    await expect(page.getByRole('textbox').first()).toHaveValue('Zu eng, und die Naht ist lose.')
    await inspect(page, at('items-kept'))
    await onwards.click()
    await expect(page.locator('select[aria-invalid=true]')).toHaveCount(1)
    await inspect(page, at('items-error'))

    // What you get, then the status.
    await page.locator('select[name$=".reason"]').first().selectOption({ index: 3 })
    await onwards.click()
    const send = page.locator('form[action*="/submit"] button[type=submit]').last()
    await expect(send).toBeVisible()
    await inspect(page, at('review'))
    await page.waitForTimeout(400)
    await send.click()
    await expect(page.locator('[data-portal-headline]')).toBeVisible()
    await inspect(page, at('status'))
    expect(
      await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('returns-portal'))),
    ).toEqual([])

    // Nothing that can be returned, and why.
    await findOrderIn(page, storefront, { number: '#1006', proof: 'lena@example.com', locale })
    await expect(page.locator('.returns-portal__line--denied').first()).toBeVisible()
    await inspect(page, at('denied'))

    // Pages by their address.
    for (const [state, path] of [
      ['start', '/apps/returns'],
      ['policy', '/apps/returns/policy'],
      ['withdraw', '/apps/returns/withdraw'],
      ['gone', '/apps/returns/status/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
      ['wrong-way', '/apps/returns/review'],
    ] as const) {
      await go(path)
      await expect(page.locator('returns-portal h1')).toBeVisible()
      await inspect(page, at(state))
    }
  })
}

test('pages without a block load nothing of ours', async ({ demo, page }) => {
  const storefront = storefrontWith(demo, 'Hearth')
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(request.url()))
  await page.goto(`${storefront}/collections/all`)
  await page.goto(`${storefront}/`)
  expect(loaded.filter((url) => /\/extensions\/|\/apps\//.test(url))).toEqual([])
})
