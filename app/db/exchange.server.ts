import { Prisma } from '@prisma/client'
import { z } from 'zod'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'

const Promised = z.object({ variantGid: z.string() })

/**
 * By variant how many units open returns were promised in exchange and did not get yet: Shopify reserves none of them before
 * they are processed. A return of which a part was settled is not counted any more.
 */
export async function countPromisedGoods(
  tx: Transaction,
  shop: ShopDomain,
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.returnLine.findMany({
    where: {
      shop,
      outcome: 'exchange',
      return: {
        status: { in: ['in_review', 'approved', 'received'] },
        moneyIntents: { none: { purpose: 'refund', state: 'settled' } },
      },
    },
    select: { quantity: true, exchange: true },
  })
  const promised = new Map<string, number>()
  for (const { quantity, exchange } of rows) {
    const choice = Promised.safeParse(exchange).data
    if (choice !== undefined)
      promised.set(choice.variantGid, (promised.get(choice.variantGid) ?? 0) + quantity)
  }
  return promised
}

/** Stores which exchange line of Shopify stands for a line, null once it is taken off there. */
export async function setExchangeLine(
  tx: Transaction,
  link: { readonly returnLineId: string; readonly shopifyExchangeLineGid: string | null },
): Promise<void> {
  const { returnLineId, shopifyExchangeLineGid } = link
  await tx.returnLine.update({ where: { id: returnLineId }, data: { shopifyExchangeLineGid } })
}

/** A line that is not exchanged any more: it is paid by what the shopper chose for that case. */
export async function endExchange(
  tx: Transaction,
  line: { readonly returnLineId: string; readonly outcome: 'refund' | 'store_credit' },
): Promise<void> {
  const { returnLineId, outcome } = line
  await tx.returnLine.update({ where: { id: returnLineId }, data: { exchange: Prisma.DbNull, outcome } })
}
