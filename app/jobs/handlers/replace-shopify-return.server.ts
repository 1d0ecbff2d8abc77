import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import {
  changeRestockingFees,
  changeReturn,
  getReturn,
  linkReturnLines,
  lockReturn,
} from '#app/db/return.server.ts'
import type { FeeChange } from '#app/domain/refund/fee-change.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import { sumOfFees } from '#app/domain/refund/quote.ts'
import { readReturnFees } from '#app/shopify/return-fees.server.ts'
import { wordsOf } from '#app/shopify/refusal.ts'
import { cancelReturn, findOpenedReturn, type OpenedReturn } from '#app/shopify/returns.server.ts'
import type { Handler } from '../handler.ts'
import { linkExchangeLines } from '../exchange-lines.server.ts'
import { makeReturn, markerOf, needAttention, openInput, readMadeGoods } from '../open-return.server.ts'
import { linksOf } from '../line-links.ts'
import { payOnApproval } from '../pay-on-approval.server.ts'
import { handOver } from '../queue.server.ts'
import { recordEvents } from '../record-events.server.ts'
import { promiseWithFees } from '../promise-with-fees.ts'

/**
 * Makes the return anew in Shopify with other fees: there they are fixed when a return is made. Idempotent: a return that an
 * earlier attempt made is found by the marker of this making; cancelling a cancelled return is a success; and until the new
 * one stands the case keeps its old fees. If Shopify does not let the old one go, nothing is changed and a person is told.
 */
export const replaceShopifyReturn: Handler<'replace-shopify-return'> = async (ctx, { returnId }) => {
  const record = await withShop(ctx.shop, (tx) => getReturn(tx, returnId))
  const { feeChange, shopifyReturnGid: old } = record
  if (feeChange === null || old === null) return
  const marker = markerOf(record.id, record.generation + 1)
  const lookFor = { orderGid: record.orderGid, marker, lineCount: record.lines.length }
  const before = await findOpenedReturn(ctx.admin, lookFor)
  if (before !== null) return replaceBy(ctx, record, { made: before, feeChange })
  const cancelled = await cancelReturn(ctx.admin, old)
  if (!cancelled.ok) return keepOldFees(ctx, record, wordsOf(cancelled.error))
  const made = await makeReturn(ctx, record, inputWith(record, feeChange, marker))
  if (!made.ok) {
    await needAttention(ctx, returnId, { because: 'shopify_refused', words: wordsOf(made.error) })
    throw new Error(`Shopify did not make the return anew: ${wordsOf(made.error)}`)
  }
  await replaceBy(ctx, record, { made: made.value, feeChange })
}

function inputWith(record: ReturnRecord, change: FeeChange, marker: string) {
  const input = openInput(record, marker)
  const percents = record.lines.map((line) => {
    const own = change.restocking.find((one) => one.returnLineId === line.id)
    return (own?.basisPoints ?? line.restockingFeeBasisPoints) / 100
  })
  return {
    ...input,
    lines: input.lines.map((line, index) => ({
      ...line,
      restockingFeePercent: percents[index] ?? line.restockingFeePercent,
    })),
    returnShippingFee: sumOfFees(change.fees, record.currency),
  }
}

async function keepOldFees(ctx: ShopContext, record: ReturnRecord, words: string): Promise<void> {
  await withShop(ctx.shop, async (tx) => {
    const now = await lockReturn(tx, record.id)
    if (now !== null && now.feeChange !== null) await changeReturn(tx, now, { feeChange: null })
  })
  await needAttention(ctx, record.id, { because: 'fees_not_changed', words })
}

async function replaceBy(
  ctx: ShopContext,
  record: ReturnRecord,
  parts: { readonly made: OpenedReturn; readonly feeChange: FeeChange },
): Promise<void> {
  const { made, feeChange } = parts
  const promised = await promiseOf(ctx, record, parts)
  const goods = await readMadeGoods(ctx, record, made)
  const jobs = await withShop(ctx.shop, async (tx) => {
    const now = await lockReturn(tx, record.id)
    if (now === null || now.feeChange === null) return []
    await linkReturnLines(tx, linksOf(now, made))
    await linkExchangeLines(tx, now, goods)
    await changeRestockingFees(tx, feeChange.restocking)
    await changeReturn(tx, now, {
      shopifyReturnGid: made.gid,
      name: made.name,
      generation: now.generation + 1,
      feeChange: null,
      ...(promised === null ? {} : { promised }),
    })
    const replaced = { before: now.name ?? '', name: made.name, gid: made.gid }
    const events = [{ kind: 'shopify_return_replaced' as const, ...replaced }]
    const system = { ...ctx, actor: { kind: 'system' as const } }
    return (await recordEvents(system, tx, { returnId: record.id, events })).jobs
  })
  await handOver(ctx.shop, jobs)
  await payOnApproval(ctx, record)
}

/** The promise with the fees that Shopify made of the change; null where nothing was promised. */
async function promiseOf(
  ctx: ShopContext,
  record: ReturnRecord,
  { made, feeChange }: { readonly made: OpenedReturn; readonly feeChange: FeeChange },
): Promise<Quote | null> {
  if (record.promised === null) return null
  const lineCount = record.lines.length
  const figures = await readReturnFees(ctx.admin, { gid: made.gid, lineCount, currency: record.currency })
  if (figures === null) throw new Error('Shopify does not have the return that it just made')
  return promiseWithFees({ record, promised: record.promised, made, figures, fees: feeChange.fees })
}
