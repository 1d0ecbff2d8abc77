import { z } from 'zod'
import { forgetOrderFacts } from '#app/db/order-facts.server.ts'
import { findOrderFactsLoad } from '#app/db/order-facts-load.server.ts'
import { addSeconds } from '#app/domain/dates.ts'
import { OrderGid } from '#app/domain/ids.ts'
import { enqueueUnlessWaiting } from '#app/jobs/outbox.server.ts'
import type { Topic } from './topic.ts'

/** An order comes with several webhooks: it is read once, when they are all in. */
const settlingSeconds = 20

const Order = z.object({ admin_graphql_api_id: OrderGid })
const Fulfillment = z.object({ order_id: z.number().int().positive() })
const Gone = z.object({ id: z.number().int().positive() })

/** An order was placed or changed: its facts are read again, where the shop keeps any. */
export const orderChanged: Topic = async (tx, { shop, payload, receivedAt: now }) =>
  readAgain(tx, { shop, orderGid: Order.parse(payload).admin_graphql_api_id, now })

/** A parcel left or arrived: so did a part of its order. */
export const fulfillmentChanged: Topic = async (tx, { shop, payload, receivedAt: now }) => {
  const orderGid = OrderGid.parse(`gid://shopify/Order/${Fulfillment.parse(payload).order_id}`)
  return readAgain(tx, { shop, orderGid, now })
}

/** An order was deleted: so are its facts. */
export const orderGone: Topic = async (tx, { shop, payload }) => {
  await forgetOrderFacts(tx, shop, [`gid://shopify/Order/${Gone.parse(payload).id}`])
  return {}
}

async function readAgain(
  tx: Parameters<Topic>[0],
  { shop, orderGid, now }: Pick<Parameters<Topic>[1], 'shop'> & { orderGid: OrderGid; now: string },
): ReturnType<Topic> {
  // Nobody has replayed here: nothing is kept.
  if ((await findOrderFactsLoad(tx, shop)) === null) return {}
  // Due later: the sweep finds it then.
  const runAfter = addSeconds(now, settlingSeconds)
  await enqueueUnlessWaiting(tx, { shop, name: 'refresh-order-facts', payload: { orderGid }, now, runAfter })
  return {}
}
