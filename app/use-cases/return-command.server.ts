import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, lockReturn, type ReturnChange } from '#app/db/return.server.ts'
import type { ReturnEvent } from '#app/domain/events.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { transition } from '#app/domain/lifecycle.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { ReturnCommand, ReturnStatus } from '#app/domain/return.ts'
import { enqueue, type JobId } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { returnStateOf } from '#app/jobs/return-state-of.ts'
import { runJobNow } from '#app/jobs/run-job.server.ts'
import type { StaffAction } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'
import { voidWaiting } from './permit-payment.server.ts'
import type { ReturnCommandDone, ReturnCommandError } from './return-command-error.ts'

type OfReturn =
  'approve-shopify-return' | 'decline-shopify-return' | 'close-shopify-return' | 'cancel-shopify-return'

/** What a staff command changes, and the job that tells Shopify. */
export type ReturnCommandPlan<E> = {
  readonly returnId: ReturnId
  readonly command: ReturnCommand
  /** Whether the shopper may do it herself with this return; where it is absent staff alone may. */
  readonly byShopper?: (record: ReturnRecord) => boolean
  /** Decides on the locked return; `work` runs in the same transaction, for rows of its own, and may answer the job. */
  readonly plan: (
    record: ReturnRecord,
    next: ReturnStatus,
  ) => Result<
    {
      readonly change: ReturnChange
      readonly events: readonly ReturnEvent[]
      readonly job: OfReturn | ((tx: Transaction) => Promise<JobId>)
    },
    E
  >
}

/**
 * Runs a staff command: asks the lifecycle, commits state, events and job together under the return's lock, then tells
 * Shopify. What was decided stands also when Shopify does not answer: then the job goes on.
 */
export async function runReturnCommand<E>(
  ctx: ShopContext,
  input: ReturnCommandPlan<E>,
): Promise<Result<ReturnCommandDone, ReturnCommandError | E>> {
  const isShopper = ctx.actor.kind === 'shopper' && input.byShopper !== undefined
  const allowed = isShopper ? ok(null) : await mayAct(ctx, actions[input.command], input.returnId)
  if (!allowed.ok) return allowed
  const committed = await withShop(ctx.shop, (tx) => commit(ctx, tx, input))
  if (!committed.ok) return committed
  const { status, job, messages } = committed.value
  const outcome = await runJobNow(ctx, job)
  await handOver(ctx.shop, messages)
  return ok({ status, shopify: outcome === 'done' ? 'done' : 'going_on' })
}

const actions = {
  approve: 'return.approve',
  decline: 'return.decline',
  receive: 'return.receive',
  refund: 'money.pay',
  cancel: 'return.cancel',
  close: 'return.close',
} as const satisfies Record<ReturnCommand, StaffAction>

type Committed = {
  readonly status: ReturnStatus
  readonly job: JobId
  readonly messages: readonly JobId[]
}

async function commit<E>(
  ctx: ShopContext,
  tx: Transaction,
  input: ReturnCommandPlan<E>,
): Promise<Result<Committed, ReturnCommandError | E>> {
  const { returnId } = input
  const record = await lockReturn(tx, returnId)
  if (record === null) return err({ kind: 'not_found' })
  const next = transition(returnStateOf(record), input.command)
  const isTheirs = ctx.actor.kind !== 'shopper' || input.byShopper?.(record) === true
  if (!next.ok || !isTheirs) return err({ kind: 'not_allowed', status: record.status })
  const planned = input.plan(record, next.value)
  if (!planned.ok) return planned
  const { change, events, job } = planned.value
  const isChanged = await changeReturn(tx, record, { ...change, status: next.value })
  if (!isChanged) return err({ kind: 'conflict', by: null })
  // A payment that waits was asked for another return than this one is now.
  await voidWaiting(ctx, tx, { returnId, because: 'return_changed' })
  const recorded = await recordEvents(ctx, tx, { returnId, events })
  const jobId =
    typeof job === 'string'
      ? await enqueue(tx, { shop: ctx.shop, name: job, payload: { returnId }, now: ctx.now() })
      : await job(tx)
  return ok({ status: next.value, job: jobId, messages: recorded.jobs })
}
