import { describe, expect, it } from 'vitest'
import { lineFacts, orderFacts } from '../../../../tests/factories/order-facts.ts'
import { epochDay, isoDay } from '../../dates.ts'
import type { LineFacts, OrderFacts } from '../../order.ts'
import { factsOfLine, openRequest, orderContext } from '../facts.ts'
import type { Fault } from '../reasons.ts'
import { lawOf } from './law-of.ts'
import type { LawAnswer } from './law.ts'
import { longestTransit } from './right-start.ts'

type Asked = {
  country: string | null
  order?: Partial<OrderFacts>
  line?: Partial<LineFacts>
  others?: Partial<LineFacts>[]
  today?: string
  fault?: Fault
}

/** What the law says of a line that was placed on 1 May 2026, sent on the 2nd and delivered on the 4th. */
function ask({ country, order = {}, line = {}, others = [], today = '2026-05-10', fault }: Asked): LawAnswer {
  const lines = [
    lineFacts(line),
    ...others.map((other, index) => lineFacts({ id: `other-${index}`, ...other })),
  ]
  const context = orderContext(orderFacts({ country, lines, ...order }), `${today}T12:00:00Z`, 'UTC')
  const [first = lineFacts()] = lines
  return lawOf(
    factsOfLine(context, first, { request: openRequest, reason: { fault: fault ?? null, names: null } }),
  )
}

function rightOf(answer: LawAnswer) {
  if (answer.kind !== 'statute' || answer.right === null)
    throw new Error(`no right: ${JSON.stringify(answer)}`)
  return answer.right
}

describe('the right by country', () => {
  it.each([
    ['DE', 'DE', '2026-05-18', 'lastDelivery'],
    ['FR', 'FR', '2026-05-18', 'lastDelivery'],
    ['GP', 'FR', '2026-05-18', 'lastDelivery'],
    ['IT', 'IT', '2026-05-18', 'lastDelivery'],
    ['AT', 'AT', '2026-05-18', 'lastDelivery'],
    ['PL', 'EU', '2026-05-18', 'lastDelivery'],
    ['NO', 'EU', '2026-05-18', 'lastDelivery'],
    ['LI', 'EU', '2026-05-18', 'lastDelivery'],
    ['GB', 'GB', '2026-05-18', 'lastDelivery'],
    ['TR', 'TR', '2026-05-18', 'lastDelivery'],
    ['CN', 'CN', '2026-05-11', 'delivery'],
    ['TW', 'TW', '2026-05-11', 'delivery'],
    ['KR', 'KR', '2026-05-11', 'delivery'],
    ['BR', 'BR', '2026-05-11', 'delivery'],
    ['AR', 'AR', '2026-05-14', 'delivery'],
    // Five business days after Monday 4 May 2026.
    ['CO', 'CO', '2026-05-11', 'delivery'],
    ['ZA', 'ZA', '2026-05-11', 'delivery'],
    ['IL', 'IL', '2026-05-18', 'delivery'],
  ])('%s: %s until %s, counted from %s', (country, statute, lastDay, countedFrom) => {
    const answer = ask({ country })
    expect(answer).toMatchObject({ kind: 'statute', statute, faultRights: true })
    const right = rightOf(answer)
    expect(isoDay(right.lastDay)).toBe(lastDay)
    expect(right).toMatchObject({ countedFrom, open: true })
    expect(rightOf(ask({ country, today: lastDay })).open).toBe(true)
    expect(rightOf(ask({ country, today: isoDay(epochDay(lastDay) + 1) })).open).toBe(false)
  })

  it.each(['AU', 'US'])('%s: only rights for faulty goods', (country) => {
    expect(ask({ country })).toMatchObject({
      kind: 'statute',
      statute: country,
      right: null,
      faultRights: true,
    })
  })

  it.each(['CH', 'HK', 'NZ', 'SG', 'IN', 'JP', 'CL', 'MX', 'SA', 'RU', 'TH', 'CA', 'VN', 'ZZ'])(
    '%s: nothing is enforced',
    (country) => {
      expect(ask({ country, order: { province: 'QC' } })).toEqual({ kind: 'none' })
    },
  )

  it.each([
    ['CA', 'statute'],
    ['NY', 'statute'],
    ['FL', 'statute'],
  ])('US-%s covers only shops without terms: no right to change one’s mind', (province, kind) => {
    expect(ask({ country: 'US', order: { province } })).toMatchObject({ kind, statute: 'US', right: null })
  })
})

describe('who is covered', () => {
  it('no business, and over a counter only for faulty goods', () => {
    expect(ask({ country: 'DE', order: { isBusiness: true } })).toEqual({ kind: 'none' })
    const counter = { channel: 'pos' }
    expect(ask({ country: 'DE', order: counter })).toMatchObject({ right: null, faultRights: true })
    expect(ask({ country: 'DE', order: { ...counter, isBusiness: true } })).toEqual({ kind: 'none' })
    expect(ask({ country: 'CH', order: counter })).toEqual({ kind: 'none' })
  })

  it.each([
    [{ isBusiness: null }, 'businessOrder'],
    [{ channel: null }, 'orderChannel'],
  ])('unknown while a fact is missing that could help: %j', (order, fact) => {
    expect(ask({ country: 'DE', order })).toEqual({ kind: 'unknown', missing: [fact] })
    // The right is over: whether the buyer is a business makes no difference.
    expect(ask({ country: 'DE', order, today: '2026-05-19' })).toMatchObject({ kind: 'statute' })
    const claim = ask({ country: 'DE', order, today: '2026-05-19', fault: 'merchant' })
    // How it was sold makes no difference to faulty goods.
    if (fact === 'orderChannel') expect(claim).toMatchObject({ kind: 'statute', faultRights: true })
    else expect(claim).toEqual({ kind: 'unknown', missing: [fact] })
  })

  it('an unknown country counts while the widest right would be open', () => {
    expect(ask({ country: null })).toEqual({ kind: 'unknown', missing: ['orderCountry'] })
    // Some countries know no end of the rights for faulty goods.
    expect(ask({ country: null, today: '2029-01-01', fault: 'merchant' })).toEqual({
      kind: 'unknown',
      missing: ['orderCountry'],
    })
  })
})

describe('the start of the days', () => {
  const notArrived = { deliveredAt: null }

  it('several goods in one order: the last of them, in the EU', () => {
    const others = [{ deliveredAt: '2026-05-09T10:00:00Z' }]
    expect(isoDay(rightOf(ask({ country: 'DE', others })).lastDay)).toBe('2026-05-23')
    expect(isoDay(rightOf(ask({ country: 'CN', others })).lastDay)).toBe('2026-05-11')
  })

  it('runs on while a part of the order has not been sent', () => {
    const unsent = { fulfillmentLineItemId: null, fulfilledAt: null, deliveredAt: null }
    const right = rightOf(ask({ country: 'FI', others: [unsent], today: '2026-09-01' }))
    expect(right.open).toBe(true)
    expect(isoDay(right.lastDay)).toBe('2026-09-15')
  })

  it('arrival unknown: open as long as it must be, unknown as long as it can be, then over', () => {
    const sent = epochDay('2026-05-02')
    const on = (day: number) => ask({ country: 'CN', line: notArrived, today: isoDay(day) })
    expect(rightOf(on(sent + 7))).toMatchObject({ open: true, countedFrom: 'fulfillment' })
    expect(on(sent + 8)).toEqual({ kind: 'unknown', missing: ['deliveryDate'] })
    expect(on(sent + longestTransit + 7)).toEqual({ kind: 'unknown', missing: ['deliveryDate'] })
    expect(rightOf(on(sent + longestTransit + 8)).open).toBe(false)
  })

  it('goods that need no delivery count from when they were fulfilled', () => {
    const right = rightOf(ask({ country: 'DE', line: { requiresShipping: false, deliveredAt: null } }))
    expect(right).toMatchObject({ countedFrom: 'fulfillment', from: epochDay('2026-05-02') })
  })

  it('business days skip week ends and the holidays of Colombia', () => {
    // 6 April 2023 and the 7th are Holy Thursday and Good Friday.
    const line = { fulfilledAt: '2023-04-01T10:00:00Z', deliveredAt: '2023-04-03T15:00:00Z' }
    const answer = ask({
      country: 'CO',
      line,
      order: { placedAt: '2023-03-31T10:00:00Z' },
      today: '2023-04-10',
    })
    expect(isoDay(rightOf(answer).lastDay)).toBe('2023-04-12')
  })
})

describe('bounds', () => {
  const boundsOf = (asked: Asked) => rightOf(ask(asked)).bounds

  it('the version in force on the day of the order counts', () => {
    const earlier = { placedAt: '2025-12-31T10:00:00Z' }
    const later = { placedAt: '2026-01-01T10:00:00Z' }
    expect(boundsOf({ country: 'TR', order: earlier }).shippingPaidBy).toBeNull()
    expect(boundsOf({ country: 'TR', order: later }).shippingPaidBy).toBe('merchant')
  })

  it.each(['TW', 'BR', 'AR'])('%s: the seller pays the way back', (country) => {
    expect(boundsOf({ country }).shippingPaidBy).toBe('merchant')
  })

  it.each(['KR', 'IL'])('%s: the seller pays the way back of faulty goods', (country) => {
    expect(boundsOf({ country }).shippingPaidBy).toBeNull()
    expect(boundsOf({ country, fault: 'merchant' }).shippingPaidBy).toBe('merchant')
  })

  it.each([
    ['DE', true],
    ['AT', true],
    ['GB', true],
    ['BR', true],
    ['AR', true],
    ['CO', true],
    ['ZA', true],
    // Known from memory only.
    ['TR', false],
    ['CN', false],
    ['TW', false],
    ['KR', false],
    ['IL', false],
  ])('%s: the original payment must be offered: %s', (country, refundRequired) => {
    expect(boundsOf({ country }).refundRequired).toBe(refundRequired)
  })

  it('grounds from memory neither refuse nor are overruled', () => {
    expect(boundsOf({ country: 'IL' }).grounds).toEqual([])
    expect(boundsOf({ country: 'IL' }).doubtfulGrounds).toContain('perishable')
    expect(boundsOf({ country: 'AT' }).grounds).toContain('hygiene_unsealed')
    expect(boundsOf({ country: 'AT' }).doubtfulGrounds).toContain('auction')
  })

  it('in Australia a claim for faulty goods is paid as it was paid', () => {
    expect(ask({ country: 'AU', fault: 'merchant' })).toMatchObject({
      faultBounds: { refundRequired: true, shippingPaidBy: 'merchant', mayRefuse: true },
    })
  })

  it('two years of rights for faulty goods in the EU', () => {
    expect(ask({ country: 'DE', today: '2028-05-04', fault: 'merchant' })).toMatchObject({
      faultRights: true,
    })
    expect(ask({ country: 'DE', today: '2029-05-04', fault: 'merchant' })).toMatchObject({
      faultRights: false,
    })
  })
})
