import { done, no, type Performed } from '#app/admin-command.server.ts'
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
import { sayFeesStay, sayNotScanned, sayUnpaid, sayUnresolved, scanWords } from './exception-words.ts'
import type { ReturnCommand } from './perform.server.ts'
import { refused } from './refused.server.ts'

type Exception = Extract<
  ReturnCommand,
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
  switch (command.intent) {
    case 'waive_fees':
      return waiveFees(ctx, returnId, command.reason)
    case 'keep_items': {
      const kept = await keepItems(ctx, { returnId, reason: command.reason })
      if (kept.ok) return done('The buyer keeps the items')
      return kept.error.kind === 'needs_approval'
        ? done(`It waits for a second person: ${formatMoney(kept.error.amount, 'en')} would be given away`)
        : refused(kept.error)
    }
    case 'consent': {
      const { way, note } = command
      const written = await recordConsent(ctx, { returnId, way, note })
      return written.ok ? done('Consent written down') : refused(written.error)
    }
    case 'send_invoice': {
      const sent = await sendInvoiceAgain(ctx, { returnId, intentId: command.intentId })
      return sent.ok ? done(invoiceWords[sent.value.state]) : refused(sent.error)
    }
    case 'resolve': {
      const { intentId, decision } = command
      const resolved = await resolveUnknown(ctx, { returnId, intentId, decision })
      if (!resolved.ok) return no(statusOf(resolved.error), sayUnresolved(resolved.error))
      return done(`${decision === 'give_up' ? 'Given up' : 'Sent again'}: ${resolved.value.state}`)
    }
    case 'pay_again': {
      const { method, amount, requestKey } = command
      return payBeside(ctx, { returnId, why: 'gateway_failed', method, amount, note: '', requestKey })
    }
    case 'credit': {
      const { why, method, amount, note, requestKey, seen } = command
      return payBeside(ctx, { returnId, why, method, amount, note: note.trim(), requestKey, seen })
    }
    case 'change_fees':
      return setFees(ctx, { returnId, ...command }, 'Fees changed')
    case 'scan': {
      const { carrier, code } = command
      const scanned = await recordScan(ctx, { returnId, carrier: carrier.trim(), code: code.trim() })
      if (!scanned.ok) return no(statusOf(scanned.error), sayNotScanned(scanned.error))
      return done(`Parcel scanned: ${scanWords[scanned.value.refund]}`)
    }
  }
}

async function payBeside(
  ctx: ShopContext,
  input: RefundOrderInput & { readonly seen?: string },
): Promise<Performed> {
  const paid = await refundOrder(ctx, input)
  const amount = formatMoney(input.amount, 'en')
  if (!paid.ok)
    return paid.error.kind === 'needs_approval'
      ? done(`${amount} waits for a second person`)
      : no(statusOf(paid.error), sayUnpaid(paid.error))
  return paid.value.state === 'settled'
    ? done(`${amount} paid`)
    : no(200, `${amount} is not paid yet: ${paid.value.state}`)
}

async function waiveFees(ctx: ShopContext, returnId: ReturnId, reason: string): Promise<Performed> {
  const record = await withShop(ctx.shop, (tx) => getReturn(tx, returnId))
  const restocking = record.lines.map((line) => ({ returnLineId: line.id, percent: 0 }))
  return setFees(ctx, { returnId, restocking, fees: [], reason }, 'Fees waived')
}

async function setFees(ctx: ShopContext, input: ChangeFeesInput, words: string): Promise<Performed> {
  const changed = await changeFees(ctx, input)
  if (!changed.ok) return no(statusOf(changed.error), sayFeesStay(changed.error))
  if (changed.value.shopify === 'refused') return no(200, 'Shopify did not allow it. Fees stay.')
  const waits = changed.value.shopify === 'going_on' ? '. Shopify will have it as soon as it answers.' : ''
  return done(`${words}${waits}`)
}

function statusOf({ kind }: { readonly kind: string }): 200 | 403 {
  return kind === 'forbidden' ? 403 : 200
}

/** What became of an invoice that was to be sent again. */
const invoiceWords = {
  sent: 'Invoice sent',
  asked: 'Shopify gave no answer about the invoice',
  none: 'No invoice was sent: nothing is open on the order, or Shopify comes back to it',
} as const
