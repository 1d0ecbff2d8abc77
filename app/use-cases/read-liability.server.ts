import type { ShopContext } from '#app/context.server.ts'
import { withShop, type Transaction } from '#app/db.server.ts'
import { sumExternalOfReturns } from '#app/db/ledger.server.ts'
import { listOwingReturns } from '#app/db/open-money.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import {
  liabilities,
  owedOf,
  type Liability,
  type Owed,
  type OwingReturn,
} from '#app/domain/ledger/liability.ts'
import { sum, type Money, zero } from '#app/domain/money.ts'
import { paysOnApproval } from '#app/jobs/pay-on-approval.server.ts'
import { refundableUnits } from '#app/jobs/refund-units.ts'

const atOnce = 200
/** A stop for shops of a size that the figures are not read live for. */
const mostParts = 100

/** What a shop owes its buyers at this moment, return by return and added up per currency. */
export async function readLiability(
  ctx: Pick<ShopContext, 'shop' | 'now'>,
): Promise<{ readonly owed: readonly Owed[]; readonly liabilities: readonly Liability[] }> {
  const owed: Owed[] = []
  let after: string | null = null
  for (let part = 0; part < mostParts; part += 1) {
    const from: string | null = after
    const records: readonly ReturnRecord[] = await withShop(ctx.shop, async (tx) => {
      const found = await listOwingReturns(tx, ctx.shop, { after: from, limit: atOnce })
      owed.push(...(await owedOfAll(ctx, tx, found)))
      return found
    })
    after = records.at(-1)?.id ?? null
    if (records.length < atOnce) break
  }
  return { owed, liabilities: liabilities(owed, ctx.now()) }
}

async function owedOfAll(
  ctx: Pick<ShopContext, 'shop'>,
  tx: Transaction,
  records: readonly ReturnRecord[],
): Promise<Owed[]> {
  const ids = records.map(({ id }) => id)
  const external = ids.length === 0 ? [] : await sumExternalOfReturns(tx, ctx.shop, ids)
  return records.flatMap((record) => {
    const paid = external.filter(
      ({ returnId, amount }) => returnId === record.id && amount.currency === record.currency,
    )
    const total = sum(
      paid.map(({ amount }) => amount),
      record.currency,
    )
    return owedOf(owingReturn(record, total))
  })
}

const openStates: readonly string[] = ['intended', 'sent', 'pending', 'unknown']

/** What the liability needs to know of a stored return. */
function owingReturn(record: ReturnRecord, external: Money): OwingReturn {
  const inState = (isOne: (intent: MoneyIntentRecord) => boolean) =>
    record.moneyIntents.filter(isOne).map(({ amount, createdAt: since }) => ({ amount, since }))
  return {
    id: record.id,
    status: record.status,
    paysOnApproval: paysOnApproval(record),
    promised: record.promised?.total ?? null,
    currency: record.currency,
    requestedAt: record.requestedAt,
    decidedAt: record.decidedAt,
    receivedAt: record.receivedAt,
    ...worths(record),
    inFlight: inState(({ state }) => openStates.includes(state)),
    failed: inState((intent) => intent.state === 'failed' && !isMadeGood(record, intent)),
    external: external.currency === record.currency ? external : zero(record.currency),
  }
}

/** Another intent of the return that stands names the failed one: it pays in its place. */
function isMadeGood(record: ReturnRecord, failed: MoneyIntentRecord): boolean {
  return record.moneyIntents.some(
    (intent) =>
      intent.id !== failed.id &&
      intent.state !== 'refused' &&
      JSON.stringify(intent.request).includes(failed.id),
  )
}

/** What the units are worth by the receipt: all that were promised money for, and those that no refund has taken up. */
function worths(record: ReturnRecord): Pick<OwingReturn, 'unpaidWorth' | 'wholeWorth'> {
  const lines = (record.promised?.lines ?? []).filter(({ outcome }) => outcome !== 'exchange')
  const worthOfUnits = (lineId: string, from: number, to: number) =>
    (lines.find((line) => line.lineId === lineId)?.units ?? [])
      .slice(from, to)
      .reduce((minor, unit) => minor + Math.max(0, unit.amount.minor), 0)
  const open = refundableUnits(record)
  return {
    wholeWorth: lines.reduce((minor, line) => minor + worthOfUnits(line.lineId, 0, line.quantity), 0),
    unpaidWorth: record.lines.reduce((minor, line) => {
      const range = open.find(({ returnLineId }) => returnLineId === line.id)
      return range === undefined ? minor : minor + worthOfUnits(line.lineId, range.from, range.to)
    }, 0),
  }
}
