import { describe, expect, it } from 'vitest'
import { lineFacts, orderFacts } from '../../../tests/factories/order-facts.ts'
import { compareForBuyer, isBetterForBuyer } from './better-for-buyer.ts'
import { compilePolicy } from './compile.ts'
import { defaultPolicy } from './default-policy.ts'
import { evaluate } from './evaluate.ts'
import { Policy } from './policy.ts'
import type { Terms } from './terms/index.ts'
import { decideByVersions, type VersionedPolicy } from './versions.ts'

const order = orderFacts({
  country: 'US',
  lines: [lineFacts(), lineFacts({ id: 'gid://shopify/FulfillmentLineItem/2', productTags: ['sale'] })],
})
const denied = { kind: 'no', because: { en: 'No' }, ground: null } as const

function version(number: number, baseline: Partial<Terms>, rules: unknown[] = []): VersionedPolicy {
  const policy = Policy.parse({
    ...defaultPolicy,
    baseline: { ...defaultPolicy.baseline, ...baseline },
    rules,
  })
  return { number, policy: compilePolicy(policy) }
}

const judge = ({ number, policy }: VersionedPolicy, now = '2026-05-10T12:00:00Z') =>
  evaluate({ policy, policyVersion: number, order, now, timeZone: 'UTC' })

const window = (days: number) => ({ ...defaultPolicy.baseline.returnWindow, days })
const flat = (amount: string, per: 'item' | 'request') => ({
  ...defaultPolicy.baseline.handlingFee,
  amounts: { USD: amount },
  per,
})
const bonus = (storeCreditPercent: number, storeCreditAmounts: Record<string, string>) => ({
  ...defaultPolicy.baseline.bonus,
  storeCreditPercent,
  storeCreditAmounts,
})
const fee = (percent: number) => ({ ...defaultPolicy.baseline.restockingFee, percent })

describe('judging by versions', () => {
  const inForce = version(1, { restockingFee: fee(10) })

  it('keeps to the version in force where no later one has a say', () => {
    expect(decideByVersions(order, { inForce, later: [] }, judge)).toEqual(judge(inForce))
  })

  it('takes a later one for the lines where it is better, and names it there', () => {
    const onlySale = [
      {
        id: 'r',
        name: 'R',
        enabled: true,
        when: { kind: 'productTag', is: 'anyOf', values: ['sale'] },
        set: { restockingFee: fee(0) },
      },
    ]
    const decision = decideByVersions(
      order,
      { inForce, later: [version(2, { restockingFee: fee(10) }, onlySale)] },
      judge,
    )
    expect(decision.policyVersion).toBe(1)
    expect(
      decision.lines.map(({ policyVersion, terms }) => [policyVersion, terms.restockingFee.percent]),
    ).toEqual([
      [undefined, 10],
      [2, 0],
    ])
  })

  it('does not take a later one that gives with one hand and takes with the other', () => {
    const mixed = version(2, { restockingFee: fee(20), returnWindow: window(90) })
    expect(decideByVersions(order, { inForce, later: [mixed] }, judge)).toEqual(judge(inForce))
  })

  it.each<[string, Partial<Terms>, Partial<Terms>]>([
    ['nobody looks any more, for a fee', { review: 'staff' }, { restockingFee: fee(50) }],
    [
      'a fee per item that is less for one unit only',
      { handlingFee: flat('5', 'request') },
      { handlingFee: flat('4', 'item') },
    ],
    [
      'a bonus once that is more for one unit only',
      { bonus: bonus(5, {}) },
      { bonus: bonus(0, { USD: '3' }) },
    ],
  ])('does not take a later one by which %s', (_what, old, young) => {
    const before = version(1, old)
    expect(decideByVersions(order, { inForce: before, later: [version(2, young)] }, judge)).toEqual(
      judge(before),
    )
  })

  it('takes a later one that charges once what was charged per item', () => {
    const before = version(1, { handlingFee: flat('4', 'item') })
    const later = [version(2, { handlingFee: flat('4', 'request') })]
    const { lines } = decideByVersions(order, { inForce: before, later }, judge)
    expect(lines.map(({ policyVersion }) => policyVersion)).toEqual([2, 2])
  })

  it('takes a later one that lets come back what the old one refuses, even for a fee', () => {
    const strict = version(1, { eligible: denied })
    const decision = decideByVersions(
      order,
      { inForce: strict, later: [version(2, { restockingFee: fee(50) })] },
      judge,
    )
    expect(decision.lines.map(({ verdict, policyVersion }) => [verdict, policyVersion])).toEqual([
      ['approve', 2],
      ['approve', 2],
    ])
  })

  it('takes the best of several, the oldest of equal ones, whatever came after', () => {
    const later = [
      version(2, { restockingFee: fee(5) }),
      version(3, { restockingFee: fee(0) }),
      version(4, { restockingFee: fee(0) }),
      version(5, { eligible: denied }),
    ]
    const decision = decideByVersions(order, { inForce, later }, judge)
    expect(decision.lines.map(({ policyVersion }) => policyVersion)).toEqual([3, 3])
  })

  it('never leaves the buyer worse off than the version in force', () => {
    const later = [
      version(2, { returnWindow: window(5) }),
      version(3, { outcomes: ['store_credit'] }),
      version(4, { review: 'staff' }),
    ]
    expect(decideByVersions(order, { inForce, later }, judge)).toEqual(judge(inForce))
  })
})

describe('what is better for the buyer', () => {
  const better: readonly [string, Partial<Terms>, Partial<Terms>][] = [
    ['a longer window', { returnWindow: window(40) }, {}],
    ['no end', { returnWindow: { ...window(1), days: null } }, { returnWindow: window(400) }],
    ['a lower fee', { restockingFee: fee(5) }, { restockingFee: fee(6) }],
    [
      'a smaller flat fee',
      { handlingFee: { ...defaultPolicy.baseline.handlingFee, amounts: { USD: '1' } } },
      { handlingFee: { ...defaultPolicy.baseline.handlingFee, amounts: { USD: '1.01' } } },
    ],
    ['a choice more', {}, { outcomes: ['store_credit'] }],
    ['a higher bonus', {}, { bonus: { ...defaultPolicy.baseline.bonus, storeCreditPercent: 9 } }],
    ['no photos', {}, { evidence: { photos: 1, questions: [] } }],
    ['keeping the item', { keepItem: true }, {}],
    ['money sooner', { payWhen: 'on_approval' }, {}],
    ['a label', { returnMethods: ['own_parcel', 'prepaid_label'] }, {}],
    ['nobody to look', {}, { review: 'staff' }],
    ['a way back that the shop pays', { returnShippingPayer: 'merchant' }, {}],
    ['any', {}, { eligible: denied }],
  ]
  it.each(better)('%s', (_name, one, other) => {
    const [a] = judge(version(1, one)).lines
    const [b] = judge(version(1, other)).lines
    if (a === undefined || b === undefined) throw new Error('no lines')
    expect(isBetterForBuyer(order, a, b)).toBe(true)
    expect(isBetterForBuyer(order, b, a)).toBe(false)
    expect(compareForBuyer(order, a, b)).toBe(1)
    expect(compareForBuyer(order, b, a)).toBe(-1)
    expect(compareForBuyer(order, a, a)).toBe(0)
    expect(isBetterForBuyer(order, a, a)).toBe(false)
  })

  it('is an order: total, and of three the extremes agree', () => {
    const lines = better
      .flatMap(([, one, other]) => [one, other])
      .flatMap((terms) => judge(version(1, terms)).lines.slice(0, 1))
    for (const a of lines.slice(0, 14))
      for (const b of lines) {
        expect(compareForBuyer(order, a, b)).toBe(0 - compareForBuyer(order, b, a))
        if (isBetterForBuyer(order, a, b)) expect(compareForBuyer(order, a, b)).toBe(1)
        for (const c of lines.slice(5, 15))
          if (compareForBuyer(order, a, b) > 0 && compareForBuyer(order, b, c) > 0)
            expect(compareForBuyer(order, a, c)).toBe(1)
      }
  })
})
