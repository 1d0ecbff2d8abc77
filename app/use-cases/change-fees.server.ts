import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, findReturn, getReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { add, type Money, percentOf, sum, zero } from '#app/domain/money.ts'
import { withdrawalOf } from '#app/domain/policy/law/withdrawal.ts'
import { type FeeChange, type FeeChangeRefusal, judgeFeeChange } from '#app/domain/refund/fee-change.ts'
import { feesTotal, type FlatFee, sumOfFees } from '#app/domain/refund/quote.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { enqueue, type JobId } from '#app/jobs/outbox.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { runJobNow } from '#app/jobs/run-job.server.ts'
import { mayAct } from './may-act.server.ts'
import { voidWaiting } from './permit-payment.server.ts'

export type ChangeFeesInput = {
  readonly returnId: ReturnId
  /** Percentages by our line; lines that are not named keep theirs. */
  readonly restocking: readonly { readonly returnLineId: string; readonly percent: number }[]
  /** All flat fees as they are to be; an empty list waives them. */
  readonly fees: readonly FlatFee[]
  readonly reason: string
}
export type ChangeFeesError =
  | Forbidden
  | FeeChangeRefusal
  | { readonly kind: 'not_found' }
  | { readonly kind: 'conflict'; readonly by: string | null }
export type ChangedFees = {
  /** `done`: Shopify has them; `going_on`: a job goes on; `refused`: Shopify did not let the old return go, fees stay. */
  readonly shopify: 'done' | 'going_on' | 'refused'
  readonly name: string | null
}

/**
 * Changes or waives what a return costs the buyer, for this one case. Shopify fixes fees when a return is made: it is
 * cancelled there and made anew under the same case. Refused with the reason once money moved or goods were looked at.
 */
export async function changeFees(
  ctx: ShopContext,
  input: ChangeFeesInput,
): Promise<Result<ChangedFees, ChangeFeesError>> {
  const allowed = await mayAct(ctx, 'fee.change', input.returnId)
  if (!allowed.ok) return allowed
  const decided = await withShop(ctx.shop, (tx) => decide(ctx, tx, input))
  if (!decided.ok) return decided
  const outcome = await runJobNow(ctx, decided.value.job)
  await handOver(ctx.shop, decided.value.messages)
  const record = await withShop(ctx.shop, (tx) => getReturn(tx, input.returnId))
  const isOver = record.feeChange === null
  const isNew = record.generation > decided.value.generation
  return ok({
    shopify: outcome === 'done' && isOver ? (isNew ? 'done' : 'refused') : 'going_on',
    name: record.name,
  })
}

/** What all fees come to now and would come to; Shopify rounds percentages itself when the return is made anew. */
export type PreviewedFees = { readonly from: Money; readonly to: Money }

/** Answers what `changeFees` would do for the same input, or why it would not, and changes nothing. */
export async function previewFees(
  ctx: ShopContext,
  input: ChangeFeesInput,
): Promise<Result<PreviewedFees, ChangeFeesError>> {
  const allowed = await mayAct(ctx, 'fee.change', input.returnId)
  if (!allowed.ok) return allowed
  const record = await withShop(ctx.shop, (tx) => findReturn(tx, input.returnId))
  if (record === null) return err({ kind: 'not_found' })
  const judged = judge(record, input)
  return judged.ok ? ok(amountsOf(record, judged.value)) : judged
}

function judge(record: ReturnRecord, input: ChangeFeesInput): Result<FeeChange, FeeChangeRefusal> {
  return judgeFeeChange(factsOf(record), {
    restocking: input.restocking.map(({ returnLineId, percent }) => ({
      returnLineId,
      basisPoints: Math.round(percent * 100),
    })),
    fees: [...input.fees],
    reason: input.reason,
  })
}

type Decided = { readonly job: JobId; readonly messages: readonly JobId[]; readonly generation: number }

async function decide(
  ctx: ShopContext,
  tx: Transaction,
  input: ChangeFeesInput,
): Promise<Result<Decided, ChangeFeesError>> {
  const record = await lockReturn(tx, input.returnId)
  if (record === null) return err({ kind: 'not_found' })
  const judged = judge(record, input)
  if (!judged.ok) return judged
  await voidWaiting(ctx, tx, { returnId: record.id, because: 'return_changed' })
  const now = await getReturn(tx, record.id)
  if (!(await changeReturn(tx, now, { feeChange: judged.value }))) return err({ kind: 'conflict', by: null })
  const { from, to } = amountsOf(record, judged.value)
  const { jobs } = await recordEvents(ctx, tx, {
    returnId: record.id,
    events: [{ kind: 'fees_changed', from, to, reason: judged.value.reason }],
  })
  const payload = { returnId: record.id }
  const name = 'replace-shopify-return'
  const job = await enqueue(tx, { shop: ctx.shop, name, payload, now: ctx.now() })
  return ok({ job, messages: jobs, generation: record.generation })
}

function factsOf(record: ReturnRecord) {
  return {
    // Of a gift nobody is asked for fees beyond what was taken off its credit.
    isOpen: ['in_review', 'approved', 'received'].includes(record.status) && record.gift === null,
    isInShopify: record.shopifyReturnGid !== null,
    isChanging: record.feeChange !== null,
    hasPayments: record.moneyIntents.some(
      (intent) => intent.purpose === 'refund' && intent.state !== 'refused',
    ),
    hasReceived: record.receivedItems.length > 0,
    currency: record.currency,
    lines: record.lines.map((line) => {
      const decided = record.decision.lines.find((one) => one.lineId === line.lineId)
      return {
        id: line.id,
        basisPoints: line.restockingFeeBasisPoints,
        statute: decided === undefined ? null : (withdrawalOf(decided)?.code ?? null),
      }
    }),
    fees: record.promised?.fees ?? [],
  }
}

/** What all fees came to and will come to, for the timeline; Shopify's own rounding stands on the receipt afterwards. */
function amountsOf(record: ReturnRecord, change: FeeChange) {
  const { currency, promised } = record
  if (promised === null) return { from: zero(currency), to: sumOfFees(change.fees, currency) }
  const restocking = record.lines.map((line) => {
    const subtotal = promised.lines.find((one) => one.lineId === line.lineId)?.subtotal ?? zero(currency)
    const own = change.restocking.find((one) => one.returnLineId === line.id)
    return percentOf(subtotal, (own?.basisPoints ?? 0) / 100)
  })
  return {
    from: feesTotal(promised),
    to: add(sum(restocking, currency), sumOfFees(change.fees, currency)),
  }
}
