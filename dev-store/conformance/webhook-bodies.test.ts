import { beforeAll, describe, expect, test } from 'vitest'
import { createClock, createEngine } from '../engine/engine.ts'
import type { Engine, TokenRecord, WebhookEvent } from '../engine/engine.ts'
import { schemaProblems, upperCaseEnums, webhookSchema } from './webhook-schema.ts'

const SHOP = 'homeward-demo.myshopify.com'

/** Values that Shopify's samples happen to have, and that our products, drafts, orders and holds may lack. */
const NULLABLE = new Set([
  '.category', '.image', '.template_suffix', '.applied_discount', '.line_items[].applied_discount', '.line_items[].product_id', '.line_items[].variant_id', '.line_items[].sku', '.line_items[].vendor',
  '.billing_address', '.shipping_address', '.shipping_line', '.customer', '.order_id', '.email', '.payment_terms', '.remaining_fulfillment_order', '.phone', '.device_id', '.location_id',
  '.customer.default_address', '.shipping_address.phone', '.billing_address.phone', '.customer.default_address.phone', '.contact_email', '.images[].alt', '.media[].alt',
]) // prettier-ignore

type Answer = Record<string, { userErrors: unknown[] } & Record<string, unknown>>

describe('webhook bodies of the platform’s mutations', () => {
  let engine: Engine
  const events = new Map<string, WebhookEvent>()
  const act = async (query: string, variables: Record<string, unknown> = {}): Promise<Answer> => {
    const app = Object.keys(engine.state.tables.apps)[0] ?? 'gid://shopify/App/9'
    const token: TokenRecord = {
      value: 't', shop: SHOP, appId: app, mode: 'offline', expiresAt: null, refreshToken: null, refreshExpiresAt: null, replaces: null, used: true, revoked: false, userId: null,
      plan: 'enterprise', createdAt: '2026-01-01T00:00:00Z',
      scopes: ['write_products', 'write_draft_orders', 'write_inventory', 'write_merchant_managed_fulfillment_orders', 'write_orders', 'write_order_edits', 'write_discounts', 'write_locations', 'read_all_orders', 'write_customers', 'write_fulfillments', 'write_payment_terms'],
    } // prettier-ignore
    const reply = await engine.graphql({ version: '2026-10', shop: SHOP, token, query, variables })
    // Every GraphQL reply has this shape.
    const body = reply.body as { data: Answer | null; errors?: unknown }
    expect(body.errors).toBeUndefined()
    for (const payload of Object.values(body.data ?? {})) expect(payload.userErrors).toEqual([])
    return body.data ?? {}
  }
  const order = (name: string) => engine.index.ordersByName(SHOP, name)[0]
  const idAt = (answer: Answer, root: string, field: string): string =>
    (answer[root]?.[field] as { id: string } | undefined)?.id ?? ''

  beforeAll(async () => {
    engine = createEngine({ clock: createClock(0, () => Date.parse('2026-11-20T12:00:00Z')) })
    engine.onEmit((event) => events.set(event.topic, event))
    const product = idAt(
      await act(
        'mutation { productCreate(product: { title: "Bowl", tags: ["new"] }) { product { id } userErrors { message } } }',
      ),
      'productCreate',
      'product',
    )
    await act(
      'mutation ($id: ID!) { productUpdate(product: { id: $id, title: "Blue bowl" }) { product { id } userErrors { message } } }',
      { id: product },
    )
    const [variant] = engine.state.tables.products[product]?.variantIds ?? []
    const customer = order('#1001')?.customerId
    const draft = idAt(
      await act(
        `mutation ($input: DraftOrderInput!) { draftOrderCreate(input: $input) { draftOrder { id } userErrors { message } } }`,
        {
          input: {
            email: 'alex@example.com', purchasingEntity: { customerId: customer }, tags: ['exchange'], note: 'Exchange', customAttributes: [{ key: 'return', value: '#1001-R1' }],
            shippingLine: { title: 'Standard', price: '5.00' }, appliedDiscount: { value: 100, valueType: 'PERCENTAGE', title: 'Exchange' },
            lineItems: [{ variantId: variant, quantity: 1 }, { title: 'Gift wrap', quantity: 1, originalUnitPrice: '4.00' }],
            shippingAddress: { firstName: 'Alex', lastName: 'A', address1: '1 Main St', city: 'Boston', countryCode: 'US', provinceCode: 'MA', zip: '02110' },
          },
        },
      ),
      'draftOrderCreate',
      'draftOrder',
    ) // prettier-ignore
    await act(
      'mutation ($id: ID!) { draftOrderComplete(id: $id) { draftOrder { id } userErrors { message } } }',
      { id: draft },
    )
    const gone = idAt(await act('mutation { draftOrderCreate(input: { lineItems: [{ title: "X", quantity: 1, originalUnitPrice: "1.00" }] }) { draftOrder { id } userErrors { message } } }'), 'draftOrderCreate', 'draftOrder') // prettier-ignore
    await act(
      'mutation ($id: ID!) { draftOrderDelete(input: { id: $id }) { deletedId userErrors { message } } }',
      { id: gone },
    )
    const parcel = order('#1011')?.fulfillmentOrders.find((one) => one.status !== 'CLOSED')
    const [line] = parcel?.lineItems ?? []
    const hold = idAt(
      await act(
        `mutation ($id: ID!, $hold: FulfillmentOrderHoldInput!) { fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) { fulfillmentHold { id } remainingFulfillmentOrder { id } userErrors { message } } }`,
        { id: parcel?.id, hold: { reason: 'OTHER', reasonNotes: 'Return first', handle: 'homeward', fulfillmentOrderLineItems: [{ id: line?.id, quantity: 1 }] } },
      ),
      'fulfillmentOrderHold',
      'fulfillmentHold',
    ) // prettier-ignore
    await act('mutation ($id: ID!, $holds: [ID!]) { fulfillmentOrderReleaseHold(id: $id, holdIds: $holds) { fulfillmentOrder { id } userErrors { message } } }', { id: parcel?.id, holds: [hold] }) // prettier-ignore
    const item = variant === undefined ? undefined : engine.state.tables.variants[variant]?.inventoryItemId
    const level = Object.values(engine.state.tables.inventoryLevels).find(
      (one) => one.inventoryItemId !== item && one.shop === SHOP,
    )
    const change = {
      inventoryItemId: level?.inventoryItemId,
      locationId: level?.locationId,
      delta: 2,
      changeFromQuantity: level?.quantities['available'] ?? 0,
    }
    await act(
      'mutation ($input: InventoryAdjustQuantitiesInput!) { inventoryAdjustQuantities(input: $input) @idempotent(key: "a") { inventoryAdjustmentGroup { id } userErrors { message } } }',
      { input: { name: 'available', reason: 'correction', changes: [change] } },
    )
    await act(
      'mutation ($id: ID!) { productDelete(input: { id: $id }) { deletedProductId userErrors { message } } }',
      { id: product },
    )
  }, 30_000)

  test.each([
    'products/create', 'products/update', 'products/delete', 'draft_orders/create', 'draft_orders/update', 'draft_orders/delete', 'orders/create', 'fulfillment_holds/added',
    'fulfillment_holds/released', 'fulfillment_orders/placed_on_hold', 'fulfillment_orders/hold_released', 'inventory_levels/update',
  ])('%s', (topic) => {
    const schema = webhookSchema(topic)
    expect(schema, 'the package has the topic').not.toBeNull()
    const payload = events.get(topic)?.payload
    expect(payload, 'the mutation announced it').toBeDefined()
    expect(schemaProblems(schema ?? undefined, payload, '', NULLABLE)).toEqual([])
    expect(upperCaseEnums(payload)).toEqual([])
  }) // prettier-ignore
})
