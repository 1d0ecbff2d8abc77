import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { type ApprovalRecord, findApproval } from '#app/db/approval.server.ts'
import { findMoneyStop, type MoneyStop } from '#app/db/kill-switch.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { findReturn, lockReturn } from '#app/db/return.server.ts'
import { type ApprovalRefusal, mayDecide } from '#app/domain/approval.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import type { Exceeded } from '#app/domain/limits.ts'
import type { Money } from '#app/domain/money.ts'
import { stakeOf } from '#app/domain/refund/stake.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { JudgedPayment } from '#app/jobs/permit-automatic.ts'
import type { JobId } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { runJobNow } from '#app/jobs/run-job.server.ts'
import { requestHash } from '#app/jobs/refund-request.ts'
import { findKeepable, frozenKeepOf, markKept } from './keep-items.server.ts'
import { auditRefusal, mayAct } from './may-act.server.ts'
import {
  endWaiting,
  freezeOrderRefund,
  freezeKeep,
  freezePayment,
  type FrozenKeep,
  type FrozenOrderRefund,
  FrozenPayment,
  type Permit,
  permitPayment,
} from './permit-payment.server.ts'
import { planOrderRefund } from './plan-order-refund.server.ts'
import { refundNow } from './quote-refund.server.ts'
import { intendOrderRefund } from './refund-order.server.ts'
import {
  type Intended,
  intendPayment,
  paidAnswer,
  type RefundedReturn,
  type RefundReturnError,
} from './refund-return.server.ts'
import { orUnreachable } from './unreachable.ts'

/** `requestHash` is the hash of the request as it stood on the screen of who decides. */
export type DecideApprovalInput = {
  readonly returnId: ReturnId
  readonly approvalId: string
  readonly requestHash: string
}
export type DecideApprovalError =
  | ApprovalRefusal
  | RefundReturnError
  | { readonly kind: 'money_stopped'; readonly stop: MoneyStop }
  /** What would be paid is not what was asked for: the request is void, and nothing was paid. */
  | { readonly kind: 'approval_void'; readonly asked: Money; readonly now: Money | null }
  /** Who would grant it may not pay that much either. */
  | { readonly kind: 'limit_too_low'; readonly because: readonly Exceeded[] }

/**
 * Grants a payment that waits for a second person, and pays it; or goods that the buyer is to keep, which are paid later: exactly what was frozen, read from Shopify once more.
 * Anything that changed since makes it void. Who grants answers for the payment: their own limits must cover it.
 */
export async function grantApproval(
  ctx: ShopContext,
  input: DecideApprovalInput,
): Promise<Result<GrantedApproval, DecideApprovalError>> {
  return orUnreachable(async (): Promise<Result<GrantedApproval, DecideApprovalError>> => {
    const found = await findDecidable(ctx, input)
    if (!found.ok) return found
    const { approval, record } = found.value
    const stop = await withShop(ctx.shop, (tx) => findMoneyStop(tx, ctx.shop))
    if (stop !== null) return err({ kind: 'money_stopped', stop })
    const payment = FrozenPayment.parse(approval.request)
    const parts = { input, approval, record }
    if (payment.kind === 'keep_items') {
      const kept = await grantKeep(ctx, { ...parts, payment })
      if (!kept.ok && kept.error.kind === 'limit_too_low') await refusal(ctx, input, 'limit_too_low')
      return kept
    }
    const granted =
      payment.kind === 'refund'
        ? await grantRefund(ctx, { ...parts, payment })
        : await grantOrderRefund(ctx, { ...parts, payment })
    if (!granted.ok) {
      if (granted.error.kind === 'limit_too_low') await refusal(ctx, input, 'limit_too_low')
      return granted
    }
    await runJobNow(ctx, granted.value.job)
    const paid = await paidAnswer(ctx, { expected: granted.value.expected }, granted.value.intentId)
    return paid.ok ? ok({ kind: 'paid', ...paid.value }) : paid
  })
}

/** What came of it: a payment, or goods that the buyer keeps. */
export type GrantedApproval = ({ readonly kind: 'paid' } & RefundedReturn) | { readonly kind: 'kept' }

/** Grants that the buyer keeps the goods, by the limits of who grants it. Void where another sum was promised since. */
async function grantKeep(
  ctx: ShopContext,
  { input, approval, record, payment }: Granting<FrozenKeep>,
): Promise<Result<{ readonly kind: 'kept' }, DecideApprovalError>> {
  const now = frozenKeepOf(record, payment.reason)
  if (now === null || freezeKeep(now).hash !== approval.requestHash)
    return voided(ctx, approval, now === null ? null : stakeOf(now.quote))
  const done = await withShop(
    ctx.shop,
    async (tx): Promise<Result<readonly JobId[], DecideApprovalError>> => {
      const locked = await lockDecidable(ctx, tx, input)
      if (!locked.ok) return locked
      const found = await findKeepable(ctx, tx, input.returnId)
      if (!found.ok) return found
      const { method, quote } = payment
      const permit = await permitPayment(ctx, tx, { record: found.value, method, quote })
      if (!permit.ok) return err({ kind: 'limit_too_low', because: permit.error })
      const end = { state: 'granted', by: personOf(ctx), intentId: null } as const
      const told = await endWaiting(ctx, tx, locked.value, end)
      const kept = await markKept(ctx, tx, found.value, payment.reason)
      return kept.ok ? ok([...(told ?? []), ...kept.value]) : kept
    },
  )
  if (!done.ok) return done
  await handOver(ctx.shop, done.value)
  return ok({ kind: 'kept' })
}

type Granted = Intended & { readonly expected: Money }
type Granting<Payment> = {
  readonly input: DecideApprovalInput
  readonly approval: ApprovalRecord
  readonly record: ReturnRecord
  readonly payment: Payment
}

async function grantRefund(
  ctx: ShopContext,
  parts: Granting<Extract<FrozenPayment, { kind: 'refund' }>>,
): Promise<Result<Granted, DecideApprovalError>> {
  const { input, approval, record, payment } = parts
  const { method, extras } = payment
  const now = await refundNow(ctx, record, method, extras)
  if (!now.ok && now.error.kind === 'shopify_unreachable') return err(now.error)
  const isSame =
    now.ok && freezePayment({ record, method, extras, ...now.value }).hash === approval.requestHash
  if (!now.ok || !isSame) return voided(ctx, approval, now.ok ? stakeOf(now.value.quote) : null)
  const { returnId } = input
  const { quote } = now.value
  const granted = await grant(ctx, input, (tx, permit) =>
    intendPayment(ctx, tx, { returnId, method, extras, now: now.value }, (locked) =>
      permit({ record: locked, method, quote }),
    ),
  )
  return granted.ok ? ok({ ...granted.value, expected: quote.refund }) : granted
}

async function grantOrderRefund(
  ctx: ShopContext,
  parts: Granting<FrozenOrderRefund>,
): Promise<Result<Granted, DecideApprovalError>> {
  const { input, approval, record, payment } = parts
  const { returnId, method, amount, requestKey } = payment
  const now = await planOrderRefund(ctx, record, payment)
  const request = now.ok ? now.value.request : null
  const same =
    request === null ? null : freezeOrderRefund({ ...request, returnId, method, amount, requestKey }).hash
  if (request === null || same !== approval.requestHash) return voided(ctx, approval, null)
  const granted = await grant<DecideApprovalError>(ctx, input, async (tx, permit) => {
    const intended = await intendOrderRefund(ctx, tx, { input: payment, request }, (locked) =>
      permit({ record: locked, method, quote: { total: amount } }),
    )
    if (intended.ok) return intended
    const { error } = intended
    if (error.kind === 'in_progress' || error.kind === 'limit_too_low') return err(error)
    // What failed was made good, or the order is not there: it is not what was asked for any more.
    return err({ kind: 'request_changed' })
  })
  return granted.ok ? ok({ ...granted.value, expected: amount }) : granted
}

/** Refuses a payment that waits for a second person. Nothing is paid; the note is for the staff. */
export async function refuseApproval(
  ctx: ShopContext,
  input: DecideApprovalInput & { readonly note: string },
): Promise<Result<null, DecideApprovalError>> {
  const found = await findDecidable(ctx, input)
  if (!found.ok) return found
  return withShop(ctx.shop, async (tx): Promise<Result<null, DecideApprovalError>> => {
    const locked = await lockDecidable(ctx, tx, input)
    if (!locked.ok) return locked
    const by = personOf(ctx)
    const note = input.note.trim().slice(0, longestNote)
    await endWaiting(ctx, tx, locked.value, { state: 'refused', by, note })
    return ok(null)
  })
}

/** Takes back a payment that one has asked for oneself and that still waits. */
export async function withdrawApproval(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId; readonly approvalId: string },
): Promise<Result<null, DecideApprovalError>> {
  const allowed = await mayAct(ctx, 'money.withdraw', input.returnId)
  if (!allowed.ok) return allowed
  const by = personOf(ctx)
  return withShop(ctx.shop, async (tx): Promise<Result<null, DecideApprovalError>> => {
    await lockReturn(tx, input.returnId)
    const approval = await findApproval(tx, input.approvalId)
    if (approval === null || approval.returnId !== input.returnId || approval.requestedById !== by.userId)
      return err({ kind: 'not_found' })
    const ended = await endWaiting(ctx, tx, approval, { state: 'void', because: 'withdrawn' })
    return ended === null ? err({ kind: 'already_decided', state: approval.state }) : ok(null)
  })
}

const longestNote = 500

function personOf(ctx: ShopContext) {
  if (ctx.actor.kind !== 'staff') throw new Error('Only a person of the shop decides about payments')
  return { userId: ctx.actor.id, actor: ctx.actor, role: ctx.role }
}

async function findDecidable(
  ctx: ShopContext,
  input: DecideApprovalInput,
): Promise<
  Result<{ readonly approval: ApprovalRecord; readonly record: ReturnRecord }, DecideApprovalError>
> {
  const found = await withShop(ctx.shop, async (tx) => ({
    approval: await findApproval(tx, input.approvalId),
    record: await findReturn(tx, input.returnId),
  }))
  const { approval, record } = found
  if (approval === null || record === null || approval.returnId !== record.id)
    return err({ kind: 'not_found' })
  const allowed = decidable(ctx, approval, input)
  if (allowed.ok) return ok({ approval, record })
  const { kind } = allowed.error
  if (kind === 'forbidden' || kind === 'own_request' || kind === 'request_changed')
    await refusal(ctx, input, kind === 'forbidden' ? 'role' : kind)
  return allowed
}

function decidable(
  ctx: ShopContext,
  approval: ApprovalRecord,
  input: DecideApprovalInput,
): Result<null, ApprovalRefusal> {
  // JSON columns are objects: `createApproval` takes nothing else.
  const actual = requestHash(approval.request as object)
  return mayDecide(approval, personOf(ctx), { seen: input.requestHash, actual })
}

/** As `findDecidable`, under the return's lock: somebody else may have decided since. */
async function lockDecidable(
  ctx: ShopContext,
  tx: Transaction,
  input: DecideApprovalInput,
): Promise<Result<ApprovalRecord, DecideApprovalError>> {
  await lockReturn(tx, input.returnId)
  const approval = await findApproval(tx, input.approvalId)
  if (approval === null) return err({ kind: 'not_found' })
  const allowed = decidable(ctx, approval, input)
  return allowed.ok ? ok(approval) : allowed
}

function refusal(ctx: ShopContext, { returnId }: DecideApprovalInput, because: string): Promise<void> {
  return auditRefusal(ctx, { action: 'money.decide', because, returnId })
}

async function voided(
  ctx: ShopContext,
  approval: ApprovalRecord,
  now: Money | null,
): Promise<Result<never, DecideApprovalError>> {
  await withShop(ctx.shop, async (tx) => {
    await lockReturn(tx, approval.returnId)
    await endWaiting(ctx, tx, approval, { state: 'void', because: 'request_changed' })
  })
  return err({ kind: 'approval_void', asked: approval.amount, now })
}

type GrantPermit = (
  payment: JudgedPayment,
) => Promise<Result<Permit, { readonly kind: 'limit_too_low'; readonly because: readonly Exceeded[] }>>

/** Intends what was asked for and ends the approval, in one transaction. The limits are those of who grants. */
async function grant<E>(
  ctx: ShopContext,
  input: DecideApprovalInput,
  intend: (tx: Transaction, permit: GrantPermit) => Promise<Result<Intended, E>>,
): Promise<Result<Intended, E | DecideApprovalError>> {
  return withShop(ctx.shop, async (tx): Promise<Result<Intended, E | DecideApprovalError>> => {
    const locked = await lockDecidable(ctx, tx, input)
    if (!locked.ok) return locked
    const intended = await intend(tx, async (payment) => {
      const permit = await permitPayment(ctx, tx, payment)
      return permit.ok ? permit : err({ kind: 'limit_too_low' as const, because: permit.error })
    })
    if (!intended.ok) return intended
    const end = { state: 'granted', by: personOf(ctx), intentId: intended.value.intentId } as const
    if ((await endWaiting(ctx, tx, locked.value, end)) === null)
      throw new Error(`The approval ${locked.value.id} was decided under its lock`)
    return intended
  })
}
