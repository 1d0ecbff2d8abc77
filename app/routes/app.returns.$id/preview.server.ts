import { z } from 'zod'
import { orderRefundRows } from '#app/components/order-refund-rows.ts'
import type { ReceiptRow } from '#app/components/receipt-rows.ts'
import { sayExceeded } from '#app/components/safety-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { getReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { formatMoney, isPositive, sum } from '#app/domain/money.ts'
import { RefundExtras } from '#app/jobs/refund-request.ts'
import { isShopifyUnreachable } from '#app/shopify/admin-error.ts'
import { readRefundableExtras } from '#app/shopify/refundable-extras.server.ts'
import { previewFees } from '#app/use-cases/change-fees.server.ts'
import { previewScan } from '#app/use-cases/record-scan.server.ts'
import { previewOrderRefund } from '#app/use-cases/refund-order.server.ts'
import { sayFeesStay, sayNotScanned, sayUnpaid, scanWords } from './exception-words.ts'
import { CreditForm, FeesForm } from './perform.server.ts'
import { readRefundOptions, type RefundOptions } from './refund-options.server.ts'

export const Question = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('credit'), ...CreditForm.shape }),
  z.object({ intent: z.literal('change_fees'), ...FeesForm.shape }),
  z.object({ intent: z.literal('refund'), extras: RefundExtras }),
  z.object({ intent: z.literal('scan') }),
  z.object({ intent: z.literal('extras') }),
])
export type Question = z.infer<typeof Question>

/** What would happen, in words and rows; or why it can not. */
export type Preview =
  | {
      readonly intent: 'credit' | 'change_fees' | 'scan' | 'extras'
      readonly ok: false
      readonly message: string
    }
  | {
      readonly intent: 'credit'
      readonly ok: true
      readonly rows: readonly ReceiptRow[]
      readonly amount: string
      /** Goes back with the command: nothing else is sent than what is shown. */
      readonly seen: string
      readonly secondPerson: string | null
    }
  | { readonly intent: 'change_fees'; readonly ok: true; readonly from: string; readonly to: string }
  | { readonly intent: 'scan'; readonly ok: true; readonly does: string | null; readonly text: string }
  | {
      readonly intent: 'refund'
      /** What it was asked with. */
      readonly extras: RefundExtras
      readonly options: RefundOptions
    }
  | {
      readonly intent: 'extras'
      readonly ok: true
      readonly currency: string
      /** What is left of each, null where nothing is. */
      readonly shipping: string | null
      readonly duties: { readonly gids: readonly string[]; readonly text: string } | null
    }

/** Answers what a command would do, by the code that does it. */
export async function previewOf(ctx: ShopContext, returnId: ReturnId, question: Question): Promise<Preview> {
  const { intent } = question
  switch (intent) {
    case 'refund': {
      const { extras } = question
      return { intent, extras, options: await readRefundOptions(ctx, returnId, extras) }
    }
    case 'credit': {
      const { amount, note } = question
      const read = await previewOrderRefund(ctx, { returnId, ...question, note: note.trim() })
      if (!read.ok) return { intent, ok: false, message: sayUnpaid(read.error) }
      const { ways, seen, secondPerson } = read.value
      return {
        intent,
        ok: true,
        rows: orderRefundRows(ways, amount),
        amount: formatMoney(amount, 'en'),
        seen,
        secondPerson: secondPerson && sayExceeded(secondPerson),
      }
    }
    case 'change_fees': {
      const read = await previewFees(ctx, { returnId, ...question })
      if (!read.ok) return { intent, ok: false, message: sayFeesStay(read.error) }
      const { from, to } = read.value
      return { intent, ok: true, from: formatMoney(from, 'en'), to: formatMoney(to, 'en') }
    }
    case 'extras':
      return extrasOf(ctx, returnId)
    case 'scan': {
      const read = await previewScan(ctx, { returnId })
      if (!read.ok) return { intent, ok: false, message: sayNotScanned(read.error) }
      const { refund, amount, goods } = read.value
      const moves = amount !== null && isPositive(amount) ? [`refund ${formatMoney(amount, 'en')}`] : []
      const does = [...(goods === null ? [] : [`release ${goods}`]), ...moves].join(' and ')
      return { intent, ok: true, does: refund === 'paid' ? does : null, text: scanWords[refund] }
    }
  }
}

/** What is left of the order's shipping, and of the duties of this return's lines. */
async function extrasOf(ctx: ShopContext, returnId: ReturnId): Promise<Preview> {
  const intent = 'extras'
  const record = await withShop(ctx.shop, (tx) => getReturn(tx, returnId))
  const { currency } = record
  try {
    const read = await readRefundableExtras(ctx.admin, record.orderGid)
    const own = new Set<string>(record.lines.map((line) => line.lineItemGid))
    const duties = (read?.duties ?? []).filter(({ lineItemGid }) => own.has(lineItemGid))
    const left = sum(
      duties.map((duty) => duty.left),
      currency,
    )
    const gids = duties.map(({ dutyGid }) => dutyGid)
    return {
      intent,
      ok: true,
      currency,
      shipping: read?.shipping ? formatMoney(read.shipping, 'en') : null,
      duties: gids.length === 0 ? null : { gids, text: formatMoney(left, 'en') },
    }
  } catch (error) {
    if (!isShopifyUnreachable(error)) throw error
    return { intent, ok: false, message: 'Shopify could not be reached. Try again in a moment.' }
  }
}
