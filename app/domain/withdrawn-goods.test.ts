import { describe, expect, it } from 'vitest'
import { orderFacts } from '../../tests/factories/order-facts.ts'
import type { LineFacts } from './order.ts'
import { withdrawnGoods } from './withdrawn-goods.ts'

const [base] = orderFacts().lines
if (base === undefined) throw new Error('The factory makes no lines')

const line = (id: string, some: Partial<LineFacts>): LineFacts => ({
  ...base,
  id,
  // The factory's id has the brand; the rest of it is the line's own.
  lineItemId: `gid://shopify/LineItem/${id}` as LineFacts['lineItemId'],
  variantTitle: null,
  sku: null,
  quantity: 1,
  returnableQuantity: 1,
  ...some,
})
const law = (open: boolean) => ({
  statute: 'EU',
  orderedOn: '2026-11-01',
  lastDay: null,
  open,
  decides: false,
})
const open = (lineId: string) => ({ lineId, verdict: 'approve' as const, law: law(true) })
const over = (lineId: string) => ({ lineId, verdict: 'approve' as const, law: law(false) })

const shirt = line('1', {
  title: 'Linen Shirt',
  variantTitle: 'M / Blue',
  sku: 'LS-M',
  quantity: 2,
  returnableQuantity: 2,
})
const mug = line('2', { title: 'Mug' })
const other = line('3', { title: 'Linen Shirt', variantTitle: 'L', sku: 'LS-L' })

const reached = (goods: readonly string[], lines = [shirt, mug], decisions = [open('1'), open('2')]) =>
  withdrawnGoods({ lines, decisions, goods })

describe('withdrawn goods', () => {
  it('are everything where none is named', () => {
    expect(reached([])).toEqual({
      lines: [
        { lineId: '1', quantity: 2 },
        { lineId: '2', quantity: 1 },
      ],
      left: [],
      because: null,
    })
  })

  it.each([
    ['linen shirt', 2],
    ['1 x Linen Shirt', 1],
    ['1 × Linen Shirt M / Blue', 1],
    ['Linen Shirt (M, blue) x 1', 1],
    ['LS-M', 2],
    ['9 × Linen Shirt', null],
  ])('are found by title, title and variant, or SKU: %s', (text, quantity) => {
    const { lines, because } = reached([text])
    expect(lines).toEqual(quantity === null ? [] : [{ lineId: '1', quantity }])
    expect(because).toBe(quantity === null ? 'goods_unclear' : null)
  })

  it.each(['shirt', 'Linen Shirt and the mug', '1 x', '🧦', 'Mug or so'])('are never guessed: %s', (text) => {
    expect(reached([text])).toMatchObject({ lines: [], because: 'goods_unclear' })
  })

  it('are unclear where two kinds of goods have the name', () => {
    const all = [open('1'), open('2'), open('3')]
    expect(reached(['Linen Shirt'], [shirt, mug, other], all).because).toBe('goods_unclear')
    expect(reached(['Linen Shirt L'], [shirt, mug, other], all).lines).toEqual([{ lineId: '3', quantity: 1 }])
  })

  it('name what the right does not reach', () => {
    expect(reached([], [shirt, mug], [open('1'), over('2')])).toEqual({
      lines: [{ lineId: '1', quantity: 2 }],
      left: ['Mug'],
      because: 'in_part',
    })
    expect(reached([], [shirt, mug], [over('1'), over('2')]).because).toBe('outside_right')
    const unsent = line('4', { title: 'Pan', fulfillmentLineItemId: null, returnableQuantity: 0 })
    expect(reached([], [unsent], []).because).toBe('not_sent')
  })

  it('are not asked for again once they went back', () => {
    const back = { ...mug, returnableQuantity: 0 }
    expect(reached([], [shirt, back], [open('1')])).toMatchObject({ left: [], because: null })
    expect(reached([], [back], []).lines).toEqual([])
  })
})
