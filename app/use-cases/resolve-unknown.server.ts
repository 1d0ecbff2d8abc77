import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { changeMoneyIntent } from '#app/db/money-intent.server.ts'
import { changeReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { MoneyState } from '#app/domain/return.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { isLookedForTwice } from '#app/jobs/empty-reads.server.ts'
import { enqueue, type JobId } from '#app/jobs/outbox.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { runJobNow } from '#app/jobs/run-job.server.ts'
import { mayAct } from './may-act.server.ts'

export type ResolveUnknownInput = {
  readonly returnId: ReturnId
  readonly intentId: string
  /** `send_again`: the person has seen that nothing arrived. `give_up`: nothing is to be sent any more. */
  readonly decision: 'send_again' | 'give_up'
}
export type ResolveUnknownError =
  | Forbidden
  | { readonly kind: 'not_found' }
  /** It is not a movement without an answer any more; `state` says what became of it. */
  | { readonly kind: 'not_unknown'; readonly state: MoneyState }
  /** Homeward has not looked twice yet: too early to decide anything. */
  | { readonly kind: 'too_early' }
  | { readonly kind: 'conflict' }

/**
 * A person decides about a movement of money that has no answer and left no trace, where Homeward may not send again by
 * itself (see `isTakenOnlyOnce`). Sending again reads Shopify once more first. Giving up frees the units; should the first
 * request arrive after all, its refund is recorded as this one's.
 */
export async function resolveUnknown(
  ctx: ShopContext,
  input: ResolveUnknownInput,
): Promise<Result<{ readonly state: MoneyState }, ResolveUnknownError>> {
  const allowed = await mayAct(ctx, 'money.resolve', input.returnId)
  if (!allowed.ok) return allowed
  const decided = await withShop(ctx.shop, (tx) => decide(ctx, tx, input))
  if (!decided.ok) return decided
  if (decided.value.job !== null) await runJobNow(ctx, decided.value.job)
  const record = await withShop(ctx.shop, (tx) => lockReturn(tx, input.returnId))
  const intent = record?.moneyIntents.find((one) => one.id === input.intentId)
  return intent === undefined ? err({ kind: 'not_found' }) : ok({ state: intent.state })
}

async function decide(
  ctx: ShopContext,
  tx: Transaction,
  input: ResolveUnknownInput,
): Promise<Result<{ readonly job: JobId | null }, ResolveUnknownError>> {
  const record = await lockReturn(tx, input.returnId)
  const intent = record?.moneyIntents.find((one) => one.id === input.intentId)
  if (record === null || intent === undefined) return err({ kind: 'not_found' })
  if (intent.state !== 'unknown') return err({ kind: 'not_unknown', state: intent.state })
  if (!isLookedForTwice(intent)) return err({ kind: 'too_early' })
  const change =
    input.decision === 'send_again'
      ? ({ state: 'intended', emptyReads: null } as const)
      : ({ state: 'refused', refusedKind: 'given_up', finishedAt: ctx.now() } as const)
  if (!(await changeMoneyIntent(tx, intent, change))) return err({ kind: 'conflict' })
  await changeReturn(tx, record, { attention: null })
  const { method, amount } = intent
  const event = {
    kind: 'money_resolved',
    intentId: intent.id,
    method,
    amount,
    decision: input.decision,
  } as const
  await recordEvents(ctx, tx, { returnId: record.id, events: [event] })
  if (input.decision === 'give_up') return ok({ job: null })
  const name = payingJobs[intent.purpose]
  const payload = { intentId: intent.id }
  return ok({ job: await enqueue(tx, { shop: ctx.shop, name, payload, now: ctx.now() }) })
}

const payingJobs = {
  refund: 'process-refund',
  bonus_credit: 'pay-bonus',
  gift_credit: 'pay-bonus',
  order_refund: 'pay-order-refund',
} as const
