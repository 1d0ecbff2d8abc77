import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { getMoneySettings, lockExposure } from '#app/db/money-settings.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, getReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { isWithinExposure } from '#app/domain/refund/money-settings.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { JobId } from '#app/jobs/outbox.server.ts'
import { intendPromised, payMomentOf } from '#app/jobs/pay-on-approval.server.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'

export type RecordScanInput = {
  readonly returnId: ReturnId
  readonly carrier: string
  /** The parcel's tracking code. */
  readonly code: string
}
export type RecordedScan = {
  /**
   * `paid`: the refund is on its way; `not_yet`: the policy pays later; `above_exposure`: too much money is out for parcels
   * that are not here, so it waits for the goods; `known`: the parcel had been scanned before.
   */
  readonly refund: 'paid' | 'not_yet' | 'above_exposure' | 'known'
}

/**
 * Notes the first scan of a parcel on its way back. Where the policy pays on the first scan, what was promised goes out at
 * once, as long as the sums that the shop allows for goods that are not here yet hold: for the buyer and for the day.
 */
export async function recordScan(
  ctx: ShopContext,
  input: RecordScanInput,
): Promise<Result<RecordedScan, { readonly kind: 'not_found' } | { readonly kind: 'not_open' }>> {
  const done = await withShop(ctx.shop, async (tx) => {
    const record = await lockReturn(tx, input.returnId)
    if (record === null) return err({ kind: 'not_found' } as const)
    if (record.status !== 'approved') return err({ kind: 'not_open' } as const)
    if (record.scannedAt !== null) return ok({ refund: 'known' as const, jobs: [] })
    await changeReturn(tx, record, { scannedAt: ctx.now() })
    const { carrier, code } = input
    const events = [{ kind: 'parcel_scanned' as const, carrier, code }]
    const recorded = await recordEvents(ctx, tx, { returnId: record.id, events })
    const paid = await payOnScan(ctx, tx, await getReturn(tx, record.id))
    return ok({ refund: paid.refund, jobs: [...recorded.jobs, ...paid.jobs] })
  })
  if (!done.ok) return done
  await handOver(ctx.shop, done.value.jobs)
  return ok({ refund: done.value.refund })
}

async function payOnScan(
  ctx: ShopContext,
  tx: Transaction,
  record: ReturnRecord,
): Promise<{ readonly refund: RecordedScan['refund']; readonly jobs: readonly JobId[] }> {
  const { promised } = record
  if (payMomentOf(record) !== 'on_scan' || promised === null) return { refund: 'not_yet', jobs: [] }
  const settings = await getMoneySettings(tx, ctx.shop)
  const out = await lockExposure(tx, { shop: ctx.shop, record, now: ctx.now() })
  if (!isWithinExposure(settings, promised.refund, out)) return { refund: 'above_exposure', jobs: [] }
  const system = { ...ctx, actor: { kind: 'system' as const } }
  const jobs = await intendPromised(system, tx, record)
  return { refund: jobs.length > 0 ? 'paid' : 'not_yet', jobs }
}
