import type { MerchantAct } from './operations.ts'
import { type RigShop, shopDomain } from './rig-shop.ts'

type Target = {
  readonly act: MerchantAct
  readonly orderGid: string
  readonly returnGid: string | null
}

/** Staff act in Shopify's own admin, past the app. Answers whether Shopify did it. */
export async function merchantDoes(shop: RigShop, target: Target): Promise<boolean> {
  const { act, orderGid, returnGid } = target
  try {
    if (act === 'refund') return await refundOneUnit(shop, orderGid)
    if (returnGid === null) return false
    if (act === 'process') return await processReturn(shop, returnGid)
    const field = { close: 'returnClose', reopen: 'returnReopen', cancel: 'returnCancel' }[act]
    const answer = await ask<Record<string, Payload>>(
      shop,
      `mutation($id: ID!) { ${field}(id: $id) { userErrors { message } } }`,
      { id: returnGid },
    )
    return answer[field]?.userErrors.length === 0
  } catch {
    // Shopify refuses with a top-level error what makes no sense: the merchant gives up.
    return false
  }
}

type Payload = { userErrors: { message: string }[] }

function ask<T>(shop: RigShop, query: string, variables: Record<string, unknown>): Promise<T> {
  return shop.engine.asMerchant<T>(shopDomain, query, variables)
}

async function refundOneUnit(shop: RigShop, orderGid: string): Promise<boolean> {
  const order = shop.engine.state.tables.orders[orderGid]
  const sale = order?.transactions.find((one) => one.kind === 'SALE' && one.gateway !== 'gift_card')
  if (order === undefined || sale === undefined) return false
  const key = `merchant-${shop.engine.state.logs.ledger.length}`
  const answer = await ask<{ refundCreate: Payload }>(
    shop,
    `mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) { userErrors { message } } }`,
    {
      key,
      input: {
        orderId: orderGid,
        note: 'By hand',
        currency: order.presentmentCurrency,
        transactions: [
          {
            orderId: orderGid,
            parentId: sale.id,
            kind: 'REFUND',
            gateway: sale.gateway,
            amount: order.presentmentCurrency === 'JPY' ? '100' : '1.00',
          },
        ],
      },
    },
  )
  return answer.refundCreate.userErrors.length === 0
}

/** A unit is processed, and a little of its price goes back with it: a refund on the return that is not ours. */
async function processReturn(shop: RigShop, returnGid: string): Promise<boolean> {
  const order = Object.values(shop.engine.state.tables.orders).find((one) =>
    one.returns.some((each) => each.id === returnGid),
  )
  const line = order?.returns
    .find((one) => one.id === returnGid)
    ?.lineItems.find((one) => one.processedQuantity < one.quantity)
  const sale = order?.transactions.find((one) => one.kind === 'SALE' && one.gateway !== 'gift_card')
  if (order === undefined || line === undefined || sale === undefined) return false
  const currencyCode = order.presentmentCurrency
  const transactionAmount = { amount: currencyCode === 'JPY' ? '100' : '1.00', currencyCode }
  const answer = await ask<{ returnProcess: Payload }>(
    shop,
    'mutation($input: ReturnProcessInput!) { returnProcess(input: $input) { userErrors { message } } }',
    {
      input: {
        returnId: returnGid,
        returnLineItems: [{ id: line.id, quantity: 1 }],
        financialTransfer: { issueRefund: { orderTransactions: [{ parentId: sale.id, transactionAmount }] } },
      },
    },
  )
  return answer.returnProcess.userErrors.length === 0
}
