import type {
  CalculateExchangeQuery,
  CalculateExchangeQueryVariables,
  ExchangeGoodsQuery,
  ExchangeGoodsQueryVariables,
  ExchangeStateQuery,
  ExchangeStateQueryVariables,
  OrderOutstandingQuery,
  OrderOutstandingQueryVariables,
  RemoveExchangeMutation,
  RemoveExchangeMutationVariables,
  SearchGoodsQuery,
  SearchGoodsQueryVariables,
  SendInvoiceMutation,
  SendInvoiceMutationVariables,
  VariantStockQuery,
  VariantStockQueryVariables,
} from '#app/types/admin.generated.ts'
import { operation } from './operation.ts'

/** The variants of products, to choose one in exchange. Shopify has no exchanges for orders with duties (features §1 fact 7). */
export const EXCHANGE_GOODS = operation<ExchangeGoodsQuery, ExchangeGoodsQueryVariables>(`#graphql
  query ExchangeGoods($orderId: ID!, $products: [ID!]!) {
    order(id: $orderId) { currentTotalDutiesSet { presentmentMoney { amount currencyCode } } }
    nodes(ids: $products) {
      ... on Product {
        id
        title
        status
        publishedAt
        isGiftCard
        variantsCount { count }
        variants(first: 100) {
          nodes { id title availableForSale inventoryQuantity inventoryPolicy inventoryItem { tracked } }
        }
      }
    }
  }
`)

/** Goods of the whole shop by words in their names, to choose one in exchange. */
export const SEARCH_GOODS = operation<SearchGoodsQuery, SearchGoodsQueryVariables>(`#graphql
  query SearchGoods($query: String!, $count: Int!) {
    productVariants(first: $count, query: $query, sortKey: RELEVANCE) {
      nodes {
        id
        title
        availableForSale
        inventoryQuantity
        inventoryPolicy
        inventoryItem { tracked }
        product { id title status publishedAt isGiftCard }
      }
    }
    productVariantsCount(query: $query) { count }
  }
`)

/** Whether chosen variants can still be sent, and what they are called. */
export const VARIANT_STOCK = operation<VariantStockQuery, VariantStockQueryVariables>(`#graphql
  query VariantStock($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on ProductVariant {
        id
        title
        availableForSale
        inventoryQuantity
        inventoryPolicy
        inventoryItem { tracked }
        product { id title status publishedAt isGiftCard }
      }
    }
  }
`)

/** What goods cost this buyer in exchange: Shopify's own prices in the order's currency, with the taxes of the order. */
export const CALCULATE_EXCHANGE = operation<CalculateExchangeQuery, CalculateExchangeQueryVariables>(`#graphql
  query CalculateExchange($input: CalculateReturnInput!) {
    returnCalculate(input: $input) {
      exchangeLineItems {
        quantity
        variant { id }
        originalUnitPriceSet { presentmentMoney { amount currencyCode } }
        subtotalSet { presentmentMoney { amount currencyCode } }
        totalTaxSet { presentmentMoney { amount currencyCode } }
      }
    }
  }
`)

/** The exchange lines of a return and how far they are processed: what proves an exchange that moved no money. */
export const EXCHANGE_STATE = operation<ExchangeStateQuery, ExchangeStateQueryVariables>(`#graphql
  query ExchangeState($id: ID!, $count: Int!) {
    return(id: $id) {
      exchangeLineItems(first: $count) {
        nodes { id variantId quantity processedQuantity processableQuantity }
      }
    }
  }
`)

/** Takes exchange lines off a return that were not processed yet. */
export const REMOVE_EXCHANGE = operation<RemoveExchangeMutation, RemoveExchangeMutationVariables>(`#graphql
  mutation RemoveExchange($id: ID!, $lines: [ExchangeLineItemRemoveFromReturnInput!]!) {
    removeFromReturn(returnId: $id, exchangeLineItems: $lines) {
      return { id }
      userErrors { code field message }
    }
  }
`)

export const ORDER_OUTSTANDING = operation<OrderOutstandingQuery, OrderOutstandingQueryVariables>(`#graphql
  query OrderOutstanding($id: ID!) {
    order(id: $id) { totalOutstandingSet { presentmentMoney { amount currencyCode } } }
  }
`)

/** Shopify's own invoice for what is open on the order: its buyer pays in Shopify's checkout, never to us. */
export const SEND_INVOICE = operation<SendInvoiceMutation, SendInvoiceMutationVariables>(`#graphql
  mutation SendInvoice($id: ID!) {
    orderInvoiceSend(id: $id) {
      order { id }
      userErrors { code field message }
    }
  }
`)
