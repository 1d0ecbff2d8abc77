import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyNow, anyOrder, anyRequest, anyZone } from '../../../../tests/factories/any-order.ts'
import { anyPolicy, anyTerms, anyWindow } from '../../../../tests/factories/any-policy.ts'
import type { OrderFacts } from '../../order.ts'
import { compilePolicy } from '../compile.ts'
import type { Condition } from '../conditions/index.ts'
import type { Alternative, Decision, LineDecision } from '../decision.ts'
import { evaluate } from '../evaluate.ts'
import type { RequestFacts } from '../facts.ts'
import { Policy } from '../policy.ts'
import { Outcome } from '../terms/outcomes.ts'

// npm test runs 500 cases of each; npm run test:properties 10,000.
const numRuns = Number(process.env.PROPERTY_RUNS ?? 500)
const timeout = 300_000

const anyCase = fc.record({
  policy: anyPolicy,
  order: anyOrder,
  request: anyRequest,
  now: anyNow,
  timeZone: anyZone,
})
type Case = {
  readonly policy: Policy
  readonly order: OrderFacts
  readonly request: RequestFacts
  readonly now: string
  readonly timeZone: string
}

function decide({ policy, order, request, now, timeZone }: Case, floor = true): Decision {
  const requests = Object.fromEntries(order.lines.map((line) => [line.id, request]))
  return evaluate({ policy: compilePolicy(policy), policyVersion: 1, order, requests, now, timeZone, floor })
}

function eachLine(one: Decision, other: Decision, compare: (a: LineDecision, b: LineDecision) => void): void {
  for (const [index, line] of one.lines.entries()) {
    const twin = other.lines[index]
    if (twin === undefined) throw new Error('the decisions have different lines')
    compare(line, twin)
  }
}

const rank = { deny: 0, review: 1, approve: 2 } as const

describe('the policy engine, for any policy and any facts', () => {
  it('is asked about enough of everything: no verdict, and not what ends a decision at once, fills the cases', () => {
    const lines = fc.sample(anyCase, { numRuns: 1000, seed: 1 }).flatMap((one) => decide(one).lines)
    const shareOf = (is: (line: LineDecision) => boolean) => lines.filter(is).length / lines.length
    const ended = ['fact.order_cancelled', 'fact.gift_card', 'fact.not_fulfilled', 'fact.nothing_left']
    expect(shareOf(({ reasons }) => ended.includes(reasons[0]?.key ?? ''))).toBeLessThan(0.5)
    expect(shareOf(({ verdict }) => verdict === 'approve')).toBeGreaterThan(0.03)
    expect(shareOf(({ verdict }) => verdict === 'review')).toBeGreaterThan(0.1)
    expect(shareOf(({ law }) => law?.decides === true)).toBeGreaterThan(0.005)
    expect(shareOf(({ window }) => window?.extendedBy === 'season')).toBeGreaterThan(0.03)
  })

  it('is deterministic and total, always says why, and keeps nothing between calls', { timeout }, () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const first = decide(one)
        // A copy of everything: no identity of an object may matter.
        const again = decide({ ...one, policy: Policy.parse(one.policy), order: structuredClone(one.order) })
        expect(again).toEqual(first)
        for (const line of first.lines) {
          expect(line.reasons.length).toBeGreaterThan(0)
          expect(JSON.parse(JSON.stringify(line))).toEqual(line)
        }
      }),
      { numRuns },
    )
  })

  it('judges one compiled policy many times as a fresh one', { timeout }, () => {
    fc.assert(
      fc.property(
        anyPolicy,
        fc.array(fc.tuple(anyOrder, anyRequest, anyNow), { maxLength: 4 }),
        (policy, cases) => {
          const compiled = compilePolicy(policy)
          for (const [order, request, now] of cases) {
            const requests = Object.fromEntries(order.lines.map((line) => [line.id, request]))
            const input = { policyVersion: 1, order, requests, now, timeZone: 'UTC' }
            expect(evaluate({ ...input, policy: compiled })).toEqual(
              evaluate({ ...input, policy: compilePolicy(policy) }),
            )
          }
        },
      ),
      { numRuns },
    )
  })

  it('never loses a line by a longer window, wherever the window is set', { timeout }, () => {
    fc.assert(
      fc.property(anyCase, anyWindow, fc.nat(90), (one, window, more) => {
        const windowOf = (days: number | null) => ({
          ...one,
          policy: Policy.parse({
            ...one.policy,
            baseline: { ...one.policy.baseline, returnWindow: { ...window, days } },
          }),
        })
        const shorter = decide(windowOf(window.days))
        const longer = decide(windowOf(window.days === null ? null : window.days + more))
        eachLine(shorter, longer, (before, after) => {
          expect(rank[after.verdict]).toBeGreaterThanOrEqual(rank[before.verdict])
          if (before.window !== null && after.window !== null) {
            expect(after.window.lastDay >= before.window.lastDay).toBe(true)
          }
        })
      }),
      { numRuns },
    )
  })

  it('never gives a worse result by the law than without it', { timeout }, () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        eachLine(decide(one, false), decide(one), (policy, lawful) => {
          expect(rank[lawful.verdict]).toBeGreaterThanOrEqual(rank[policy.verdict])
          const { terms } = lawful
          expect(terms.outcomes).toEqual(expect.arrayContaining(policy.terms.outcomes))
          expect(terms.restockingFee.percent).toBeLessThanOrEqual(policy.terms.restockingFee.percent)
          if (policy.terms.eligible.kind === 'yes') expect(terms.eligible.kind).toBe('yes')
          if (policy.terms.returnShippingPayer === 'merchant')
            expect(terms.returnShippingPayer).toBe('merchant')
          expect(terms.evidence.photos).toBeLessThanOrEqual(policy.terms.evidence.photos)
          for (const fee of ['restockingFee', 'handlingFee', 'returnShippingFee'] as const) {
            for (const [currency, amount] of Object.entries(terms[fee].amounts)) {
              expect(Number(amount)).toBeLessThanOrEqual(Number(policy.terms[fee].amounts[currency]))
            }
          }
          // The window of a refusal promises nothing: where the law turns it, only the law's own counts.
          if (policy.verdict === 'deny') return
          if (lawful.window === null) expect(policy.window).toBeNull()
          else if (policy.window !== null) expect(lawful.window.lastDay >= policy.window.lastDay).toBe(true)
        })
      }),
      { numRuns },
    )
  })

  it('changes nothing by a rule that does not hold, wherever it stands', { timeout }, () => {
    fc.assert(
      fc.property(anyCase, anyTerms, fc.nat(6), (one, set, place) => {
        const rules: unknown[] = [...one.policy.rules]
        const never = { id: 'never', name: 'Never', enabled: true, when: { kind: 'any', of: [] }, set }
        rules.splice(place, 0, never)
        const more = { ...one, policy: Policy.parse({ ...one.policy, rules }) }
        eachLine(decide(one), decide(more), (before, after) => {
          const { trace, ...rest } = after
          expect(trace.filter((rule) => rule.ruleId !== 'never')).toEqual(before.trace)
          expect({ ...rest, trace: before.trace }).toEqual(before)
        })
      }),
      { numRuns },
    )
  })

  it('changes nothing by a rule that is switched off', { timeout }, () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const rules = one.policy.rules.filter((rule) => rule.enabled)
        expect(decide({ ...one, policy: { ...one.policy, rules } })).toEqual(decide(one))
      }),
      { numRuns },
    )
  })

  it(
    'once the shopper said more, takes back a refusal or an approval only where it had said "review"',
    { timeout },
    () => {
      const open = { reason: null, answers: null, photos: null, outcome: null, quantity: null }
      fc.assert(
        fc.property(anyCase, (one) => {
          // Evidence is asked for once a request began: what was not asked for cannot be missing.
          const policy = withoutEvidence(one.policy)
          const before = decide({ ...one, policy, request: { ...open, channel: one.request.channel } })
          eachLine(before, decide({ ...one, policy }), (early, late) => {
            // Faulty goods have rights of their own: naming a fault may open what was closed.
            if (early.verdict === 'deny' && late.fault !== 'merchant') expect(late.verdict).toBe('deny')
            if (early.verdict === 'approve') expect(late.verdict).toBe('approve')
          })
        }),
        { numRuns },
      )
    },
  )

  it('offers only alternatives that it would grant', { timeout }, () => {
    // A refusal that hangs on the outcome, the counter or the fault comes about by chance too seldom to prove anything.
    const anyHinge: fc.Arbitrary<Condition> = fc.oneof(
      fc.record({
        kind: fc.constant('requestedOutcome' as const),
        is: fc.constantFrom('anyOf' as const, 'noneOf' as const),
        values: fc.uniqueArray(fc.constantFrom(...Outcome.options), { minLength: 1, maxLength: 2 }),
      }),
      fc.record({
        kind: fc.constant('requestChannel' as const),
        is: fc.constant('noneOf' as const),
        values: fc.constant<('store' | 'online')[]>(['store']),
      }),
    )
    const refusal = { kind: 'no' as const, because: { en: 'No' } }
    const found = { outcome: 0, channel: 0, fault_claim: 0 }
    fc.assert(
      fc.property(anyCase, anyHinge, (one, when) => {
        const hinge = { id: 'hinge', name: 'Hinge', enabled: true, when, set: { eligible: refusal } }
        const rules: unknown[] = [hinge, ...one.policy.rules]
        const hinged = { ...one, policy: Policy.parse({ ...one.policy, rules }) }
        for (const line of decide(hinged).lines) {
          for (const alternative of line.alternatives) {
            const changed = requestFor(alternative)
            if (changed === null) continue
            found[changed.kind] += 1
            const request = { ...one.request, ...changed.request }
            const granted = decide({ ...hinged, request }).lines.find(({ lineId }) => lineId === line.lineId)
            if ('verdict' in alternative) expect(granted?.verdict).toBe(alternative.verdict)
            else expect(granted?.verdict).not.toBe('deny')
            if (alternative.kind === 'outcome') expect(granted?.terms.outcomes).toContain(alternative.outcome)
          }
        }
      }),
      { numRuns },
    )
    for (const times of Object.values(found)) expect(times).toBeGreaterThan(0)
  })
})

/** What to ask instead to take an alternative up; null where a person is asked for. */
function requestFor(alternative: Alternative) {
  switch (alternative.kind) {
    case 'outcome':
      return { kind: alternative.kind, request: { outcome: alternative.outcome } }
    case 'channel':
      return { kind: alternative.kind, request: { channel: alternative.channel } }
    case 'fault_claim':
      return { kind: alternative.kind, request: { reason: 'damaged-or-defective' } }
    default:
      return null
  }
}

function withoutEvidence(policy: Policy): Policy {
  const evidence = { photos: 0, questions: [] }
  return {
    ...policy,
    baseline: { ...policy.baseline, evidence },
    rules: policy.rules.map(({ set, ...rule }) => ({
      ...rule,
      set: set.evidence === undefined ? set : { ...set, evidence },
    })),
  }
}
