import type { AdminGraphql } from './admin-graphql.server.ts'
import type { ShopifyReturnGid } from '#app/domain/ids.ts'
import type { ShopifyReturnStatus } from '#app/domain/lifecycle.ts'
import type { Money } from '#app/domain/money.ts'
import type { RefundOfReturnFragment } from '#app/types/admin.generated.ts'
import { readBag } from './amount.ts'
import { ask } from './operation.ts'
import { RETURN_STATE } from './return-operations.server.ts'

/** One movement of a refund. Only SUCCESS has reached the buyer. */
export type RefundTransaction = {
  readonly gid: string
  readonly status: 'settled' | 'pending' | 'failed'
  readonly gateway: string
  readonly errorCode: string | null
  readonly amount: Money
}

export type ShopifyRefund = {
  readonly gid: string
  readonly note: string
  readonly createdAt: string
  readonly total: Money
  readonly transactions: readonly RefundTransaction[]
}

/** Where a return stands in Shopify. Refunds come newest first, ten at most. */
export type ShopifyReturnState = {
  readonly gid: string
  readonly name: string
  readonly status: ShopifyReturnStatus
  readonly closedAt: string | null
  readonly decline: { readonly reason: string; readonly note: string } | null
  readonly lines: readonly {
    readonly gid: string
    readonly quantity: number
    readonly processed: number
    readonly refunded: number
  }[]
  readonly refunds: readonly ShopifyRefund[]
}

/** Reads a return back; null when Shopify has no such return. */
export async function readReturnState(
  admin: AdminGraphql,
  input: { readonly gid: ShopifyReturnGid; readonly lineCount: number },
): Promise<ShopifyReturnState | null> {
  const data = await ask(admin, RETURN_STATE, { id: input.gid, lines: input.lineCount })
  const node = data.return
  if (node === null) return null
  return {
    gid: node.id,
    name: node.name,
    status: node.status,
    closedAt: node.closedAt,
    decline: node.decline === null ? null : { reason: node.decline.reason, note: node.decline.note ?? '' },
    lines: node.returnLineItems.nodes.map((line) => ({
      gid: line.id,
      quantity: line.quantity,
      processed: line.processedQuantity,
      refunded: line.refundedQuantity,
    })),
    refunds: node.refunds.nodes.map(readRefund),
  }
}

/** Where a transaction stands. Only SUCCESS has reached the buyer; a gateway that has not said yet is waited for. */
export const transactionStatus = {
  SUCCESS: 'settled',
  PENDING: 'pending',
  AWAITING_RESPONSE: 'pending',
  UNKNOWN: 'pending',
  FAILURE: 'failed',
  ERROR: 'failed',
} as const

/** A refund from its node. Other kinds of transactions than refunds say nothing about money going back. */
export function readRefund(node: RefundOfReturnFragment): ShopifyRefund {
  return {
    gid: node.id,
    note: node.note ?? '',
    createdAt: node.createdAt ?? '',
    total: readBag(node.totalRefundedSet),
    transactions: node.transactions.nodes
      .filter((transaction) => transaction.kind === 'REFUND')
      .map((transaction) => ({
        gid: transaction.id,
        status: transactionStatus[transaction.status],
        gateway: transaction.gateway ?? '',
        errorCode: transaction.errorCode,
        amount: readBag(transaction.amountSet),
      })),
  }
}
