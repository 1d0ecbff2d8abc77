import type { AdminGraphql } from './admin-graphql.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import type { OrderMoney, OrderRefund } from '#app/domain/ledger/compare-order.ts'
import type { Money } from '#app/domain/money.ts'
import type {
  OrderMoneyQuery,
  OrderMoneyQueryVariables,
  RefundLinesQuery,
  RefundLinesQueryVariables,
} from '#app/types/admin.generated.ts'
import { readBag, readMoney } from './amount.ts'
import { ask, operation } from './operation.ts'
import { transactionStatus } from './return-state.server.ts'

/** All that went back for an order, by whatever way, and those credits outside it that the ledger names. */
const ORDER_MONEY = operation<OrderMoneyQuery, OrderMoneyQueryVariables>(`#graphql
  query OrderMoney($id: ID!, $count: Int!, $credits: [ID!]!) {
    order(id: $id) {
      name
      totalReceivedSet { presentmentMoney { amount currencyCode } }
      totalRefundedSet { presentmentMoney { amount currencyCode } }
      refunds(first: $count) {
        id
        note
        createdAt
        return { id }
        transactions(first: 5) {
          nodes {
            id
            kind
            status
            gateway
            amountSet { presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }
          }
          pageInfo { hasNextPage }
        }
      }
    }
    nodes(ids: $credits) {
      ... on StoreCreditAccountCreditTransaction { id amount { amount currencyCode } }
    }
  }
`)

/** Which lines of the order a refund was made for. */
const REFUND_LINES = operation<RefundLinesQuery, RefundLinesQueryVariables>(`#graphql
  query RefundLines($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Refund { id refundLineItems(first: 50) { nodes { lineItem { id } } } }
    }
  }
`)

/** `refunds` has no cursor: few are asked for, and all that Shopify gives only where the few were not enough. */
const few = 5
const many = 60

/** What Shopify has of an order's money, with each transaction in the shop's currency too. */
export type ReadOrderMoney = OrderMoney & {
  readonly transactions: readonly ShopAmount[]
}

/** A transaction in the buyer's and in the shop's currency. */
export type ShopAmount = { readonly gid: string; readonly amount: Money; readonly shopAmount: Money }

/**
 * Reads all refunds of an order, oldest first, and the credits named. Null when there is no such order for us: deleted, or
 * beyond 60 days without `read_all_orders`.
 */
export async function readOrderMoney(
  admin: AdminGraphql,
  input: { readonly orderGid: OrderGid; readonly creditGids: readonly string[] },
): Promise<ReadOrderMoney | null> {
  const asked = { id: input.orderGid, credits: [...input.creditGids] }
  let data = await ask(admin, ORDER_MONEY, { ...asked, count: few })
  let count = few
  if (data.order !== null && data.order.refunds.length >= few) {
    count = many
    data = await ask(admin, ORDER_MONEY, { ...asked, count })
  }
  const order = data.order
  if (order === null) return null
  const received = readBag(order.totalReceivedSet)
  const isComplete =
    order.refunds.length < count &&
    !order.refunds.some(({ transactions }) => transactions.pageInfo.hasNextPage)
  return {
    currency: received.currency,
    received,
    refunded: readBag(order.totalRefundedSet),
    isComplete,
    refunds: order.refunds.map(readRefundOfOrder),
    transactions: order.refunds.flatMap(({ transactions }) => transactions.nodes.map(readShopAmount)),
    credits: data.nodes.flatMap((node) =>
      node !== null && 'amount' in node ? [{ gid: node.id, amount: readMoney(node.amount) }] : [],
    ),
  }
}

type RefundNode = NonNullable<OrderMoneyQuery['order']>['refunds'][number]
type TransactionNode = RefundNode['transactions']['nodes'][number]

function readRefundOfOrder(node: RefundNode): OrderRefund {
  return {
    gid: node.id,
    note: node.note ?? '',
    createdAt: node.createdAt ?? '',
    returnGid: node.return?.id ?? null,
    transactions: node.transactions.nodes
      .filter((transaction) => transaction.kind === 'REFUND')
      .map((transaction) => ({
        gid: transaction.id,
        status: transactionStatus[transaction.status],
        gateway: transaction.gateway ?? '',
        amount: readBag(transaction.amountSet),
      })),
  }
}

function readShopAmount({ id, amountSet }: TransactionNode): ShopAmount {
  return { gid: id, amount: readBag(amountSet), shopAmount: readMoney(amountSet.shopMoney) }
}

/** The lines of the order that each of some refunds was made for; a refund of shipping alone names none. */
export async function readRefundLines(
  admin: AdminGraphql,
  refundGids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (refundGids.length === 0) return new Map()
  const data = await ask(admin, REFUND_LINES, { ids: [...refundGids] })
  return new Map(
    data.nodes.flatMap((node) =>
      node !== null && 'refundLineItems' in node
        ? [[node.id, node.refundLineItems.nodes.map(({ lineItem }) => lineItem.id)] as const]
        : [],
    ),
  )
}
