import type { ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'

/**
 * In how many returns each version decided at least one of the lines that were asked back. A later version that was better for
 * the buyer counts beside the one in force when the order was placed.
 */
export async function countReturnsByVersion(
  tx: Transaction,
  shop: ShopDomain,
): Promise<ReadonlyMap<number, number>> {
  const rows = await tx.$queryRaw<{ number: number; returns: number }[]>`
    select judged.number, count(distinct judged.id)::int as returns
    from (
      select r.id, coalesce((line ->> 'policyVersion')::int, r."policyVersion") as number
      from "Return" r cross join lateral jsonb_array_elements(r.decision -> 'lines') as line
      where r.shop = ${shop} and exists (
        select 1 from "ReturnLine" asked
        where asked.shop = r.shop and asked."returnId" = r.id and asked."lineId" = line ->> 'lineId'
      )
    ) as judged
    group by judged.number`
  return new Map(rows.map(({ number, returns }) => [number, returns]))
}
