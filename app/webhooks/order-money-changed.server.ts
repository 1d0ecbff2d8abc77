import { z } from 'zod'
import { addSeconds } from '#app/domain/dates.ts'
import { OrderGid } from '#app/domain/ids.ts'
import { enqueueUnlessWaiting } from '#app/jobs/outbox.server.ts'
import type { Topic } from './topic.ts'

/** A refund comes with several webhooks, and one of ours with its answer: the books are compared once, when they are all in. */
const settlingSeconds = 30

/** Ids beyond the safe integers arrive as texts. */
const Payload = z.object({ order_id: z.union([z.int().positive(), z.string().regex(/^[1-9]\d{0,19}$/)]) })

/** A refund or a transaction of an order: a refund of ours settled late, or somebody paid back in Shopify's admin. */
export const orderMoneyChanged: Topic = async (tx, { shop, payload, receivedAt: now }) => {
  const orderGid = OrderGid.parse(`gid://shopify/Order/${Payload.parse(payload).order_id}`)
  // Most refunds and transactions of a shop have nothing to do with returns.
  if ((await tx.return.count({ where: { shop, orderGid } })) === 0) return {}
  const job = await enqueueUnlessWaiting(tx, { shop, name: 'reconcile-return', payload: { orderGid }, now })
  // Due later: the sweep finds it then.
  const runAfter = addSeconds(now, settlingSeconds)
  await enqueueUnlessWaiting(tx, { shop, name: 'reconcile-ledger', payload: { orderGid }, now, runAfter })
  return { jobs: job.isNew ? [job.id] : [] }
}
