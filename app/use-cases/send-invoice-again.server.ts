import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { changeReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { isPositive } from '#app/domain/money.ts'
import { invoiceState, type InvoiceState } from '#app/domain/refund/invoice-state.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { invoiceNotSent, invoiceUnknown } from '#app/jobs/handlers/send-invoice.server.ts'
import { enqueue } from '#app/jobs/outbox.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { RefundRequest } from '#app/jobs/refund-request.ts'
import { runJobNow } from '#app/jobs/run-job.server.ts'
import { mayAct } from './may-act.server.ts'
import type { ReturnCommandError } from './return-command-error.ts'

/**
 * Lets Shopify send its invoice for an exchange once more, because a person said so: whether the first one reached the buyer
 * is not known, Shopify refused it, or it got lost. Both would ask for the one balance of the order. Answers what is known
 * afterwards; nothing is asked for where nothing is open on the order any more.
 */
export async function sendInvoiceAgain(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId; readonly intentId: string },
): Promise<Result<{ readonly state: InvoiceState }, ReturnCommandError>> {
  const allowed = await mayAct(ctx, 'money.pay', input.returnId)
  if (!allowed.ok) return allowed
  const { returnId, intentId } = input
  const asked = await withShop(ctx.shop, async (tx) => {
    const record = await lockReturn(tx, returnId)
    const intent = record?.moneyIntents.find(({ id }) => id === intentId)
    if (record === null || intent === undefined) return err({ kind: 'not_found' } as const)
    const isOwed =
      intent.purpose === 'refund' &&
      intent.state === 'settled' &&
      isPositive(RefundRequest.parse(intent.request).quote.owed)
    if (!isOwed) return err({ kind: 'not_allowed', status: record.status } as const)
    await recordEvents(ctx, tx, { returnId, events: [{ kind: 'invoice_again', intentId }] })
    if (record.attention === invoiceUnknown || record.attention === invoiceNotSent)
      await changeReturn(tx, record, { attention: null })
    const job = { shop: ctx.shop, name: 'send-invoice', payload: { intentId }, now: ctx.now() } as const
    return ok(await enqueue(tx, job))
  })
  if (!asked.ok) return asked
  await runJobNow(ctx, asked.value)
  const history = await withShop(ctx.shop, (tx) => listEvents(tx, ctx.shop, returnId))
  const events = history.map(({ event }) => event)
  return ok({ state: invoiceState(events, intentId) })
}
