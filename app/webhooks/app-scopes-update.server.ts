import { z } from 'zod'
import { saveScopes } from '#app/db/shop.server.ts'
import { scopeMissing } from '#app/jobs/give-up.server.ts'
import { wakeJobs } from '#app/jobs/outbox.server.ts'
import type { Topic } from './topic.ts'

const Payload = z.object({ current: z.array(z.string()) })

/**
 * The shop granted or took back rights. What waited for one tries again at once; where it still lacks one, it says so again
 * with its return.
 */
export const appScopesUpdate: Topic = async (tx, { shop, payload, receivedAt }) => {
  await saveScopes(tx, shop, Payload.parse(payload).current)
  const waiting = { shop, attention: scopeMissing }
  await tx.return.updateMany({ where: waiting, data: { attention: null, version: { increment: 1 } } })
  await wakeJobs(tx, { shop, now: receivedAt })
  return {}
}
