type Bag = {
  shopMoney: { amount: string; currencyCode: string }
  presentmentMoney: { amount: string; currencyCode: string }
}
type Titled = { title: string; variantTitle: string | null }

export type OrderLine = Titled & {
  id: string
  sku: string | null
  quantity: number
  currentQuantity: number
  refundableQuantity: number
  unfulfilledQuantity: number
  originalUnitPriceSet: Bag
  variant: {
    id: string
    inventoryItem: {
      tracked: boolean
      inventoryLevels: {
        nodes: { location: { id: string; name: string }; quantities: { name: string; quantity: number }[] }[]
      }
    }
  } | null
}

export type OrderReturn = {
  id: string
  name: string
  status: string
  createdAt: string
  returnLineItems: {
    nodes: {
      id: string
      quantity: number
      refundedQuantity: number
      customerNote: string | null
      returnReasonDefinition: { name: string } | null
      fulfillmentLineItem: { lineItem: Titled } | null
    }[]
  }
  reverseFulfillmentOrders: {
    nodes: {
      id: string
      status: string
      lineItems: {
        nodes: {
          id: string
          totalQuantity: number
          dispositions: { type: string; quantity: number }[]
          fulfillmentLineItem: { lineItem: Titled } | null
        }[]
      }
    }[]
  }
}

export type OrderTransaction = {
  id: string
  kind: string
  status: string
  gateway: string | null
  formattedGateway: string | null
  processedAt: string | null
  errorCode: string | null
  amountSet: Bag
  parentTransaction: { id: string } | null
}

export type AdminOrder = {
  id: string
  name: string
  createdAt: string
  email: string | null
  note: string | null
  tags: string[]
  cancelledAt: string | null
  closedAt: string | null
  displayFinancialStatus: string | null
  displayFulfillmentStatus: string
  returnStatus: string
  currentTotalPriceSet: Bag
  totalReceivedSet: Bag
  totalRefundedSet: Bag
  netPaymentSet: Bag
  customer: {
    id: string
    displayName: string
    email: string | null
    storeCreditAccounts: { nodes: { id: string; balance: { amount: string; currencyCode: string } }[] }
  } | null
  shippingAddress: { formatted: string[] } | null
  lineItems: { nodes: OrderLine[] }
  fulfillments: {
    id: string
    name: string
    displayStatus: string | null
    createdAt: string
    deliveredAt: string | null
    trackingInfo: { number: string | null; company: string | null; url: string | null }[]
    fulfillmentLineItems: { nodes: { id: string; quantity: number | null; lineItem: Titled }[] }
  }[]
  fulfillmentOrders: {
    nodes: {
      id: string
      status: string
      lineItems: { nodes: { remainingQuantity: number; lineItem: Titled }[] }
    }[]
  }
  returns: { nodes: OrderReturn[] }
  refunds: {
    id: string
    createdAt: string | null
    note: string | null
    totalRefundedSet: Bag
    return: { name: string } | null
    refundLineItems: { nodes: { quantity: number; restockType: string; lineItem: Titled }[] }
  }[]
  transactions: OrderTransaction[]
}

const BAG = '{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }'
const LINE = 'lineItem { title variantTitle }'

/** Everything that the order's page shows, in one document as Shopify's own admin would ask it. */
export const ORDER_DOCUMENT = `query AdminOrderPage($id: ID!) {
  order(id: $id) {
    id name createdAt email note tags cancelledAt closedAt
    displayFinancialStatus displayFulfillmentStatus returnStatus
    currentTotalPriceSet ${BAG} totalReceivedSet ${BAG} totalRefundedSet ${BAG} netPaymentSet ${BAG}
    customer {
      id displayName email
      storeCreditAccounts(first: 5) { nodes { id balance { amount currencyCode } } }
    }
    shippingAddress { formatted }
    lineItems(first: 250) {
      nodes {
        id title variantTitle sku quantity currentQuantity refundableQuantity unfulfilledQuantity
        originalUnitPriceSet ${BAG}
        variant {
          id
          inventoryItem {
            tracked
            inventoryLevels(first: 5) {
              nodes { location { id name } quantities(names: ["available", "on_hand"]) { name quantity } }
            }
          }
        }
      }
    }
    fulfillments(first: 20) {
      id name displayStatus createdAt deliveredAt
      trackingInfo(first: 3) { number company url }
      fulfillmentLineItems(first: 250) { nodes { id quantity ${LINE} } }
    }
    fulfillmentOrders(first: 20) {
      nodes { id status lineItems(first: 250) { nodes { remainingQuantity ${LINE} } } }
    }
    returns(first: 20) {
      nodes {
        id name status createdAt
        returnLineItems(first: 50) {
          nodes {
            id quantity refundedQuantity customerNote
            returnReasonDefinition { name }
            ... on ReturnLineItem { fulfillmentLineItem { ${LINE} } }
          }
        }
        reverseFulfillmentOrders(first: 5) {
          nodes {
            id status
            lineItems(first: 50) {
              nodes { id totalQuantity dispositions { type quantity } fulfillmentLineItem { ${LINE} } }
            }
          }
        }
      }
    }
    refunds(first: 50) {
      id createdAt note totalRefundedSet ${BAG} return { name }
      refundLineItems(first: 50) { nodes { quantity restockType ${LINE} } }
    }
    transactions(first: 50) {
      id kind status gateway formattedGateway processedAt errorCode amountSet ${BAG} parentTransaction { id }
    }
  }
}`

/** "12.5" GBP → "£12.50". */
export function moneyText(money: { amount: string; currencyCode: string }): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency: money.currencyCode }).format(
    Number(money.amount),
  )
}

/** The amount in the order's currency, and in the shop's beside it where they differ. */
export function bagText({ shopMoney, presentmentMoney }: Bag): string {
  const shown = moneyText(presentmentMoney)
  return shopMoney.currencyCode === presentmentMoney.currencyCode
    ? shown
    : `${shown} (${moneyText(shopMoney)})`
}

export function titleOf({ title, variantTitle }: Titled): string {
  return variantTitle === null || variantTitle === '' || variantTitle === 'Default Title'
    ? title
    : `${title} · ${variantTitle}`
}
