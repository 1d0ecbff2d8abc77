import { z } from 'zod'
import { ShopifyReturnGid } from '#app/domain/ids.ts'
import { enqueueUnlessWaiting } from '#app/jobs/outbox.server.ts'
import type { Topic } from './topic.ts'

const Payload = z.object({ admin_graphql_api_id: ShopifyReturnGid })

/**
 * Any change of a return in Shopify: read it again. What the payload says of it may be old. A change comes with several
 * webhooks, and ours come with answers: the next sweep finds the job, so that the return is read once.
 */
export const returnChanged: Topic = async (tx, { shop, payload, receivedAt: now }) => {
  const { admin_graphql_api_id: shopifyReturnGid } = Payload.parse(payload)
  await enqueueUnlessWaiting(tx, { shop, name: 'reconcile-return', payload: { shopifyReturnGid }, now })
  return {}
}
