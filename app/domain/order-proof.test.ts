import { describe, expect, it } from 'vitest'
import { isSamePhone, proofKind, provesOrder } from './order-proof.ts'

const order = { email: 'Ada@Example.com', postcodes: ['SW1A 1AA'], phones: ['+49 170 1234567'] }

describe('the proof of an order', () => {
  it.each([
    'ada@example.com ',
    'sw1a1aa',
    'SW1A-1AA',
    '0170 1234567',
    '+491701234567',
    '0049 (0) 170/1234567',
  ])('is %s', (proof) => expect(provesOrder(order, proof)).toBe(true))
  it.each([
    'eve@example.com',
    'ada@',
    'SW1A',
    '1234567',
    '+1 170 1234567',
    '',
    '   ',
    '@',
    '+',
    '0170 123456',
  ])('is not %s', (proof) => expect(provesOrder(order, proof)).toBe(false))
  it('is weak unless it is an e-mail address', () => {
    expect(['a@b.example', '10014', '+49 170 1234567'].map(proofKind)).toEqual(['email', 'weak', 'weak'])
  })
  it('is nothing where the order has nothing', () => {
    const bare = { email: null, postcodes: [], phones: [] }
    expect(['@', '', '000', 'null'].map((proof) => provesOrder(bare, proof))).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})

describe('phone numbers', () => {
  it.each([
    ['+12125550188', '(212) 555-0188'],
    ['+12125550188', '1 212 555 0188'],
    ['+12125550188', '００１ 212 555 0188'],
    ['+442079460123', '020 7946 0123'],
    ['020 7946 0123', '020-7946-0123'],
  ])('%s is %s', (a, b) => expect([isSamePhone(a, b), isSamePhone(b, a)]).toEqual([true, true]))
  it.each([
    ['+12125550188', '5550188'.slice(1)],
    ['+12125550188', '2125550189'],
    ['+12125550188', '+442125550188'],
    ['+12125550188', '99912125550188'],
    ['12125550188', 'abc12125550188'],
  ])('%s is not %s', (a, b) => expect([isSamePhone(a, b), isSamePhone(b, a)]).toEqual([false, false]))
})
