import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { findMoneyIntent } from '#app/db/money-intent.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, getReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnEvent } from '#app/domain/events.ts'
import { isPositive, type Money } from '#app/domain/money.ts'
import { invoiceState, type InvoiceState } from '#app/domain/refund/invoice-state.ts'
import { readOutstanding, sendInvoice } from '#app/shopify/exchanges.server.ts'
import { failedMutation } from '#app/shopify/failed-mutation.ts'
import { wordsOf } from '#app/shopify/refusal.ts'
import type { Handler } from '../handler.ts'
import { needAttention } from '../open-return.server.ts'
import { handOver } from '../queue.server.ts'
import { recordEvents } from '../record-events.server.ts'

/**
 * Lets Shopify send its invoice for an exchange that costs more: the buyer pays in Shopify's checkout, and Shopify holds the
 * goods until then. Shopify tells nobody afterwards whether it sent one, so that this is written down first: asked for and
 * without an answer, it is never asked for again by itself. A person looks then, and may.
 */
export const sendInvoiceForExchange: Handler<'send-invoice'> = async (ctx, { intentId }) => {
  const found = await withShop(ctx.shop, async (tx) => {
    const intent = await findMoneyIntent(tx, intentId)
    if (intent?.state !== 'settled') return null
    const record = await getReturn(tx, intent.returnId)
    return { record, state: await stateOf(ctx, tx, { record, intentId }) }
  })
  if (found === null || found.state === 'sent') return
  const { record } = found
  if (found.state === 'asked') {
    await needAttention(ctx, record.id, { because: invoiceUnknown, words: '' })
    return
  }
  const amount = await readOutstanding(ctx.admin, record)
  // Paid already, or somebody made it good in Shopify.
  if (!isPositive(amount)) return
  if (!(await ask(ctx, { record, intentId, amount }))) return
  await send(ctx, { record, intentId, amount })
}

/** Why a person must look: whether the invoice reached the buyer is not known. */
export const invoiceUnknown = 'invoice_unknown'
/** Shopify said no to it. */
export const invoiceNotSent = 'invoice_not_sent'

type Invoice = { readonly record: ReturnRecord; readonly intentId: string; readonly amount: Money }

/** Writes down that Shopify is about to be asked; false where somebody else did. */
function ask(ctx: ShopContext, { record, intentId, amount }: Invoice): Promise<boolean> {
  return withShop(ctx.shop, async (tx) => {
    await lockReturn(tx, record.id)
    if ((await stateOf(ctx, tx, { record, intentId })) !== 'none') return false
    const events = [{ kind: 'invoice_asked' as const, amount, intentId }]
    await recordEvents(ctx, tx, { returnId: record.id, events })
    return true
  })
}

async function send(ctx: ShopContext, { record, intentId, amount }: Invoice): Promise<void> {
  try {
    const sent = await sendInvoice(ctx.admin, record.orderGid)
    if (sent.ok) {
      await note(ctx, record, { kind: 'invoice_sent', amount, intentId })
      return
    }
    const words = wordsOf(sent.error)
    await note(ctx, record, { kind: 'invoice_unsent', intentId, words })
    await needAttention(ctx, record.id, { because: invoiceNotSent, words })
  } catch (error) {
    const failure = failedMutation(error)
    if (failure.kind === 'unknown') {
      await needAttention(ctx, record.id, { because: invoiceUnknown, words: failure.words })
      return
    }
    const words = failure.kind === 'refused' ? failure.words : ''
    await note(ctx, record, { kind: 'invoice_unsent', intentId, words })
    // Certainly not done: the job comes back.
    if (failure.kind === 'not_done') throw error
    await needAttention(ctx, record.id, { because: invoiceNotSent, words })
  }
}

async function note(ctx: ShopContext, record: ReturnRecord, event: ReturnEvent): Promise<void> {
  const jobs = await withShop(ctx.shop, async (tx) => {
    const now = await lockReturn(tx, record.id)
    const isDone = event.kind === 'invoice_sent'
    if (isDone && (now?.attention === invoiceUnknown || now?.attention === invoiceNotSent))
      await changeReturn(tx, now, { attention: null })
    return (await recordEvents(ctx, tx, { returnId: record.id, events: [event] })).jobs
  })
  await handOver(ctx.shop, jobs)
}

async function stateOf(
  ctx: ShopContext,
  tx: Transaction,
  { record, intentId }: Pick<Invoice, 'record' | 'intentId'>,
): Promise<InvoiceState> {
  const history = await listEvents(tx, ctx.shop, record.id)
  return invoiceState(
    history.map(({ event }) => event),
    intentId,
  )
}
