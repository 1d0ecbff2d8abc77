import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyLine, anyNow, anyOrder, anyRequest, anyZone } from '../../../../tests/factories/any-order.ts'
import { anyPolicy, anyTerms } from '../../../../tests/factories/any-policy.ts'
import { orderFacts } from '../../../../tests/factories/order-facts.ts'
import { add, compare, money, percentOf, sum, times } from '../../money.ts'
import type { OrderFacts } from '../../order.ts'
import { flatChargesOf, restockingPercentOf } from '../charges.ts'
import { compilePolicy } from '../compile.ts'
import { defaultPolicy } from '../default-policy.ts'
import { evaluate } from '../evaluate.ts'
import { factsOfLine, orderContext, type RequestFacts } from '../facts.ts'
import { judgeLine } from '../judge.ts'
import { SomeTerms, Terms } from '../terms/index.ts'
import { boundTerms } from './bound-terms.ts'
import { lawOf } from './law-of.ts'
import type { LawBounds } from './law.ts'
import { statutes } from './statutes/index.ts'

// npm test runs 500 cases of each; npm run test:properties 10,000.
const numRuns = Number(process.env.PROPERTY_RUNS ?? 500)
const timeout = 300_000

const plain = compilePolicy(defaultPolicy)
const countries = [...new Set(statutes.flatMap((statute) => statute.countries))]
const anyCase = fc
  .record({
    order: anyOrder,
    country: fc.option(fc.constantFrom(...countries), { freq: 20 }),
    request: anyRequest,
    now: anyNow,
    timeZone: anyZone,
  })
  .map(({ order, country, ...one }) => ({ ...one, order: { ...order, country } }))

type Case = {
  readonly order: OrderFacts
  readonly request: RequestFacts
  readonly now: string
  readonly timeZone: string
}

function factsOf(
  { order, request, now, timeZone }: Case,
  reasonFacts: ReturnType<typeof compilePolicy>['reasonFacts'],
) {
  const context = orderContext(order, now, timeZone)
  const asked = { request, reason: reasonFacts(request.reason) }
  return order.lines.map((line) => factsOfLine(context, line, asked))
}

function boundsOf(facts: Parameters<typeof lawOf>[0]): LawBounds | null {
  const law = lawOf(facts)
  if (law.kind !== 'statute') return null
  return law.right?.bounds ?? law.faultBounds
}

describe('the law of any country, for any policy and any facts', () => {
  it('is the same law for the same facts, and its days hang together', { timeout }, () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        for (const facts of factsOf(one, plain.reasonFacts)) {
          const law = lawOf(facts)
          expect(lawOf(structuredClone(facts))).toEqual(law)
          if (law.kind === 'unknown') expect(law.missing.length).toBeGreaterThan(0)
          if (law.kind !== 'statute' || law.right === null) continue
          const { from, days, lastDay, open } = law.right
          expect(lastDay).toBeGreaterThanOrEqual(from + days)
          expect(open).toBe(facts.days.today <= lastDay)
        }
      }),
      { numRuns },
    )
  })

  it('raises a set of terms once and for all', { timeout }, () => {
    fc.assert(
      fc.property(anyCase, anyTerms, (one, set) => {
        const terms = Terms.parse({ ...defaultPolicy.baseline, ...SomeTerms.parse(set) })
        for (const facts of factsOf(one, plain.reasonFacts)) {
          const bounds = boundsOf(facts)
          if (bounds === null) continue
          const raised = boundTerms(terms, bounds, facts)
          expect(boundTerms(raised, bounds, facts)).toEqual(raised)
        }
      }),
      { numRuns },
    )
  })

  it('leaves no refusal while the right is open, but on a ground that the statute knows', { timeout }, () => {
    const fixed = new Set(['order_cancelled', 'gift_card', 'not_fulfilled', 'nothing_left'])
    fc.assert(
      fc.property(anyCase, anyPolicy, (one, policy) => {
        const compiled = compilePolicy(policy)
        for (const facts of factsOf(one, compiled.reasonFacts)) {
          const law = lawOf(facts)
          const ruling = judgeLine(compiled, facts)
          if (ruling.verdict !== 'deny' || ruling.reasons.some((reason) => fixed.has(reason))) continue
          expect(law.kind).not.toBe('unknown')
          if (law.kind !== 'statute' || law.right?.open !== true) continue
          const { eligible } = ruling.settled.terms
          expect(law.right.bounds.grounds).toContain(eligible.kind === 'no' ? eligible.ground : null)
        }
      }),
      { numRuns },
    )
  })

  it('in Israel all fees of a whole order stay below 5 % and NIS 100', { timeout }, () => {
    const agorot = (minor: number) => money(minor, 'ILS')
    const percent = fc.integer({ min: 0, max: 2000 }).map((hundredths) => hundredths / 100)
    const flat = fc.integer({ min: 0, max: 20_000 }).map((minor) => ({ ILS: (minor / 100).toFixed(2) }))
    const per = fc.constantFrom('item' as const, 'request' as const)
    const anyFees = fc.record({
      percent,
      restocking: flat,
      handling: flat,
      restockingPer: per,
      handlingPer: per,
    })
    const anyParts = fc.array(fc.tuple(anyLine, fc.integer({ min: 1, max: 5 }), fc.nat(400_000)), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(anyFees, anyParts, (fees, parts) => {
        const lines = parts.map(([line, quantity, price], index) => ({
          ...line,
          id: `${index}`,
          quantity,
          requiresShipping: true,
          fulfilledAt: '2026-05-02T10:00:00Z',
          deliveredAt: '2026-05-04T10:00:00Z',
          discountedUnitPrice: agorot(price),
        }))
        const worth = lines.map((line) => times(line.discountedUnitPrice, line.quantity))
        const total = sum(worth, 'ILS')
        const order = { country: 'IL', currency: 'ILS', total, lines, isBusiness: false, channel: 'web' }
        const baseline = {
          ...defaultPolicy.baseline,
          restockingFee: {
            ...defaultPolicy.baseline.restockingFee,
            percent: fees.percent,
            amounts: fees.restocking,
            per: fees.restockingPer,
          },
          handlingFee: {
            ...defaultPolicy.baseline.handlingFee,
            amounts: fees.handling,
            per: fees.handlingPer,
          },
          returnShippingPayer: 'merchant' as const,
        }
        const decision = evaluate({
          policy: compilePolicy({ ...defaultPolicy, baseline }),
          policyVersion: 1,
          order: orderFacts(order),
          now: '2026-05-06T10:00:00Z',
          timeZone: 'UTC',
        })
        const charged = decision.lines.map((line, index) => ({
          decision: line,
          units: lines[index]?.quantity ?? 0,
          outcome: 'refund' as const,
        }))
        if (decision.lines.some((line) => line.reasons.some((reason) => reason.key.startsWith('fact.'))))
          return
        const restocking = charged.map((part, index) =>
          percentOf(worth[index] ?? agorot(0), restockingPercentOf(part)),
        )
        const flats = flatChargesOf(charged, 'ILS').map(({ amount }) => amount)
        const fee = add(sum(restocking, 'ILS'), sum(flats, 'ILS'))
        expect(compare(fee, percentOf(total, 5))).toBeLessThanOrEqual(0)
        expect(fee.minor).toBeLessThanOrEqual(10_000)
      }),
      { numRuns },
    )
  })
})
