import type {
  BonusCreditMutation,
  BonusCreditMutationVariables,
  CreateRefundMutation,
  CreateRefundMutationVariables,
  CustomerStoreCreditQuery,
  CustomerStoreCreditQueryVariables,
  OrderRefundableQuery,
  OrderRefundableQueryVariables,
  ProcessReturnMutation,
  ProcessReturnMutationVariables,
  ReturnSettlementQuery,
  ReturnSettlementQueryVariables,
} from '#app/types/admin.generated.ts'
import { operation } from './operation.ts'

/** Read right before paying: Shopify's own arithmetic and the quantities that a sent refund would move. */
export const RETURN_SETTLEMENT = operation<ReturnSettlementQuery, ReturnSettlementQueryVariables>(`#graphql
  query ReturnSettlement(
    $id: ID!
    $lines: [SuggestedOutcomeReturnLineItemInput!]!
    $exchanges: [SuggestedOutcomeExchangeLineItemInput!]!
    $count: Int!
    $allocation: RefundMethodAllocation!
    $shipping: RefundShippingInput
    $duties: [RefundDutyInput!]
  ) {
    return(id: $id) {
      id
      status
      order { taxesIncluded customer { id } }
      returnShippingFees { amountSet { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } } }
      returnLineItems(first: $count) {
        nodes {
          id
          quantity
          processedQuantity
          processableQuantity
          refundedQuantity
          ... on ReturnLineItem { restockingFee { percentage } }
        }
      }
      refunds(first: 10, reverse: true) { nodes { id } }
      suggestedFinancialOutcome(
        returnLineItems: $lines
        exchangeLineItems: $exchanges
        refundMethodAllocation: $allocation
        refundShipping: $shipping
        refundDuties: $duties
      ) {
        discountedSubtotal { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
        totalTax { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
        totalDuties { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
        shipping {
          amountSet { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
          taxSet { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
        }
        maximumRefundable { presentmentMoney { amount currencyCode } }
        financialTransfer {
          ... on RefundReturnOutcome {
            amount { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
            suggestedRefundMethods {
              amount { presentmentMoney { amount currencyCode } }
              ... on SuggestedStoreCreditRefund { expiresAt }
            }
            suggestedTransactions {
              gateway
              formattedGateway
              amountSet { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
              parentTransaction { id }
            }
          }
          ... on InvoiceReturnOutcome {
            amount { presentmentMoney { amount currencyCode } }
          }
        }
      }
    }
  }
`)

/**
 * The one call that moves a refund. It knows no idempotency key (returns-api §5), so whoever sends it has stored the
 * intent before and reads the return back before sending again. Its answer is only looked at for the newest refund, which
 * is ours by its note; anything else is read back. Shopify charges by the sizes asked for, so they are what the call makes.
 */
export const PROCESS_RETURN = operation<ProcessReturnMutation, ProcessReturnMutationVariables>(`#graphql
  mutation ProcessReturn($input: ReturnProcessInput!, $tenders: Int!) {
    returnProcess(input: $input) {
      return {
        id
        refunds(first: 1, reverse: true) {
          nodes {
            id
            note
            createdAt
            totalRefundedSet { presentmentMoney { amount currencyCode } }
            transactions(first: $tenders) {
              nodes {
                id
                kind
                status
                gateway
                errorCode
                amountSet { presentmentMoney { amount currencyCode } }
              }
            }
          }
        }
      }
      userErrors { code field message }
    }
  }
`)

/** A customer's credit accounts with their latest transactions: read before every bonus, and to find one that was sent. */
export const CUSTOMER_STORE_CREDIT = operation<
  CustomerStoreCreditQuery,
  CustomerStoreCreditQueryVariables
>(`#graphql
  query CustomerStoreCredit($id: ID!) {
    customer(id: $id) {
      id
      storeCreditAccounts(first: 10) {
        nodes {
          id
          balance { amount currencyCode }
          transactions(first: 20, sortKey: CREATED_AT, reverse: true) {
            nodes {
              amount { amount currencyCode }
              createdAt
              event
              ... on StoreCreditAccountCreditTransaction { id }
            }
          }
        }
      }
    }
  }
`)

/** A credit outside the order: a bonus, or a gift's to who was given it. A refund to store credit goes through returnProcess. */
export const BONUS_CREDIT = operation<BonusCreditMutation, BonusCreditMutationVariables>(`#graphql
  mutation BonusCredit($id: ID!, $creditInput: StoreCreditAccountCreditInput!) {
    storeCreditAccountCredit(id: $id, creditInput: $creditInput) {
      storeCreditAccountTransaction { id amount { amount currencyCode } }
      userErrors { code field message }
    }
  }
`)

/** What of an order can still go back, payment by payment, and the refunds that it has. */
export const ORDER_REFUNDABLE = operation<OrderRefundableQuery, OrderRefundableQueryVariables>(`#graphql
  query OrderRefundable($id: ID!) {
    order(id: $id) {
      id
      customer { id }
      totalOutstandingSet { presentmentMoney { amount currencyCode } }
      suggestedRefund(suggestFullRefund: true) {
        maximumRefundableSet { presentmentMoney { amount currencyCode } }
        suggestedTransactions {
          gateway
          formattedGateway
          maximumRefundableSet { presentmentMoney { amount currencyCode } }
          parentTransaction { id }
        }
      }
      refunds(first: 50) { ...RefundOfOrder }
    }
  }
  fragment RefundOfOrder on Refund {
    id
    note
    createdAt
    totalRefundedSet { presentmentMoney { amount currencyCode } }
    transactions(first: 10) {
      nodes {
        id
        kind
        status
        gateway
        errorCode
        amountSet { presentmentMoney { amount currencyCode } }
      }
    }
  }
`)

/** Money back without a return. The key makes it safe to send again within 24 hours. */
export const CREATE_REFUND = operation<CreateRefundMutation, CreateRefundMutationVariables>(`#graphql
  mutation CreateRefund($input: RefundInput!, $key: String!) {
    refundCreate(input: $input) @idempotent(key: $key) {
      refund {
        id
        note
        createdAt
        totalRefundedSet { presentmentMoney { amount currencyCode } }
        transactions(first: 10) {
          nodes {
            id
            kind
            status
            gateway
            errorCode
            amountSet { presentmentMoney { amount currencyCode } }
          }
        }
      }
      userErrors { field message }
    }
  }
`)
