import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { changeMoneyIntent } from '#app/db/money-intent.server.ts'
import type { MoneyIntentRecord } from '#app/db/return-record.ts'
import { readReturnState, type ShopifyReturnState } from '#app/shopify/return-state.server.ts'
import { arrivedOf } from '../arrived-refund.server.ts'
import { afterEmptyRead, patientLook, secondLook } from '../empty-reads.server.ts'
import type { Handler } from '../handler.ts'
import { needAttention } from '../open-return.server.ts'
import { enqueue } from '../outbox.server.ts'
import { recordRefundOutcome } from '../refund-outcome.server.ts'
import { isTakenOnlyOnce, RefundSnapshot } from '../refund-request.ts'
import { loadIntent } from '../sending.server.ts'

/**
 * Finds out what became of a refund without an answer, or whose payment is pending, by reading the return. Reading twice
 * does no harm. Only when two reads lie `REFUND_RECHECK_SECONDS` apart, are equal and show no trace of the refund may the same
 * intent be sent again, and only where Shopify takes such a call once (`isTakenOnlyOnce`): it may apply the first request
 * long after its connection broke, also after the second. For all others a person decides, and the reads go on meanwhile.
 */
export const reconcileRefund: Handler<'reconcile-refund'> = async (ctx, { intentId }) => {
  const loaded = await loadIntent(ctx, intentId)
  if (loaded === null) return
  const { intent, record } = loaded
  if (intent.state !== 'unknown' && intent.state !== 'pending') return
  if (record.shopifyReturnGid === null)
    throw new Error('A refund was sent for a return that is not in Shopify')
  const gid = record.shopifyReturnGid
  const state = await readReturnState(ctx.admin, { gid, lineCount: record.lines.length })
  if (state === null) throw new Error('Shopify has no such return any more')
  const arrived = await arrivedOf(ctx, { record, intent, state })
  if (arrived !== null) {
    const now = await recordRefundOutcome(ctx, intent, arrived)
    // A newly pending one has its next look already.
    if (now === 'pending' && intent.state === 'pending') await comeBack(ctx, intent)
    return
  }
  if (intent.state === 'pending') throw new Error('A pending refund is not on its return any more')
  await noTrace(ctx, intent, state)
}

async function noTrace(
  ctx: ShopContext,
  intent: MoneyIntentRecord,
  state: ShopifyReturnState,
): Promise<void> {
  const snapshot = RefundSnapshot.parse(intent.snapshot)
  if (hasMoved(snapshot, state)) {
    // The note is missing, so it was not ours: somebody processed these units in Shopify meanwhile.
    const words = 'The return was processed in Shopify by somebody else'
    await recordRefundOutcome(ctx, intent, {
      kind: 'refused',
      because: 'changed_in_shopify',
      words,
      now: null,
    })
    return
  }
  const read = { at: ctx.now(), fingerprint: fingerprintOf(state) }
  const { reads, isSure } = afterEmptyRead(intent, read)
  const isSafe = isSure && isTakenOnlyOnce(snapshot)
  await withShop(ctx.shop, async (tx) => {
    const change = isSafe ? { state: 'intended' as const, emptyReads: null } : { emptyReads: reads }
    if (!(await changeMoneyIntent(tx, intent, change))) return
    const job = { shop: ctx.shop, payload: { intentId: intent.id }, now: ctx.now() }
    if (isSafe) await enqueue(tx, { ...job, name: 'process-refund' })
    else
      await enqueue(tx, {
        ...job,
        name: 'reconcile-refund',
        runAfter: isSure ? patientLook(intent, ctx.now()) : secondLook(ctx.now()),
      })
  })
  if (isSure && !isSafe) {
    const why = { because: 'refund_needs_person', words: intent.correlation }
    await needAttention(ctx, intent.returnId, why)
  }
}

/** Whether units of ours were processed, refunded, or a refund appeared, since the call left. */
function hasMoved(snapshot: RefundSnapshot, state: ShopifyReturnState): boolean {
  const isNew = state.refunds.some((refund) => !snapshot.refundGids.includes(refund.gid))
  const isProcessed = snapshot.lines.some((before) => {
    const now = state.lines.find((line) => line.gid === before.gid)
    return now !== undefined && (now.processed > before.processed || now.refunded > before.refunded)
  })
  return isNew || isProcessed
}

function fingerprintOf(state: ShopifyReturnState): string {
  const lines = state.lines.map((line) => `${line.gid}:${line.processed}/${line.refunded}`)
  return [state.status, ...lines, ...state.refunds.map((refund) => refund.gid)].join(' ')
}

async function comeBack(ctx: ShopContext, intent: MoneyIntentRecord): Promise<void> {
  const job = {
    shop: ctx.shop,
    name: 'reconcile-refund',
    payload: { intentId: intent.id },
    now: ctx.now(),
  } as const
  await withShop(ctx.shop, (tx) => enqueue(tx, { ...job, runAfter: patientLook(intent, ctx.now()) }))
}
