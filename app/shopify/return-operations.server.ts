import type {
  ApproveReturnMutation,
  ApproveReturnMutationVariables,
  CalculateReturnQuery,
  CalculateReturnQueryVariables,
  CancelReturnMutation,
  CancelReturnMutationVariables,
  CloseReturnMutation,
  CloseReturnMutationVariables,
  CreateReturnMutation,
  CreateReturnMutationVariables,
  DeclineReturnMutation,
  DeclineReturnMutationVariables,
  DisposeItemsMutation,
  DisposeItemsMutationVariables,
  RequestReturnMutation,
  RequestReturnMutationVariables,
  ReturnFeesQuery,
  ReturnFeesQueryVariables,
  ReturnGoodsQuery,
  ReturnGoodsQueryVariables,
  ReturnStateQuery,
  ReturnStateQueryVariables,
  ReturnsOfOrderQuery,
  ReturnsOfOrderQueryVariables,
} from '#app/types/admin.generated.ts'
import { operation } from './operation.ts'

/** What the lines come to before a return exists, with the two caps that only the order knows. */
export const CALCULATE_RETURN = operation<CalculateReturnQuery, CalculateReturnQueryVariables>(`#graphql
  query CalculateReturn($input: CalculateReturnInput!, $orderId: ID!) {
    order(id: $orderId) {
      taxesIncluded
      netPaymentSet { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
      totalOutstandingSet { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
      suggestedRefund(suggestFullRefund: true, refundShipping: true) {
        shipping {
          amountSet { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
          taxSet { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
        }
        suggestedTransactions {
          gateway
          formattedGateway
          maximumRefundableSet { presentmentMoney { amount currencyCode } }
        }
      }
    }
    returnCalculate(input: $input) {
      returnLineItems {
        quantity
        fulfillmentLineItem { id lineItem { originalUnitPriceSet { presentmentMoney { amount currencyCode } } } }
        subtotalSet { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
        totalTaxSet { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
        restockingFee {
          amountSet { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
        }
      }
      returnShippingFee {
        amountSet { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
      }
    }
  }
`)

/** The order's returns, newest first: to find the one that an earlier attempt may have made. */
export const RETURNS_OF_ORDER = operation<ReturnsOfOrderQuery, ReturnsOfOrderQueryVariables>(`#graphql
  query ReturnsOfOrder($orderId: ID!, $lines: Int!) {
    order(id: $orderId) {
      returns(first: 10, reverse: true) {
        nodes {
          id
          name
          status
          createdAt
          returnLineItems(first: $lines) {
            nodes {
              id
              quantity
              ... on ReturnLineItem { returnReasonNote customerNote fulfillmentLineItem { id } }
            }
          }
        }
      }
    }
  }
`)

/** Where a return stands in Shopify: status, quantities and refunds. */
export const RETURN_STATE = operation<ReturnStateQuery, ReturnStateQueryVariables>(`#graphql
  query ReturnState($id: ID!, $lines: Int!) {
    return(id: $id) {
      id
      name
      status
      closedAt
      decline { reason note }
      order { id }
      returnLineItems(first: $lines) {
        nodes {
          id
          quantity
          processedQuantity
          refundedQuantity
          ... on ReturnLineItem { fulfillmentLineItem { id } }
        }
      }
      refunds(first: 10, reverse: true) { nodes { ...RefundOfReturn } }
    }
  }
  fragment RefundOfReturn on Refund {
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

/** The fees that Shopify fixed when it made the return. */
export const RETURN_FEES = operation<ReturnFeesQuery, ReturnFeesQueryVariables>(`#graphql
  query ReturnFees($id: ID!, $lines: Int!) {
    return(id: $id) {
      returnShippingFees { amountSet { presentmentMoney { amount currencyCode } } }
      returnLineItems(first: $lines) {
        nodes {
          id
          ... on ReturnLineItem {
            restockingFee { amountSet { presentmentMoney { amount currencyCode } } }
          }
        }
      }
    }
  }
`)

/** What came back and where it went, by the fulfilment line that each unit left with. */
export const RETURN_GOODS = operation<ReturnGoodsQuery, ReturnGoodsQueryVariables>(`#graphql
  query ReturnGoods($id: ID!, $lines: Int!) {
    return(id: $id) {
      status
      reverseFulfillmentOrders(first: 10) {
        nodes {
          id
          status
          lineItems(first: $lines) {
            nodes {
              id
              totalQuantity
              fulfillmentLineItem { id }
              dispositions { type quantity location { id } }
            }
          }
        }
      }
    }
  }
`)

export const CREATE_RETURN = operation<CreateReturnMutation, CreateReturnMutationVariables>(`#graphql
  mutation CreateReturn($input: ReturnInput!, $lines: Int!) {
    returnCreate(returnInput: $input) {
      return {
        id
        name
        status
        returnLineItems(first: $lines) { nodes { id quantity ... on ReturnLineItem { fulfillmentLineItem { id } } } }
      }
      userErrors { code field message }
    }
  }
`)

export const REQUEST_RETURN = operation<RequestReturnMutation, RequestReturnMutationVariables>(`#graphql
  mutation RequestReturn($input: ReturnRequestInput!, $lines: Int!) {
    returnRequest(input: $input) {
      return {
        id
        name
        status
        returnLineItems(first: $lines) { nodes { id quantity ... on ReturnLineItem { fulfillmentLineItem { id } } } }
      }
      userErrors { code field message }
    }
  }
`)

export const APPROVE_RETURN = operation<ApproveReturnMutation, ApproveReturnMutationVariables>(`#graphql
  mutation ApproveReturn($id: ID!) {
    returnApproveRequest(input: { id: $id, notifyCustomer: false }) {
      return { id status }
      userErrors { code field message }
    }
  }
`)

export const DECLINE_RETURN = operation<DeclineReturnMutation, DeclineReturnMutationVariables>(`#graphql
  mutation DeclineReturn($input: ReturnDeclineRequestInput!) {
    returnDeclineRequest(input: $input) {
      return { id status }
      userErrors { code field message }
    }
  }
`)

export const CLOSE_RETURN = operation<CloseReturnMutation, CloseReturnMutationVariables>(`#graphql
  mutation CloseReturn($id: ID!) {
    returnClose(id: $id) {
      return { id status }
      userErrors { code field message }
    }
  }
`)

export const CANCEL_RETURN = operation<CancelReturnMutation, CancelReturnMutationVariables>(`#graphql
  mutation CancelReturn($id: ID!) {
    returnCancel(id: $id) {
      return { id status }
      userErrors { code field message }
    }
  }
`)

export const DISPOSE_ITEMS = operation<DisposeItemsMutation, DisposeItemsMutationVariables>(`#graphql
  mutation DisposeItems($inputs: [ReverseFulfillmentOrderDisposeInput!]!) {
    reverseFulfillmentOrderDispose(dispositionInputs: $inputs) {
      reverseFulfillmentOrderLineItems { id }
      userErrors { code field message }
    }
  }
`)
