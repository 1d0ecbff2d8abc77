import { expect, test } from 'vitest'
import { installedShop } from '../../../tests/setup/shop.ts'
import { readPage } from './policy-page-view.server.ts'

const shop = installedShop()

test('the page shows the policy in force in every language, and says what Shopify’s own page lacks', async () => {
  const { ctx } = shop()
  const page = await readPage(ctx, 'en')
  expect(page.shopify?.drift).toEqual(['Shopify’s refund policy page is empty.'])
  for (const { value } of page.languages) {
    const one = await readPage(ctx, value)
    expect(one.html, value).toContain('<h2>')
    expect(one.text.length, value).toBeGreaterThan(200)
    expect(one.html, value).not.toMatch(/\{\{|undefined|page\.section/)
  }
})
