import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, getReturn, linkReturnLines, lockReturn } from '#app/db/return.server.ts'
import { FulfillmentLineItemGid, type ReturnId } from '#app/domain/ids.ts'
import { zero } from '#app/domain/money.ts'
import { wordsOf, type ShopifyRefusal } from '#app/shopify/refusal.ts'
import {
  createReturn,
  findOpenedReturn,
  type OpenedReturn,
  type OpenReturnInput,
  requestReturn,
} from '#app/shopify/returns.server.ts'
import { handOver } from './queue.server.ts'
import { recordEvents } from './record-events.server.ts'
import { correlationOf } from './refund-request.ts'

/**
 * Makes sure that Shopify has the return, and answers it as it is stored then. The marker in the lines' notes finds one that
 * an earlier attempt made, so that running it twice, or after dying with the call out, makes no second return. A return that
 * ended before Shopify had it is only looked for, never made.
 */
export async function openReturn(ctx: ShopContext, returnId: ReturnId): Promise<ReturnRecord> {
  const record = await withShop(ctx.shop, (tx) => getReturn(tx, returnId))
  if (record.shopifyReturnGid !== null) return record
  const marker = correlationOf(record.id)
  const { orderGid } = record
  const found = await findOpenedReturn(ctx.admin, { orderGid, marker, lineCount: record.lines.length })
  if (found !== null) return keepOpened(ctx, returnId, found)
  if (record.status === 'declined' || record.status === 'cancelled') return record
  const input = openInput(record, marker)
  const made =
    record.status === 'in_review'
      ? await requestReturn(ctx.admin, input)
      : await createReturn(ctx.admin, input)
  return made.ok ? keepOpened(ctx, returnId, made.value) : keepRefused(ctx, returnId, made.error)
}

function openInput(record: ReturnRecord, marker: string): OpenReturnInput {
  return {
    orderGid: record.orderGid,
    marker,
    lines: record.lines.map((line) => ({
      fulfillmentLineItemGid: FulfillmentLineItemGid.parse(line.fulfillmentLineItemGid),
      quantity: line.quantity,
      reasonDefinitionGid: line.reasonDefinitionGid ?? '',
      note: line.note,
      restockingFeePercent: line.restockingFeeBasisPoints / 100,
    })),
    returnShippingFee: record.promised?.returnShippingFee ?? zero(record.currency),
  }
}

async function keepOpened(ctx: ShopContext, returnId: ReturnId, made: OpenedReturn): Promise<ReturnRecord> {
  return withShop(ctx.shop, async (tx) => {
    const record = await lockReturn(tx, returnId)
    if (record === null) throw new Error(`There is no return ${returnId}`)
    if (record.shopifyReturnGid !== null) return record
    await linkReturnLines(
      tx,
      record.lines.flatMap((line) => {
        const own = made.lines.find((one) => one.fulfillmentLineItemGid === line.fulfillmentLineItemGid)
        return own === undefined
          ? []
          : [{ returnLineId: line.id, shopifyReturnLineGid: own.shopifyReturnLineGid }]
      }),
    )
    await changeReturn(tx, record, { shopifyReturnGid: made.gid, name: made.name })
    // Shopify answered us: whoever waits for it in this request did not open it.
    await recordEvents({ ...ctx, actor: { kind: 'system' } }, tx, {
      returnId,
      events: [{ kind: 'shopify_return_opened', name: made.name, gid: made.gid }],
    })
    return getReturn(tx, returnId)
  })
}

/** Shopify will not have it: a person must look, and trying again is no use. */
async function keepRefused(
  ctx: ShopContext,
  returnId: ReturnId,
  refusal: ShopifyRefusal,
): Promise<ReturnRecord> {
  return needAttention(ctx, returnId, { because: 'shopify_refused', words: wordsOf(refusal) })
}

/** Notes, once per reason, that a person must look at the return. */
export async function needAttention(
  ctx: ShopContext,
  returnId: ReturnId,
  why: { readonly because: string; readonly words: string },
): Promise<ReturnRecord> {
  const { record, jobs } = await withShop(ctx.shop, async (tx) => {
    const before = await lockReturn(tx, returnId)
    if (before === null) throw new Error(`There is no return ${returnId}`)
    if (before.attention === why.because) return { record: before, jobs: [] }
    await changeReturn(tx, before, { attention: why.because })
    const recorded = await recordEvents(ctx, tx, { returnId, events: [{ kind: 'attention_needed', ...why }] })
    return { record: await getReturn(tx, returnId), jobs: recorded.jobs }
  })
  await handOver(ctx.shop, jobs)
  return record
}
