import { describe, expect, it } from 'vitest'
import { lineFacts, orderFacts } from '../../../tests/factories/order-facts.ts'
import { brokenBundles } from './bundles.ts'
import { defaultPolicy } from './default-policy.ts'

const bundleId = 'gid://shopify/LineItemGroup/1'
const order = orderFacts({
  lines: [
    lineFacts({ id: 'cup', title: 'Cup', bundleId, returnableQuantity: 2 }),
    lineFacts({ id: 'saucer', title: 'Saucer', bundleId, returnableQuantity: 2 }),
    lineFacts({ id: 'gone', title: 'Spoon', bundleId, returnableQuantity: 0 }),
    lineFacts({ id: 'other', title: 'Towel', returnableQuantity: 1 }),
  ],
})
const asked = (lineId: string, units: number, bundles: 'whole' | 'parts' = 'whole') => ({
  decision: { lineId, terms: { ...defaultPolicy.baseline, bundles } },
  units,
})

describe('a bundle that may only come back whole', () => {
  it.each([
    ['all of it', [asked('cup', 2), asked('saucer', 2)], []],
    ['one line of it', [asked('cup', 2)], [{ lineId: 'saucer', title: 'Saucer', units: 2 }]],
    ['some units of it', [asked('cup', 1), asked('saucer', 2)], [{ lineId: 'cup', title: 'Cup', units: 1 }]],
    ['a line in two parts', [asked('cup', 1), asked('cup', 1), asked('saucer', 2)], []],
    ['something else', [asked('other', 1)], []],
    ['a part, where parts may come back', [asked('cup', 1, 'parts')], []],
  ])('%s', (_what, parts, missing) => {
    expect(brokenBundles(order, parts)).toEqual(missing.length === 0 ? [] : [{ bundleId, missing }])
  })
})
