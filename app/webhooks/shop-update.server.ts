import { enqueueUnlessWaiting } from '#app/jobs/outbox.server.ts'
import type { Topic } from './topic.ts'

/** The shop changed its name, address, zone or currency: read them again. */
export const shopUpdate: Topic = async (tx, { shop, receivedAt: now }) => ({
  jobs: [await enqueueUnlessWaiting(tx, { shop, name: 'refresh-shop', payload: {}, now })],
})
