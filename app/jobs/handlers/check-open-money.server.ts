import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { listOpenIntents } from '#app/db/open-money.server.ts'
import { listUnreconciled, saveMoneyCheck } from '#app/db/reconciliation.server.ts'
import { changeReturn, lockReturn } from '#app/db/return.server.ts'
import type { MoneyIntentRecord } from '#app/db/return-record.ts'
import { secondsBetween } from '#app/domain/dates.ts'
import { OrderGid } from '#app/domain/ids.ts'
import type { JobName, JobPayload } from '../definitions.ts'
import type { Handler } from '../handler.ts'
import { enqueue, type JobId } from '../outbox.server.ts'
import { handOver } from '../queue.server.ts'
import { recordEvents } from '../record-events.server.ts'

/** What is younger than this is looked after by its own job. */
const patienceSeconds = 300
/** After this long a person must know; a payment provider may take days, and says so by `pending`. */
const alarmSeconds = 900
const pendingAlarmSeconds = 3 * 86_400
const mostAtOnce = 200
const mostCompared = 20

/**
 * Looks after money that has not come to its end: an intent that no job works on gets its job back, and what takes too long
 * comes before a person. Also compares again the orders whose ledger differed, so that a difference goes away by itself once
 * its cause does. Idempotent: a job that waits already is not made twice, and nobody is told twice.
 */
export const checkOpenMoney: Handler<'check-open-money'> = async (ctx) => {
  const { open, different } = await withShop(ctx.shop, async (tx) => ({
    open: await listOpenIntents(tx, ctx.shop, mostAtOnce),
    different: await listUnreconciled(tx, ctx.shop, mostCompared),
  }))
  const jobs: JobId[] = []
  // Each in a transaction of its own: no return waits for another one's lock.
  for (const intent of open) jobs.push(...(await withShop(ctx.shop, (tx) => lookAfter(ctx, tx, intent))))
  const written = await withShop(ctx.shop, async (tx) => {
    const made: JobId[] = []
    for (const { orderGid } of different) {
      const payload = { orderGid: OrderGid.parse(orderGid) }
      made.push(...(await unlessThere(ctx, tx, { name: 'reconcile-ledger', payload })))
    }
    await saveMoneyCheck(tx, ctx.shop, { openCheckedAt: ctx.now() })
    return made
  })
  await handOver(ctx.shop, [...jobs, ...written])
}

async function lookAfter(ctx: ShopContext, tx: Transaction, intent: MoneyIntentRecord): Promise<JobId[]> {
  const age = secondsBetween(intent.createdAt, ctx.now())
  if (age < patienceSeconds) return []
  const payload = { intentId: intent.id }
  const made = await unlessThere(ctx, tx, { name: jobOf(intent), payload })
  if (age < (intent.state === 'pending' ? pendingAlarmSeconds : alarmSeconds)) return made
  return [...made, ...(await alarm(ctx, tx, intent))]
}

/** The job that brings an intent on: `process-refund` also finds one that died while Shopify was asked. */
function jobOf({
  purpose,
  state,
}: MoneyIntentRecord): 'pay-bonus' | 'pay-order-refund' | 'process-refund' | 'reconcile-refund' {
  if (purpose === 'bonus_credit' || purpose === 'gift_credit') return 'pay-bonus'
  if (purpose === 'order_refund') return 'pay-order-refund'
  return state === 'intended' || state === 'sent' ? 'process-refund' : 'reconcile-refund'
}

/**
 * Makes the job unless one waits, is worked on, or was given up and would send money: that one is for a person. Reading
 * again what was given up does no harm.
 */
async function unlessThere<Name extends JobName>(
  ctx: ShopContext,
  tx: Transaction,
  job: { readonly name: Name; readonly payload: JobPayload<Name> },
): Promise<JobId[]> {
  const isReading = job.name === 'reconcile-refund' || job.name === 'reconcile-ledger'
  const there = await tx.outboxJob.findFirst({
    where: {
      shop: ctx.shop,
      name: job.name,
      payload: { equals: job.payload },
      doneAt: null,
      ...(isReading ? { failedAt: null } : {}),
    },
    select: { id: true },
  })
  return there === null ? [await enqueue(tx, { shop: ctx.shop, now: ctx.now(), ...job })] : []
}

/** Says with the return that its money waits, unless something is said there already. */
async function alarm(
  ctx: ShopContext,
  tx: Transaction,
  intent: MoneyIntentRecord,
): Promise<readonly JobId[]> {
  const record = await lockReturn(tx, intent.returnId)
  // Read again under the lock: it may have come to its end since.
  const isSame = record?.moneyIntents.some(({ id, state }) => id === intent.id && state === intent.state)
  if (record === null || record.attention !== null || !isSame) return []
  await changeReturn(tx, record, { attention: 'money_waits' })
  const event = { kind: 'attention_needed', because: 'money_waits', words: intent.correlation } as const
  return (await recordEvents(ctx, tx, { returnId: record.id, events: [event] })).jobs
}
