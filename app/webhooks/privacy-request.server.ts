import { finishComplianceRequest, recordComplianceRequest } from '#app/db/compliance-request.server.ts'
import { findShop } from '#app/db/shop.server.ts'
import { addDays } from '#app/domain/dates.ts'
import { enqueue } from '#app/jobs/outbox.server.ts'
import type { Topic } from './topic.ts'

const daysToAnswer = 30

/**
 * customers/data_request, customers/redact, shop/redact: kept with the installation that they are about, due in 30 days
 * (https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance), and worked off by a job. Of a shop that we do not know
 * (generation 0) there is nothing.
 */
export const privacyRequest: Topic = async (tx, { shop, topic, payload, receivedAt }) => {
  const known = await findShop(tx, shop)
  const installGeneration = known?.installGeneration ?? 0
  const dueAt = `${addDays(receivedAt.slice(0, 10), daysToAnswer)}T00:00:00.000Z`
  const request = { shop, topic, payload, installGeneration, receivedAt, dueAt }
  const requestId = await recordComplianceRequest(tx, request)
  if (known === null) {
    await finishComplianceRequest(tx, {
      id: requestId,
      at: receivedAt,
      result: { because: 'nothing_known' },
    })
    return {}
  }
  const name = 'answer-privacy-request'
  return { jobs: [await enqueue(tx, { shop, name, payload: { requestId }, now: receivedAt })] }
}
