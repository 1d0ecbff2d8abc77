import type { z } from 'zod'
import { randomUUID } from 'node:crypto'
import type { OrderFacts } from '#app/domain/order.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import { database, withShop } from '#app/db.server.ts'
import { getLatestPolicy } from '#app/db/policy.server.ts'
import { getReturn } from '#app/db/return.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { readOrder } from '#app/shopify/orders.server.ts'
import type { AdminGraphql } from '#app/shopify/admin-graphql.server.ts'
import { findOrdersByName } from '#app/shopify/order-lookup.server.ts'
import { listLocations } from '#app/shopify/locations.server.ts'
import { quoteReturn } from '#app/use-cases/quote-return.server.ts'
import { receiveReturn } from '#app/use-cases/receive-return.server.ts'
import { requestReturn, type RequestedReturn } from '#app/use-cases/request-return.server.ts'
import { settleDueRefunds } from '../../dev-store/engine/money/settle.ts'
import { ledgerRows, type LedgerRow } from '../../dev-store/server/ledger.ts'
import { addFault } from '../../dev-store/server/faults.ts'
import type { TestShop } from './shop.ts'

/** An order of the dev store by its name, as the app reads it. */
export async function orderNamed(shop: TestShop, name: string): Promise<OrderFacts> {
  const { candidates } = await findOrdersByName(shop.ctx.admin, name)
  const first = candidates[0]
  if (first === undefined) throw new Error(`The dev store has no order ${name}`)
  const order = await readOrder(shop.ctx.admin, first.id, { withReasons: false })
  if (order === null) throw new Error(`The dev store has no order ${name}`)
  return order.facts
}

/** All units that can come back of an order's lines; `pick` narrows them. */
export function wholeLines(
  order: OrderFacts,
  pick: (index: number) => boolean = () => true,
): RequestedLine[] {
  return order.lines
    .filter((line) => line.returnableQuantity > 0 && !line.isGiftCard)
    .filter((_, index) => pick(index))
    .map((line) => ({
      lineId: line.id,
      quantity: line.returnableQuantity,
      reasonHandle: 'other-reason',
      note: 'It does not fit',
    }))
}

/** A shopper's request, quoted first: what she was promised, and the return it made. */
export async function requested(
  shop: TestShop,
  input: {
    readonly order: OrderFacts
    readonly lines: readonly RequestedLine[]
    readonly outcome?: Outcome
  },
): Promise<{ readonly made: RequestedReturn; readonly promised: Quote }> {
  const { order, lines, outcome = 'refund' } = input
  const shopper = shop.as({ kind: 'shopper' })
  const quoted = await quoteReturn(shopper, { orderGid: order.id, lines })
  if (!quoted.ok) throw new Error(`Not quoted: ${JSON.stringify(quoted.error)}`)
  const promised = quoted.value.quotes.find((quote) => quote.outcome === outcome)
  if (promised === undefined) throw new Error(`There is no quote for ${outcome}`)
  const made = await requestReturn(shopper, {
    orderGid: order.id,
    submissionKey: randomUUID(),
    lines,
    outcome,
    locale: 'en',
  })
  if (!made.ok) throw new Error(`Not requested: ${JSON.stringify(made.error)}`)
  return { made: made.value, promised }
}

/** The return as it is stored. */
export function stored(shop: TestShop, returnId: ReturnId): Promise<ReturnRecord> {
  return withShop(shop.ctx.shop, (tx) => getReturn(tx, returnId))
}

/** Puts a policy in force for all orders of the shop, also those placed before: in place of its first version. */
export async function judgeBy(
  shop: Pick<TestShop, 'ctx'>,
  change: (policy: Policy) => z.input<typeof Policy>,
): Promise<void> {
  const { ctx } = shop
  const policy = await withShop(ctx.shop, async (tx) =>
    Policy.parse(change((await getLatestPolicy(tx, ctx.shop)).policy)),
  )
  const { prisma } = database()
  // Published versions never change: only the owner of the tables, past the trigger, may stage another past.
  await prisma.$executeRawUnsafe('truncate "PolicyVersion"')
  await withShop(ctx.shop, (tx) =>
    tx.policyVersion.create({
      data: {
        shop: ctx.shop,
        number: 1,
        policy,
        note: '',
        author: { kind: 'system' },
        publishedAt: new Date(0),
      },
    }),
  )
}

/** What the dev store's own ledger says of an order: the oracle for money. */
export function ledgerOf(shop: TestShop, order: string): readonly LedgerRow[] {
  return ledgerRows(shop.devStore.engine, { shop: shop.ctx.shop, order })
}

/** Lets the dev store misbehave for requests to one root field. */
export function breaks(shop: TestShop, root: string, effect: Record<string, unknown>): void {
  addFault(shop.devStore.engine, { effect, match: { root }, times: 1 })
}

/** Keeps what is asked for under a root field, to let it arrive in Shopify a second time, later. */
export function keepsCalls(
  shop: TestShop,
  root: string,
): { readonly admin: AdminGraphql; arrive(): Promise<unknown> } {
  const kept: (() => Promise<unknown>)[] = []
  const { admin } = shop.ctx
  return {
    admin: (operation, options) => {
      if (operation.includes(`${root}(`)) kept.push(() => admin<unknown>(operation, options))
      return admin(operation, options)
    },
    arrive: async () => {
      const call = kept.pop()
      if (call === undefined) throw new Error(`Nothing was asked for under ${root}`)
      await call()
    },
  }
}

/** Everything that was asked back arrives, or `quantity` of each line, and goes back on the shelf. */
export async function receive(shop: TestShop, returnId: ReturnId, quantity?: number): Promise<void> {
  const record = await stored(shop, returnId)
  const location = (await listLocations(shop.ctx.admin))[0]
  const result = await receiveReturn(shop.ctx, {
    returnId,
    items: record.lines.map((line) => ({
      returnLineId: line.id,
      quantity: quantity ?? line.quantity,
      disposition: 'RESTOCKED',
      locationGid: location?.gid ?? null,
    })),
  })
  if (!result.ok) throw new Error(`Not received: ${JSON.stringify(result.error)}`)
}

/** Returns as Shopify has them for an order, read past the app. */
export async function returnsInShopify(
  shop: TestShop,
  order: OrderFacts,
): Promise<{ id: string; name: string; status: string }[]> {
  const query = 'query($id: ID!) { order(id: $id) { returns(first: 20) { nodes { id name status } } } }'
  const data = await shop.devStore.engine.asMerchant<{
    order: { returns: { nodes: { id: string; name: string; status: string }[] } }
  }>(shop.ctx.shop, query, { id: order.id })
  return data.order.returns.nodes
}

/** Lets every refund that waits at the gateway and is due by the clock succeed or fail. */
export function settleRefunds(shop: TestShop): void {
  settleDueRefunds(shop.devStore.engine)
}
