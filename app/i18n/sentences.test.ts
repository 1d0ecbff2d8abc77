import { describe, expect, it } from 'vitest'
import { ReturnEvent, shopperSeesEvent, type ReturnEventKind } from '#app/domain/events.ts'
import { lineFacts, orderFacts } from '../../tests/factories/order-facts.ts'
import { money } from '#app/domain/money.ts'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import { compilePolicy } from '#app/domain/policy/compile.ts'
import { evaluate } from '#app/domain/policy/evaluate.ts'
import { dispositionTypes, moneyStates, returnStatuses } from '#app/domain/return.ts'
import { type Locale, localeFor, locales, policyLocaleFor } from './locales.ts'
import { paramsOfEvent, sayEvent, sayEventToShopper, sayReason, sayReasonToShopper } from './sentences.ts'
import { translatorFor } from './translator.ts'

const all = Object.keys(locales) as Locale[]
const en = translatorFor('en', 'Europe/London')

function keysOf(texts: object, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}${key}`] : keysOf(value as object, `${path}${key}.`),
  )
}

function placeholdersOf(texts: object): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  const visit = (part: object, path: string) => {
    for (const [key, value] of Object.entries(part)) {
      if (typeof value === 'string')
        found[path + key] = [...value.matchAll(/{{[^}]*}}/g)].map(([text]) => text).sort()
      if (typeof value === 'object') visit(value as object, `${path}${key}.`)
    }
  }
  visit(texts, '')
  return found
}

const usd = money(4250, 'USD')
const movement = { intentId: 'i', method: 'store_credit', amount: usd } as const
const approval = { approvalId: 'a', method: 'original_payment', amount: usd } as const
const events: Record<ReturnEventKind, ReturnEvent> = {
  requested: { kind: 'requested', units: 2, outcome: 'refund' },
  auto_approved: { kind: 'auto_approved', policyVersion: 3 },
  sent_to_review: { kind: 'sent_to_review', policyVersion: 3, reasons: [] },
  approved: { kind: 'approved' },
  declined: { kind: 'declined', reason: 'FINAL_SALE', note: '' },
  shopify_return_opened: { kind: 'shopify_return_opened', name: '#1001-R1', gid: 'gid://shopify/Return/1' },
  received: {
    kind: 'received',
    items: [{ returnLineId: 'l', title: 'Shirt', quantity: 2, disposition: 'RESTOCKED' }],
  },
  refund_intended: { kind: 'refund_intended', ...movement },
  refund_settled: { kind: 'refund_settled', ...movement },
  refund_pending: { kind: 'refund_pending', ...movement },
  refund_refused: { kind: 'refund_refused', ...movement, because: 'amount_changed', words: '', now: usd },
  refund_failed: { kind: 'refund_failed', ...movement, words: '' },
  refund_unknown: { kind: 'refund_unknown', ...movement },
  bonus_paid: { kind: 'bonus_paid', ...movement },
  bonus_refused: { kind: 'bonus_refused', ...movement, words: '' },
  gift_credit_intended: { kind: 'gift_credit_intended', ...movement },
  gift_credit_paid: { kind: 'gift_credit_paid', ...movement },
  gift_credit_refused: { kind: 'gift_credit_refused', ...movement, words: '' },
  approval_asked: { kind: 'approval_asked', ...approval, because: ['order'] },
  approval_granted: { kind: 'approval_granted', ...approval },
  approval_refused: { kind: 'approval_refused', ...approval, note: 'too much' },
  approval_void: { kind: 'approval_void', ...approval, because: 'request_changed' },
  money_resolved: { kind: 'money_resolved', ...movement, decision: 'give_up' },
  fees_changed: { kind: 'fees_changed', from: usd, to: usd, reason: 'our mistake' },
  shopify_return_replaced: {
    kind: 'shopify_return_replaced',
    before: '#1001-R1',
    name: '#1001-R2',
    gid: 'gid://shopify/Return/2',
  },
  payment_decided: { kind: 'payment_decided', ...movement, why: 'partial_credit', note: '' },
  keeps_items: { kind: 'keeps_items', reason: '' },
  parcel_scanned: { kind: 'parcel_scanned', carrier: 'UPS', code: '1Z' },
  consent_given: { kind: 'consent_given', words: 'I agree' },
  exchange_changed: { kind: 'exchange_changed', title: 'Shirt', because: 'out_of_stock', instead: 'refund' },
  exchange_decided: { kind: 'exchange_decided', intentId: 'i', titles: 'Shirt' },
  exchange_sent: { kind: 'exchange_sent', intentId: 'i', titles: 'Shirt', owed: usd },
  invoice_sent: { kind: 'invoice_sent', amount: usd, intentId: 'i' },
  consent_recorded: { kind: 'consent_recorded', way: 'phone', note: 'Credit is fine' },
  invoice_asked: { kind: 'invoice_asked', amount: usd, intentId: 'i' },
  invoice_unsent: { kind: 'invoice_unsent', intentId: 'i', words: '' },
  invoice_again: { kind: 'invoice_again', intentId: 'i' },
  tracking_added: { kind: 'tracking_added', carrier: 'DHL', code: '00340' },
  case_opened: { kind: 'case_opened', caseKind: 'complaint', number: 1001 },
  closed: { kind: 'closed' },
  cancelled: { kind: 'cancelled' },
  note_added: { kind: 'note_added', text: 'called' },
  changed_in_shopify: { kind: 'changed_in_shopify', from: 'approved', to: 'closed' },
  refunded_in_shopify: { kind: 'refunded_in_shopify', refundGid: 'gid://shopify/Refund/1', amount: usd },
  message_sent: { kind: 'message_sent', message: 'requested', to: 'anna@example.com' },
  attention_needed: { kind: 'attention_needed', because: 'job_failed', words: '' },
}

describe('locale files', () => {
  it.each(all)('%s has every key of English, with the same placeholders, and no other', (locale) => {
    expect(keysOf(locales[locale]).sort()).toEqual(keysOf(locales.en).sort())
    expect(placeholdersOf(locales[locale])).toEqual(placeholdersOf(locales.en))
  })

  it.each(all)('%s has a word for every status, state and disposition', (locale) => {
    const { has } = translatorFor(locale)
    const keys = [
      ...returnStatuses.flatMap((status) => [`status.${status}`, `shopperStatus.${status}`]),
      ...moneyStates.map((state) => `moneyState.${state}`),
      ...dispositionTypes.map((type) => `disposition.${type}`),
    ]
    expect(keys.filter((key) => !has(key))).toEqual([])
  })

  it('finds the language for a wish', () => {
    expect(localeFor('de-AT')).toBe('de')
    expect(localeFor('fr')).toBe('en')
    expect(policyLocaleFor('fr-CA')).toBe('fr')
    expect(policyLocaleFor('zh-Hans')).toBe('zh')
    expect(policyLocaleFor('pl')).toBe('en')
    expect(policyLocaleFor('toString')).toBe('en')
    expect(localeFor('__proto__')).toBe('en')
    expect(localeFor(undefined)).toBe('en')
  })
})

describe('sentences', () => {
  it.each(all)('says every event in %s, to staff and to the shopper who may see it', (locale) => {
    const translator = translatorFor(locale)
    for (const event of Object.values(events)) {
      expect(ReturnEvent.parse(event)).toEqual(event)
      const said = [sayEvent(translator, event)]
      if (shopperSeesEvent[event.kind]) {
        said.push(sayEventToShopper(translator, { kind: event.kind, params: paramsOfEvent(event) }))
      }
      for (const text of said) expect(text).not.toMatch(/{{|event\.|undefined|^$/i)
    }
  })

  it('says what, because of which date, in the shop’s zone', () => {
    const order = orderFacts({ lines: [lineFacts({ deliveredAt: '2026-05-03T23:30:00Z' })] })
    const [line] = evaluate({
      policy: compilePolicy(defaultPolicy),
      policyVersion: 1,
      order,
      now: '2026-07-01T00:00:00Z',
      timeZone: 'Europe/London',
    }).lines
    const reason = line?.reasons[0]
    expect(reason && sayReason(en, reason)).toBe(
      'The return window ended on Wednesday, June 3, 2026: 30 days from delivery (Monday, May 4, 2026).',
    )
    expect(reason && sayReasonToShopper(translatorFor('de', 'Europe/London'), reason)).toBe(
      'Die Rückgabefrist endete am Mittwoch, 3. Juni 2026. Sie zählt 30 Tage ab der Zustellung (Montag, 4. Mai 2026).',
    )
  })

  it('names the missing facts, and never runs what a merchant or shopper wrote', () => {
    expect(
      sayReason(en, { key: 'fact.unknown', params: { facts: 'deliveryDate,productTags', rule: 'x' } }),
    ).toBe("A person decides, because we do not know the date of delivery and the product's tags.")
    const because = '$t(status.closed) {{rule}} <b>'
    for (const text of [because, { en: because }]) {
      expect(sayReason(en, { key: 'rule.denied', params: { because: text, rule: 'secret' } })).toBe(
        `Not returnable: ${because}.`,
      )
    }
  })

  it('reads a rule named after any locale key as text', () => {
    expect(sayEvent(en, events.received)).toBe('2 items received: 2 × Shirt (restocked)')
    expect(sayEvent(en, events.refund_settled)).toBe('$42.50 paid to store credit')
  })
})
