import { expect, test } from 'vitest'
import { firstPolicy } from '#app/domain/policy/first-policy.ts'
import { env } from '#app/env.server.ts'
import { loader } from '#app/routes/portal.line.tsx'
import { readProductLine } from '#app/use-cases/read-product-line.server.ts'
import { judgeBy } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { proxySignature } from './proxy-request.server.ts'

const here = installedShop()

async function line(own: Readonly<Record<string, string>>): Promise<Response> {
  const query = new URLSearchParams({
    shop: here().ctx.shop,
    path_prefix: '/apps/returns',
    timestamp: String(Math.floor(Date.now() / 1000)),
    logged_in_customer_id: '',
    ...own,
  })
  query.set('signature', proxySignature(query, env.SHOPIFY_API_SECRET))
  const request = new Request(`https://app.example/portal/line?${query.toString()}`)
  return loader({ request, params: {}, context: {} })
}

test('a product says how long it can be returned, by the law of the country, in the language asked for', async () => {
  const answer = await line({ product: '1', country: 'DE', locale: 'de' })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('Cache-Control')).toContain('max-age=300')
  const { text, locale } = (await answer.json()) as { text: string; locale: string }
  expect([text, locale]).toEqual([expect.stringContaining('30 Tagen'), 'de'])
  expect(await (await line({ product: '1', locale: 'en' })).text()).toContain('within 30 days of delivery')
})

test('what is no product is refused, and a product that is gone is spoken of in general', async () => {
  expect((await line({ locale: 'en' })).status).toBe(400)
  expect((await line({ product: '1 OR 1', locale: 'en' })).status).toBe(400)
  expect(await (await line({ product: '999999999999', locale: 'en' })).text()).toContain('30 days')
})

test('a rule about products speaks of the products that it is about', async () => {
  const shop = here()
  await judgeBy(shop, (policy) => ({ ...policy, rules: firstPolicy.rules }))
  const idOf = (handle: string) => {
    const found = Object.values(shop.devStore.engine.state.tables.products).find(
      (product) => product.handle === handle && product.shop === shop.ctx.shop,
    )
    return found?.id.split('/').pop() ?? ''
  }
  const mayAskShopify = () => Promise.resolve(true)
  const keysFor = async (handle: string) => {
    const asked = { productGid: `gid://shopify/Product/${idOf(handle)}`, country: 'US', mayAskShopify }
    return (await readProductLine(shop.ctx, asked)).map(({ key }) => key)
  }
  expect(await keysFor('silk-slip-dress')).toEqual(['line.no'])
  expect(await keysFor('organic-cotton-tee')).toEqual(['line.window.delivery'])
  const limited = { productGid: 'gid://shopify/Product/1', country: 'US' }
  const said = await readProductLine(shop.ctx, { ...limited, mayAskShopify: () => Promise.resolve(false) })
  expect(said.map(({ key }) => key)).toEqual(['line.window.delivery', 'line.exceptions'])
})
