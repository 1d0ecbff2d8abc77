import type { ReturnRecord } from '#app/db/return-record.ts'
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
    const { title, variantTitle } = line.exchange
    return [
      {
        returnLineId,
        gid,
        quantity: to - from,
        title: variantTitle === null ? title : `${title} · ${variantTitle}`,
      },
    ]
  })
}

/** Whether some of the units are exchanged for goods that Shopify does not know of yet. */
export function lacksGoods(record: Pick<ReturnRecord, 'lines'>, units: readonly UnitRange[]): boolean {
  const exchanged = units.filter(
    ({ returnLineId }) => record.lines.find(({ id }) => id === returnLineId)?.exchange != null,
  )
  return exchanged.length > goodsFor(record, units).length
}
