import { randomUUID } from 'node:crypto'
import type { PolicyApproval } from '@prisma/client'
import { z } from 'zod'
import { approvalStates, type ApprovalState } from '#app/domain/approval.ts'
import { Actor } from '#app/domain/events.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { upgradePolicy } from '#app/domain/policy/upgrade.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, instantOrNull, jsonColumn } from './column.ts'
import { hashOf } from './hash-chain.ts'

/** Our own id of a version that waits for a second person. */
export const PolicyApprovalId = z.uuid().brand('PolicyApprovalId')
export type PolicyApprovalId = z.infer<typeof PolicyApprovalId>

/** A version that waits for a second person, or waited. The policy is the one that was asked for, and never another. */
export type PolicyApprovalRecord = {
  readonly id: PolicyApprovalId
  readonly state: ApprovalState
  readonly policy: Policy
  readonly policyHash: string
  /** The version that was published last when it was asked for. */
  readonly basedOn: number
  /** The older version that is to be published anew; null for the draft. */
  readonly restores: number | null
  /** Null: at the moment of the approval. */
  readonly inForceFrom: string | null
  readonly note: string
  readonly requestedById: string
  readonly requestedBy: Actor
  readonly createdAt: string
}

/** The hash of a policy: keys sorted, so that the same policy always has the same one. */
export function policyHash(policy: Policy): string {
  return hashOf(policy)
}

function approvalRecord(row: PolicyApproval): PolicyApprovalRecord {
  return {
    id: PolicyApprovalId.parse(row.id),
    state: z.enum(approvalStates).parse(row.state),
    policy: Policy.parse(upgradePolicy(row.policy)),
    policyHash: row.policyHash,
    basedOn: row.basedOn,
    restores: row.restores,
    inForceFrom: instantOrNull(row.inForceFrom),
    note: row.note,
    requestedById: row.requestedById,
    requestedBy: Actor.parse(row.requestedBy),
    createdAt: instant(row.createdAt),
  }
}

/** Adds one that waits and answers its id. The database lets one wait per shop: look first, under `lockPolicy`. */
export async function addPolicyApproval(
  tx: Transaction,
  shop: ShopDomain,
  input: Omit<PolicyApprovalRecord, 'id' | 'state' | 'policyHash'>,
): Promise<PolicyApprovalId> {
  const id = PolicyApprovalId.parse(randomUUID())
  const { policy, requestedBy, ...row } = input
  await tx.policyApproval.create({
    data: {
      ...row,
      id,
      shop,
      state: 'waiting',
      policyHash: policyHash(policy),
      policy: jsonColumn(policy),
      requestedBy: jsonColumn(requestedBy),
    },
  })
  return id
}

/** The version that waits for a second person, null when none does. */
export async function findWaitingPolicy(
  tx: Transaction,
  shop: ShopDomain,
): Promise<PolicyApprovalRecord | null> {
  const row = await tx.policyApproval.findFirst({ where: { shop, state: 'waiting' } })
  return row && approvalRecord(row)
}

/** One that waits or waited, null when the shop has none of that id. */
export async function findPolicyApproval(
  tx: Transaction,
  shop: ShopDomain,
  id: PolicyApprovalId,
): Promise<PolicyApprovalRecord | null> {
  const row = await tx.policyApproval.findFirst({ where: { shop, id } })
  return row && approvalRecord(row)
}

/** What the second person answered to exactly this policy, where the last answer was no; null otherwise. */
export async function findRefusal(
  tx: Transaction,
  shop: ShopDomain,
  policy: Policy,
): Promise<{ readonly by: Actor; readonly answer: string; readonly at: string } | null> {
  const row = await tx.policyApproval.findFirst({ where: { shop }, orderBy: { createdAt: 'desc' } })
  if (row?.state !== 'refused' || row.policyHash !== policyHash(policy) || row.decidedAt === null) return null
  return { by: Actor.parse(row.decidedBy), answer: row.answer ?? '', at: instant(row.decidedAt) }
}

/** How one ends. `answer` is what who decided wrote, or why it is void. */
export type PolicyApprovalEnd = {
  readonly state: Exclude<ApprovalState, 'waiting'>
  readonly by: Actor
  readonly answer: string
  readonly published?: number
}

/** Ends one that waits; false, and nothing changes, when it does not wait any more. */
export async function endPolicyApproval(
  tx: Transaction,
  id: PolicyApprovalId,
  { end, now }: { readonly end: PolicyApprovalEnd; readonly now: string },
): Promise<boolean> {
  const { by, ...data } = end
  const { count } = await tx.policyApproval.updateMany({
    where: { id, state: 'waiting' },
    data: {
      ...data,
      decidedAt: now,
      decidedBy: jsonColumn(by),
      decidedById: by.kind === 'staff' ? by.id : null,
    },
  })
  return count === 1
}
