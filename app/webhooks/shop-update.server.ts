import { enqueueUnlessWaiting } from '#app/jobs/outbox.server.ts'
import type { Topic } from './topic.ts'

/** The shop changed its name, address, zone or currency: read them again. */
export const shopUpdate: Topic = async (tx, { shop, receivedAt: now }) => {
  const job = await enqueueUnlessWaiting(tx, { shop, name: 'refresh-shop', payload: {}, now })
  return { jobs: job.isNew ? [job.id] : [] }
}
