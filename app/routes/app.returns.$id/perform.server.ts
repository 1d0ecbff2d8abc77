import { z } from 'zod'
import type { ShopContext } from '#app/context.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { formatMoney, isZero, Money } from '#app/domain/money.ts'
import { dispositionTypes } from '#app/domain/return.ts'
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
import { performException } from './perform-exception.server.ts'
import { type CommandError, sayCommandError, statusOfCommandError } from './command-error-words.ts'

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

const Command = z.discriminatedUnion('intent', [
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
export type Command = z.infer<typeof Command>

/** What came of a command, in words: a quiet success, or what went wrong and where it belongs. */
export type Performed =
  | { readonly intent: Command['intent']; readonly ok: true; readonly message: string }
  | {
      readonly intent: Command['intent']
      readonly ok: false
      readonly status: 200 | 403 | 409
      readonly message: string
      /** Problems by field name. */
      readonly fields: Readonly<Record<string, string>>
    }

/** Reads the command from the posted JSON and runs it. Throws a 400 for what no form of ours can send. */
export async function perform(ctx: ShopContext, returnId: ReturnId, posted: unknown): Promise<Performed> {
  const command = Command.safeParse(posted)
  if (!command.success) throw new Response('The form is not complete.', { status: 400 })
  return run(ctx, returnId, command.data)
}

async function run(ctx: ShopContext, returnId: ReturnId, command: Command): Promise<Performed> {
  const { intent } = command
  switch (intent) {
    case 'approve':
      return done(intent, await approveReturn(ctx, { returnId }), 'Return approved')
    case 'decline': {
      const { reason, note } = command
      return done(intent, await declineReturn(ctx, { returnId, reason, note }), 'Return declined')
    }
    case 'receive':
      return done(intent, await receiveReturn(ctx, { returnId, items: command.items }), 'Items received')
    case 'refund': {
      const { method, expected, expectedOwed, extras } = command
      const owed = expectedOwed === undefined ? {} : { expectedOwed }
      const beside = extras === undefined ? {} : { extras }
      const result = await refundReturn(ctx, { returnId, method, expected, ...beside, ...owed })
      if (result.ok) return paid(intent, result.value)
      return result.error.kind === 'needs_approval'
        ? { intent, ok: true, message: `${formatMoney(result.error.amount, 'en')} waits for a second person` }
        : refused(intent, result.error)
    }
    case 'end_exchange': {
      const ended = await endExchange(ctx, { returnId })
      return ended.ok ? { intent, ok: true, message: 'The exchange is ended' } : refused(intent, ended.error)
    }
    case 'grant': {
      const result = await grantApproval(ctx, { returnId, ...command })
      if (!result.ok) return refused(intent, result.error)
      return result.value.kind === 'kept'
        ? { intent, ok: true, message: 'The buyer keeps the items' }
        : paid(intent, result.value)
    }
    case 'refuse': {
      const result = await refuseApproval(ctx, { returnId, ...command })
      return result.ok ? { intent, ok: true, message: 'Payment refused' } : refused(intent, result.error)
    }
    case 'withdraw': {
      const result = await withdrawApproval(ctx, { returnId, ...command })
      return result.ok ? { intent, ok: true, message: 'Request taken back' } : refused(intent, result.error)
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
      return done(intent, await closeReturn(ctx, { returnId }), 'Return closed')
    case 'cancel':
      return done(intent, await cancelReturn(ctx, { returnId }), 'Return cancelled')
    case 'note': {
      const result = await addNote(ctx, { returnId, text: command.text })
      return result.ok ? { intent, ok: true, message: 'Note added' } : refused(intent, result.error)
    }
  }
}

type Answer =
  | { readonly ok: true; readonly value: ReturnCommandDone }
  | { readonly ok: false; readonly error: CommandError }

function done(intent: Command['intent'], result: Answer, words: string): Performed {
  if (!result.ok) return refused(intent, result.error)
  const waits = result.value.shopify === 'going_on' ? '. Shopify will be told as soon as it answers.' : ''
  return { intent, ok: true, message: `${words}${waits}` }
}

/** Only what Shopify reported as settled is called paid. */
function paid(intent: Command['intent'], { state, amount, refusal }: RefundedReturn): Performed {
  const sum = formatMoney(amount, 'en')
  if (state === 'settled') {
    return { intent, ok: true, message: isZero(amount) ? 'Goods released' : `${sum} paid` }
  }
  if (state === 'refused' || state === 'failed') {
    return {
      intent,
      ok: false,
      status: 200,
      message: `${sum} was not paid. ${refusal ?? ''}`.trim(),
      fields: {},
    }
  }
  const waits = state === 'pending' ? 'waits for the payment provider' : 'is being checked in Shopify'
  return { intent, ok: true, message: `${sum} ${waits}` }
}

function refused(intent: Command['intent'], error: CommandError): Performed {
  return { intent, ok: false, status: statusOfCommandError(error), ...sayCommandError(error) }
}
