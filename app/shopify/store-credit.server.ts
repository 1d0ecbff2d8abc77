import type { AdminGraphql } from './admin-graphql.server.ts'
import type { CustomerGid } from '#app/domain/ids.ts'
import type { Money } from '#app/domain/money.ts'
import { ok, type Result } from '#app/domain/result.ts'
import { readMoney, writeMoney } from './amount.ts'
import { BONUS_CREDIT, CUSTOMER_STORE_CREDIT } from './money-operations.server.ts'
import { ask } from './operation.ts'
import { mutationResult, type ShopifyRefusal } from './refusal.ts'

/** A credit that an app or a person gave, outside any order. */
export type StoreCreditAdjustment = {
  readonly gid: string
  readonly amount: Money
  readonly createdAt: string
}

/** The customer's latest adjustments over all accounts (20 each); null when there is no such customer. */
export async function readCreditAdjustments(
  admin: AdminGraphql,
  customerGid: CustomerGid,
): Promise<readonly StoreCreditAdjustment[] | null> {
  const data = await ask(admin, CUSTOMER_STORE_CREDIT, { id: customerGid })
  if (data.customer === null) return null
  return data.customer.storeCreditAccounts.nodes.flatMap((account) =>
    account.transactions.nodes.flatMap((transaction) =>
      'id' in transaction && transaction.event === 'ADJUSTMENT'
        ? [
            {
              gid: transaction.id,
              amount: readMoney(transaction.amount),
              createdAt: transaction.createdAt,
            },
          ]
        : [],
    ),
  )
}

/**
 * Credits a customer's account of that currency, which Shopify opens where there is none. No idempotency key: read the
 * adjustments before and after. Never used for a refund (App Store rule 1.1.15: refunds go through returnProcess): for a bonus on
 * top of one, and for who was given the goods and paid nothing (decision 009).
 */
export async function creditAccount(
  admin: AdminGraphql,
  input: {
    readonly customerGid: CustomerGid
    readonly amount: Money
    /** When the credit ends; never where it is null. */
    readonly expiresAt: string | null
    /** As `AdminGraphqlCall.sendBefore`: the adjustments were read shortly before that. */
    readonly sendBefore: number
  },
): Promise<Result<{ readonly gid: string | null }, ShopifyRefusal>> {
  const variables = {
    id: input.customerGid,
    creditInput: {
      creditAmount: writeMoney(input.amount),
      notify: false,
      ...(input.expiresAt === null ? {} : { expiresAt: input.expiresAt }),
    },
  }
  const data = await ask(admin, BONUS_CREDIT, variables, { sendBefore: input.sendBefore })
  const payload = data.storeCreditAccountCredit
  const result = mutationResult(payload, payload?.storeCreditAccountTransaction)
  return result.ok ? ok({ gid: result.value.id }) : result
}
