import type { ReturnRecord } from '#app/db/return-record.ts'
import { goodsOf } from '#app/domain/refund/exchange.ts'
import type { SentGoods, UnitRange } from './refund-request.ts'

/** The goods that are sent for units of a return: as many as come back, of lines that are exchanged and that Shopify knows. */
export function goodsFor(
  record: Pick<ReturnRecord, 'lines'>,
  units: readonly UnitRange[],
): readonly SentGoods[] {
  return units.flatMap(({ returnLineId, from, to }) => {
    const line = record.lines.find(({ id }) => id === returnLineId)
    const gid = line?.shopifyExchangeLineGid ?? null
    if (line === undefined || line.exchange === null || gid === null) return []
    return [
      {
        returnLineId,
        gid,
        quantity: to - from,
        title: goodsOf(line.exchange),
      },
    ]
  })
}

/** Whether some of the units are exchanged for goods that Shopify does not know of yet. */
export function lacksGoods(record: Pick<ReturnRecord, 'lines'>, units: readonly UnitRange[]): boolean {
  return units.some(({ returnLineId }) => {
    const line = record.lines.find(({ id }) => id === returnLineId)
    return line !== undefined && line.exchange !== null && line.shopifyExchangeLineGid === null
  })
}
