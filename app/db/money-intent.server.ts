import { Prisma } from '@prisma/client'
import type { CustomerGid, ReturnId, ShopDomain } from '#app/domain/ids.ts'
import { money, type Money } from '#app/domain/money.ts'
import type { MoneyState } from '#app/domain/return.ts'
import type { Transaction } from '#app/db.server.ts'
import { jsonColumn, minorUnits } from './column.ts'
import { bookIntent } from './ledger-of-intent.server.ts'
import { type MoneyIntentRecord, moneyIntentRecord } from './return-record.ts'

/** An intent as it is first written, in state `intended`. */
export type NewMoneyIntent = Pick<
  MoneyIntentRecord,
  | 'id'
  | 'returnId'
  | 'purpose'
  | 'unitsKey'
  | 'method'
  | 'amount'
  | 'requestHash'
  | 'correlation'
  | 'actor'
  | 'createdAt'
> & { readonly request: object }

/** What may change on an intent. `null` empties a field. */
export type MoneyIntentChange = {
  readonly state?: MoneyState
  readonly snapshot?: object
  readonly report?: object
  readonly refusedKind?: string | null
  readonly emptyReads?: object | null
  readonly sentAt?: string
  readonly finishedAt?: string
  /** Adds one to how often the request left the house. */
  readonly countSend?: boolean
}

/**
 * Writes the intent and reserves its amount in the ledger. Answers false, and writes nothing, when an intent for the same
 * return, purpose and units is there already: a double click, a second person, or a job that ran before. A trigger refuses
 * units of a line that a refund pays for already.
 */
export async function createMoneyIntent(
  tx: Transaction,
  shop: ShopDomain,
  input: NewMoneyIntent,
): Promise<boolean> {
  const { amount, request, actor, ...row } = input
  const { count } = await tx.moneyIntent.createMany({
    data: {
      ...row,
      shop,
      state: 'intended',
      amountMinor: BigInt(amount.minor),
      currency: amount.currency,
      request: jsonColumn(request),
      actor: jsonColumn(actor),
    },
    skipDuplicates: true,
  })
  if (count === 1) await bookIntent(tx, row.id, row.createdAt)
  return count === 1
}

/** The intent, null when there is none. */
export async function findMoneyIntent(tx: Transaction, id: string): Promise<MoneyIntentRecord | null> {
  const row = await tx.moneyIntent.findUnique({ where: { id } })
  return row && moneyIntentRecord(row)
}

/** The intent that pays for these units, null when there is none. */
export async function findMoneyIntentForUnits(
  tx: Transaction,
  key: { shop: ShopDomain; returnId: ReturnId; purpose: MoneyIntentRecord['purpose']; unitsKey: string },
): Promise<MoneyIntentRecord | null> {
  const row = await tx.moneyIntent.findUnique({ where: { shop_returnId_purpose_unitsKey: key } })
  return row && moneyIntentRecord(row)
}

/**
 * Changes an intent that still is as it was read. Answers false, and changes nothing, when another worker was faster:
 * whoever gets true has the right to act on it. The amount, the units and the request never change (a trigger refuses it).
 * What the change means for the ledger is booked in the same transaction, under the ledger's lock: take other locks before.
 */
export async function changeMoneyIntent(
  tx: Transaction,
  read: Pick<MoneyIntentRecord, 'id' | 'version'>,
  change: MoneyIntentChange,
): Promise<boolean> {
  const { snapshot, report, emptyReads, countSend, ...rest } = change
  const { count } = await tx.moneyIntent.updateMany({
    where: { id: read.id, version: read.version },
    data: {
      ...rest,
      ...(snapshot ? { snapshot: jsonColumn(snapshot) } : {}),
      ...(report ? { report: jsonColumn(report) } : {}),
      ...(emptyReads === undefined
        ? {}
        : { emptyReads: emptyReads === null ? Prisma.DbNull : jsonColumn(emptyReads) }),
      ...(countSend ? { sendCount: { increment: 1 } } : {}),
      version: { increment: 1 },
    },
  })
  if (count === 1 && (change.report || change.state)) await bookIntent(tx, read.id, change.finishedAt ?? null)
  return count === 1
}

/**
 * Whether a bonus or a gift's credit for this customer was sent and has no answer yet. Asking takes the customer's lock until the transaction
 * ends, so that of two workers that ask at once the second one sees what the first one writes.
 */
export async function hasCreditOnItsWay(
  tx: Transaction,
  { shop, customerGid }: { shop: ShopDomain; customerGid: CustomerGid },
): Promise<boolean> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${shop} ${customerGid}`}, 0))`
  const onItsWay = await tx.moneyIntent.findFirst({
    where: {
      shop,
      purpose: { in: ['bonus_credit', 'gift_credit'] },
      state: { in: ['sent', 'unknown'] },
      request: { path: ['customerGid'], equals: customerGid },
    },
    select: { id: true },
  })
  return onItsWay !== null
}

/** What was settled from `since` on, one sum per purpose and currency. */
export async function sumSettled(
  tx: Transaction,
  shop: ShopDomain,
  since: string,
): Promise<{ purpose: string; method: string; amount: Money; count: number }[]> {
  const groups = await tx.moneyIntent.groupBy({
    by: ['purpose', 'method', 'currency'],
    where: { shop, state: 'settled', finishedAt: { gte: since } },
    _sum: { amountMinor: true },
    _count: true,
  })
  return groups.map(({ purpose, method, currency, _sum, _count }) => ({
    purpose,
    method,
    amount: money(minorUnits.parse(_sum.amountMinor ?? 0n), currency),
    count: _count,
  }))
}
