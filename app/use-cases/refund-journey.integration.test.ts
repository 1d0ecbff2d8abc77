import { describe, expect, test } from 'vitest'
import { toDecimal } from '#app/domain/money.ts'
import { ledgerOf, orderNamed, requested, stored, wholeLines } from '../../tests/setup/journey.ts'
import { useShop } from '../../tests/setup/shop.ts'
import { listLocations } from '#app/shopify/locations.server.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { receiveReturn } from './receive-return.server.ts'
import { refundReturn } from './refund-return.server.ts'

const shop = useShop()

async function receiveAll(returnId: Parameters<typeof stored>[1]) {
  const record = await stored(shop(), returnId)
  const location = (await listLocations(shop().ctx.admin))[0]
  const received = await receiveReturn(shop().ctx, {
    returnId,
    items: record.lines.map((line) => ({
      returnLineId: line.id,
      quantity: line.quantity,
      disposition: 'RESTOCKED',
      locationGid: location?.gid ?? null,
    })),
  })
  expect(received).toEqual({ ok: true, value: { status: 'received', shopify: 'done' } })
}

describe('a refund to the original payment', () => {
  test('pays to the cent what the shopper was promised', async () => {
    const order = await orderNamed(shop(), '#1001')
    const { made, promised } = await requested(shop(), { order, lines: wholeLines(order) })
    expect(made).toMatchObject({ name: '#1001-R1', status: 'approved' })
    await receiveAll(made.returnId)
    const quoted = await quoteRefund(shop().ctx, { returnId: made.returnId })
    if (!quoted.ok) throw new Error(JSON.stringify(quoted.error))
    expect(quoted.value.quotes[0]).toEqual(promised)
    const paid = await refundReturn(shop().ctx, {
      returnId: made.returnId,
      method: 'original_payment',
      expected: promised.refund,
    })
    expect(paid).toMatchObject({ ok: true, value: { state: 'settled', amount: promised.refund } })
    expect(ledgerOf(shop(), '#1001')).toMatchObject([
      { kind: 'refund', amount: toDecimal(promised.refund), currency: 'USD', status: 'SUCCESS', return: '#1001-R1' },
    ])
    await shop().runJobs()
    console.log(shop().mails.map((m) => m.subject + '\n' + m.text).join('\n=====\n'))
  })
})
