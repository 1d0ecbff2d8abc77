import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { orderFacts } from '../../../../tests/factories/order-facts.ts'
import type { OrderFacts } from '../../order.ts'
import { compilePolicy } from '../compile.ts'
import { defaultPolicy } from '../default-policy.ts'
import { evaluate } from '../evaluate.ts'
import type { RequestFacts } from '../facts.ts'
import { Policy } from '../policy.ts'

type Set = z.input<typeof Policy>['rules'][number]['set']

/** The decision of a line that arrived on 4 May 2026, by a policy whose one rule sets some terms for everything. */
function decide(
  country: string,
  set: Set,
  {
    today = '2026-05-10',
    request = {},
    order: facts = {},
  }: { today?: string; request?: Partial<RequestFacts>; order?: Partial<OrderFacts> } = {},
) {
  const rule = { id: 'r', name: 'Rule', enabled: true, when: { kind: 'all' as const, of: [] }, set }
  const order = orderFacts({ country, ...facts })
  const [first] = evaluate({
    policy: compilePolicy(Policy.parse({ ...defaultPolicy, rules: [rule] })),
    policyVersion: 1,
    order,
    requests: { [order.lines[0]?.id ?? '']: request },
    now: `${today}T12:00:00Z`,
    timeZone: 'UTC',
  }).lines
  if (first === undefined) throw new Error('no line was judged')
  return first
}

const finalSale: Set = { eligible: { kind: 'no', because: 'Final sale' } }
const on = (ground: 'hygiene_unsealed' | 'auction' | 'perishable'): Set => ({
  eligible: { kind: 'no', because: 'No', ground },
})
const keysOf = (line: { reasons: readonly { key: string }[] }) => line.reasons.map(({ key }) => key)

describe('a decision under the law', () => {
  it.each(['DE', 'GB', 'TW', 'KR', 'CN', 'TR', 'BR', 'AR', 'ZA', 'IL'])(
    '%s: "final sale" is no ground, and the law is named',
    (country) => {
      const line = decide(country, finalSale)
      expect(line).toMatchObject({ verdict: 'approve', law: { statute: country, decides: true } })
      expect(keysOf(line)).toEqual(['law.right'])
      expect(line.setBy.eligible).toEqual({ kind: 'law', statute: country })
    },
  )

  it('a final sale stays one where the law says nothing', () => {
    expect(decide('US', finalSale).verdict).toBe('deny')
    expect(decide('CH', finalSale).verdict).toBe('deny')
    expect(decide('DE', finalSale, { today: '2026-05-19' }).verdict).toBe('deny')
  })

  it('a ground of the statute refuses, one that we only remember sends the line to a person', () => {
    expect(decide('DE', on('hygiene_unsealed')).verdict).toBe('deny')
    for (const line of [decide('DE', on('auction')), decide('IL', on('perishable'))]) {
      expect(line.verdict).toBe('review')
      expect(keysOf(line)).toEqual(['law.doubtful'])
    }
  })

  it('the longer of the two windows counts', () => {
    const short: Set = { returnWindow: { days: 3, from: 'delivery', transitDays: 0 } }
    const line = decide('DE', short)
    expect(line).toMatchObject({
      verdict: 'approve',
      window: { lastDay: '2026-05-18', extendedBy: 'law', days: 14, countedFrom: 'lastDelivery' },
      law: { orderedOn: '2026-05-01' },
    })
    expect(line.setBy.returnWindow).toEqual({ kind: 'law', statute: 'DE' })
    expect(decide('CN', {}).window).toMatchObject({ lastDay: '2026-06-03', extendedBy: null })
  })

  it('a withdrawal waits for no photos; a claim that the goods are faulty does', () => {
    const photos: Set = { evidence: { photos: 2, questions: [] } }
    const asked = { reason: 'color', photos: 0 }
    expect(decide('DE', photos, { request: asked }).verdict).toBe('approve')
    expect(decide('US', photos, { request: asked }).verdict).toBe('review')
    const claim = { reason: 'damaged-or-defective', photos: 0 }
    expect(keysOf(decide('DE', photos, { request: claim }))).toContain('evidence.missing')
    // The same where only the law lets it come back.
    expect(decide('DE', { ...photos, ...finalSale }, { request: asked }).verdict).toBe('approve')
    expect(keysOf(decide('DE', { ...photos, ...finalSale }, { request: claim }))).toEqual([
      'law.right',
      'evidence.missing',
    ])
    const review = decide('DE', { ...photos, review: 'staff' }, { request: asked })
    expect(keysOf(review)).toContain('review.rule')
  })

  it('faulty goods come before a person after every window, and at the terms that the law has for them', () => {
    const faulty = { request: { reason: 'damaged-or-defective' }, today: '2026-12-01' }
    for (const country of ['DE', 'GB', 'AU', 'US', 'KR']) {
      const line = decide(country, finalSale, faulty)
      expect(line.verdict).toBe('review')
      expect(keysOf(line)).toEqual(['law.fault_rights'])
    }
    expect(decide('AU', { outcomes: ['store_credit'] }, faulty).terms).toMatchObject({
      outcomes: ['refund', 'store_credit'],
      returnShippingPayer: 'merchant',
    })
    expect(decide('CH', finalSale, faulty).verdict).toBe('deny')
    const counter = { ...faulty, order: { channel: 'pos' } }
    expect(keysOf(decide('DE', finalSale, counter))).toEqual(['law.fault_rights'])
    expect(decide('DE', finalSale, { order: { channel: 'pos' } }).verdict).toBe('deny')
  })

  it('where only the law could turn a refusal and nobody knows whether it does, the fact that it lacks is named', () => {
    const order = orderFacts({ country: null })
    const onReason = { kind: 'returnReason' as const, is: 'anyOf' as const, values: ['color'] }
    const rules = [
      { id: 'open', name: 'Open', enabled: true, when: onReason, set: { review: 'staff' as const } },
      { id: 'rest', name: 'Rest', enabled: true, when: { kind: 'all' as const, of: [] }, set: finalSale },
    ]
    const { lines } = evaluate({
      policy: compilePolicy(Policy.parse({ ...defaultPolicy, rules })),
      policyVersion: 1,
      order,
      now: '2026-05-10T12:00:00Z',
      timeZone: 'UTC',
    })
    expect(lines[0]?.reasons).toEqual([{ key: 'law.unknown', params: { facts: 'orderCountry' } }])
  })

  it('no statute is named for an order of which nobody knows the country', () => {
    const order = orderFacts({ country: null })
    const policy = compilePolicy(defaultPolicy)
    const now = '2026-12-01T12:00:00Z'
    const { lines } = evaluate({ policy, policyVersion: 1, order, now, timeZone: 'UTC' })
    expect(lines[0]).toMatchObject({ verdict: 'deny', law: null })
    expect(lines[0]?.alternatives).toContainEqual({ kind: 'fault_claim' })
  })

  describe('while the shopper has yet to say what a rule hangs on', () => {
    /** A refusal after three days, or of a final sale, with one rule before it that looks at the reason. */
    function decideOpen(early: Set, late: Set, request: Partial<RequestFacts> = {}) {
      const order = orderFacts({ country: 'DE' })
      const onReason = { kind: 'returnReason' as const, is: 'anyOf' as const, values: ['color'] }
      const rules = [
        { id: 'open', name: 'Open', enabled: true, when: onReason, set: early },
        { id: 'rest', name: 'Rest', enabled: true, when: { kind: 'all' as const, of: [] }, set: late },
      ]
      const [line] = evaluate({
        policy: compilePolicy(Policy.parse({ ...defaultPolicy, rules })),
        policyVersion: 1,
        order,
        requests: { [order.lines[0]?.id ?? '']: request },
        now: '2026-05-10T12:00:00Z',
        timeZone: 'UTC',
      }).lines
      return { verdict: line?.verdict, reasons: keysOf(line ?? { reasons: [] }) }
    }
    const threeDays: Set = { returnWindow: { days: 3, from: 'delivery', transitDays: 0 } }

    it.each<[string, Set, Set]>([
      ['a review', { review: 'manager' }, threeDays],
      ['a ground of the statute', on('hygiene_unsealed'), finalSale],
      ['a ground that is doubtful', on('auction'), finalSale],
      ['a dearer way', { payWhen: 'on_inspection' }, finalSale],
    ])('the law approves nothing that %s could still take back', (_what, early, late) => {
      expect(decideOpen(early, late)).toEqual({ verdict: 'review', reasons: ['law.right', 'request.open'] })
      expect(decideOpen(early, late, { reason: 'style' }).verdict).toBe('approve')
    })

    it('a ground refuses nothing that a rule still open could take from it', () => {
      expect(decideOpen(finalSale, on('perishable'))).toEqual({
        verdict: 'review',
        reasons: ['request.open'],
      })
      expect(decideOpen(finalSale, on('perishable'), { reason: 'color' }).verdict).toBe('approve')
      expect(decideOpen(finalSale, on('perishable'), { reason: 'style' }).verdict).toBe('deny')
      expect(decideOpen(on('hygiene_unsealed'), on('perishable')).verdict).toBe('deny')
    })
  })
})
