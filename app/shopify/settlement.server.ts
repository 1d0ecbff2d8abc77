import type { AdminGraphql } from './admin-graphql.server.ts'
import type { ShopifyReturnGid } from '#app/domain/ids.ts'
import type { ShopifyReturnStatus } from '#app/domain/lifecycle.ts'
import { type Money, sum, zero } from '#app/domain/money.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { ReturnSettlementQuery } from '#app/types/admin.generated.ts'
import { isAccessDenied, isShopifyGraphqlErrors } from './admin-error.ts'
import { readBag, writeMoney } from './amount.ts'
import { PROCESS_RETURN, RETURN_SETTLEMENT } from './money-operations.server.ts'
import { ask } from './operation.ts'
import { mutationResult, type ShopifyRefusal } from './refusal.ts'
import { readRefund, type ShopifyRefund } from './return-state.server.ts'

export type SettlementLine = { readonly gid: string; readonly quantity: number }
export type SettlementMethod = 'original_payment' | 'store_credit'

/** What Shopify would give back for some lines of a return right now, in the order's presentment currency. */
export type Settlement = {
  readonly status: ShopifyReturnStatus
  readonly taxesIncluded: boolean
  readonly hasCustomer: boolean
  readonly lines: readonly {
    readonly gid: string
    readonly quantity: number
    readonly processed: number
    readonly processable: number
    readonly refunded: number
    readonly restockingFeePercent: number
  }[]
  /** The return's fees for the way back; none once a part of the return was processed (they are taken with the first part). */
  readonly returnShippingFee: Money
  readonly refundGids: readonly string[]
  readonly subtotal: Money
  readonly tax: Money
  readonly maximumRefundable: Money
  /** Nothing where the buyer is owed nothing or owes something. */
  readonly refund: Money
  /** How the refund goes back; empty for store credit. */
  readonly transactions: readonly { readonly parentGid: string; readonly amount: Money }[]
  readonly storeCredit: { readonly amount: Money; readonly expiresAt: string | null } | null
}

type SettlementInput = {
  readonly gid: ShopifyReturnGid
  readonly lines: readonly SettlementLine[]
  readonly lineCount: number
  readonly currency: string
  readonly method: SettlementMethod
}

/**
 * Reads Shopify's own arithmetic for the lines. Null when there is no such return, or when Shopify suggests nothing for these
 * units: somebody processed some of them meanwhile, which it answers with a top-level error.
 */
export async function readSettlement(
  admin: AdminGraphql,
  input: SettlementInput,
): Promise<Settlement | null> {
  try {
    const data = await ask(admin, RETURN_SETTLEMENT, {
      id: input.gid,
      lines: input.lines.map((line) => ({ id: line.gid, quantity: line.quantity })),
      count: input.lineCount,
      allocation: input.method === 'store_credit' ? 'STORE_CREDIT' : 'ORIGINAL_PAYMENT_METHODS',
    })
    return settlementOf(data.return, input)
  } catch (error) {
    if (isShopifyGraphqlErrors(error) && !isAccessDenied(error)) return null
    throw error
  }
}

function settlementOf(node: ReturnSettlementQuery['return'], input: SettlementInput): Settlement | null {
  const outcome = node?.suggestedFinancialOutcome ?? null
  if (node === null || outcome === null) return null
  const isFirstPart = node.returnLineItems.nodes.every((line) => line.processedQuantity === 0)
  const fees = isFirstPart ? node.returnShippingFees.map((fee) => readBag(fee.amountSet)) : []
  return {
    status: node.status,
    taxesIncluded: node.order.taxesIncluded,
    hasCustomer: node.order.customer !== null,
    lines: node.returnLineItems.nodes.map((line) => ({
      gid: line.id,
      quantity: line.quantity,
      processed: line.processedQuantity,
      processable: line.processableQuantity,
      refunded: line.refundedQuantity,
      restockingFeePercent: 'restockingFee' in line ? (line.restockingFee?.percentage ?? 0) : 0,
    })),
    returnShippingFee: sum(fees, input.currency),
    refundGids: node.refunds.nodes.map((refund) => refund.id),
    subtotal: readBag(outcome.discountedSubtotal),
    tax: readBag(outcome.totalTax),
    maximumRefundable: readBag(outcome.maximumRefundable),
    ...transferOf(outcome.financialTransfer, input.currency),
  }
}

type Outcome = NonNullable<NonNullable<ReturnSettlementQuery['return']>['suggestedFinancialOutcome']>

function transferOf(
  transfer: Outcome['financialTransfer'],
  currency: string,
): Pick<Settlement, 'refund' | 'transactions' | 'storeCredit'> {
  if (transfer === null || !('suggestedTransactions' in transfer)) {
    return { refund: zero(currency), transactions: [], storeCredit: null }
  }
  const credit = transfer.suggestedRefundMethods.find((method) => 'expiresAt' in method)
  return {
    refund: readBag(transfer.amount),
    transactions: transfer.suggestedTransactions.flatMap((transaction) =>
      transaction.parentTransaction === null
        ? []
        : [{ parentGid: transaction.parentTransaction.id, amount: readBag(transaction.amountSet) }],
    ),
    storeCredit:
      credit === undefined ? null : { amount: readBag(credit.amount), expiresAt: credit.expiresAt ?? null },
  }
}

/** What `processReturn` sends: kept with the intent before it leaves. */
export type ReturnPayment = {
  readonly gid: ShopifyReturnGid
  readonly lines: readonly SettlementLine[]
  readonly note: string
  readonly transactions: Settlement['transactions']
  readonly storeCredit: Settlement['storeCredit']
  /** As `AdminGraphqlCall.sendBefore`: the amounts were read shortly before that. */
  readonly sendBefore: number
}

/**
 * Processes lines of a return and moves their refund, in one call without an idempotency key: never to be repeated before
 * the return was read back. Over-refunding is never allowed. Answers the refunds that the return has then, newest first.
 */
export async function processReturn(
  admin: AdminGraphql,
  payment: ReturnPayment,
): Promise<Result<readonly ShopifyRefund[], ShopifyRefusal>> {
  const credit = payment.storeCredit
  const variables = {
    count: payment.lines.length,
    input: {
      returnId: payment.gid,
      returnLineItems: payment.lines.map((line) => ({ id: line.gid, quantity: line.quantity })),
      note: payment.note,
      notifyCustomer: false,
      financialTransfer: {
        issueRefund: {
          allowOverRefunding: false,
          orderTransactions: payment.transactions.map((transaction) => ({
            parentId: transaction.parentGid,
            transactionAmount: writeMoney(transaction.amount),
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
      },
    },
  }
  const data = await ask(admin, PROCESS_RETURN, variables, { sendBefore: payment.sendBefore })
  const result = mutationResult(data.returnProcess, data.returnProcess?.return)
  return result.ok ? ok(result.value.refunds.nodes.map(readRefund)) : result
}
