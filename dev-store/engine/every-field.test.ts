import { getNamedType, isCompositeType, isObjectType, isRequiredArgument } from 'graphql'
import type { GraphQLObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { createClock, createEngine, staffToken } from './engine.ts'
import { registry } from './registry.ts'
import { adminSchema } from './schema.ts'

const START = Date.parse('2026-11-20T12:00:00Z')
const engine = createEngine({ clock: createClock(0, () => START) })
const admin = adminSchema('2026-10')
const known = registry()

/** Fields that say by name at run time that they are not modelled, or take arguments that mean nothing here. */
const SKIPPED = new Set(['OrderTransaction.shopifyPaymentsSet'])

/** Selects every registered field of a type, and two levels below it; connections give two nodes. */
const selection = (type: GraphQLObjectType, depth: number): string => {
  const parts: string[] = []
  for (const name of Object.keys(known[type.name] ?? {})) {
    const field = type.getFields()[name]
    if (!field || field.args.some(isRequiredArgument) || SKIPPED.has(`${type.name}.${name}`)) continue
    const below = getNamedType(field.type)
    if (!isCompositeType(below)) {
      parts.push(name)
      continue
    }
    if (depth === 0 || !isObjectType(below)) continue
    if (below.name.endsWith('Connection')) {
      const node = getNamedType(below.getFields()['nodes']?.type ?? below)
      const inner = isObjectType(node) && known[node.name] ? selection(node, depth - 1) : '__typename'
      if (inner !== '') parts.push(`${name}(first: 2) { nodes { ${inner} } pageInfo { hasNextPage } }`)
    } else if (known[below.name]) {
      const inner = selection(below, depth - 1)
      if (inner !== '') parts.push(`${name} { ${inner} }`)
    }
  }
  return parts.join(' ')
}

const typeOf = (name: string): GraphQLObjectType => {
  const type = admin.schema.getType(name)
  if (!isObjectType(type)) throw new Error(`${name} is no object type`)
  return type
}

const errorsOf = async (shop: string, query: string): Promise<unknown[]> => {
  const { body } = await engine.graphql({
    version: '2026-10',
    shop,
    token: staffToken(shop),
    query,
    variables: {},
  })
  const { errors = [] } = body as { errors?: { message: string; path?: unknown[] }[] }
  return errors.map((one) => `${one.message} at ${JSON.stringify(one.path ?? [])}`)
}

const shops = Object.keys(engine.state.tables.shops)

test.each(shops)(
  'every modelled field of every order of %s answers as the schema says',
  async (shop) => {
    const text = selection(typeOf('Order'), 2)
    const orders = engine.index.ordersOfShop(shop).filter((order) => order.number > 997)
    expect(orders.length).toBeGreaterThan(0)
    for (const order of orders)
      expect(await errorsOf(shop, `{ order(id: "${order.id}") { ${text} } }`)).toEqual([])
  },
  30_000,
)

test.each([
  ['products', 'Product', 2],
  ['productVariants', 'ProductVariant', 2],
  ['collections', 'Collection', 1],
  ['customers', 'Customer', 1],
  ['locations', 'Location', 1],
  ['inventoryItems', 'InventoryItem', 2],
  ['fulfillmentOrders', 'FulfillmentOrder', 2],
] as const)('every modelled field of %s answers as the schema says', async (root, type, depth) => {
  for (const shop of shops)
    expect(
      await errorsOf(shop, `{ ${root}(first: 20) { nodes { ${selection(typeOf(type), depth)} } } }`),
    ).toEqual([])
})

test('every modelled field of the shop answers as the schema says', async () => {
  for (const shop of shops)
    expect(await errorsOf(shop, `{ shop { ${selection(typeOf('Shop'), 1)} } }`)).toEqual([])
})

test('the schema has every field that the registry answers', () => {
  const wrong = Object.entries(known).flatMap(([type, fields]) =>
    Object.keys(fields)
      .filter((name) => !typeOf(type).getFields()[name])
      .map((name) => `${type}.${name}`),
  )
  expect(wrong).toEqual([])
})
