import { describe, expect, test } from 'vitest'
import type { ReturnEvent } from '#app/domain/events.ts'
import { money } from '#app/domain/money.ts'
import { buildQuote } from '#app/domain/refund/build-quote.ts'
import { portalLanguages } from '#app/i18n/portal-languages.ts'
import { messageFor, notifications, writeMessage } from './index.ts'
import { mailPage } from './mail-page.ts'
import { mailText } from './mail-text.ts'
import type { MessageFacts } from './message.ts'

const usd = (minor: number) => money(minor, 'USD')
const quote = buildQuote({
  outcome: 'store_credit',
  currency: 'USD',
  taxesIncluded: false,
  lines: [
    {
      lineId: 'l1',
      title: 'Shirt',
      quantity: 2,
      subtotal: usd(4000),
      tax: usd(400),
      restockingFee: usd(600),
      bonusPercent: 10,
    },
  ],
  shipping: usd(0),
  returnShippingFee: usd(495),
  suggested: null,
})
const facts: MessageFacts = {
  shopName: 'Acme',
  orderName: '#1001',
  returnName: '#1001-R1',
  buyerName: 'Anna',
  lines: [{ title: 'Shirt', quantity: 2 }],
  promised: quote,
  paid: quote,
  paysOnApproval: false,
  instructions: 'Write the number on the parcel.',
  statusUrl: 'https://shop.example/apps/returns/status/abc',
}
const movement = { intentId: '1', method: 'store_credit', amount: usd(3305) } as const
const events: readonly ReturnEvent[] = [
  { kind: 'sent_to_review', policyVersion: 1, reasons: [] },
  { kind: 'auto_approved', policyVersion: 1 },
  { kind: 'approved' },
  { kind: 'declined', reason: 'OTHER', note: 'Worn' },
  { kind: 'received', items: [{ returnLineId: '1', title: 'Shirt', quantity: 2, disposition: 'RESTOCKED' }] },
  { kind: 'refund_settled', ...movement },
  { kind: 'exchange_sent', intentId: '1', titles: '1 × Shirt', owed: movement.amount },
  { kind: 'exchange_changed', title: 'Shirt', because: 'out_of_stock', instead: 'refund' },
  { kind: 'gift_credit_paid', ...movement },
]

function page(event: ReturnEvent, locale = 'en', some: Partial<MessageFacts> = {}) {
  const text = mailText(locale)
  const written = writeMessage({ ...facts, ...some }, event, text)
  if (written === null) throw new Error(`${event.kind} has no message`)
  return mailPage({ ...facts, ...some }, written.content, text)
}

describe('messages', () => {
  test('have one event at least, and every event that asks for one gets its own', () => {
    expect(new Set(events.map(messageFor))).toEqual(new Set(Object.keys(notifications)))
    for (const event of events)
      expect(writeMessage(facts, event, mailText('en'))?.kind).toBe(messageFor(event))
    expect(messageFor({ kind: 'refund_pending', ...movement })).toBeNull()
    expect(messageFor({ kind: 'note_added', text: 'inner' })).toBeNull()
  })

  test.each(portalLanguages)(
    'say everything in %s, in text and in HTML, with no key or placeholder left',
    (locale) => {
      for (const event of events) {
        const { subject, text, html } = page(event, locale)
        for (const part of [subject, text, html]) {
          expect(part).not.toMatch(/\{\{|undefined|\[object|\b(requested|approved|receipt|refunded)\.\w/)
        }
        expect(text).toContain('https://shop.example/apps/returns/status/abc')
        expect(html).toContain('href="https://shop.example/apps/returns/status/abc"')
      }
    },
  )

  test('show a receipt that adds up, and the bonus apart from the refund', () => {
    const { text } = page({ kind: 'approved' })
    expect(text).toMatch(
      /Items +\$40\.00\nTax +\$4\.00\nRestocking fee +-\$6\.00\nReturn shipping +-\$4\.95\n/,
    )
    expect(text).toMatch(/Store credit +\$33\.05\nBonus +\$3\.80\nYou get +\$36\.85/)
  })

  test('never run what a stranger wrote', () => {
    const hostile = '<img src=x onerror=alert(1)>"\'&{{shop}}$t(greeting)'
    const some = {
      buyerName: hostile,
      shopName: hostile,
      instructions: hostile,
      lines: [{ title: hostile, quantity: 1 }],
    }
    for (const event of [...events, { kind: 'declined', reason: 'OTHER', note: hostile } as const]) {
      const { html, text } = page(event, 'en', some)
      expect(html).not.toContain('<img')
      expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;{{shop}}$t(greeting)')
      expect(text).toContain(hostile)
    }
  })
})

describe('the language of a message', () => {
  const lead = (...wishes: (string | null)[]) => mailText(...wishes).say('requested.lead')

  test('is the shopper’s, else the shop’s, else English', () => {
    expect(mailText('de-AT', 'fr').locale).toBe('de')
    expect(mailText('zh-Hant-HK', 'en').locale).toBe('zh-TW')
    expect(mailText('pt', 'en').locale).toBe('pt-BR')
    expect(mailText('sv', 'nl').locale).toBe('nl')
    expect(mailText(null, 'ja').locale).toBe('ja')
    expect(mailText('', 'sv').locale).toBe('en')
    expect(mailText('__proto__', 'constructor').locale).toBe('en')
    expect(new Set(portalLanguages.map((locale) => lead(locale))).size).toBe(portalLanguages.length)
  })

  test('has its direction: Arabic is written from right to left, names and amounts stay together', () => {
    const event: ReturnEvent = { kind: 'refund_settled', ...movement }
    const arabic = page(event, 'ar')
    expect(arabic.html).toContain('<html lang="ar" dir="rtl">')
    expect(arabic.html).toContain('text-align:right')
    expect(arabic.html).not.toMatch(/padding:0 0 0 20px|padding-left:20px|border-left/)
    expect(arabic.subject).toContain('\u2068#1001\u2069')
    expect(arabic.text).toMatch(/\u2066\u200f?[\d.]+\s?US\$\u2069/)
    const english = page(event, 'en')
    expect(english.html).toContain('<html lang="en" dir="ltr">')
    expect(english.subject).not.toMatch(/[\u2066-\u2069]/)
    expect(page({ kind: 'declined', reason: 'OTHER', note: 'Worn' }, 'ar').html).toContain('border-right:4px')
  })

  test('keeps the columns of a receipt in plain text, with letters of two columns too', () => {
    const columns = (text: string) =>
      Array.from(text).reduce((sum, letter) => sum + (/[\u3000-\u9fff\uff00-\uff60]/.test(letter) ? 2 : 1), 0)
    const rows = page({ kind: 'approved' }, 'ja')
      .text.split('\n')
      .filter((line) => /\$/.test(line))
    expect(rows.length).toBeGreaterThan(4)
    const starts = rows.map((row) => columns(row.slice(0, row.search(/ [-$]/))))
    expect(new Set(starts).size).toBe(1)
  })
})

test('a parcel names what came once, and a parcel without anything in it is not said to have arrived', () => {
  const item = { returnLineId: '1', title: 'Shirt', quantity: 2 }
  const came = page({ kind: 'received', items: [{ ...item, disposition: 'RESTOCKED' }] })
  expect(came.text.match(/Shirt/g)).toHaveLength(1)
  const nothing: ReturnEvent = { kind: 'received', items: [{ ...item, disposition: 'MISSING' }] }
  expect(writeMessage(facts, nothing, mailText('en'))).toBeNull()
})

test('what a person wrote stands before the way to ask again', () => {
  const { text } = page({ kind: 'declined', reason: 'OTHER', note: 'The seal is broken' })
  expect(text.indexOf('The seal is broken')).toBeLessThan(text.indexOf('reply to this message.'))
})
