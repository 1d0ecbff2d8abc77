import type { PolicyVersion } from '@prisma/client'
import { Actor } from '#app/domain/events.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { upgradePolicy } from '#app/domain/policy/upgrade.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, jsonColumn } from './column.ts'

/** A published version. It never changes. */
export type PolicyVersionRecord = {
  readonly number: number
  readonly policy: Policy
  readonly note: string
  readonly author: Actor
  readonly publishedAt: string
  /** When it begins to judge orders: when it was published, or later. */
  readonly inForceFrom: string
  /** The older version that was published anew with it. */
  readonly restores: number | null
  /** The second person, where two were wanted. */
  readonly approvedBy: Actor | null
}

/** A version in the history: `withdrawn` says who took it back before it came into force. */
export type PolicyHistoryRecord = PolicyVersionRecord & {
  readonly withdrawn: { readonly by: Actor; readonly at: string } | null
}

/** The one draft of a shop. `basedOn` is the published version that it started from. */
export type PolicyDraftRecord = {
  readonly policy: Policy
  readonly basedOn: number
  readonly author: Actor
  readonly updatedAt: string
}

function versionRecord(row: PolicyVersion): PolicyVersionRecord {
  return {
    number: row.number,
    policy: Policy.parse(upgradePolicy(row.policy)),
    note: row.note,
    author: Actor.parse(row.author),
    publishedAt: instant(row.publishedAt),
    inForceFrom: instant(row.inForceFrom ?? row.publishedAt),
    restores: row.restores,
    approvedBy: row.approvedBy === null ? null : Actor.parse(row.approvedBy),
  }
}

/** Numbers of versions that were taken back before they came into force: they judge nothing. */
async function withdrawnNumbers(tx: Transaction, shop: ShopDomain): Promise<number[]> {
  const rows = await tx.policyWithdrawal.findMany({ where: { shop }, select: { number: true } })
  return rows.map(({ number }) => number)
}

/**
 * The version that was published last, also when it comes into force later; what is edited begins with it. Throws when the shop
 * has none (every installed shop has one).
 */
export async function getLatestPolicy(tx: Transaction, shop: ShopDomain): Promise<PolicyVersionRecord> {
  const where = { shop, number: { notIn: await withdrawnNumbers(tx, shop) } }
  return versionRecord(await tx.policyVersion.findFirstOrThrow({ where, orderBy: { number: 'desc' } }))
}

/**
 * The version in force at an instant: of those whose time has come the one that came last. For an order placed before the first
 * version, the first. Throws when there is none.
 */
export async function getPolicyAt(
  tx: Transaction,
  shop: ShopDomain,
  at: string,
): Promise<PolicyVersionRecord> {
  const row =
    (await tx.policyVersion.findFirst({
      where: { shop, inForceFrom: { lte: at }, number: { notIn: await withdrawnNumbers(tx, shop) } },
      orderBy: [{ inForceFrom: 'desc' }, { number: 'desc' }],
    })) ?? (await tx.policyVersion.findFirstOrThrow({ where: { shop }, orderBy: { number: 'asc' } }))
  return versionRecord(row)
}

/**
 * Versions that came into force after an instant, and by now, and that also judge earlier orders where that is better for the
 * buyer; oldest first, the newest fifty at most. `number` is the version that judges the order itself.
 */
export async function listLaterPolicies(
  tx: Transaction,
  shop: ShopDomain,
  { after, number, now }: { readonly after: string; readonly number: number; readonly now: string },
): Promise<PolicyVersionRecord[]> {
  const rows = await tx.policyVersion.findMany({
    where: {
      shop,
      inForceFrom: { gt: after, lte: now },
      number: { notIn: [number, ...(await withdrawnNumbers(tx, shop))] },
      policy: { path: ['appliesToEarlierOrders'], equals: 'where_better' },
    },
    orderBy: [{ inForceFrom: 'desc' }, { number: 'desc' }],
    take: 50,
  })
  return rows.reverse().map(versionRecord)
}

/** All versions, newest first, also those that were taken back. */
export async function listPolicyVersions(tx: Transaction, shop: ShopDomain): Promise<PolicyHistoryRecord[]> {
  const rows = await tx.policyVersion.findMany({ where: { shop }, orderBy: { number: 'desc' } })
  const withdrawn = new Map(
    (await tx.policyWithdrawal.findMany({ where: { shop } })).map(({ number, by, at }) => [
      number,
      { by: Actor.parse(by), at: instant(at) },
    ]),
  )
  return rows.map((row) => ({ ...versionRecord(row), withdrawn: withdrawn.get(row.number) ?? null }))
}

/** One version by its number, null when the shop does not have it or took it back. */
export async function findPolicyVersion(
  tx: Transaction,
  shop: ShopDomain,
  number: number,
): Promise<PolicyVersionRecord | null> {
  const isWithdrawn = (await withdrawnNumbers(tx, shop)).includes(number)
  const row = isWithdrawn ? null : await tx.policyVersion.findFirst({ where: { shop, number } })
  return row && versionRecord(row)
}

/** Takes back a version that is not in force yet; false when it was taken back before. A trigger refuses one whose time has come. */
export async function withdrawPolicyVersion(
  tx: Transaction,
  input: { readonly shop: ShopDomain; readonly number: number; readonly by: Actor; readonly at: string },
): Promise<boolean> {
  const { by, ...row } = input
  const { count } = await tx.policyWithdrawal.createMany({
    data: { ...row, by: jsonColumn(by) },
    skipDuplicates: true,
  })
  return count === 1
}

/** Nobody else publishes, asks or decides about a version of the shop until the transaction ends. */
export async function lockPolicy(tx: Transaction, shop: ShopDomain): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${shop} policy`}, 0))`
}

/** The number of the version that would come next: numbers of versions that were taken back stay taken. */
export async function nextPolicyNumber(tx: Transaction, shop: ShopDomain): Promise<number> {
  const { _max } = await tx.policyVersion.aggregate({ where: { shop }, _max: { number: true } })
  return (_max.number ?? 0) + 1
}

/** The policies of some versions, by number; numbers that the shop does not have are left out. */
export async function getPolicies(
  tx: Transaction,
  shop: ShopDomain,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, Policy>> {
  const rows = await tx.policyVersion.findMany({ where: { shop, number: { in: [...numbers] } } })
  return new Map(rows.map(versionRecord).map(({ number, policy }) => [number, policy]))
}

/** Adds the next version and answers its number; null when somebody else published it at the same moment. */
export async function addPolicyVersion(
  tx: Transaction,
  input: {
    shop: ShopDomain
    number: number
    policy: Policy
    note: string
    author: Actor
    publishedAt: string
    /** Later than `publishedAt`; without it at once. */
    inForceFrom?: string
    restores?: number | null
    approvedBy?: Actor | null
  },
): Promise<number | null> {
  const { policy, author, approvedBy, ...row } = input
  const { count } = await tx.policyVersion.createMany({
    data: {
      ...row,
      policy: jsonColumn(policy),
      author: jsonColumn(author),
      ...(approvedBy ? { approvedBy: jsonColumn(approvedBy) } : {}),
    },
    skipDuplicates: true,
  })
  return count === 1 ? input.number : null
}

/** The draft, null when there is none. */
export async function findPolicyDraft(tx: Transaction, shop: ShopDomain): Promise<PolicyDraftRecord | null> {
  const row = await tx.policyDraft.findUnique({ where: { shop } })
  if (!row) return null
  return {
    policy: Policy.parse(upgradePolicy(row.policy)),
    basedOn: row.basedOn,
    author: Actor.parse(row.author),
    updatedAt: instant(row.updatedAt),
  }
}

/** Stores the draft over the one before. */
export async function storePolicyDraft(
  tx: Transaction,
  input: { shop: ShopDomain; policy: Policy; basedOn: number; author: Actor; updatedAt: string },
): Promise<void> {
  const { shop, basedOn, updatedAt } = input
  const data = { basedOn, updatedAt, policy: jsonColumn(input.policy), author: jsonColumn(input.author) }
  await tx.policyDraft.upsert({ where: { shop }, create: { shop, ...data }, update: data })
}

/** Removes the draft, if there is one. */
export async function deletePolicyDraft(tx: Transaction, shop: ShopDomain): Promise<void> {
  await tx.policyDraft.deleteMany({ where: { shop } })
}
