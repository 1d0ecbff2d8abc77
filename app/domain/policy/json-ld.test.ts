import { expect, it } from 'vitest'
import { lineFacts, orderFacts } from '../../../tests/factories/order-facts.ts'
import { money, toDecimal } from '../money.ts'
import { flatChargesOf } from './charges.ts'
import { compilePolicy } from './compile.ts'
import { defaultPolicy } from './default-policy.ts'
import { evaluate } from './evaluate.ts'
import { merchantReturnPolicies } from './json-ld.ts'
import { Policy } from './policy.ts'

it('names a fee that the law caps by the price, also where no price is known', () => {
  const handlingFee = { amounts: { ILS: '20' }, waivedFor: [] }
  const baseline = { ...defaultPolicy.baseline, handlingFee }
  const policy = compilePolicy(Policy.parse({ ...defaultPolicy, baseline }))
  const [said] = merchantReturnPolicies(policy, { countries: ['IL'], currency: 'ILS', day: '2026-11-22' })

  const price = money(40_000, 'ILS')
  const order = orderFacts({
    country: 'IL',
    currency: 'ILS',
    total: price,
    isBusiness: false,
    channel: 'web',
    lines: [lineFacts({ originalUnitPrice: price, discountedUnitPrice: price })],
  })
  const now = '2026-05-06T12:00:00Z'
  const [decision] = evaluate({ policy, policyVersion: 1, order, now, timeZone: 'UTC' }).lines
  if (decision === undefined) throw new Error('no line was judged')
  const [charge] = flatChargesOf([{ decision, units: 1, outcome: 'refund' }], 'ILS')
  expect(charge && toDecimal(charge.amount)).toBe('20.00')
  expect(said).toMatchObject({
    customerRemorseReturnFees: 'https://schema.org/ReturnShippingFees',
    customerRemorseReturnShippingFeesAmount: { value: '20.00', currency: 'ILS' },
  })
})
