import { z } from 'zod'
import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { findMoneyStop, type MoneyStop } from '#app/db/kill-switch.server.ts'
import { findMoneyIntent } from '#app/db/money-intent.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import { findReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { transition } from '#app/domain/lifecycle.ts'
import { isSame, Money, negate, zero } from '#app/domain/money.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { MoneyState } from '#app/domain/return.ts'
import type { JobId } from '#app/jobs/outbox.server.ts'
import { intendRefund } from '#app/jobs/refund-intent.server.ts'
import type { RefundExtras } from '#app/jobs/refund-request.ts'
import { dueExtras, paysForUnits, refundableUnits, unitsKey } from '#app/jobs/refund-units.ts'
import { returnStateOf } from '#app/jobs/return-state-of.ts'
import { runJobNow } from '#app/jobs/run-job.server.ts'
import { mayAct } from './may-act.server.ts'
import {
  askForApproval,
  freezePayment,
  type NeedsApproval,
  type Permit,
  permitPayment,
  voidWaiting,
} from './permit-payment.server.ts'
import { type QuoteRefundError, refundNow, type RefundNow } from './quote-refund.server.ts'
import { orUnreachable } from './unreachable.ts'

export type RefundMethod = 'original_payment' | 'store_credit'
export type RefundReturnInput = {
  readonly returnId: ReturnId
  readonly method: RefundMethod
  /** What goes back beside the goods; what was promised where it is absent. */
  readonly extras?: RefundExtras
  /** `quote.refund` as the person saw it: a different amount is never sent. */
  readonly expected: Money
  /** `quote.owed` as the person saw it, with goods in exchange; nothing where it is absent. */
  readonly expectedOwed?: Money
}
export type RefundReturnError =
  | QuoteRefundError
  /** Above the person's limits: it waits for a second person, and nothing was paid. */
  | NeedsApproval
  | { readonly kind: 'money_stopped'; readonly stop: MoneyStop }
  | { readonly kind: 'method_not_offered' }
  | { readonly kind: 'amount_changed'; readonly expected: Money; readonly now: Money }
  /** A refund of the same units is already on its way or done; `state` is its state. */
  | {
      readonly kind: 'in_progress'
      readonly by: string | null
      readonly state: MoneyState
      readonly amount: Money
    }
export type RefundedReturn = {
  readonly intentId: string
  readonly state: MoneyState
  readonly amount: Money
  /** Shopify's words where the refund was refused. */
  readonly refusal: string | null
}

/**
 * Stores the intent to pay, then pays once. Answers with the state that Shopify reported, never with a hope: `unknown` and
 * `pending` are answers too, and a job goes on with them. Above the limits of who pays it waits for a second person.
 */
export async function refundReturn(
  ctx: ShopContext,
  input: RefundReturnInput,
): Promise<Result<RefundedReturn, RefundReturnError>> {
  const allowed = await mayAct(ctx, 'money.pay', input.returnId)
  if (!allowed.ok) return allowed
  return orUnreachable(async () => {
    const { record, stop } = await withShop(ctx.shop, async (tx) => ({
      record: await findReturn(tx, input.returnId),
      stop: await findMoneyStop(tx, ctx.shop),
    }))
    if (record === null) return err({ kind: 'not_found' })
    const standing = inProgress(record)
    if (standing !== null) return err(standing)
    if (stop !== null) return err({ kind: 'money_stopped', stop })
    const extras = input.extras ?? dueExtras(record)
    const now = await refundNow(ctx, record, input.method, extras)
    if (!now.ok) return now
    if (!isSame(now.value.quote.refund, input.expected)) {
      return err({ kind: 'amount_changed', expected: input.expected, now: now.value.quote.refund })
    }
    const { owed } = now.value.quote
    const expectedOwed = input.expectedOwed ?? zero(owed.currency)
    if (!isSame(owed, expectedOwed)) {
      return err({ kind: 'amount_changed', expected: negate(expectedOwed), now: negate(owed) })
    }
    const intended = await withShop(ctx.shop, (tx) => payOrAsk(ctx, tx, { input, extras, now: now.value }))
    if (!intended.ok) return intended
    await runJobNow(ctx, intended.value.job)
    return paidAnswer(ctx, input, intended.value.intentId)
  })
}

/** A payment that is written down, and the job that makes it. */
export type Intended = { readonly intentId: string; readonly job: JobId }

async function payOrAsk(
  ctx: ShopContext,
  tx: Transaction,
  parts: { readonly input: RefundReturnInput; readonly extras: RefundExtras; readonly now: RefundNow },
): Promise<Result<Intended, RefundReturnError>> {
  const { returnId, method } = parts.input
  const { extras } = parts
  const intended = await intendPayment(
    ctx,
    tx,
    { returnId, method, extras, now: parts.now },
    async (record) => {
      const wanted = { record, method, extras, ...parts.now }
      const permit = await permitPayment(ctx, tx, wanted)
      if (permit.ok) return permit
      const asked = { ...wanted, frozen: freezePayment(wanted), because: permit.error }
      return err(await askForApproval(ctx, tx, asked))
    },
  )
  if (intended.ok) await voidWaiting(ctx, tx, { returnId, because: 'paid_otherwise' })
  return intended
}

/**
 * Writes the intent for what was read a moment ago, in the caller's transaction, if the return still is as it was and
 * `permit` (asked under the return's lock) lets it.
 */
export async function intendPayment<E>(
  ctx: ShopContext,
  tx: Transaction,
  input: {
    readonly returnId: ReturnId
    readonly method: RefundMethod
    readonly extras: RefundExtras
    readonly now: RefundNow
  },
  permit: (record: ReturnRecord) => Promise<Result<Permit, E>>,
): Promise<Result<Intended, RefundReturnError | E>> {
  const { now } = input
  const record = await lockReturn(tx, input.returnId)
  if (record === null) return err({ kind: 'not_found' })
  // Under the lock: somebody else may have clicked, received a parcel or closed the return since the quote.
  const standing = inProgress(record)
  if (standing !== null) return err(standing)
  const allowed = transition(returnStateOf(record), 'refund')
  if (!allowed.ok) return err({ kind: 'not_allowed', status: record.status })
  if (record.feeChange !== null) return err({ kind: 'conflict', by: null })
  if (unitsKey(refundableUnits(record, input.method), 0) !== unitsKey(now.units, 0))
    return err({ kind: 'conflict', by: null })
  const permitted = await permit(record)
  if (!permitted.ok) return permitted
  const { method, extras } = input
  const intended = await intendRefund(ctx, tx, {
    record,
    units: now.units,
    method,
    extras,
    quote: now.quote,
  })
  if (intended.kind !== 'created') return err(standingOf(intended.intent))
  await permitted.value.charge(tx, intended.intentId)
  return ok(intended)
}

/** A refund that is on its way, or the last one when nothing is left to pay: what a second click is told. */
function inProgress(record: ReturnRecord): Standing | null {
  const refunds = record.moneyIntents.filter((intent) => paysForUnits(intent) && intent.state !== 'refused')
  const open = refunds.find((intent) => intent.state !== 'settled' && intent.state !== 'failed')
  if (open !== undefined) return standingOf(open)
  const last = refunds.at(-1)
  return last !== undefined && refundableUnits(record).length === 0 ? standingOf(last) : null
}

type Standing = Extract<RefundReturnError, { kind: 'in_progress' }>

function standingOf(intent: MoneyIntentRecord): Standing {
  const by = intent.actor.kind === 'staff' ? intent.actor.name : null
  return { kind: 'in_progress', by, state: intent.state, amount: intent.amount }
}

/** What became of a payment right after it was tried, by its intent. */
export async function paidAnswer(
  ctx: ShopContext,
  input: Pick<RefundReturnInput, 'expected'>,
  intentId: string,
): Promise<Result<RefundedReturn, RefundReturnError>> {
  const intent = await withShop(ctx.shop, (tx) => findMoneyIntent(tx, intentId))
  if (intent === null) throw new Error(`There is no intent ${intentId}`)
  const report = Refused.safeParse(intent.report).data ?? null
  if (intent.state === 'refused' && intent.refusedKind === 'amount_changed' && report?.now) {
    return err({ kind: 'amount_changed', expected: input.expected, now: report.now })
  }
  const refusal = intent.state === 'refused' ? (report?.words ?? '') : null
  return ok({ intentId, state: intent.state, amount: intent.amount, refusal })
}

/** What a refused intent reports. */
const Refused = z.object({ words: z.string(), now: Money.nullable() })
