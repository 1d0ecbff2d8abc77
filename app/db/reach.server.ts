import type { Transaction } from '#app/db.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'

/** Where a shop's returns came from so far: ISO codes of currencies and ship-to countries, each once. */
export type Reach = { readonly currencies: readonly string[]; readonly countries: readonly string[] }

/** Reads the currencies and countries of the shop's returns. */
export async function readReach(tx: Transaction, shop: ShopDomain): Promise<Reach> {
  const rows = await tx.return.groupBy({ by: ['currency', 'country'], where: { shop } })
  return {
    currencies: [...new Set(rows.map(({ currency }) => currency))].sort(),
    countries: [...new Set(rows.flatMap(({ country }) => country ?? []))].sort(),
  }
}
