import type { Context } from '../context.ts'
import type { Order } from '../state.ts'
import type { StoreCreditPlan } from './issue-refund.ts'
import { findAccount, withExpirations } from './store-credit.ts'

export type StoreCreditRefundInput = {
  amount: { amount: string; currencyCode: string }
  expiresAt?: string | null
}

/**
 * Why a refund to store credit is impossible, or null: it needs a customer, the shop's new customer accounts (D12), store
 * credit switched on, no company buyer, an expiry in the future and room below the limit. The conditions are those of
 * OrderCancelUserErrorCode; the words are ours.
 */
export function storeCreditProblem(
  context: Context,
  order: Order,
  plans: readonly StoreCreditPlan[],
): string | null {
  if (order.customerId === null) return 'Store credit refund requires the order to have a customer.'
  if (order.companyLocationId !== null) return 'Store credit refund is not supported for B2B orders.'
  if (context.shop.customerAccounts !== 'NEW_CUSTOMER_ACCOUNTS' || !context.shop.storeCreditEnabled) {
    return 'Store credit refund requires new customer accounts to be enabled.'
  }
  if (plans.some((one) => one.expiresAt !== null && Date.parse(one.expiresAt) <= Date.parse(context.now))) {
    return 'Store credit refund expiration date must be in the future.'
  }
  const account = findAccount(context, order.customerId, order.presentmentCurrency)
  const balance = account ? withExpirations(account, context.now).balance : 0
  const total = plans.reduce((sum, one) => sum + one.amount, 0)
  if (balance + total > context.shop.storeCreditLimit) {
    return "The operation would cause the account's credit limit to be exceeded"
  }
  return null
}
