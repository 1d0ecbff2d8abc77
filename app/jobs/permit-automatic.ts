import type { ShopContext } from '#app/context.server.ts'
import type { Transaction } from '#app/db.server.ts'
import {
  buyerKeyOf,
  findLimits,
  type LimitQuestion,
  lockSpent,
  recordLimitEntry,
} from '#app/db/limit.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { type Exceeded, judgeMovement } from '#app/domain/limits.ts'
import { type Staked, stakeOf } from '#app/domain/refund/stake.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { SettlementMethod } from '#app/shopify/settlement.server.ts'

/** Within the limits of who answers for it. Call `charge` with the intent, in the same transaction. */
export type Permit = { readonly charge: (tx: Transaction, intentId: string) => Promise<void> }

/** A payment as limits see it: for whom, by what way, and all that the buyer gets by it, goods in exchange included. */
export type JudgedPayment = {
  readonly record: ReturnRecord
  readonly method: SettlementMethod
  readonly quote: Staked
}

/** Answers whether a payment may be made, by the limits of whoever answers for it. */
export type AskPermit = (payment: JudgedPayment) => Promise<Result<Permit, readonly Exceeded[]>>

/**
 * Asks the limits of what the policy pays by itself, without a person. To pay, the return's lock must be held; the shop's
 * limits are locked until the transaction ends, so that two payments at once do not both fit under one limit.
 */
export async function permitAutomatic(
  ctx: ShopContext,
  tx: Transaction,
  { record, method, quote }: JudgedPayment,
): Promise<Result<Permit, readonly Exceeded[]>> {
  const { shop } = ctx
  const amount = stakeOf(quote)
  const question: LimitQuestion = {
    shop,
    userId: 'automatic',
    role: 'automatic',
    orderGid: record.orderGid,
    buyerKey: buyerKeyOf(record),
    currency: amount.currency,
    now: ctx.now(),
  }
  const spent = await lockSpent(tx, question)
  const { limits } = await findLimits(tx, shop)
  const action = method === 'store_credit' ? 'store_credit' : 'refund'
  const judged = judgeMovement({ limits, role: 'automatic', movement: { action, amount }, spent })
  if (!judged.ok) return judged
  return ok({ charge: (inTx, intentId) => recordLimitEntry(inTx, { intentId, question, action, amount }) })
}
