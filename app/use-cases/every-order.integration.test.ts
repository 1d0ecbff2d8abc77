import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { toDecimal } from '#app/domain/money.ts'
import { OrderGid } from '#app/domain/ids.ts'
import { readOrder } from '#app/shopify/orders.server.ts'
import { judgeBy, ledgerOf, receive, stored, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { quoteReturn } from './quote-return.server.ts'
import { refundReturn } from './refund-return.server.ts'
import { requestReturn } from './request-return.server.ts'

/** Orders of the seed that are about something: names of four digits; the generated ones look alike. */
async function seededOrders(shop: ReturnType<ReturnType<typeof installedShop>>) {
  const query =
    'query($after: String) { orders(first: 100, after: $after) { nodes { id name } pageInfo { hasNextPage endCursor } } }'
  type Page = {
    orders: {
      nodes: { id: string; name: string }[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
    }
  }
  const names: { id: OrderGid; name: string }[] = []
  for (let after: string | null = null, more = true; more;) {
    const page: Page = await shop.ctx.admin<Page>(query, { variables: { after } })
    names.push(...page.orders.nodes.map((node) => ({ id: OrderGid.parse(node.id), name: node.name })))
    after = page.orders.pageInfo.endCursor
    more = page.orders.pageInfo.hasNextPage
  }
  return names.filter(({ name }) => /^(EN)?#?10\d\d$/.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1))
}

describe.each([
  ['homeward-demo', 25],
  ['homeward-eu', 5],
  ['homeward-jp', 2],
])('every seeded order of %s', (handle, least) => {
  const shop = installedShop(`${handle}.myshopify.com`)

  test(
    'pays to the minor unit what its shopper was promised, fees and all',
    { timeout: 240_000 },
    async () => {
      await judgeBy(shop(), (policy) => ({
        ...policy,
        baseline: {
          ...policy.baseline,
          returnWindow: { ...policy.baseline.returnWindow, days: null },
          restockingFee: { percent: 7.25 },
          returnShippingFee: { amounts: { USD: '3.30', EUR: '2.95', JPY: '310', KWD: '0.955', GBP: '2.15' } },
        },
      }))
      const paid: string[] = []
      for (const { id, name } of await seededOrders(shop())) {
        const order = (await readOrder(shop().ctx.admin, id, { withReasons: false }))?.facts
        if (order === undefined) continue
        const lines = wholeLines(order)
        const shopper = shop().as({ kind: 'shopper' })
        const quoted = await quoteReturn(shopper, { orderGid: id, lines })
        if (!quoted.ok) continue
        const promised = quoted.value.quotes[0]
        const made = await requestReturn(shopper, {
          orderGid: id,
          submissionKey: randomUUID(),
          lines,
          outcome: 'refund',
          locale: 'en',
        })
        if (!made.ok || promised === undefined) throw new Error(`${name} was quoted and not requested`)
        const { returnId } = made.value
        const before = ledgerOf(shop(), name).length
        await receive(shop(), returnId)
        const now = await quoteRefund(shop().ctx, { returnId })
        if (!now.ok) {
          expect([name, now.error.kind, toDecimal(promised.refund)]).toEqual([
            name,
            'nothing_to_refund',
            expect.stringMatching(/^0(\.0+)?$/),
          ])
          continue
        }
        const result = await refundReturn(shop().ctx, {
          returnId,
          method: 'original_payment',
          expected: promised.refund,
        })
        if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`)
        if (result.value.state !== 'settled') {
          // A gateway that no longer refunds, or a chargeback: nothing may have moved.
          const moved = ledgerOf(shop(), name)
            .slice(before)
            .filter((row) => row.status === 'SUCCESS')
          expect([name, ['failed', 'refused'].includes(result.value.state), moved]).toEqual([name, true, []])
          continue
        }
        const rows = ledgerOf(shop(), name).slice(before)
        const sum = rows.reduce((total, row) => total + Number(row.amount.replace('.', '')), 0)
        expect([name, sum, rows[0]?.currency]).toEqual([name, promised.refund.minor, promised.currency])
        expect((await stored(shop(), returnId)).attention).toBeNull()
        paid.push(name)
      }
      expect(paid.length).toBeGreaterThanOrEqual(least)
    },
  )
})
