import { describe, expect, it } from 'vitest'
import { money } from '../money.ts'
import { type FeeFacts, judgeFeeChange } from './fee-change.ts'

const facts: FeeFacts = {
  isOpen: true,
  isInShopify: true,
  isChanging: false,
  hasPayments: false,
  hasReceived: false,
  currency: 'EUR',
  lines: [
    { id: 'a', basisPoints: 500, statute: null },
    { id: 'b', basisPoints: 500, statute: 'EU' },
  ],
  fees: [{ key: 'return_shipping', amount: money(495, 'EUR') }],
}
const reason = 'Opened and worn'
const shipping = (minor: number) => [{ key: 'return_shipping' as const, amount: money(minor, 'EUR') }]
const percent = (returnLineId: string, basisPoints: number) => [{ returnLineId, basisPoints }]

describe('fees that staff change', () => {
  it.each([
    ['raised where only the policy speaks', { restocking: percent('a', 2000), fees: shipping(495) }, 'ok'],
    [
      'raised after a withdrawal under the law',
      { restocking: percent('b', 501), fees: shipping(495) },
      'law_forbids',
    ],
    ['lowered after a withdrawal', { restocking: percent('b', 0), fees: shipping(495) }, 'ok'],
    ['a flat fee raised', { restocking: [], fees: shipping(496) }, 'law_forbids'],
    [
      'a flat fee of another name',
      { restocking: [], fees: [...shipping(495), { key: 'handling' as const, amount: money(1, 'EUR') }] },
      'law_forbids',
    ],
    ['all waived', { restocking: [...percent('a', 0), ...percent('b', 0)], fees: [] }, 'ok'],
    ['nothing', { restocking: [], fees: shipping(495) }, 'nothing_changed'],
    ['a line that is not there', { restocking: percent('c', 0), fees: [] }, 'invalid_fee'],
    [
      'another currency',
      { restocking: [], fees: [{ key: 'handling' as const, amount: money(1, 'USD') }] },
      'invalid_fee',
    ],
  ])('%s: %s', (_what, change, outcome) => {
    const judged = judgeFeeChange(facts, { ...change, reason })
    expect(judged.ok ? 'ok' : judged.error.kind).toBe(outcome)
  })

  it('names the statute, and lets flat fees rise where nobody withdrew under one', () => {
    const raised = { restocking: [], fees: shipping(600), reason }
    expect(judgeFeeChange(facts, raised)).toEqual({
      ok: false,
      error: { kind: 'law_forbids', statute: 'EU' },
    })
    const free = { ...facts, lines: facts.lines.map((line) => ({ ...line, statute: null })) }
    expect(judgeFeeChange(free, raised)).toMatchObject({ ok: true })
  })

  it.each([
    [{ isOpen: false }, 'not_open'],
    [{ hasPayments: true }, 'partly_processed'],
    [{ hasReceived: true }, 'inspected'],
    [{ isChanging: true }, 'change_under_way'],
    [{ isInShopify: false }, 'not_in_shopify_yet'],
  ])('refused when %j: %s', (some, kind) => {
    const judged = judgeFeeChange({ ...facts, ...some }, { restocking: [], fees: [], reason })
    expect(judged).toMatchObject({ error: { kind } })
  })
})
