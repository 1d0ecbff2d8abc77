import { withSweep } from '#app/db.server.ts'

const dayMs = 86_400_000
/** Webhooks hold personal data and are hints only; Shopify repeats them for hours, not weeks. */
const webhookDays = 7
const doneJobDays = 30
/** Written every five minutes for every shop, and nothing but the clock wanted them. */
const donePeriodicDays = 2

/**
 * Removes what has done its work, in every shop: old webhooks, jobs done long ago, counters that have run out. Answers how
 * many rows went. `now` is an ISO instant. What was given up stays for a person to see.
 */
export async function tidyUp(now: string): Promise<number> {
  const before = (days: number) => new Date(Date.parse(now) - days * dayMs).toISOString()
  return withSweep(async (tx) => {
    const webhooks =
      await tx.$executeRaw`delete from "WebhookDelivery" where "receivedAt" < ${before(webhookDays)}::timestamptz`
    const jobs =
      await tx.$executeRaw`delete from "OutboxJob" where "doneAt" < ${before(doneJobDays)}::timestamptz`
    const periodic =
      await tx.$executeRaw`delete from "OutboxJob" where "name" = 'check-open-money' and "doneAt" < ${before(donePeriodicDays)}::timestamptz`
    const counters = await tx.$executeRaw`delete from "RateLimit" where "expire" < ${Date.parse(now)}::bigint`
    return webhooks + jobs + periodic + counters
  })
}
