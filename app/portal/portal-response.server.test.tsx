import { describe, expect, it } from 'vitest'
import { lineFacts, orderFacts } from '../../tests/factories/order-facts.ts'
import { compilePolicy } from '#app/domain/policy/compile.ts'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import { evaluate } from '#app/domain/policy/evaluate.ts'
import { OrderPage } from './order-page.tsx'
import type { PageFrame } from './portal-page.tsx'
import { portalResponse } from './portal-response.server.ts'
import { portalText } from './portal-text.ts'

const frame: PageFrame = {
  text: portalText('en', 'UTC'),
  path: '/apps/returns',
  to: (step) => `/apps/returns/${step}`,
  Heading: 'h1',
  contactEmail: null,
  country: null,
}

/** A page full of strangers' words: titles, variants, reasons and notes. */
async function markupWith(words: string, isFragment = false): Promise<string> {
  const order = orderFacts({
    name: words,
    lines: [lineFacts({ title: words, variantTitle: words, imageUrl: words })],
  })
  const decision = evaluate({
    policy: compilePolicy(defaultPolicy),
    policyVersion: 1,
    order,
    now: '2026-05-10T10:00:00Z',
    timeZone: 'UTC',
  })
  const entries = [
    { lineId: order.lines[0]?.id ?? '', picked: true, quantity: '1', reason: words, note: words },
  ]
  const reasons = [{ handle: words, name: words, definitionGid: 'gid://shopify/ReturnReasonDefinition/1' }]
  const page = (
    <OrderPage
      frame={frame}
      token="t"
      order={order}
      decision={decision}
      reasons={reasons}
      needs={new Map()}
      entries={entries}
    />
  )
  return portalResponse({ frame, page, isFragment }).text()
}

describe('portalResponse', () => {
  it.each(['{{ shop.secret }}', '{% raw %}', '{{7*7}}', '%7B%7B', '{'])(
    'leaves nothing of %s for Liquid to evaluate (H63)',
    async (words) => {
      for (const markup of [await markupWith(words), await markupWith(words, true)])
        expect(markup).not.toMatch(/[{}]/)
    },
  )

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"onmouseover="alert(1)',
    '</textarea><script>',
  ])('shows %s as text (H60, H65)', async (words) => {
    const markup = await markupWith(words)
    expect(markup.match(/<script/g)).toHaveLength(1)
    expect(markup).not.toContain(words)
    // Words inside of attribute values are text; what is left must have no attribute of theirs.
    expect(markup.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\s(?:onerror|onmouseover)=/)
  })

  it('shows no picture from an address that is no web address (H62)', async () => {
    expect(await markupWith('javascript:alert(1)')).not.toContain('<img')
    expect(await markupWith('data:image/svg+xml,<svg>')).not.toContain('<img')
  })

  it('is neither stored nor indexed, and passes its address to nobody', () => {
    const { headers } = portalResponse({ frame, page: <p />, isFragment: false })
    expect(headers.get('content-type')).toBe('application/liquid; charset=utf-8')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-robots-tag')).toBe('noindex, nofollow')
  })
})
