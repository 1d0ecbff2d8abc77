import { describe, expect, it } from 'vitest'
import { compilePolicy } from '#app/domain/policy/compile.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import { evaluate } from '#app/domain/policy/evaluate.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { explainToShopper } from '#app/i18n/explanation.ts'
import { policyLanguages } from '#app/i18n/locales.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { lineFacts, orderFacts } from '../../tests/factories/order-facts.ts'
import { whyOfLine } from './line-why.ts'

const policy = Policy.parse({
  ...defaultPolicy,
  rules: [
    {
      id: 'outlet',
      name: 'Outlet',
      enabled: true,
      when: {
        kind: 'all',
        of: [
          { kind: 'productTag', is: 'anyOf', values: ['outlet'] },
          { kind: 'price', is: 'below', amounts: { USD: '50' } },
          { kind: 'orderCountry', is: 'anyOf', values: ['US'] },
        ],
      },
      set: {
        eligible: { kind: 'no', because: { en: 'Outlet items stay sold.', de: 'Outlet bleibt verkauft' } },
      },
    },
    {
      id: 'far',
      name: 'Far away',
      enabled: true,
      when: { kind: 'daysSince', since: 'delivery', is: 'moreThan', days: 90 },
      set: { outcomes: ['store_credit'] },
    },
  ],
})

function decide(productTags: readonly string[] | null): LineDecision {
  const [line] = evaluate({
    policy: compilePolicy(policy),
    policyVersion: 3,
    order: orderFacts({ lines: [lineFacts({ productTags })] }),
    now: '2026-05-10T10:00:00Z',
    timeZone: 'America/New_York',
  }).lines
  if (line === undefined) throw new Error('the order has a line')
  return line
}

describe('whyOfLine', () => {
  it('shows every rule, every condition of it and the value that was found', () => {
    const why = whyOfLine(decide(['Outlet', 'summer']), policy, translatorFor('en', 'America/New_York'))
    expect(why.reasons).toEqual(['Not returnable: Outlet items stay sold.'])
    expect(why.circumstances[0]).toBe(
      '30 days from delivery (Monday, May 4, 2026): until Wednesday, June 3, 2026',
    )
    expect(why.rules).toEqual([
      {
        name: 'Outlet',
        result: 'true',
        resultLabel: 'applies',
        missing: '',
        conditions: [
          {
            text: 'the product is tagged outlet',
            result: 'true',
            resultLabel: 'yes',
            found: 'outlet and summer',
          },
          { text: 'the price is below $50.00', result: 'true', resultLabel: 'yes', found: '$40.00' },
          {
            text: 'the order went to the United States',
            result: 'true',
            resultLabel: 'yes',
            found: 'United States',
          },
        ],
      },
      {
        name: 'Far away',
        result: 'false',
        resultLabel: 'does not apply',
        missing: '',
        conditions: [
          {
            text: 'it was delivered more than 90 days ago',
            result: 'false',
            resultLabel: 'no',
            found: '6 days',
          },
        ],
      },
    ])
    expect(why.terms.find(({ name }) => name === 'Returnable')?.setBy).toBe('Rule “Outlet”')
  })

  it('names what is missing', () => {
    const why = whyOfLine(decide(null), policy, translatorFor('en'))
    expect(why.rules[0]).toMatchObject({ resultLabel: 'cannot be told', missing: "the product's tags" })
    expect(why.rules[0]?.conditions[0]).toMatchObject({ resultLabel: 'not known', found: 'not known' })
  })

  it('says less of a decision whose version is gone or that was stored before there was so much to say', () => {
    const { trace, alternatives, ...rest } = decide(['outlet'])
    expect(alternatives.length).toBeGreaterThan(0)
    const bare = trace.map(({ ruleId, ruleName, result, missing }) => ({ ruleId, ruleName, result, missing }))
    // What the database holds of an earlier release has neither leaves nor alternatives.
    const old = { ...rest, trace: bare } as unknown as LineDecision
    const why = whyOfLine(old, policy, translatorFor('en'))
    expect(why.rules.map(({ conditions }) => conditions)).toEqual([[], []])
    expect(whyOfLine(decide([]), null, translatorFor('en')).rules[0]?.conditions).toEqual([])
  })

  it.each(policyLanguages)('speaks %s to staff and shopper', (locale) => {
    const translator = translatorFor(locale, 'America/New_York')
    for (const tags of [['outlet'], [], null]) {
      const decision = decide(tags)
      const said = JSON.stringify([
        whyOfLine(decision, policy, translator),
        explainToShopper(translator, decision),
      ])
      expect(said).not.toMatch(
        /{{|undefined|\[object|\b(reason|shopperReason|term|condition|trace|found)\.\w/,
      )
    }
  })
})

describe('explainToShopper', () => {
  it('says what, because, and what else is possible, and names no rule', () => {
    const explanation = explainToShopper(translatorFor('de', 'America/New_York'), decide(['outlet']))
    expect(explanation.what).toBe('So kann dies nicht zurückgegeben werden.')
    expect(explanation.because).toEqual(['Dies kann nicht zurückgegeben werden: Outlet bleibt verkauft.'])
    expect(explanation.instead.at(-1)).toMatch(/Ausnahme/)
    expect(JSON.stringify(explanation)).not.toContain('Outlet"')
  })
})
