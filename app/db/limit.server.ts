import type { CustomerGid, OrderGid, ShopDomain } from '#app/domain/ids.ts'
import {
  firstLimits,
  holdersUpTo,
  type LimitHolder,
  Limits,
  type LimitScope,
  limitScopes,
  type MoneyAction,
  scopeSeconds,
  type Spent,
} from '#app/domain/limits.ts'
import { addSeconds } from '#app/domain/dates.ts'
import { money, type Money, zero } from '#app/domain/money.ts'
import type { Transaction } from '#app/db.server.ts'
import { jsonColumn, minorUnits } from './column.ts'

/** The shop's limits with the version that a change must name. */
export type LimitsRecord = { readonly limits: Limits; readonly version: number }

/** The limits that hold: the shop's, or the first ones until it has set some. */
export async function findLimits(tx: Transaction, shop: ShopDomain): Promise<LimitsRecord> {
  const row = await tx.paymentSafety.findUnique({ where: { shop } })
  if (!row?.limits) return { limits: firstLimits, version: row?.limitsVersion ?? 0 }
  return { limits: Limits.parse(row.limits), version: row.limitsVersion }
}

/** Stores limits in place of the version that was read. Answers false when somebody else was faster. */
export async function saveLimits(
  tx: Transaction,
  input: { readonly shop: ShopDomain; readonly limits: Limits; readonly version: number },
): Promise<boolean> {
  const { shop, limits, version } = input
  await tx.paymentSafety.createMany({ data: [{ shop }], skipDuplicates: true })
  const data = { limits: jsonColumn(limits), limitsVersion: { increment: 1 } }
  return (await tx.paymentSafety.updateMany({ where: { shop, limitsVersion: version }, data })).count === 1
}

/** Whom a payment is for, as far as limits count buyers: the customer, else the e-mail address; null when neither is known. */
export function buyerKeyOf(record: {
  readonly customerGid: CustomerGid | null
  readonly buyerEmail: string | null
}): string | null {
  return record.customerGid ?? record.buyerEmail?.trim().toLowerCase() ?? null
}

/** Who would answer for a payment (a person, or the policy: `automatic` in both), and where it would count. */
export type LimitQuestion = {
  readonly shop: ShopDomain
  readonly userId: string
  readonly role: LimitHolder
  readonly orderGid: OrderGid
  readonly buyerKey: string | null
  readonly currency: string
  readonly now: string
}

/**
 * What was paid before and counts for somebody of this role. Order and buyer count what anybody of this role or below
 * answered for, so that two people are no way around a limit; what somebody above granted does not use up the limits below.
 * Nothing counts whose payment was refused or failed: no money moved. The transaction then holds the shop's lock of limits:
 * of two payments at once the second one sees the first.
 */
export async function lockSpent(tx: Transaction, question: LimitQuestion): Promise<Spent> {
  const { shop, currency } = question
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`limits ${shop}`}, 0))`
  const sums: Partial<Record<LimitScope, Money>> = {}
  for (const scope of limitScopes) sums[scope] = await sumOf(tx, question, scope)
  const { order = zero(currency), day = zero(currency), buyer = zero(currency) } = sums
  return { order, day, buyer }
}

async function sumOf(tx: Transaction, question: LimitQuestion, scope: LimitScope): Promise<Money> {
  const { shop, userId, role, orderGid, buyerKey, currency, now } = question
  // Nobody knows whose money it is: then the order is all there is to count.
  if (scope === 'buyer' && buyerKey === null) return zero(currency)
  const seconds = scopeSeconds[scope]
  const since = seconds === null ? new Date(0).toISOString() : addSeconds(now, -seconds)
  const isDay = scope === 'day'
  const [row] = await tx.$queryRaw<{ total: bigint }[]>`
    select coalesce(sum(entry."amountMinor"), 0)::bigint as total
    from "LimitEntry" entry join "MoneyIntent" intent on intent.id = entry."intentId"
    where entry.shop = ${shop} and entry.currency = ${currency} and entry.at > ${since}::timestamptz
      and intent.state not in ('refused', 'failed')
      and (${!isDay} or entry."userId" = ${userId})
      and (${scope !== 'order'} or entry."orderGid" = ${orderGid})
      and (${scope !== 'buyer'} or entry."buyerKey" = ${buyerKey ?? ''})
      and (${isDay} or entry.role = any(${[...holdersUpTo(role)]}))`
  return money(minorUnits.parse(row?.total ?? 0n), currency)
}

/** Writes down who answers for a payment, in the transaction of its intent. */
export async function recordLimitEntry(
  tx: Transaction,
  entry: {
    readonly intentId: string
    readonly question: LimitQuestion
    readonly action: MoneyAction
    readonly amount: Money
  },
): Promise<void> {
  const { intentId, question, action, amount } = entry
  const { shop, userId, role, orderGid, buyerKey, currency, now } = question
  const amountMinor = BigInt(amount.minor)
  await tx.limitEntry.create({
    data: { intentId, shop, userId, role, action, orderGid, buyerKey, amountMinor, currency, at: now },
  })
}
