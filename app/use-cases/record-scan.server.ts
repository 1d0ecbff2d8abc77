import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { getMoneySettings, lockExposure } from '#app/db/money-settings.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { changeReturn, findReturn, getReturn, lockReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { add, type Money } from '#app/domain/money.ts'
import { isWithinExposure } from '#app/domain/refund/money-settings.ts'
import { goodsAtStake } from '#app/domain/refund/stake.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { JobId } from '#app/jobs/outbox.server.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { aboveLimit, intendPromised, payMomentOf } from '#app/jobs/pay-on-approval.server.ts'
import type { AskPermit } from '#app/jobs/permit-automatic.ts'
import { handOver } from '#app/jobs/queue.server.ts'
import { recordEvents } from '#app/jobs/record-events.server.ts'
import { mayAct } from './may-act.server.ts'
import { permitPayment } from './permit-payment.server.ts'

export type RecordScanInput = {
  readonly returnId: ReturnId
  readonly carrier: string
  /** The parcel's tracking code. */
  readonly code: string
}
export type RecordedScan = {
  /**
   * `paid`: the refund is on its way; `not_yet`: the policy pays later; `above_exposure`: too much money is out for parcels
   * that are not here, so it waits for the goods; `above_limit`: it waits for a person; `known`: the parcel had been scanned
   * before.
   */
  readonly refund: 'paid' | 'not_yet' | 'above_exposure' | 'above_limit' | 'known'
}
export type RecordScanError = Forbidden | { readonly kind: 'not_found' } | { readonly kind: 'not_open' }

/**
 * Notes the first scan of a parcel on its way back. Where the policy pays on the first scan, what was promised goes out at
 * once, as long as the sums that the shop allows for goods that are not here yet hold: for the buyer and for the day. Who says
 * that it was scanned answers for it: a person within their own limits, a carrier within those of what is paid by itself.
 */
export async function recordScan(
  ctx: ShopContext,
  input: RecordScanInput,
): Promise<Result<RecordedScan, RecordScanError>> {
  if (ctx.actor.kind === 'staff') {
    const allowed = await mayAct(ctx, 'return.receive', input.returnId)
    if (!allowed.ok) return allowed
  }
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

/**
 * What a first scan of the parcel would do with the money, and how much it is about; null where nothing was promised. `goods`
 * are what goes out with it in exchange; null where nothing does.
 */
export type PreviewedScan = {
  readonly refund: RecordedScan['refund']
  readonly amount: Money | null
  readonly goods: string | null
}

/** Answers what `recordScan` by the same person would do, and changes nothing. */
export async function previewScan(
  ctx: ShopContext,
  input: Pick<RecordScanInput, 'returnId'>,
): Promise<Result<PreviewedScan, RecordScanError>> {
  const allowed = await mayAct(ctx, 'return.receive', input.returnId)
  if (!allowed.ok) return allowed
  return withShop(ctx.shop, async (tx): Promise<Result<PreviewedScan, RecordScanError>> => {
    const record = await findReturn(tx, input.returnId)
    if (record === null) return err({ kind: 'not_found' })
    if (record.status !== 'approved') return err({ kind: 'not_open' })
    const amount = record.promised?.refund ?? null
    const exchanges = record.promised?.exchanges ?? []
    const goods =
      exchanges.length === 0
        ? null
        : exchanges.map(({ quantity, title }) => `${String(quantity)} × ${title}`).join(', ')
    if (record.scannedAt !== null) return ok({ refund: 'known', amount, goods })
    const held = await whyHeld(ctx, tx, record)
    if (held !== null || record.promised === null) return ok({ refund: held ?? 'not_yet', amount, goods })
    const method = record.outcome === 'store_credit' ? 'store_credit' : 'original_payment'
    const permit = await permitPayment(ctx, tx, { record, method, quote: record.promised })
    return ok({ refund: permit.ok ? 'paid' : 'above_limit', amount, goods })
  })
}

/** Why the first scan does not let money out; null where it does, as far as limits allow. Holds the lock of what is out. */
async function whyHeld(
  ctx: ShopContext,
  tx: Transaction,
  record: ReturnRecord,
): Promise<'not_yet' | 'above_exposure' | null> {
  const { promised } = record
  if (payMomentOf(record) !== 'on_scan' || promised === null || record.moneyIntents.length > 0)
    return 'not_yet'
  const settings = await getMoneySettings(tx, ctx.shop)
  const out = await lockExposure(tx, { shop: ctx.shop, record, now: ctx.now() })
  return isWithinExposure(settings, add(promised.refund, goodsAtStake(promised)), out)
    ? null
    : 'above_exposure'
}

async function payOnScan(
  ctx: ShopContext,
  tx: Transaction,
  record: ReturnRecord,
): Promise<{ readonly refund: RecordedScan['refund']; readonly jobs: readonly JobId[] }> {
  const held = await whyHeld(ctx, tx, record)
  if (held !== null) return { refund: held, jobs: [] }
  const isPerson = ctx.actor.kind === 'staff'
  const own: AskPermit | undefined = isPerson ? (payment) => permitPayment(ctx, tx, payment) : undefined
  const jobs = await intendPromised(ctx, tx, record, own)
  const now = await getReturn(tx, record.id)
  if (now.attention === aboveLimit) return { refund: 'above_limit', jobs }
  return { refund: now.moneyIntents.length > 0 ? 'paid' : 'not_yet', jobs }
}
