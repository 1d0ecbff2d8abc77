import { sayForbidden } from '#app/components/role-words.ts'
import { sayExceeded, sayMoneyStop } from '#app/components/safety-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { getReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { formatMoney } from '#app/domain/money.ts'
import { changeFees, type ChangeFeesError } from '#app/use-cases/change-fees.server.ts'
import { keepItems } from '#app/use-cases/keep-items.server.ts'
import { refundOrder, type RefundOrderError } from '#app/use-cases/refund-order.server.ts'
import { resolveUnknown, type ResolveUnknownError } from '#app/use-cases/resolve-unknown.server.ts'
import { sayCommandError, statusOfCommandError } from './command-error-words.ts'
import type { Command, Performed } from './perform.server.ts'

type Exception = Extract<Command, { intent: 'waive_fees' | 'keep_items' | 'resolve' | 'pay_again' }>

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
      return { intent, ok: false, status: statusOfCommandError(kept.error), ...sayCommandError(kept.error) }
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
      const paid = await refundOrder(ctx, {
        returnId,
        why: 'gateway_failed',
        method,
        amount,
        note: '',
        requestKey,
      })
      if (!paid.ok) return no(intent, sayUnpaid(paid.error), isForbidden(paid.error))
      return paid.value.state === 'settled'
        ? { intent, ok: true, message: `${formatMoney(amount, 'en')} paid` }
        : no(intent, `${formatMoney(amount, 'en')} is not paid yet: ${paid.value.state}`, false)
    }
  }
}

async function waiveFees(ctx: ShopContext, returnId: ReturnId, reason: string): Promise<Performed> {
  const intent = 'waive_fees'
  const record = await withShop(ctx.shop, (tx) => getReturn(tx, returnId))
  const restocking = record.lines.map((line) => ({ returnLineId: line.id, percent: 0 }))
  const changed = await changeFees(ctx, { returnId, restocking, fees: [], reason })
  if (!changed.ok) return no(intent, sayFeesStay(changed.error), isForbidden(changed.error))
  if (changed.value.shopify === 'refused') return no(intent, 'Shopify did not allow it. Fees stay.', false)
  const waits = changed.value.shopify === 'going_on' ? '. Shopify will have it as soon as it answers.' : ''
  return { intent, ok: true, message: `Fees waived${waits}` }
}

const isForbidden = ({ kind }: { readonly kind: string }) => kind === 'forbidden'

function no(intent: Command['intent'], message: string, isForbiddenHere: boolean): Performed {
  return { intent, ok: false, status: isForbiddenHere ? 403 : 200, message, fields: {} }
}

function sayFeesStay(error: ChangeFeesError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'partly_processed':
      return 'A part of this return is paid: Shopify has charged its fees. Give a part of the price back instead.'
    case 'inspected':
      return 'Goods were looked at: Shopify keeps the fees of such a return. Give a part of the price back instead.'
    case 'not_in_shopify_yet':
    case 'change_under_way':
      return 'Shopify is being told of this return. Try again in a moment.'
    case 'invalid_fee':
      return 'Say why.'
    case 'nothing_changed':
      return 'There are no fees to waive.'
    case 'law_forbids':
      return 'The buyer withdrew by right: the law of their country lets fees go down, not up.'
    case 'not_open':
    case 'not_found':
    case 'conflict':
      return 'This return is not as it was. Load the page anew.'
  }
}

function sayUnresolved(error: ResolveUnknownError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'too_early':
      return 'Homeward is still looking in Shopify. Decide when it has looked twice, in a minute or two.'
    case 'not_unknown':
      return `Its outcome is known by now: ${error.state}. Load the page anew.`
    case 'not_found':
    case 'conflict':
      return 'This return is not as it was. Load the page anew.'
  }
}

function sayUnpaid(error: RefundOrderError): string {
  switch (error.kind) {
    case 'forbidden':
      return sayForbidden(error)
    case 'money_stopped':
      return `${sayMoneyStop(error.stop)} Nothing was paid.`
    case 'above_limit':
      return `${sayExceeded(error.because)} Nothing was paid. Somebody with a higher limit has to pay it.`
    case 'more_than_refundable':
      return `Of this order at most ${formatMoney(error.most, 'en')} can go back. Nothing was paid.`
    case 'in_progress':
      return `${formatMoney(error.amount, 'en')} is there already: ${error.state}.`
    case 'method_not_offered':
      return 'This way to pay is not possible for this order. Choose another.'
    case 'shopify_unreachable':
      return 'Shopify could not be reached. Nothing was changed. Try again in a moment.'
    case 'nothing_failed':
    case 'amount_invalid':
    case 'not_found':
      return 'This return is not as it was. Load the page anew.'
  }
}
