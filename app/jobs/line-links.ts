import type { ReturnRecord } from '#app/db/return-record.ts'
import { pairOff } from '#app/domain/pair-off.ts'
import type { OpenedReturn } from '#app/shopify/returns.server.ts'

/** Which line of Shopify's return stands for which of ours. */
export function linksOf(record: Pick<ReturnRecord, 'lines'>, made: OpenedReturn) {
  const own = pairOff(
    record.lines,
    made.lines,
    (line, one) =>
      one.fulfillmentLineItemGid === line.fulfillmentLineItemGid && one.quantity === line.quantity,
  )
  return record.lines.flatMap(({ id }, index) => {
    const gid = own[index]?.shopifyReturnLineGid
    return gid === undefined ? [] : [{ returnLineId: id, shopifyReturnLineGid: gid }]
  })
}
