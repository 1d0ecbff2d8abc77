import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { getReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { formatMoney } from '#app/domain/money.ts'
import { changeFees, type ChangeFeesInput } from '#app/use-cases/change-fees.server.ts'
import { keepItems } from '#app/use-cases/keep-items.server.ts'
import { recordConsent } from '#app/use-cases/record-consent.server.ts'
import { recordScan } from '#app/use-cases/record-scan.server.ts'
import { refundOrder, type RefundOrderInput } from '#app/use-cases/refund-order.server.ts'
import { resolveUnknown } from '#app/use-cases/resolve-unknown.server.ts'
import { sendInvoiceAgain } from '#app/use-cases/send-invoice-again.server.ts'
import { sayCommandError, statusOfCommandError } from './command-error-words.ts'
import { sayFeesStay, sayNotScanned, sayUnpaid, sayUnresolved, scanWords } from './exception-words.ts'
import type { Command, Performed } from './perform.server.ts'

type Exception = Extract<
  Command,
  {
    intent:
      | 'waive_fees'
      | 'change_fees'
      | 'keep_items'
      | 'resolve'
      | 'send_invoice'
      | 'consent'
      | 'pay_again'
      | 'credit'
      | 'scan'
  }
>

/** Runs what staff decide beside the plain refund. */
export async function performException(
  ctx: ShopContext,
  returnId: ReturnId,
  command: Exception,
): Promise<Performed> {
  const { intent } = command
  switch (intent) {
    case 'waive_fees':
      return waiveFees(ctx, returnId, command.reason)
    case 'keep_items': {
      const kept = await keepItems(ctx, { returnId, reason: command.reason })
      if (kept.ok) return { intent, ok: true, message: 'The buyer keeps the items' }
      if (kept.error.kind === 'needs_approval')
        return {
          intent,
          ok: true,
          message: `It waits for a second person: ${formatMoney(kept.error.amount, 'en')} would be given away`,
        }
      return { intent, ok: false, status: statusOfCommandError(kept.error), ...sayCommandError(kept.error) }
    }
    case 'consent': {
      const { way, note } = command
      const written = await recordConsent(ctx, { returnId, way, note })
      if (written.ok) return { intent, ok: true, message: 'Consent written down' }
      const { error } = written
      return { intent, ok: false, status: statusOfCommandError(error), ...sayCommandError(error) }
    }
    case 'send_invoice': {
      const sent = await sendInvoiceAgain(ctx, { returnId, intentId: command.intentId })
      if (!sent.ok)
        return { intent, ok: false, status: statusOfCommandError(sent.error), ...sayCommandError(sent.error) }
      return { intent, ok: true, message: invoiceWords[sent.value.state] }
    }
    case 'resolve': {
      const { intentId, decision } = command
      const resolved = await resolveUnknown(ctx, { returnId, intentId, decision })
      if (!resolved.ok) return no(intent, sayUnresolved(resolved.error), isForbidden(resolved.error))
      const words = decision === 'give_up' ? 'Given up' : 'Sent again'
      return { intent, ok: true, message: `${words}: ${resolved.value.state}` }
    }
    case 'pay_again': {
      const { method, amount, requestKey } = command
      const why = 'gateway_failed'
      return payBeside(ctx, intent, { returnId, why, method, amount, note: '', requestKey })
    }
    case 'credit': {
      const { why, method, amount, note, requestKey, seen } = command
      return payBeside(ctx, intent, { returnId, why, method, amount, note: note.trim(), requestKey, seen })
    }
    case 'change_fees':
      return setFees(ctx, intent, { returnId, ...command })
    case 'scan': {
      const { carrier, code } = command
      const scanned = await recordScan(ctx, { returnId, carrier: carrier.trim(), code: code.trim() })
      if (!scanned.ok) return no(intent, sayNotScanned(scanned.error), isForbidden(scanned.error))
      return { intent, ok: true, message: `Parcel scanned: ${scanWords[scanned.value.refund]}` }
    }
  }
}

async function payBeside(
  ctx: ShopContext,
  intent: 'pay_again' | 'credit',
  input: RefundOrderInput & { readonly seen?: string },
): Promise<Performed> {
  const paid = await refundOrder(ctx, input)
  const amount = formatMoney(input.amount, 'en')
  if (!paid.ok) {
    return paid.error.kind === 'needs_approval'
      ? { intent, ok: true, message: `${amount} waits for a second person` }
      : no(intent, sayUnpaid(paid.error), isForbidden(paid.error))
  }
  return paid.value.state === 'settled'
    ? { intent, ok: true, message: `${amount} paid` }
    : no(intent, `${amount} is not paid yet: ${paid.value.state}`, false)
}

async function waiveFees(ctx: ShopContext, returnId: ReturnId, reason: string): Promise<Performed> {
  const record = await withShop(ctx.shop, (tx) => getReturn(tx, returnId))
  const restocking = record.lines.map((line) => ({ returnLineId: line.id, percent: 0 }))
  return setFees(ctx, 'waive_fees', { returnId, restocking, fees: [], reason })
}

async function setFees(
  ctx: ShopContext,
  intent: 'waive_fees' | 'change_fees',
  input: ChangeFeesInput,
): Promise<Performed> {
  const changed = await changeFees(ctx, input)
  if (!changed.ok) return no(intent, sayFeesStay(changed.error), isForbidden(changed.error))
  if (changed.value.shopify === 'refused') return no(intent, 'Shopify did not allow it. Fees stay.', false)
  const waits = changed.value.shopify === 'going_on' ? '. Shopify will have it as soon as it answers.' : ''
  return { intent, ok: true, message: `${intent === 'waive_fees' ? 'Fees waived' : 'Fees changed'}${waits}` }
}

const isForbidden = ({ kind }: { readonly kind: string }) => kind === 'forbidden'

function no(intent: Command['intent'], message: string, isForbiddenHere: boolean): Performed {
  return { intent, ok: false, status: isForbiddenHere ? 403 : 200, message, fields: {} }
}

/** What became of an invoice that was to be sent again. */
const invoiceWords = {
  sent: 'Invoice sent',
  asked: 'Shopify gave no answer about the invoice',
  none: 'No invoice was sent: nothing is open on the order, or Shopify comes back to it',
} as const
