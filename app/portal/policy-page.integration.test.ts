import { expect, test } from 'vitest'
import { MerchantReturnPolicy } from '#app/domain/policy/json-ld.ts'
import { env } from '#app/env.server.ts'
import { loader } from '#app/routes/portal.policy.tsx'
import { installedShop } from '../../tests/setup/shop.ts'
import { proxySignature } from './proxy-request.server.ts'

const here = installedShop()

async function policyPage(own: Readonly<Record<string, string>>, language = ''): Promise<Response> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const path_prefix = '/apps/returns'
  const query = new URLSearchParams({
    shop: here().ctx.shop,
    path_prefix,
    timestamp,
    logged_in_customer_id: '',
    ...own,
  })
  query.set('signature', proxySignature(query, env.SHOPIFY_API_SECRET))
  const headers = { 'Accept-Language': language }
  const request = new Request(`https://app.example/portal/policy?${query.toString()}`, { headers })
  return loader({ request, params: {}, context: {} })
}

test('everybody may read the policy in force, with the law of their country, in the languages of the pages', async () => {
  const german = await policyPage({ locale: 'de', country: 'DE' })
  expect(german.status).toBe(200)
  expect(german.headers.get('Content-Language')).toBe('de')
  const text = await german.text()
  expect(text).toContain('innerhalb von 30 Tagen ab Zustellung')
  expect(text).toMatch(/Deutschland[^<]*innerhalb von 14 Tagen/)
  expect(await (await policyPage({ country: 'FR' }, 'fr-CA,en;q=0.5')).text()).toContain(
    '30 jours après la livraison',
  )
  expect(await (await policyPage({ locale: 'ja' })).text()).toContain('30日以内')
  const arabic = await policyPage({ locale: 'ar' })
  expect(arabic.headers.get('Content-Language')).toBe('ar')
  expect(await arabic.text()).toMatch(/lang="ar" dir="rtl"[^]*خلال 30 يومًا من التسليم/)
  expect(await (await policyPage({ locale: 'zh-TW' })).text()).toContain('送達後 30 天內')
  expect(await (await policyPage({}, 'pl, pt-PT;q=0.5')).text()).toContain('30 dias após a entrega')
  expect(await (await policyPage({ locale: 'pl' })).text()).toContain('within 30 days')
})

test('the page tells search engines the same, and leaves nothing for Liquid to run', async () => {
  const text = await (await policyPage({ locale: 'en', country: 'DE' })).text()
  const [, json = ''] = /<script type="application\/ld\+json">(.*)<\/script>/.exec(text) ?? []
  expect(text).not.toMatch(/{{|{%|{#/)
  const found: unknown = JSON.parse(json)
  const entries = (Array.isArray(found) ? found : [found]).map((entry) => MerchantReturnPolicy.parse(entry))
  expect(entries.flatMap(({ applicableCountry }) => applicableCountry)).toContain('DE')
  expect(entries[0]?.merchantReturnDays).toBe(30)
  expect(await (await policyPage({ locale: 'en', view: 'fragment' })).text()).not.toContain('ld+json')
})
