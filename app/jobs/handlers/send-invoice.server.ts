import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { findMoneyIntent } from '#app/db/money-intent.server.ts'
import { findReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { isPositive } from '#app/domain/money.ts'
import { readOutstanding, sendInvoice } from '#app/shopify/exchanges.server.ts'
import { wordsOf } from '#app/shopify/refusal.ts'
import type { Handler } from '../handler.ts'
import { needAttention } from '../open-return.server.ts'
import { handOver } from '../queue.server.ts'
import { recordEvents } from '../record-events.server.ts'

/**
 * Lets Shopify send its invoice for an exchange that costs more: the buyer pays in Shopify's checkout, and Shopify holds the
 * goods until then. Idempotent by the event in the timeline and by what is open on the order: an invoice whose answer was lost
 * may reach the buyer twice, but both ask for the one balance of the order.
 */
export const sendInvoiceForExchange: Handler<'send-invoice'> = async (ctx, { intentId }) => {
  const found = await withShop(ctx.shop, async (tx) => {
    const intent = await findMoneyIntent(tx, intentId)
    const record = intent === null ? null : await findReturn(tx, intent.returnId)
    if (intent?.state !== 'settled' || record === null) return null
    return { record, isSent: await isSent(ctx, tx, { returnId: record.id, intentId }) }
  })
  if (found === null || found.isSent) return
  const { record } = found
  const amount = await readOutstanding(ctx.admin, record)
  // Paid already, or somebody made it good in Shopify.
  if (!isPositive(amount)) return
  const sent = await sendInvoice(ctx.admin, record.orderGid)
  if (!sent.ok) {
    await needAttention(ctx, record.id, { because: 'invoice_not_sent', words: wordsOf(sent.error) })
    return
  }
  const jobs = await withShop(ctx.shop, async (tx) => {
    await lockReturn(tx, record.id)
    if (await isSent(ctx, tx, { returnId: record.id, intentId })) return []
    const events = [{ kind: 'invoice_sent' as const, amount, intentId }]
    return (await recordEvents(ctx, tx, { returnId: record.id, events })).jobs
  })
  await handOver(ctx.shop, jobs)
}

async function isSent(
  ctx: ShopContext,
  tx: Transaction,
  { returnId, intentId }: { readonly returnId: ReturnId; readonly intentId: string },
): Promise<boolean> {
  const history = await listEvents(tx, ctx.shop, returnId)
  return history.some(({ event }) => event.kind === 'invoice_sent' && event.intentId === intentId)
}
