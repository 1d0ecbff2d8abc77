import type { ReturnRecord } from './return-record.ts'
import { returnRecord, withParts } from './return-record.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { add, type Money, sum } from '#app/domain/money.ts'
import { type Exposure, MoneySettings } from '#app/domain/refund/money-settings.ts'
import { StoredQuote } from '#app/domain/refund/stored-quote.ts'
import { goodsAtStake } from '#app/domain/refund/stake.ts'
import type { Transaction } from '#app/db.server.ts'
import { z } from 'zod'
import { jsonColumn } from './column.ts'

/** How the shop pays beside its policy; the cautious defaults where it never said. */
export async function getMoneySettings(tx: Transaction, shop: ShopDomain): Promise<MoneySettings> {
  const row = await tx.shop.findUnique({ where: { shop }, select: { moneySettings: true } })
  return MoneySettings.catch(MoneySettings.parse({})).parse(row?.moneySettings ?? {})
}

/** As `getMoneySettings`, and nobody else changes them until the transaction ends. */
export async function lockMoneySettings(tx: Transaction, shop: ShopDomain): Promise<MoneySettings> {
  await tx.$executeRaw`select 1 from "Shop" where shop = ${shop} for update`
  return getMoneySettings(tx, shop)
}

/** Stores them; they hold from the next payment on. */
export async function saveMoneySettings(
  tx: Transaction,
  shop: ShopDomain,
  settings: MoneySettings,
): Promise<void> {
  await tx.shop.update({ where: { shop }, data: { moneySettings: jsonColumn(settings) } })
}

/**
 * What is out for scanned parcels that have not arrived, in the currency of the return: of its buyer, and of the last
 * 24 hours in all. Holds a lock of the shop until the transaction ends, so that two parcels do not both fit under one sum.
 */
export async function lockExposure(
  tx: Transaction,
  { shop, record, now }: { shop: ShopDomain; record: ReturnRecord; now: string },
): Promise<Exposure> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${shop} exposure`}, 0))`
  const { currency } = record
  const rows = await tx.return.findMany({
    where: { shop, currency, status: 'approved', keepsItems: false, scannedAt: { not: null } },
    include: withParts,
  })
  const returns = rows.map(returnRecord)
  const since = new Date(Date.parse(now) - 86_400_000).toISOString()
  const paid = (list: readonly ReturnRecord[], from: string | null): Money =>
    sum(
      list
        .flatMap((one) => one.moneyIntents)
        .filter(
          ({ purpose, state }) =>
            (purpose === 'refund' || purpose === 'gift_credit') && state !== 'refused' && state !== 'failed',
        )
        .filter(({ createdAt }) => from === null || createdAt >= from)
        .map(outOf),
      currency,
    )
  const ofBuyer = returns.filter((one) => isSameBuyer(one, record))
  return { ofBuyer: paid(ofBuyer, null), ofDay: paid(returns, since) }
}

/** Money that went out, and goods that were sent with it, by what was frozen. */
function outOf({ amount, request }: ReturnRecord['moneyIntents'][number]): Money {
  const frozen = Frozen.safeParse(request).data
  return frozen === undefined ? amount : add(amount, goodsAtStake(frozen.quote))
}

const Frozen = z.object({ quote: StoredQuote })

/** By the customer's account, else by the e-mail address. A buyer of whom nothing is known is nobody else. */
function isSameBuyer(a: ReturnRecord, b: ReturnRecord): boolean {
  if (a.customerGid !== null && b.customerGid !== null) return a.customerGid === b.customerGid
  return a.buyerEmail !== null && a.buyerEmail.toLowerCase() === b.buyerEmail?.toLowerCase()
}
