import { recordComplianceRequest } from '#app/db/compliance-request.server.ts'
import { findShop } from '#app/db/shop.server.ts'
import { addDays } from '#app/domain/dates.ts'
import { redactOrderFacts } from './redact-order-facts.server.ts'
import type { Topic } from './topic.ts'

const daysToAnswer = 30

/**
 * customers/data_request, customers/redact, shop/redact: kept with the installation that they are about, due in 30 days
 * (https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance). A shop that we do not know has generation 0.
 */
export const privacyRequest: Topic = async (tx, { shop, topic, payload, receivedAt }) => {
  const installGeneration = (await findShop(tx, shop))?.installGeneration ?? 0
  const dueAt = `${addDays(receivedAt.slice(0, 10), daysToAnswer)}T00:00:00.000Z`
  await recordComplianceRequest(tx, { shop, topic, payload, installGeneration, receivedAt, dueAt })
  await redactOrderFacts(tx, { shop, topic, payload })
  return {}
}
