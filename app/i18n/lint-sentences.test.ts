import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import { diffPolicies } from '#app/domain/policy/diff.ts'
import { findingKinds, severities } from '#app/domain/policy/lint/finding.ts'
import { lintPolicy } from '#app/domain/policy/lint/index.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import type { Words } from '#app/domain/policy/words.ts'
import de from './locales/de.json' with { type: 'json' }
import en from './locales/en.json' with { type: 'json' }
import { sayWords } from './sentences.ts'
import { translatorFor } from './translator.ts'

function keysOf(texts: object, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}${key}`] : keysOf(value as object, `${path}${key}.`),
  )
}

const tagged = (...values: string[]) => ({ kind: 'productTag', is: 'anyOf', values })
const price = (is: string, amount: string) => ({ kind: 'price', is, amounts: { USD: amount } })
const rule = (id: string, when: unknown, set: object = { keepItem: true }) => ({
  id,
  name: `Rule ${id}`,
  enabled: true,
  when,
  set,
})
const no = { eligible: { kind: 'no', because: { de: 'Nein' } } }
const clashing = {
  ...defaultPolicy.baseline,
  keepItem: true,
  outcomes: ['refund'],
  restockingFee: { percent: 5, outcomes: ['exchange'] },
  returnShippingPayer: 'merchant',
  returnShippingFee: { amounts: { EUR: '5' } },
  returnWindow: { days: 3, from: 'delivery', transitDays: 0 },
  evidence: { photos: 0, questions: ['gone'] },
}

/** Policies with every fault that there is, and the language that the sentences must fit. */
const faulty = Policy.parse({
  ...defaultPolicy,
  baseline: { ...clashing, returnMethods: ['in_store'], payWhen: 'on_scan' },
  reasons: [{ id: 'r', label: { de: 'Grund' }, fault: 'buyer', shopifyReason: 'other', parts: [] }],
  questions: [
    {
      id: 'q',
      text: { en: 'Q?' },
      answers: [
        { id: 'a', text: { en: 'A' } },
        { id: 'b', text: { en: 'B' } },
      ],
    },
  ],
  rules: [
    rule('never', { kind: 'all', of: [price('atLeast', '9'), price('below', '2')] }),
    rule(
      'dead',
      { kind: 'all', of: [price('below', '2'), { kind: 'any', of: [tagged('q'), price('atLeast', '9')] }] },
      no,
    ),
    rule('low', price('below', '5'), { restockingFee: { percent: 1 } }),
    rule('high', price('atLeast', '50'), { restockingFee: { percent: 2 } }),
    rule(
      'early',
      { kind: 'daysSince', since: 'order', is: 'atMost', days: 5 },
      { handlingFee: { amounts: { USD: '1' } } },
    ),
    rule(
      'late',
      { kind: 'daysSince', since: 'order', is: 'moreThan', days: 9 },
      { handlingFee: { amounts: { EUR: '1' } } },
    ),
    rule('one', tagged('a', 'b'), no),
    rule('two', tagged('a'), { ...no, review: 'staff' }),
    rule('three', tagged('b'), no),
    rule('four', tagged('a', 'b'), { eligible: { kind: 'yes' } }),
    rule(
      'five',
      { kind: 'returnReason', is: 'anyOf', values: ['gone'] },
      { evidence: { photos: 1, questions: ['gone'] } },
    ),
    rule('six', { kind: 'answer', question: 'gone', is: 'anyOf', values: ['a'] }),
    rule('seven', { kind: 'answer', question: 'q', is: 'anyOf', values: ['z'] }),
    rule('empty', tagged('z'), {}),
    rule(
      'vip',
      { kind: 'customerTag', is: 'anyOf', values: ['vip'] },
      { ...no, returnMethods: ['in_store'], payWhen: 'on_scan' },
    ),
    rule('kept', tagged('kept'), {
      keepItem: true,
      payWhen: 'on_receipt',
      outcomes: ['refund'],
      bonus: { storeCreditPercent: 5 },
    }),
    rule('fees', tagged('fees'), {
      outcomes: ['refund'],
      restockingFee: { percent: 5, outcomes: ['exchange'] },
      returnShippingPayer: 'merchant',
      returnShippingFee: { amounts: { USD: '5' } },
    }),
  ],
})
const refusing = Policy.parse({
  ...defaultPolicy,
  baseline: { ...defaultPolicy.baseline, eligible: { kind: 'no', because: { en: 'No' } } },
})
const context = {
  languages: ['en', 'de'],
  currencies: ['USD', 'EUR'],
  countries: ['DE', 'GB', 'TR'],
  today: '2026-11-22',
}
const findings = [...lintPolicy(faulty, context), ...lintPolicy(refusing, context)]

function expectSaid(words: Words) {
  for (const locale of ['en', 'de'] as const) {
    const text = sayWords(translatorFor(locale, 'UTC'), words)
    expect(text).not.toMatch(/undefined|\{\{|\[object|^lint\.|^diff\.|termName\.|[a-z]\.[a-z]+\.[a-z]/)
    expect(text.length).toBeGreaterThan(3)
  }
}

describe('the words of the linter', () => {
  it('has every kind of finding in its example', () => {
    expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(findingKinds))
  })

  it('says every finding and every mend whole, in English and German', () => {
    for (const { says, mend } of findings) {
      expectSaid(says)
      expectSaid(mend.says)
    }
  })

  it('has a word for every kind and severity, and the same keys in both languages', () => {
    for (const kind of findingKinds) expect(en.lint.kind[kind]).toBeTruthy()
    for (const severity of severities) expect(en.lint.severity[severity]).toBeTruthy()
    for (const group of ['lint', 'golden', 'diff', 'weekday'] as const)
      expect(keysOf(de[group])).toEqual(keysOf(en[group]))
  })

  it('says a finding as people would', () => {
    const t = translatorFor('en', 'UTC')
    const said = findings.map(({ says }) => sayWords(t, says))
    expect(said).toContain(
      'No order can meet the conditions of “Rule never”: the price is $9.00 or more and the price is below $2.00.',
    )
    expect(said).toContain(
      '“Rule three” never decides anything. Wherever it applies, an earlier rule decides: Rule one.',
    )
    expect(said).toContain(
      'There is a gap between “Rule low” and “Rule high”: from $5.00 to $49.99 the baseline decides (Restocking fee).',
    )
  })
})

describe('the words of a difference', () => {
  it('says every change whole, in English and German, there and back', () => {
    const moved = Policy.parse({
      ...faulty,
      rules: [...faulty.rules]
        .reverse()
        .map((one, index) => ({ ...one, enabled: index % 2 === 0, name: `${one.name}!`, note: 'n' })),
      calendar: { closedWeekdays: [], closedDays: ['2026-12-25'] },
      appliesToEarlierOrders: 'where_better',
    })
    for (const [before, after] of [
      [defaultPolicy, faulty],
      [faulty, defaultPolicy],
      [faulty, moved],
      [moved, faulty],
    ] as const)
      for (const { says } of diffPolicies(before, after)) expectSaid(says)
  })

  it('says a change as people would', () => {
    const t = translatorFor('en', 'UTC')
    const after = Policy.parse({
      ...defaultPolicy,
      baseline: {
        ...defaultPolicy.baseline,
        returnWindow: { ...defaultPolicy.baseline.returnWindow, days: 60, transitDays: 0 },
      },
    })
    expect(diffPolicies(defaultPolicy, after).map(({ says }) => sayWords(t, says))).toEqual([
      'Baseline, Return window: now “within 60 days of delivery”; it was “within 30 days of delivery, 5 more days where the delivery is not known”.',
    ])
  })
})
