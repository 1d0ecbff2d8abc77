import { describe, expect, it } from 'vitest'
import { lineFacts, orderFacts } from '../../../../tests/factories/order-facts.ts'
import { money } from '../../money.ts'
import { defaultPolicy } from '../default-policy.ts'
import { factsOfLine, openRequest, orderContext } from '../facts.ts'
import { Terms } from '../terms/index.ts'
import { boundTerms } from './bound-terms.ts'
import { lawOf } from './law-of.ts'

const { baseline } = defaultPolicy

function raise(country: string, some: object, order: { total?: number; price?: number } = {}) {
  const { total = 100_000, price = 20_000 } = order
  const line = lineFacts({ discountedUnitPrice: money(price, 'ILS') })
  const facts = factsOfLine(
    orderContext(
      orderFacts({ country, currency: 'ILS', total: money(total, 'ILS'), lines: [line] }),
      '2026-05-06T12:00:00Z',
      'UTC',
    ),
    line,
    { request: openRequest, reason: { fault: null, names: null } },
  )
  const law = lawOf(facts)
  if (law.kind !== 'statute' || law.right === null) throw new Error(`no right in ${country}`)
  const terms = Terms.parse({ ...baseline, ...some })
  const raised = boundTerms(terms, law.right.bounds, facts)
  // What the law makes of the terms is a valid set of terms.
  expect(Terms.parse(raised)).toEqual(raised)
  return { terms, raised }
}

describe('boundTerms', () => {
  it('answers the same object where nothing is below the law', () => {
    const { terms, raised } = raise('DE', {})
    expect(raised).toBe(terms)
  })

  it('"final sale" is no ground, a ground of the statute is', () => {
    const because = { en: 'Final sale' }
    expect(raise('DE', { eligible: { kind: 'no', because } }).raised.eligible).toEqual({ kind: 'yes' })
    const opened = { kind: 'no', because, ground: 'hygiene_unsealed' } as const
    expect(raise('DE', { eligible: opened }).raised.eligible).toEqual(opened)
    const worn = { kind: 'no', because, ground: 'personal_use' } as const
    expect(raise('DE', { eligible: worn }).raised.eligible).toEqual({ kind: 'yes' })
    expect(raise('CO', { eligible: worn }).raised.eligible).toEqual(worn)
  })

  it('puts the original payment beside credit, and takes nothing away', () => {
    expect(raise('DE', { outcomes: ['store_credit'] }).raised.outcomes).toEqual(['refund', 'store_credit'])
    expect(raise('CN', { outcomes: ['store_credit'] }).raised.outcomes).toEqual(['store_credit'])
  })

  it('fees are nothing in the EU, whatever their shape', () => {
    const fees = {
      restockingFee: { percent: 10, amounts: { EUR: '5' } },
      handlingFee: { amounts: { EUR: '3', ILS: '10' } },
    }
    const { raised } = raise('DE', fees)
    expect(raised.restockingFee).toMatchObject({ percent: 0, amounts: {} })
    expect(raised.handlingFee.amounts).toEqual({})
  })

  it('the way back costs nothing where the seller pays it', () => {
    const shipping = { returnShippingFee: { amounts: { ILS: '20' } }, returnShippingPayer: 'buyer' }
    expect(raise('TR', shipping).raised).toMatchObject({
      returnShippingFee: { amounts: {} },
      returnShippingPayer: 'merchant',
    })
    const { terms, raised } = raise('DE', shipping)
    expect(raised).toBe(terms)
  })

  it('a right needs no photos, where the goods need not be intact', () => {
    const evidence = { photos: 2, questions: ['tags'] }
    expect(raise('GB', { evidence }).raised.evidence).toEqual({ photos: 0, questions: [] })
    expect(raise('CN', { evidence }).raised.evidence).toEqual(evidence)
  })

  describe('Israel: the lower of 5 % and NIS 100', () => {
    it.each([
      // percent, total of the order, what is left
      [3, 100_000, 3],
      [10, 100_000, 5],
      [10, 400_000, 2.5],
      [10, 300_000, 3.33],
    ])('%d %% of an order of %d agorot: %d %%', (percent, total, left) => {
      expect(raise('IL', { restockingFee: { percent } }, { total }).raised.restockingFee.percent).toBe(left)
    })

    it('flat fees share what the percentage leaves', () => {
      const handlingFee = { amounts: { ILS: '20' } }
      // 5 % of a unit of NIS 200 are 10, 2 % of it are 4.
      expect(raise('IL', { handlingFee }).raised.handlingFee.amounts).toEqual({ ILS: '10.00' })
      const both = { restockingFee: { percent: 3 }, handlingFee }
      expect(raise('IL', both).raised.handlingFee.amounts).toEqual({ ILS: '4.00' })
      const all = { restockingFee: { percent: 9, amounts: { ILS: '7' } }, handlingFee }
      expect(raise('IL', all).raised).toMatchObject({
        restockingFee: { percent: 5, amounts: {} },
        handlingFee: { amounts: {} },
      })
      const low = { handlingFee: { amounts: { ILS: '9.99' } } }
      const { terms, raised } = raise('IL', low)
      expect(raised).toBe(terms)
    })
  })
})
