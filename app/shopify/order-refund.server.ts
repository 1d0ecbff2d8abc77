import type { AdminGraphql } from './admin-graphql.server.ts'
import { CustomerGid, type OrderGid } from '#app/domain/ids.ts'
import { type Money, toDecimal } from '#app/domain/money.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { CurrencyCode } from '#app/types/admin.generated.ts'
import { readBag, writeMoney } from './amount.ts'
import { CREATE_REFUND, ORDER_REFUNDABLE } from './money-operations.server.ts'
import { ask } from './operation.ts'
import { mutationResult, type ShopifyRefusal } from './refusal.ts'
import { readRefund, type ShopifyRefund } from './return-state.server.ts'

/** A payment of an order and what of it can still go back. */
export type RefundablePayment = {
  readonly parentGid: string
  readonly gateway: string
  readonly name: string
  readonly most: Money
}

/** What can still go back of an order, beside any return. */
export type OrderRefundable = {
  readonly customerGid: CustomerGid | null
  readonly most: Money
  /** What the order's books say is open: negative where the shop owes the buyer. */
  readonly outstanding: Money
  readonly payments: readonly RefundablePayment[]
  /** All refunds of the order, for finding one of ours by its note. */
  readonly refunds: readonly ShopifyRefund[]
}

/** Reads what can go back of an order; null when there is no such order. */
export async function readOrderRefundable(
  admin: AdminGraphql,
  orderGid: OrderGid,
): Promise<OrderRefundable | null> {
  const { order } = await ask(admin, ORDER_REFUNDABLE, { id: orderGid })
  if (order === null || order.suggestedRefund === null) return null
  const { suggestedRefund } = order
  return {
    customerGid: order.customer === null ? null : CustomerGid.parse(order.customer.id),
    most: readBag(suggestedRefund.maximumRefundableSet),
    outstanding: readBag(order.totalOutstandingSet),
    payments: suggestedRefund.suggestedTransactions.flatMap((one) => {
      if (one.parentTransaction === null || one.maximumRefundableSet === null) return []
      const gateway = one.gateway ?? ''
      const name = one.formattedGateway ?? gateway
      return [{ parentGid: one.parentTransaction.id, gateway, name, most: readBag(one.maximumRefundableSet) }]
    }),
    refunds: order.refunds.map(readRefund),
  }
}

/** What `createRefund` sends. It never changes for one key: Shopify refuses the same key with other parameters. */
export type OrderRefund = {
  readonly orderGid: OrderGid
  readonly key: string
  readonly note: string
  readonly currency: string
  readonly transactions: readonly {
    readonly parentGid: string
    readonly gateway: string
    readonly amount: Money
  }[]
  readonly storeCredit: { readonly amount: Money; readonly expiresAt: string | null } | null
  readonly sendBefore: number
}

/**
 * Gives money of an order back without a return (`refundCreate`). Shopify keeps the key for 24 hours: sent again with it, the
 * same call answers the first refund. Never more than was paid.
 */
export async function createRefund(
  admin: AdminGraphql,
  refund: OrderRefund,
): Promise<Result<ShopifyRefund, ShopifyRefusal>> {
  const credit = refund.storeCredit
  const variables = {
    key: refund.key,
    input: {
      orderId: refund.orderGid,
      note: refund.note,
      notify: false,
      allowOverRefunding: false,
      // The currency is an ISO code that came from Shopify; its enum is only the list of spellings.
      currency: refund.currency as CurrencyCode,
      transactions: refund.transactions.map(({ parentGid, gateway, amount }) => ({
        orderId: refund.orderGid,
        parentId: parentGid,
        kind: 'REFUND' as const,
        gateway,
        amount: toDecimal(amount),
      })),
      refundMethods:
        credit === null
          ? []
          : [
              {
                storeCreditRefund: {
                  amount: writeMoney(credit.amount),
                  ...(credit.expiresAt === null ? {} : { expiresAt: credit.expiresAt }),
                },
              },
            ],
    },
  }
  const data = await ask(admin, CREATE_REFUND, variables, { sendBefore: refund.sendBefore })
  const result = mutationResult(data.refundCreate, data.refundCreate?.refund)
  return result.ok ? ok(readRefund(result.value)) : result
}
