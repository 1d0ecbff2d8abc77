import type { ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'

/** What a version judges, without its policy. */
export type PolicyIndexEntry = {
  readonly number: number
  /** Of the whole row: another one has another fingerprint. */
  readonly fingerprint: string
  readonly inForceFrom: Date
  /** It also judges earlier orders where that is better for the buyer. */
  readonly judgesEarlier: boolean
}
/** The versions of a shop that were not taken back, by number. */
export type PolicyIndex = readonly PolicyIndexEntry[]

/** Empty where the shop has no version (every installed shop has one). */
export async function readPolicyIndex(tx: Transaction, shop: ShopDomain): Promise<PolicyIndex> {
  return tx.$queryRaw<PolicyIndexEntry[]>`
    select number, hashtextextended(v::text, 0)::text as fingerprint,
      coalesce("inForceFrom", "publishedAt") as "inForceFrom",
      coalesce(policy->>'appliesToEarlierOrders' = 'where_better', false) as "judgesEarlier"
    from "PolicyVersion" v
    where shop = ${shop}
      and not exists (select 1 from "PolicyWithdrawal" w where w.shop = v.shop and w.number = v.number)
    order by number`
}

/** The version that was published last, also when it comes into force later. Throws when there is none. */
export function latestVersion(index: PolicyIndex): PolicyIndexEntry {
  return oneOf(index.at(-1))
}

/**
 * The version in force at an instant: of those whose time has come the one that came last. For an order placed before the first
 * version, the first. Throws when there is none.
 */
export function versionAt(index: PolicyIndex, at: string): PolicyIndexEntry {
  return oneOf(
    inOrder(index.filter(({ inForceFrom }) => inForceFrom.getTime() <= Date.parse(at))).at(-1) ?? index[0],
  )
}

/**
 * Versions that came into force after an instant, and by now, and that also judge earlier orders; oldest first, the newest fifty
 * at most. `number` is the version that judges the order itself.
 */
export function laterVersions(
  index: PolicyIndex,
  { after, number, now }: { readonly after: string; readonly number: number; readonly now: string },
): readonly PolicyIndexEntry[] {
  const isLater = (one: PolicyIndexEntry) =>
    one.judgesEarlier &&
    one.number !== number &&
    one.inForceFrom.getTime() > Date.parse(after) &&
    one.inForceFrom.getTime() <= Date.parse(now)
  return inOrder(index.filter(isLater)).slice(-50)
}

function inOrder(index: PolicyIndex): PolicyIndex {
  return index.toSorted((a, b) => a.inForceFrom.getTime() - b.inForceFrom.getTime() || a.number - b.number)
}

function oneOf(entry: PolicyIndexEntry | undefined): PolicyIndexEntry {
  if (entry === undefined) throw new Error('The shop has no policy')
  return entry
}
