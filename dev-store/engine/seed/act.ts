import type { Context } from '../context.ts'
import { registry } from '../registry.ts'
import type { Order } from '../state.ts'
import type { OrderWriter } from './order-writer.ts'

type Payload = Record<string, unknown>
type Run = (source: unknown, args: unknown, context: Context, info: undefined) => Payload

/** Runs a mutation of the dev store inside the seed, dated `at`; a user error is a mistake of the seed. */
const act = (context: Context, at: string, mutation: string, args: Record<string, unknown>): Payload => {
  // The registry spells sources and arguments as `never`; a seed's arguments are checked by the mutation itself.
  const run = registry()['Mutation']?.[mutation] as Run | undefined
  if (!run) throw new Error(`seed: no mutation ${mutation}`)
  // Nobody is told: webhooks are for what happens after the seed.
  const payload = run(undefined, args, { ...context, now: at, emit: () => undefined }, undefined)
  const errors = payload['orderCancelUserErrors'] ?? payload['userErrors']
  if (Array.isArray(errors) && errors.length > 0)
    throw new Error(`seed: ${mutation}: ${JSON.stringify(errors)}`)
  return payload
}

const orderNamed = (writer: OrderWriter, name: string): Order => {
  const found = writer.context.index
    .ordersByName(writer.context.shop.domain, name)
    .find((one) => one.name === name)
  if (!found) throw new Error(`seed: no order ${name}`)
  return found
}

const idOf = (payload: Payload, field: string): string => {
  const entity = payload[field]
  if (typeof entity !== 'object' || entity === null || !('id' in entity)) throw new Error(`seed: no ${field}`)
  return String(entity.id)
}

/** One of two mugs was refunded without a return (row 1013). */
const refundOne = (writer: OrderWriter): void => {
  const order = orderNamed(writer, '#1013')
  const line = order.lineItems[0]
  const sale = order.transactions[0]
  if (!line || !sale) return
  // Price and tax of one unit, as the buyer paid them.
  const cents = line.unitPrice.presentment + Math.floor((line.taxLines[0]?.amount.presentment ?? 0) / 2)
  act(writer.context, writer.at(9), 'refundCreate', {
    input: {
      orderId: order.id,
      note: 'Chipped on arrival',
      refundLineItems: [{ lineItemId: line.id, quantity: 1, restockType: 'NO_RESTOCK' }],
      transactions: [
        {
          orderId: order.id,
          parentId: sale.id,
          kind: 'REFUND',
          gateway: sale.gateway,
          amount: (cents / 100).toFixed(2),
        },
      ],
    },
  })
}

/** An open return on one of two shirts, and a declined one on the other line (row 1014). */
const claimSome = (writer: OrderWriter): void => {
  const { context, at } = writer
  const order = orderNamed(writer, '#1014')
  const [tee, shirt] = order.fulfillments[0]?.lineItems ?? []
  if (!tee || !shirt) return
  const reason = (handle: string) =>
    Object.values(context.state.tables.returnReasonDefinitions).find((one) => one.handle === handle)?.id
  act(context, at(6), 'returnCreate', {
    returnInput: {
      orderId: order.id,
      returnLineItems: [
        { fulfillmentLineItemId: tee.id, quantity: 1, returnReasonDefinitionId: reason('too-small') },
      ],
    },
  })
  const asked = act(context, at(5), 'returnRequest', {
    input: {
      orderId: order.id,
      returnLineItems: [
        {
          fulfillmentLineItemId: shirt.id,
          quantity: 1,
          returnReasonDefinitionId: reason('changed-my-mind'),
          customerNote: 'Not my colour after all',
        },
      ],
    },
  })
  act(context, at(4), 'returnDeclineRequest', {
    input: { id: idOf(asked, 'return'), declineReason: 'OTHER', declineNote: 'The label was cut off.' },
  })
}

const cancel = (writer: OrderWriter): void => {
  const args = {
    orderId: orderNamed(writer, '#1030').id,
    reason: 'CUSTOMER',
    restock: true,
    refundMethod: { originalPaymentMethodsRefund: true },
    notifyCustomer: false,
  }
  act(writer.context, writer.at(11), 'orderCancel', args)
}

/** What happened to some orders of the USD shop after they were placed. */
export const seedHistory = (writer: OrderWriter): void => {
  refundOne(writer)
  claimSome(writer)
  cancel(writer)
}
