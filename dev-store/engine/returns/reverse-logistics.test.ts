import { describe, expect, it } from 'vitest'
import { at } from '../../conformance/flow-answer.ts'
import type { Json } from '../../conformance/flow-answer.ts'
import { approved, id, reason, shopWith, usual } from '../../conformance/small-shop.ts'

const DELIVER =
  'mutation ($id: ID!, $lines: [ReverseDeliveryLineItemInput!]!, $notify: Boolean, $label: ReverseDeliveryLabelInput) { reverseDeliveryCreateWithShipping(reverseFulfillmentOrderId: $id, reverseDeliveryLineItems: $lines, trackingInput: { number: "1Z999AA10123456784" }, labelInput: $label, notifyCustomer: $notify) { reverseDelivery { id deliverable { ... on ReverseDeliveryShippingDeliverable { tracking { carrierName number } label { publicFileUrl } } } reverseDeliveryLineItems(first: 5) { nodes { quantity } } } userErrors { field message code } } }'
const DISPOSE =
  'mutation ($x: [ReverseFulfillmentOrderDisposeInput!]!) { reverseFulfillmentOrderDispose(dispositionInputs: $x) { reverseFulfillmentOrderLineItems { id dispositions { type quantity } } userErrors { field message code } } }'

async function openReturn(custom = false) {
  const store = shopWith((context) => {
    const order = usual(context)
    if (custom) for (const one of order.lineItems) one.variantId = null
    return order
  })
  const { returnId } = await approved(store, [
    { fulfillmentLineItemId: store.fulfilled(0), quantity: 2, ...reason },
  ])
  const reverse = store.state().returns[0]?.reverseFulfillmentOrders[0]
  if (!reverse) throw new Error('no reverse fulfillment order')
  const lineId = reverse.lineItems[0]?.id ?? ''
  const deliver = async (variables: Json) =>
    at(
      await store.ask(DELIVER, { id: reverse.id, lines: [], ...variables }),
      'data',
      'reverseDeliveryCreateWithShipping',
    )
  const dispose = async (...x: Json[]) =>
    at(await store.ask(DISPOSE, { x }), 'data', 'reverseFulfillmentOrderDispose')
  const unit = (dispositionType: string, more: Json = {}) => ({
    reverseFulfillmentOrderLineItemId: lineId,
    quantity: 1,
    dispositionType,
    ...more,
  })
  return { store, returnId, reverse, lineId, deliver, dispose, unit }
}

describe('reverse deliveries', () => {
  it('take all units when none are named, derive the carrier, and tell the customer unless asked not to', async () => {
    const { store, deliver } = await openReturn()
    const made = await deliver({ label: { fileUrl: 'https://labels.example/1.pdf' } })
    expect(made).toMatchObject({
      userErrors: [],
      reverseDelivery: {
        deliverable: {
          tracking: { carrierName: 'UPS', number: '1Z999AA10123456784' },
          label: { publicFileUrl: 'https://labels.example/1.pdf' },
        },
        reverseDeliveryLineItems: { nodes: [{ quantity: 2 }] },
      },
    })
    expect(store.engine.state.logs.notifications.at(-1)?.template).toBe('return_label')
    expect(store.events.at(-1)).toMatchObject({
      topic: 'reverse_deliveries/attach_deliverable',
      payload: { shipping_deliverable: { tracking: { carrier_name: 'UPS' } } },
    })
    const read = await store.ask(
      'query ($id: ID!) { reverseDelivery(id: $id) { id reverseFulfillmentOrder { id status } } }',
      { id: id(at(made, 'reverseDelivery')) },
    )
    expect(at(read, 'data', 'reverseDelivery', 'reverseFulfillmentOrder', 'status')).toBe('OPEN')
  })

  it('refuse more units than are returned, unknown lines and unknown orders, in the recorded words', async () => {
    const { deliver, lineId } = await openReturn()
    expect(
      await deliver({ lines: [{ reverseFulfillmentOrderLineItemId: lineId, quantity: 3 }] }),
    ).toMatchObject({
      userErrors: [
        {
          field: ['reverseDeliveryLineItems', '0', 'quantity'],
          message: 'cannot deliver more items than are returned',
          code: null,
        },
      ],
    })
    expect(
      await deliver({
        lines: [
          {
            reverseFulfillmentOrderLineItemId: 'gid://shopify/ReverseFulfillmentOrderLineItem/9',
            quantity: 1,
          },
        ],
      }),
    ).toMatchObject({
      userErrors: [
        {
          field: ['reverseDeliveryLineItems', '0', 'reverseFulfillmentOrderLineItemId'],
          message: 'must exist',
          code: null,
        },
      ],
    })
    expect(await deliver({ id: 'gid://shopify/ReverseFulfillmentOrder/9' })).toMatchObject({
      userErrors: [
        {
          field: ['reverseFulfillmentOrderId'],
          message: 'Reverse fulfillment order was not found.',
          code: 'NOT_FOUND',
        },
      ],
    })
  })
})

describe('dispositions', () => {
  it('stay open until every unit is disposed, restock only what is RESTOCKED, and cannot be done twice', async () => {
    const { store, reverse, dispose, unit } = await openReturn()
    expect(await dispose(unit('MISSING'))).toMatchObject({
      userErrors: [],
      reverseFulfillmentOrderLineItems: [{ dispositions: [{ type: 'MISSING', quantity: 1 }] }],
    })
    expect(reverse.status).toBe('OPEN')
    await dispose(unit('RESTOCKED', { locationId: 'gid://shopify/Location/1' }))
    expect(reverse.status).toBe('CLOSED')
    const level = Object.values(store.engine.state.tables.inventoryLevels).find(
      (one) => one.inventoryItemId === 'gid://shopify/InventoryItem/1',
    )
    expect(level?.quantities).toMatchObject({ available: 1001, on_hand: 1001 })
    expect(await dispose(unit('NOT_RESTOCKED'))).toMatchObject({
      userErrors: [{ field: ['dispositionInputs', '0', 'quantity'], code: 'INVALID' }],
    })
  })

  it('answer the recorded errors', async () => {
    const { dispose, unit } = await openReturn(true)
    expect(await dispose()).toMatchObject({
      userErrors: [{ field: ['dispositionInputs'], message: 'The array cannot be empty.', code: 'BLANK' }],
    })
    expect(
      await dispose(unit('MISSING'), {
        ...unit('MISSING'),
        reverseFulfillmentOrderLineItemId: 'gid://shopify/ReverseFulfillmentOrderLineItem/9',
      }),
    ).toMatchObject({
      userErrors: [
        {
          field: ['dispositionInputs'],
          message: 'Cannot dispose items from more than one reverse fulfillment order.',
          code: 'INVALID',
        },
      ],
    })
    expect(
      at(await dispose(unit('RESTOCKED', { locationId: 'gid://shopify/Location/99' })), 'userErrors'),
    ).toEqual([
      {
        code: 'INVALID',
        field: ['dispositionInputs', '0', 'dispositionType'],
        message: 'RESTOCKED is an invalid disposition type for a custom line item.',
      },
      { code: 'NOT_FOUND', field: ['dispositionInputs', '0', 'locationId'], message: 'Location not found.' },
    ])
  })
})
