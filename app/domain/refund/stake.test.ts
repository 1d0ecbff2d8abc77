import { describe, expect, test } from 'vitest'
import { money } from '../money.ts'
import { goodsAtStake, stakeOf } from './stake.ts'

const usd = (minor: number) => money(minor, 'USD')
const goods = (price: number, discount = 0, tax = 0) => ({
  lineId: 'a',
  title: 'Shirt',
  quantity: 1,
  price: usd(price),
  discount: usd(discount),
  subtotal: usd(price - discount),
  tax: usd(tax),
})

describe('what a payment gives away', () => {
  test('money alone', () => {
    expect(stakeOf({ total: usd(500) })).toEqual(usd(500))
  })

  test('goods for goods count with their price of the day', () => {
    const even = { total: usd(0), owed: usd(0), exchanges: [goods(7_900)], taxesIncluded: true }
    expect(stakeOf(even)).toEqual(usd(7_900))
    expect(stakeOf({ ...even, taxesIncluded: false, exchanges: [goods(7_900, 0, 632)] })).toEqual(usd(8_532))
  })

  test('honouring the price paid gives the whole of the dearer goods away', () => {
    const quote = { total: usd(0), owed: usd(0), exchanges: [goods(9_800, 1_900)], taxesIncluded: true }
    expect(stakeOf(quote)).toEqual(usd(9_800))
  })

  test('what the buyer owes is not given away; what goes back beside the goods is', () => {
    const dearer = { total: usd(0), owed: usd(1_900), exchanges: [goods(9_800)], taxesIncluded: true }
    expect(stakeOf(dearer)).toEqual(usd(7_900))
    const cheaper = { total: usd(1_500), owed: usd(0), exchanges: [goods(6_400)], taxesIncluded: true }
    expect(stakeOf(cheaper)).toEqual(usd(7_900))
    expect(goodsAtStake({ ...dearer, owed: usd(99_999) })).toEqual(usd(0))
  })
})
