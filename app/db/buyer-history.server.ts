import type { CustomerGid, ShopDomain } from '#app/domain/ids.ts'
import { type Money, money, zero } from '#app/domain/money.ts'
import type { Transaction } from '#app/db.server.ts'
import { minorUnits } from './column.ts'

/** What Homeward knows of a buyer's returns. */
export type BuyerHistory = {
  /** Returns asked for, without those that were cancelled. */
  readonly returnCount: number
  /** What was refunded for them; null when it was in several currencies: nobody can add those up. */
  readonly refunded: Money | null
}

/** Reads a customer's returns. Only what is settled counts as refunded; zero is in the shop's currency. */
export async function readBuyerHistory(
  tx: Transaction,
  shop: ShopDomain,
  { customerGid, shopCurrency }: { readonly customerGid: CustomerGid; readonly shopCurrency: string },
): Promise<BuyerHistory> {
  const returnCount = await tx.return.count({ where: { shop, customerGid, status: { not: 'cancelled' } } })
  const sums = await tx.moneyIntent.groupBy({
    by: ['currency'],
    where: { shop, state: 'settled', return: { is: { shop, customerGid } } },
    _sum: { amountMinor: true },
  })
  const [first, ...others] = sums
  if (first === undefined) return { returnCount, refunded: zero(shopCurrency) }
  const refunded = money(minorUnits.parse(first._sum.amountMinor ?? 0n), first.currency)
  return { returnCount, refunded: others.length === 0 ? refunded : null }
}
