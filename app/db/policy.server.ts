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
  }
}

/** The latest version; throws when the shop has none (every installed shop has one). */
export async function getLatestPolicy(tx: Transaction, shop: ShopDomain): Promise<PolicyVersionRecord> {
  return versionRecord(
    await tx.policyVersion.findFirstOrThrow({ where: { shop }, orderBy: { number: 'desc' } }),
  )
}

/** The version in force at an instant; for an order placed before the first version, the first. Throws when there is none. */
export async function getPolicyAt(
  tx: Transaction,
  shop: ShopDomain,
  at: string,
): Promise<PolicyVersionRecord> {
  const row =
    (await tx.policyVersion.findFirst({
      where: { shop, publishedAt: { lte: at } },
      orderBy: { number: 'desc' },
    })) ?? (await tx.policyVersion.findFirstOrThrow({ where: { shop }, orderBy: { number: 'asc' } }))
  return versionRecord(row)
}

/**
 * Versions published after an instant that also judge earlier orders where that is better for the buyer; oldest first, the
 * newest fifty at most.
 */
export async function listLaterPolicies(
  tx: Transaction,
  shop: ShopDomain,
  { after, number }: { readonly after: string; readonly number: number },
): Promise<PolicyVersionRecord[]> {
  const rows = await tx.policyVersion.findMany({
    where: {
      shop,
      publishedAt: { gt: after },
      number: { gt: number },
      policy: { path: ['appliesToEarlierOrders'], equals: 'where_better' },
    },
    orderBy: { number: 'desc' },
    take: 50,
  })
  return rows.reverse().map(versionRecord)
}

/** All versions, newest first. */
export async function listPolicyVersions(tx: Transaction, shop: ShopDomain): Promise<PolicyVersionRecord[]> {
  return (await tx.policyVersion.findMany({ where: { shop }, orderBy: { number: 'desc' } })).map(
    versionRecord,
  )
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
  },
): Promise<number | null> {
  const { policy, author, ...row } = input
  const { count } = await tx.policyVersion.createMany({
    data: { ...row, policy: jsonColumn(policy), author: jsonColumn(author) },
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
