import type { MoneyApproval } from '@prisma/client'
import { z } from 'zod'
import { approvalStates, type ApprovalState } from '#app/domain/approval.ts'
import { Actor } from '#app/domain/events.ts'
import { ReturnId, type ShopDomain } from '#app/domain/ids.ts'
import type { Exceeded } from '#app/domain/limits.ts'
import { money, Money } from '#app/domain/money.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, instantOrNull, jsonColumn, minorUnits } from './column.ts'

/** A payment that needs a second person. Request, hash, amount and who asked never change (a trigger refuses it). */
export type ApprovalRecord = {
  readonly id: string
  readonly returnId: ReturnId
  readonly state: ApprovalState
  /** What was frozen: a `MoneyRequest`. */
  readonly request: unknown
  readonly requestHash: string
  /** All that the shopper would get. */
  readonly amount: Money
  readonly because: readonly Exceeded[]
  readonly requestedById: string
  readonly requestedBy: Actor
  readonly decidedBy: Actor | null
  readonly note: string
  readonly voidBecause: string | null
  readonly intentId: string | null
  readonly createdAt: string
  readonly decidedAt: string | null
}

const State = z.enum(approvalStates)
const Because = z.array(
  z.object({
    scope: z.enum(['order', 'day', 'buyer', 'currency', 'role']),
    limit: Money.nullable(),
    would: Money,
  }),
)

function approvalRecord(row: MoneyApproval): ApprovalRecord {
  const { id, request, requestHash, requestedById, note, voidBecause, intentId } = row
  return {
    id,
    returnId: ReturnId.parse(row.returnId),
    state: State.parse(row.state),
    request,
    requestHash,
    amount: money(minorUnits.parse(row.amountMinor), row.currency),
    because: Because.parse(row.because),
    requestedById,
    requestedBy: Actor.parse(row.requestedBy),
    decidedBy: row.decidedBy === null ? null : Actor.parse(row.decidedBy),
    note,
    voidBecause,
    intentId,
    createdAt: instant(row.createdAt),
    decidedAt: instantOrNull(row.decidedAt),
  }
}

/** Freezes a payment that has to wait. The return's lock must be held; only one of a return waits at a time. */
export async function createApproval(
  tx: Transaction,
  shop: ShopDomain,
  input: Pick<
    ApprovalRecord,
    'id' | 'returnId' | 'requestHash' | 'amount' | 'because' | 'requestedById' | 'requestedBy' | 'createdAt'
  > & { readonly request: object },
): Promise<void> {
  const { amount, request, because, requestedBy, ...row } = input
  await tx.moneyApproval.create({
    data: {
      ...row,
      shop,
      state: 'waiting',
      request: jsonColumn(request),
      because: jsonColumn(because),
      requestedBy: jsonColumn(requestedBy),
      amountMinor: BigInt(amount.minor),
      currency: amount.currency,
    },
  })
}

/** The approval, null when there is none. */
export async function findApproval(tx: Transaction, id: string): Promise<ApprovalRecord | null> {
  const row = await tx.moneyApproval.findUnique({ where: { id } })
  return row && approvalRecord(row)
}

/** The payment of a return that waits for a second person, null when none does. */
export async function findWaitingApproval(
  tx: Transaction,
  shop: ShopDomain,
  returnId: ReturnId,
): Promise<ApprovalRecord | null> {
  const row = await tx.moneyApproval.findFirst({ where: { shop, returnId, state: 'waiting' } })
  return row && approvalRecord(row)
}

/** All payments of a return that ever needed a second person, newest first. */
export async function listApprovals(
  tx: Transaction,
  shop: ShopDomain,
  returnId: ReturnId,
): Promise<readonly ApprovalRecord[]> {
  const orderBy = [{ createdAt: 'desc' as const }, { id: 'desc' as const }]
  return (await tx.moneyApproval.findMany({ where: { shop, returnId }, orderBy })).map(approvalRecord)
}

/** The payments of a shop that wait for a second person, oldest first. */
export async function listWaitingApprovals(
  tx: Transaction,
  shop: ShopDomain,
  limit: number,
): Promise<readonly ApprovalRecord[]> {
  const orderBy = [{ createdAt: 'asc' as const }, { id: 'asc' as const }]
  const where = { shop, state: 'waiting' }
  return (await tx.moneyApproval.findMany({ where, orderBy, take: limit })).map(approvalRecord)
}

/** How an approval ends; `intentId` is null where nothing is paid by granting it. */
export type ApprovalEnd =
  | { readonly state: 'granted'; readonly by: ApprovalEndBy; readonly intentId: string | null }
  | { readonly state: 'refused'; readonly by: ApprovalEndBy; readonly note: string }
  | { readonly state: 'void'; readonly because: string }
type ApprovalEndBy = { readonly userId: string; readonly actor: Actor }

/** Ends an approval that still waits. Answers false, and changes nothing, when it does not. */
export async function endApproval(
  tx: Transaction,
  id: string,
  { end, now }: { readonly end: ApprovalEnd; readonly now: string },
): Promise<boolean> {
  const by = end.state === 'void' ? {} : { decidedById: end.by.userId, decidedBy: jsonColumn(end.by.actor) }
  const rest =
    end.state === 'granted'
      ? { intentId: end.intentId }
      : end.state === 'refused'
        ? { note: end.note }
        : { voidBecause: end.because }
  const { count } = await tx.moneyApproval.updateMany({
    where: { id, state: 'waiting' },
    data: { state: end.state, decidedAt: now, ...by, ...rest },
  })
  return count === 1
}
