import type { TestShop } from './shop.ts'

type Answer = {
  readonly refundCreate: {
    readonly refund: { readonly id: string } | null
    readonly userErrors: readonly { readonly message: string }[]
  }
}
type OrderAnswer = {
  readonly order: {
    readonly transactions: readonly { readonly id: string; readonly kind: string; readonly gateway: string }[]
  }
}

/** Somebody pays back in Shopify's own admin, past Homeward: on the order, for some of its lines or for none. Answers the refund's gid. */
export async function refundInAdmin(
  shop: TestShop,
  input: {
    readonly orderGid: string
    readonly amount: string
    readonly lines?: readonly { readonly lineItemId: string; readonly quantity: number }[]
    readonly note?: string
  },
): Promise<string> {
  const { orderGid, amount, lines = [], note = 'paid by hand' } = input
  const ask = <T>(query: string, variables: Record<string, unknown>) =>
    shop.devStore.engine.asMerchant<T>(shop.ctx.shop, query, variables)
  const { order } = await ask<OrderAnswer>(
    'query($id: ID!) { order(id: $id) { transactions(first: 10) { id kind gateway } } }',
    { id: orderGid },
  )
  const sale = order.transactions.find(({ kind }) => kind === 'SALE' || kind === 'CAPTURE')
  if (sale === undefined) throw new Error('The order was not paid')
  const { refundCreate } = await ask<Answer>(
    `mutation($input: RefundInput!, $key: String!) {
      refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { message } }
    }`,
    {
      key: crypto.randomUUID(),
      input: {
        orderId: orderGid,
        note,
        refundLineItems: lines.map((line) => ({ ...line, restockType: 'NO_RESTOCK' })),
        transactions: [
          { orderId: orderGid, kind: 'REFUND', gateway: sale.gateway, parentId: sale.id, amount },
        ],
      },
    },
  )
  if (refundCreate.refund === null) throw new Error(refundCreate.userErrors[0]?.message ?? 'Not refunded')
  return refundCreate.refund.id
}
