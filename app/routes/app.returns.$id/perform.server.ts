import { z } from 'zod'
import { done, no, type Performed } from '#app/admin-command.server.ts'
import type { ShopContext } from '#app/context.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { formatMoney, isZero, Money } from '#app/domain/money.ts'
import { dispositionTypes } from '#app/domain/return.ts'
import type { Result } from '#app/domain/result.ts'
import { RefundExtras } from '#app/jobs/refund-request.ts'
import { addNote } from '#app/use-cases/add-note.server.ts'
import { approveReturn } from '#app/use-cases/approve-return.server.ts'
import { cancelReturn } from '#app/use-cases/cancel-return.server.ts'
import { closeReturn } from '#app/use-cases/close-return.server.ts'
import { endExchange } from '#app/use-cases/end-exchange.server.ts'
import { grantApproval, refuseApproval, withdrawApproval } from '#app/use-cases/decide-approval.server.ts'
import { declineReasons, declineReturn } from '#app/use-cases/decline-return.server.ts'
import { consentWays } from '#app/use-cases/record-consent.server.ts'
import { receiveReturn } from '#app/use-cases/receive-return.server.ts'
import { type RefundedReturn, refundReturn } from '#app/use-cases/refund-return.server.ts'
import type { ReturnCommandDone } from '#app/use-cases/return-command-error.ts'
import type { CommandError } from './command-error-words.ts'
import { performException } from './perform-exception.server.ts'
import { refused } from './refused.server.ts'

/** All fees of a return as they are to be. */
export const FeesForm = z.object({
  restocking: z.array(z.object({ returnLineId: z.string(), percent: z.number().min(0).max(100) })).max(250),
  fees: z.array(z.object({ key: z.string().max(50), amount: Money })).max(20),
  reason: z.string().max(500),
})
/** Money back without goods. */
export const CreditForm = z.object({
  why: z.enum(['partial_credit', 'goodwill']),
  method: z.enum(['original_payment', 'store_credit']),
  amount: Money,
  note: z.string().max(500),
  requestKey: z.uuid(),
})

export const ReturnCommand = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('approve') }),
  z.object({ intent: z.literal('decline'), reason: z.enum(declineReasons), note: z.string().max(5000) }),
  z.object({
    intent: z.literal('receive'),
    items: z.array(
      z.object({
        returnLineId: z.string(),
        quantity: z.int(),
        disposition: z.enum(dispositionTypes),
        locationGid: z.string().nullable(),
      }),
    ),
  }),
  z.object({
    intent: z.literal('refund'),
    method: z.enum(['original_payment', 'store_credit']),
    expected: Money,
    expectedOwed: Money.optional(),
    extras: RefundExtras.optional(),
  }),
  z.object({ intent: z.literal('end_exchange') }),
  z.object({ intent: z.literal('send_invoice'), intentId: z.uuid() }),
  z.object({ intent: z.literal('consent'), way: z.enum(consentWays), note: z.string().max(5000) }),
  z.object({ intent: z.literal('grant'), approvalId: z.uuid(), requestHash: z.string().max(100) }),
  z.object({
    intent: z.literal('refuse'),
    approvalId: z.uuid(),
    requestHash: z.string().max(100),
    note: z.string().max(5000),
  }),
  z.object({ intent: z.literal('withdraw'), approvalId: z.uuid() }),
  z.object({ intent: z.literal('waive_fees'), reason: z.string().max(500) }),
  z.object({ intent: z.literal('change_fees'), ...FeesForm.shape }),
  z.object({ intent: z.literal('credit'), ...CreditForm.shape, seen: z.string().max(100) }),
  z.object({ intent: z.literal('scan'), carrier: z.string().max(100), code: z.string().max(100) }),
  z.object({ intent: z.literal('keep_items'), reason: z.string().max(500) }),
  z.object({
    intent: z.literal('resolve'),
    intentId: z.uuid(),
    decision: z.enum(['send_again', 'give_up']),
  }),
  z.object({
    intent: z.literal('pay_again'),
    method: z.enum(['original_payment', 'store_credit']),
    amount: Money,
    requestKey: z.string().max(100),
  }),
  z.object({ intent: z.literal('close') }),
  z.object({ intent: z.literal('cancel') }),
  z.object({ intent: z.literal('note'), text: z.string().max(20_000) }),
])
export type ReturnCommand = z.infer<typeof ReturnCommand>
export type ReturnAnswer = Performed & { readonly intent: ReturnCommand['intent'] }

/** Runs what staff ask on the page of a return. */
export async function performOnReturn(
  ctx: ShopContext,
  returnId: ReturnId,
  command: ReturnCommand,
): Promise<ReturnAnswer> {
  return { intent: command.intent, ...(await perform(ctx, returnId, command)) }
}

async function perform(ctx: ShopContext, returnId: ReturnId, command: ReturnCommand): Promise<Performed> {
  switch (command.intent) {
    case 'approve':
      return told(await approveReturn(ctx, { returnId }), 'Return approved')
    case 'decline': {
      const { reason, note } = command
      return told(await declineReturn(ctx, { returnId, reason, note }), 'Return declined')
    }
    case 'receive':
      return told(await receiveReturn(ctx, { returnId, items: command.items }), 'Items received')
    case 'refund': {
      const { method, expected, expectedOwed, extras } = command
      const owed = expectedOwed === undefined ? {} : { expectedOwed }
      const beside = extras === undefined ? {} : { extras }
      const result = await refundReturn(ctx, { returnId, method, expected, ...beside, ...owed })
      if (result.ok) return paid(result.value)
      return result.error.kind === 'needs_approval'
        ? done(`${formatMoney(result.error.amount, 'en')} waits for a second person`)
        : refused(result.error)
    }
    case 'end_exchange': {
      const ended = await endExchange(ctx, { returnId })
      return ended.ok ? done('The exchange is ended') : refused(ended.error)
    }
    case 'grant': {
      const result = await grantApproval(ctx, { returnId, ...command })
      if (!result.ok) return refused(result.error)
      return result.value.kind === 'kept' ? done('The buyer keeps the items') : paid(result.value)
    }
    case 'refuse': {
      const result = await refuseApproval(ctx, { returnId, ...command })
      return result.ok ? done('Payment refused') : refused(result.error)
    }
    case 'withdraw': {
      const result = await withdrawApproval(ctx, { returnId, ...command })
      return result.ok ? done('Request taken back') : refused(result.error)
    }
    case 'waive_fees':
    case 'change_fees':
    case 'credit':
    case 'scan':
    case 'keep_items':
    case 'resolve':
    case 'send_invoice':
    case 'consent':
    case 'pay_again':
      return performException(ctx, returnId, command)
    case 'close':
      return told(await closeReturn(ctx, { returnId }), 'Return closed')
    case 'cancel':
      return told(await cancelReturn(ctx, { returnId }), 'Return cancelled')
    case 'note': {
      const result = await addNote(ctx, { returnId, text: command.text })
      return result.ok ? done('Note added') : refused(result.error)
    }
  }
}

/** What Shopify is told at once, or a moment later. */
function told(result: Result<ReturnCommandDone, CommandError>, words: string): Performed {
  if (!result.ok) return refused(result.error)
  const waits = result.value.shopify === 'going_on' ? '. Shopify will be told as soon as it answers.' : ''
  return done(`${words}${waits}`)
}

/** Only what Shopify reported as settled is called paid. */
function paid({ state, amount, refusal }: RefundedReturn): Performed {
  const sum = formatMoney(amount, 'en')
  switch (state) {
    case 'settled':
      return done(isZero(amount) ? 'Goods released' : `${sum} paid`)
    case 'refused':
    case 'failed':
      return no(200, `${sum} was not paid. ${refusal ?? ''}`.trim())
    case 'pending':
      return done(`${sum} waits for the payment provider`)
    default:
      return done(`${sum} is being checked in Shopify`)
  }
}
