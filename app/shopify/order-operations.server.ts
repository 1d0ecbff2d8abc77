import type {
  CustomerOrdersQuery,
  CustomerOrdersQueryVariables,
  MoreFulfillmentLinesQuery,
  MoreFulfillmentLinesQueryVariables,
  MoreOrderLinesQuery,
  MoreOrderLinesQueryVariables,
  MoreReturnableLinesQuery,
  MoreReturnableLinesQueryVariables,
  OrderForReturnQuery,
  OrderForReturnQueryVariables,
  OrdersByNameQuery,
  OrdersByNameQueryVariables,
} from '#app/types/admin.generated.ts'
import { operation } from './operation.ts'

/**
 * What every policy asks about an order, in one document; what costs points and only some ask is read beside it. The
 * list sizes are what most orders fit in (Shopify charges by the sizes asked for, not by what is there); longer orders are
 * paged on with the three documents below.
 */
export const ORDER_FOR_RETURN = operation<OrderForReturnQuery, OrderForReturnQueryVariables>(`#graphql
  query OrderForReturn($id: ID!, $withReasons: Boolean!) {
    order(id: $id) {
      id
      name
      processedAt
      cancelledAt
      currencyCode
      presentmentCurrencyCode
      email
      phone
      tags
      discountCodes
      test
      sourceName
      paymentGatewayNames
      totalPriceSet { presentmentMoney { amount currencyCode } }
      totalDiscountsSet { presentmentMoney { amount currencyCode } }
      shippingAddress { countryCodeV2 provinceCode zip name formatted(withName: true) }
      billingAddress { countryCodeV2 provinceCode zip name }
      customer { id tags numberOfOrders createdAt }
      purchasingEntity { __typename }
      fulfillments(first: 25) {
        id
        createdAt
        deliveredAt
        status
        fulfillmentLineItems(first: 7) {
          nodes { id quantity lineItem { id } }
          pageInfo { hasNextPage endCursor }
        }
      }
      lineItems(first: 7) {
        nodes { ...OrderLineForReturn }
        pageInfo { hasNextPage endCursor }
      }
    }
    returnableFulfillments(orderId: $id, first: 3) {
      nodes {
        id
        returnableFulfillmentLineItems(first: 7) {
          nodes { quantity fulfillmentLineItem { id } }
          pageInfo { hasNextPage endCursor }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
    returnReasonDefinitions(first: 50) @include(if: $withReasons) {
      nodes { id handle name deleted }
    }
  }
  fragment OrderLineForReturn on LineItem {
    id
    title
    variantTitle
    sku
    vendor
    isGiftCard
    requiresShipping
    unfulfilledQuantity
    image { url(transform: { maxWidth: 160, maxHeight: 160 }) }
    product { id productType tags }
    originalTotalSet { presentmentMoney { amount currencyCode } }
    originalUnitPriceSet { presentmentMoney { amount currencyCode } }
    discountedUnitPriceAfterAllDiscountsSet { presentmentMoney { amount currencyCode } }
  }
`)

export const MORE_ORDER_LINES = operation<MoreOrderLinesQuery, MoreOrderLinesQueryVariables>(`#graphql
  query MoreOrderLines($id: ID!, $after: String!) {
    order(id: $id) {
      lineItems(first: 100, after: $after) {
        nodes { ...MoreOrderLineForReturn }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
  fragment MoreOrderLineForReturn on LineItem {
    id
    title
    variantTitle
    sku
    vendor
    isGiftCard
    requiresShipping
    unfulfilledQuantity
    image { url(transform: { maxWidth: 160, maxHeight: 160 }) }
    product { id productType tags }
    originalTotalSet { presentmentMoney { amount currencyCode } }
    originalUnitPriceSet { presentmentMoney { amount currencyCode } }
    discountedUnitPriceAfterAllDiscountsSet { presentmentMoney { amount currencyCode } }
  }
`)

export const MORE_FULFILLMENT_LINES = operation<
  MoreFulfillmentLinesQuery,
  MoreFulfillmentLinesQueryVariables
>(`#graphql
  query MoreFulfillmentLines($id: ID!, $after: String!) {
    fulfillment(id: $id) {
      fulfillmentLineItems(first: 100, after: $after) {
        nodes { id quantity lineItem { id } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`)

export const MORE_RETURNABLE_LINES = operation<
  MoreReturnableLinesQuery,
  MoreReturnableLinesQueryVariables
>(`#graphql
  query MoreReturnableLines($id: ID!, $after: String) {
    returnableFulfillments(orderId: $id, first: 10, after: $after) {
      nodes {
        id
        returnableFulfillmentLineItems(first: 100) {
          nodes { quantity fulfillmentLineItem { id } }
          pageInfo { hasNextPage }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

/** Orders whose name contains the searched one: names are not unique, and the search is by words. The caller compares exactly. */
export const ORDERS_BY_NAME = operation<OrdersByNameQuery, OrdersByNameQueryVariables>(`#graphql
  query OrdersByName($query: String!) {
    orders(first: 10, query: $query, sortKey: PROCESSED_AT, reverse: true) {
      nodes {
        id
        name
        email
        phone
        totalPriceSet { shopMoney { amount currencyCode } }
        shippingAddress { zip phone }
        billingAddress { zip phone }
      }
    }
    currentAppInstallation { accessScopes { handle } }
  }
`)

export const CUSTOMER_ORDERS = operation<CustomerOrdersQuery, CustomerOrdersQueryVariables>(`#graphql
  query CustomerOrders($id: ID!) {
    customer(id: $id) {
      orders(first: 10, sortKey: PROCESSED_AT, reverse: true) { nodes { id } }
    }
  }
`)
