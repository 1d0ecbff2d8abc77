import { describe, expect, test } from 'vitest'
import { CaseKind } from '#app/domain/case.ts'
import { portalLanguages } from '#app/i18n/portal-languages.ts'
import { caseFrame, type CaseMessageFacts, writeCaseMessage } from './case-message.ts'
import { letterPage } from './mail-page.ts'
import { mailText } from './mail-text.ts'

const hostile = '<img src=x onerror=alert(1)>{{shop}}$t(greeting)'
const facts: CaseMessageFacts = {
  shopName: 'Acme',
  kind: 'withdrawal',
  name: 'C1001',
  orderName: '#1001',
  buyerName: 'Anna',
  statement: { name: 'Anna', orderName: '#1001', email: 'anna@example.com', goods: ['1 × Shirt'] },
  text: 'Where is it?',
  time: '22 Nov 2026, 10:00:05 CET',
  url: 'https://shop.example/apps/returns/case/abc',
}
const page = (some: Partial<CaseMessageFacts>, locale = 'en') => {
  const all = { ...facts, ...some }
  const text = mailText(locale)
  return letterPage(caseFrame(all, text), writeCaseMessage(all, text), text)
}

describe('messages about cases', () => {
  test.each(portalLanguages)(
    'say everything in %s, in text and in HTML, with no key or placeholder left',
    (locale) => {
      for (const kind of CaseKind.options) {
        for (const statement of [facts.statement, null]) {
          const { subject, text, html } = page({ kind, statement }, locale)
          for (const part of [subject, text, html])
            expect(part).not.toMatch(/\{\{|undefined|\[object|\bcase\.(?!example)\w/)
          expect(text).toContain('https://shop.example/apps/returns/case/abc')
        }
      }
    },
  )

  test('acknowledge a withdrawal with its content, its number, and date and time with the zone', () => {
    const { text } = page({})
    for (const part of [
      'C1001',
      '22 Nov 2026, 10:00:05 CET',
      'Anna',
      '#1001',
      'anna@example.com',
      '1 × Shirt',
    ])
      expect(text).toContain(part)
    expect(page({ statement: { ...facts.statement, goods: [] } }).text).toContain('everything in this order')
  })

  test('never run what a stranger wrote', () => {
    for (const kind of CaseKind.options) {
      const statement = { name: hostile, orderName: hostile, email: hostile, goods: [hostile] }
      for (const said of [statement, null]) {
        const { html } = page({
          kind,
          statement: said,
          text: hostile,
          buyerName: hostile,
          orderName: hostile,
        })
        expect(html).not.toContain('<img')
        expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
      }
    }
  })
})
