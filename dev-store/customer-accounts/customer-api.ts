import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { GraphQLError, buildClientSchema, defaultFieldResolver, execute, parse, validate } from 'graphql'
import type { GraphQLFieldResolver, GraphQLSchema, IntrospectionQuery } from 'graphql'
import type { Engine } from '../engine/engine.ts'
import type { Customer, Shop } from '../engine/state.ts'

/*
 * The Customer Account API 2026-10 by Shopify's own schema: who is signed in, their orders, and asking for a return. What is not
 * modelled is refused by name, never answered with something made up.
 */

type Answer = { status: number; body: unknown }
type Asked = { query: string; variables?: Record<string, unknown>; operationName?: string }
type Row = Record<string, unknown>

let loaded: GraphQLSchema | undefined

function schema(): GraphQLSchema {
  if (loaded !== undefined) return loaded
  const file = new URL('../../.cache/schema/customer_2026-10.json.gz', import.meta.url)
  if (!existsSync(file))
    throw new Error('The Customer Account schema 2026-10 is not in .cache/schema: run "npm run schema".')
  // Shopify's own introspection result; buildClientSchema checks its shape.
  const parsed = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as { data: IntrospectionQuery }
  loaded = buildClientSchema(parsed.data, { assumeValid: true })
  return loaded
}

/** Answers a document for the customer who is signed in; `undefined` for nobody. */
export async function customerApi(
  options: { engine: Engine; shop: Shop; customer: Customer | undefined },
  asked: Asked,
): Promise<Answer> {
  if (options.customer === undefined) return { status: 401, body: { errors: [{ message: 'Invalid token' }] } }
  let document
  try {
    document = parse(asked.query)
  } catch (problem) {
    return {
      status: 200,
      body: { errors: [{ message: problem instanceof Error ? problem.message : 'Syntax error' }] },
    }
  }
  const errors = validate(schema(), document)
  if (errors.length > 0) return { status: 200, body: { errors: errors.map((one) => one.toJSON()) } }
  const result = await execute({
    schema: schema(),
    document,
    rootValue: await rootOf(options.engine, options.shop, options.customer),
    variableValues: asked.variables ?? {},
    operationName: asked.operationName ?? null,
    fieldResolver: onlyModelled,
    typeResolver: () => undefined,
  })
  return {
    status: 200,
    body: {
      ...(result.errors ? { errors: result.errors.map((one) => one.toJSON()) } : {}),
      data: result.data ?? null,
    },
  }
}

/** A field that the parent has; anything else is not modelled, which is said. */
const onlyModelled: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
  const has = typeof source === 'object' && source !== null && info.fieldName in source
  if (!has) {
    throw new GraphQLError(`Not modelled by the dev store: ${info.parentType.name}.${info.fieldName}`, {
      extensions: { code: 'NOT_MODELLED' },
    })
  }
  return defaultFieldResolver(source, args, context, info)
}

const ORDER_FIELDS = `id name email createdAt processedAt cancelledAt updatedAt currencyCode
  totalPriceSet { presentmentMoney { amount currencyCode } }
  subtotalPriceSet { presentmentMoney { amount currencyCode } }
  totalRefundedSet { presentmentMoney { amount currencyCode } }
  displayFinancialStatus displayFulfillmentStatus
  lineItems(first: 50) { nodes { id title name sku variantTitle quantity vendor requiresShipping isGiftCard } }
  returns(first: 20) { nodes { id name status } }`

type AdminMoney = { presentmentMoney: { amount: string; currencyCode: string } }
type AdminOrder = Row & {
  id: string
  name: string
  displayFinancialStatus: string | null
  displayFulfillmentStatus: string
  totalPriceSet: AdminMoney
  subtotalPriceSet: AdminMoney
  totalRefundedSet: AdminMoney
  lineItems: { nodes: (Row & { isGiftCard: boolean })[] }
  returns: { nodes: Row[] }
}

async function rootOf(engine: Engine, shop: Shop, customer: Customer): Promise<Row> {
  const { customer: read } = await engine.asMerchant<{ customer: { orders: { nodes: AdminOrder[] } } }>(
    shop.domain,
    `query($id: ID!) { customer(id: $id) { orders(first: 50, sortKey: PROCESSED_AT, reverse: true) { nodes { ${ORDER_FIELDS} } } } }`,
    { id: customer.id },
  )
  const orders = read.orders.nodes.map(orderObject)
  const name = [customer.firstName, customer.lastName]
    .filter((part) => part !== null && part !== '')
    .join(' ')
  const own = new Set(orders.map((order) => order.id))
  return {
    customer: {
      id: customer.id,
      firstName: customer.firstName,
      lastName: customer.lastName,
      displayName: name || (customer.email ?? ''),
      creationDate: customer.createdAt,
      tags: customer.tags,
      emailAddress: customer.email === null ? null : { emailAddress: customer.email },
      phoneNumber: customer.phone === null ? null : { phoneNumber: customer.phone },
      orders: (args: Page) => connection(orders, args),
    },
    // Somebody else's order is no order here.
    order: ({ id }: { id: string }) => orders.find((order) => order.id === id) ?? null,
    shop: {
      id: shop.id,
      name: shop.name,
      email: shop.email,
      myshopifyDomain: shop.domain,
      url: `https://${shop.domain}`,
    },
    orderRequestReturn: (args: ReturnArgs) => requestReturn(engine, shop, own, args),
  }
}

const money = (bag: AdminMoney) => bag.presentmentMoney

function orderObject(order: AdminOrder): Row & { id: string } {
  return {
    ...order,
    number: Number(order.name.replace(/\D/g, '')),
    edited: false,
    totalPrice: money(order.totalPriceSet),
    subtotal: money(order.subtotalPriceSet),
    totalRefunded: money(order.totalRefundedSet),
    financialStatus: order.displayFinancialStatus,
    fulfillmentStatus: order.displayFulfillmentStatus,
    lineItems: (args: Page) =>
      connection(
        order.lineItems.nodes.map(({ isGiftCard, ...line }) => ({ ...line, giftCard: isGiftCard })),
        args,
      ),
    returns: (args: Page) => connection(order.returns.nodes, args),
  }
}

type Page = { first?: number; after?: string; last?: number; reverse?: boolean }

/** The first items of a list, with cursors that are places in it. */
function connection(items: readonly Row[], { first, after, reverse = false }: Page): Row {
  const list = reverse ? [...items].reverse() : items
  const from = after === undefined ? 0 : Number(Buffer.from(after, 'base64url').toString()) + 1
  const nodes = list.slice(from, first === undefined ? undefined : from + first)
  const cursorAt = (place: number): string => Buffer.from(String(from + place)).toString('base64url')
  return {
    nodes,
    edges: nodes.map((node, place) => ({ node, cursor: cursorAt(place) })),
    pageInfo: {
      hasNextPage: from + nodes.length < list.length,
      hasPreviousPage: from > 0,
      startCursor: nodes.length === 0 ? null : cursorAt(0),
      endCursor: nodes.length === 0 ? null : cursorAt(nodes.length - 1),
    },
  }
}

type ReturnArgs = {
  orderId: string
  requestedLineItems: {
    lineItemId: string
    quantity: number
    returnReason?: string
    returnReasonDefinitionId?: string
    customerNote?: string
  }[]
}

/** Asks for a return as the buyer: units of a line are taken from its fulfilments in their order (returns-api §5). */
async function requestReturn(
  engine: Engine,
  shop: Shop,
  own: ReadonlySet<unknown>,
  args: ReturnArgs,
): Promise<Row> {
  const refuse = (message: string, field: string[]): Row => ({
    return: null,
    userErrors: [{ message, field, code: 'INVALID' }],
  })
  if (!own.has(args.orderId)) return refuse('Order does not exist', ['orderId'])
  const { returnableFulfillments } = await engine.asMerchant<{
    returnableFulfillments: {
      nodes: {
        returnableFulfillmentLineItems: {
          nodes: { quantity: number; fulfillmentLineItem: { id: string; lineItem: { id: string } } }[]
        }
      }[]
    }
  }>(
    shop.domain,
    `query($id: ID!) { returnableFulfillments(orderId: $id, first: 10) { nodes { returnableFulfillmentLineItems(first: 50) {
      nodes { quantity fulfillmentLineItem { id lineItem { id } } } } } } }`,
    { id: args.orderId },
  )
  const units = returnableFulfillments.nodes.flatMap((one) => one.returnableFulfillmentLineItems.nodes)
  const lines: Row[] = []
  for (const [place, asked] of args.requestedLineItems.entries()) {
    let left = asked.quantity
    for (const { quantity, fulfillmentLineItem } of units) {
      if (fulfillmentLineItem.lineItem.id !== asked.lineItemId || left <= 0) continue
      const taken = Math.min(left, quantity)
      left -= taken
      lines.push({
        fulfillmentLineItemId: fulfillmentLineItem.id,
        quantity: taken,
        customerNote: asked.customerNote ?? '',
        ...(asked.returnReasonDefinitionId === undefined
          ? { returnReason: asked.returnReason ?? 'UNKNOWN' }
          : { returnReasonDefinitionId: asked.returnReasonDefinitionId }),
      })
    }
    if (left > 0 || asked.quantity < 1)
      return refuse('Quantity exceeds what can be returned', [
        'requestedLineItems',
        String(place),
        'quantity',
      ])
  }
  const { returnRequest } = await engine.asMerchant<{
    returnRequest: { return: Row | null; userErrors: { field: string[]; message: string }[] }
  }>(
    shop.domain,
    'mutation($input: ReturnRequestInput!) { returnRequest(input: $input) { return { id name status } userErrors { field message } } }',
    { input: { orderId: args.orderId, returnLineItems: lines } },
  )
  return {
    return: returnRequest.return,
    userErrors: returnRequest.userErrors.map((one) => ({ ...one, code: 'INVALID' })),
  }
}
