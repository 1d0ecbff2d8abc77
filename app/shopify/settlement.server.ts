import type { AdminGraphql } from './admin-graphql.server.ts'
import type { ShopifyReturnGid } from '#app/domain/ids.ts'
import type { ShopifyReturnStatus } from '#app/domain/lifecycle.ts'
import { add, type Money, sub, sum, zero } from '#app/domain/money.ts'
import type { ShopReceipt } from '#app/domain/refund/quote.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { ReturnSettlementQuery } from '#app/types/admin.generated.ts'
import { isAccessDenied, isShopifyGraphqlErrors } from './admin-error.ts'
import { readBag, readShopBag, writeMoney } from './amount.ts'
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
  /** Shipping with its tax, and duties, as far as they were asked for. */
  readonly shipping: Money
  readonly duties: Money
  readonly maximumRefundable: Money
  /** The same in the shop's currency; null where the buyer paid in it. */
  readonly inShopCurrency: Omit<ShopReceipt, 'adjustment'> | null
  /** Nothing where the buyer is owed nothing or owes something. */
  readonly refund: Money
  /** What Shopify would ask the buyer for: only with goods in exchange. */
  readonly owed: Money
  /** How the refund goes back; empty for store credit. */
  readonly transactions: readonly SettlementTransaction[]
  readonly storeCredit: { readonly amount: Money; readonly expiresAt: string | null } | null
}

export type SettlementTransaction = {
  readonly parentGid: string
  readonly gateway: string
  readonly name: string
  readonly amount: Money
}

/** What goes back beside the goods, as Shopify's inputs take it. */
export type SettlementExtras = {
  readonly shipping: 'full' | Money | null
  readonly duties: readonly { readonly dutyGid: string; readonly part: 'FULL' | 'PROPORTIONAL' }[]
}

type SettlementInput = {
  readonly gid: ShopifyReturnGid
  readonly lines: readonly SettlementLine[]
  /** Shopify's exchange lines that are sent with them. */
  readonly exchanges?: readonly SettlementLine[]
  readonly lineCount: number
  readonly currency: string
  readonly method: SettlementMethod
  readonly extras: SettlementExtras
}

/** Shipping and duties as `suggestedFinancialOutcome` and `returnProcess` both take them. */
function extrasInput({ shipping, duties }: SettlementExtras) {
  return {
    shipping:
      shipping === null
        ? null
        : shipping === 'full'
          ? { fullRefund: true }
          : { shippingRefundAmount: writeMoney(shipping) },
    duties: duties.map((duty) => ({ dutyId: duty.dutyGid, refundType: duty.part })),
  }
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
      exchanges: (input.exchanges ?? []).map((line) => ({ id: line.gid, quantity: line.quantity })),
      count: input.lineCount,
      allocation: input.method === 'store_credit' ? 'STORE_CREDIT' : 'ORIGINAL_PAYMENT_METHODS',
      ...extrasInput(input.extras),
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
    tax: sub(readBag(outcome.totalTax), readBag(outcome.shipping.taxSet)),
    shipping: shippingOf(outcome, node.order.taxesIncluded, readBag),
    duties: readBag(outcome.totalDuties),
    maximumRefundable: readBag(outcome.maximumRefundable),
    inShopCurrency: shopFiguresOf(node, outcome, isFirstPart),
    ...transferOf(outcome.financialTransfer, input),
  }
}

type ReturnNode = NonNullable<ReturnSettlementQuery['return']>
type Bag = Outcome['totalTax']

/** Shipping as the buyer gets it: with its tax, which is in the amount already where prices include it. */
function shippingOf(outcome: Outcome, taxesIncluded: boolean, read: (bag: Bag) => Money): Money {
  const amount = read(outcome.shipping.amountSet)
  return taxesIncluded ? amount : add(amount, read(outcome.shipping.taxSet))
}

function shopFiguresOf(
  node: ReturnNode,
  outcome: Outcome,
  isFirstPart: boolean,
): Settlement['inShopCurrency'] {
  const subtotal = readShopBag(outcome.discountedSubtotal)
  const { currency } = subtotal
  const transfer = outcome.financialTransfer
  if (currency === readBag(outcome.discountedSubtotal).currency) return null
  const isRefund = transfer !== null && 'suggestedTransactions' in transfer
  const flat = isFirstPart ? node.returnShippingFees.map((fee) => readShopBag(fee.amountSet)) : []
  const taxOfLines = sub(readShopBag(outcome.totalTax), readShopBag(outcome.shipping.taxSet))
  return {
    currency,
    subtotal,
    tax: node.order.taxesIncluded ? zero(currency) : taxOfLines,
    shipping: shippingOf(outcome, node.order.taxesIncluded, readShopBag),
    duties: readShopBag(outcome.totalDuties),
    fees: sum(flat, currency),
    refund: isRefund ? readShopBag(transfer.amount) : zero(currency),
  }
}

type Outcome = NonNullable<NonNullable<ReturnSettlementQuery['return']>['suggestedFinancialOutcome']>

function transferOf(
  transfer: Outcome['financialTransfer'],
  { currency, exchanges = [] }: Pick<SettlementInput, 'currency' | 'exchanges'>,
): Pick<Settlement, 'refund' | 'owed' | 'transactions' | 'storeCredit'> {
  const nothing = { refund: zero(currency), owed: zero(currency), transactions: [], storeCredit: null }
  if (transfer === null) return nothing
  if (!('suggestedTransactions' in transfer)) {
    return exchanges.length === 0 ? nothing : { ...nothing, owed: readBag(transfer.amount) }
  }
  const credit = transfer.suggestedRefundMethods.find((method) => 'expiresAt' in method)
  return {
    refund: readBag(transfer.amount),
    owed: zero(currency),
    transactions: transfer.suggestedTransactions.flatMap((transaction) =>
      transaction.parentTransaction === null
        ? []
        : [
            {
              parentGid: transaction.parentTransaction.id,
              gateway: transaction.gateway ?? '',
              name: transaction.formattedGateway ?? transaction.gateway ?? '',
              amount: readBag(transaction.amountSet),
            },
          ],
    ),
    storeCredit:
      credit === undefined ? null : { amount: readBag(credit.amount), expiresAt: credit.expiresAt ?? null },
  }
}

/** What `processReturn` sends: kept with the intent before it leaves. */
export type ReturnPayment = {
  readonly gid: ShopifyReturnGid
  readonly lines: readonly SettlementLine[]
  /** Shopify's exchange lines: their goods are released with the same call. */
  readonly exchanges: readonly SettlementLine[]
  readonly note: string
  readonly extras: SettlementExtras
  readonly transactions: readonly Pick<SettlementTransaction, 'parentGid' | 'amount'>[]
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
  const extras = extrasInput(payment.extras)
  const variables = {
    // One transaction for each payment that gets money back; store credit makes one as well.
    tenders: Math.max(1, payment.transactions.length + (credit === null ? 0 : 1)),
    input: {
      returnId: payment.gid,
      returnLineItems: payment.lines.map((line) => ({ id: line.gid, quantity: line.quantity })),
      ...(extras.shipping === null ? {} : { refundShipping: extras.shipping }),
      ...(extras.duties.length === 0 ? {} : { refundDuties: extras.duties }),
      note: payment.note,
      notifyCustomer: false,
      ...(payment.exchanges.length === 0
        ? {}
        : {
            exchangeLineItems: payment.exchanges.map((line) => ({ id: line.gid, quantity: line.quantity })),
          }),
      ...(payment.transactions.length === 0 && credit === null
        ? {}
        : { financialTransfer: transferInput(payment) }),
    },
  }
  const data = await ask(admin, PROCESS_RETURN, variables, { sendBefore: payment.sendBefore })
  const result = mutationResult(data.returnProcess, data.returnProcess?.return)
  return result.ok ? ok(result.value.refunds.nodes.map(readRefund)) : result
}

function transferInput({ transactions, storeCredit: credit }: ReturnPayment) {
  return {
    issueRefund: {
      allowOverRefunding: false,
      orderTransactions: transactions.map((transaction) => ({
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
  }
}
