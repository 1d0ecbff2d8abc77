import type { PolicyVersion } from '@prisma/client'
import { Actor } from '#app/domain/events.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { upgradePolicy } from '#app/domain/policy/upgrade.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, jsonColumn } from './column.ts'
import {
  latestVersion,
  type PolicyIndex,
  type PolicyIndexEntry,
  readPolicyIndex,
  versionAt,
} from './policy-index.server.ts'

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

/** Versions that were read before: they never change. Those that were asked for longest ago leave. */
const remembered = new Map<string, PolicyVersionRecord>()
const mostRemembered = 100

function keyOf(shop: ShopDomain, { number, fingerprint }: PolicyIndexEntry): string {
  return `${shop} ${number} ${fingerprint}`
}

/** The versions of some entries, in their order, if this process has read them before: as the same objects. */
export function recallVersions(
  shop: ShopDomain,
  entries: readonly PolicyIndexEntry[],
): PolicyVersionRecord[] | null {
  const versions = entries.flatMap((entry) => remembered.get(keyOf(shop, entry)) ?? [])
  if (versions.length < entries.length) return null
  for (const [place, entry] of entries.entries()) remember(keyOf(shop, entry), versions[place])
  return versions
}

function remember(key: string, version: PolicyVersionRecord | undefined): void {
  if (version === undefined) return
  remembered.delete(key)
  remembered.set(key, version)
  const [oldest] = remembered.keys()
  if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest)
}

/** The versions of some entries, in their order. Throws where the shop does not have one. */
export async function loadVersions(
  tx: Transaction,
  shop: ShopDomain,
  entries: readonly PolicyIndexEntry[],
): Promise<PolicyVersionRecord[]> {
  const recalled = recallVersions(shop, entries)
  if (recalled !== null) return recalled
  const rows = await tx.policyVersion.findMany({
    where: { shop, number: { in: entries.map(({ number }) => number) } },
  })
  const versions = new Map(rows.map((row) => [row.number, versionRecord(row)]))
  return entries.map((entry) => {
    const version = versions.get(entry.number)
    if (version === undefined) throw new Error(`${shop} has no version ${entry.number} of its policy`)
    remember(keyOf(shop, entry), version)
    return version
  })
}

async function loadVersion(
  tx: Transaction,
  shop: ShopDomain,
  choose: (index: PolicyIndex) => PolicyIndexEntry,
): Promise<PolicyVersionRecord> {
  const [version] = await loadVersions(tx, shop, [choose(await readPolicyIndex(tx, shop))])
  if (version === undefined) throw new Error(`${shop} has no policy`)
  return version
}

/** `latestVersion` of the shop; what is edited begins with it. Throws when the shop has none. */
export function getLatestPolicy(tx: Transaction, shop: ShopDomain): Promise<PolicyVersionRecord> {
  return loadVersion(tx, shop, latestVersion)
}

/** `versionAt` of the shop. Throws when the shop has none. */
export function getPolicyAt(tx: Transaction, shop: ShopDomain, at: string): Promise<PolicyVersionRecord> {
  return loadVersion(tx, shop, (index) => versionAt(index, at))
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
  const entry = (await readPolicyIndex(tx, shop)).find((one) => one.number === number)
  return entry ? ((await loadVersions(tx, shop, [entry]))[0] ?? null) : null
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
