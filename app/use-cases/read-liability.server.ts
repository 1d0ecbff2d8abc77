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
import { amountFailed } from '#app/domain/ledger/book-intent.ts'
import { allocate, sum, type Money, zero } from '#app/domain/money.ts'
import { attemptsToMakeGood } from '#app/domain/refund/failed-refund.ts'
import { costOfExchanges, type Quote, type QuoteLine } from '#app/domain/refund/quote.ts'
import { splitQuote } from '#app/domain/refund/split-quote.ts'
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
    failed: record.moneyIntents
      .filter(({ id, state }) => state === 'failed' && !isTriedAgain(record, id))
      .map((intent) => ({ amount: amountFailed(intent), since: intent.createdAt })),
    external: external.currency === record.currency ? external : zero(record.currency),
  }
}

/** It was tried again: what that came to is owed, or paid, in its place. */
function isTriedAgain({ moneyIntents }: ReturnRecord, failedId: string): boolean {
  return attemptsToMakeGood(moneyIntents, failedId).some(({ state }) => state !== 'refused')
}

/** What the units are worth by the receipt: all of them, and those that no refund has taken up. */
function worths(record: ReturnRecord): Pick<OwingReturn, 'unpaidWorth' | 'wholeWorth'> {
  const worth = record.promised === null ? new Map<string, number[]>() : worthOfUnits(record.promised)
  const total = (minors: readonly number[]) => minors.reduce((all, minor) => all + minor, 0)
  const open = refundableUnits(record)
  return {
    wholeWorth: total([...worth.values()].flat()),
    unpaidWorth: total(
      record.lines.flatMap(({ id, lineId }) => {
        const range = open.find(({ returnLineId }) => returnLineId === id)
        return range === undefined ? [] : (worth.get(lineId)?.slice(range.from, range.to) ?? [])
      }),
    ),
  }
}

/**
 * The promise by lines and their units, in minor units. Each way of paying has its own sum (see `splitQuote`): what is paid one
 * way takes nothing off what is owed the other way. Of an exchanged unit only what its goods leave over is owed in money.
 */
function worthOfUnits(promised: Quote): Map<string, number[]> {
  const parts = splitQuote(promised).map(({ quote }) => quote)
  const worth = new Map<string, number[]>()
  for (const part of parts.length > 0 ? parts : [promised]) {
    const units = part.lines.flatMap((line) =>
      weightsOf(part, line).map((weight) => ({ lineId: line.lineId, weight })),
    )
    if (units.length === 0) continue
    const shares = allocate(
      part.total,
      units.map(({ weight }) => weight),
    )
    for (const [index, { lineId }] of units.entries())
      worth.set(lineId, [...(worth.get(lineId) ?? []), shares[index]?.minor ?? 0])
  }
  return worth
}

function weightsOf(part: Quote, { lineId, units }: QuoteLine): readonly number[] {
  if (units.length === 0) return []
  const goods = part.exchanges.filter((one) => one.lineId === lineId)
  const cost = costOfExchanges({ ...part, exchanges: goods })
  const costs = allocate(
    cost,
    units.map(() => 1),
  )
  return units.map(({ amount }, index) => Math.max(0, amount.minor - (costs[index]?.minor ?? 0)))
}
