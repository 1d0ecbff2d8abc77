import { withSweep } from '#app/db.server.ts'

const dayMs = 86_400_000
/** Webhooks hold personal data and are hints only; Shopify repeats them for hours, not weeks. */
const webhookDays = 7
const doneJobDays = 30
/** A request is written in minutes: what was not sent by then never will be. */
const waitingPhotoDays = 1
const photoDays = 180
/** Written every five minutes for every shop, and nothing but the clock wanted them. */
const donePeriodicDays = 2

/**
 * Removes what has done its work, in every shop: old webhooks, jobs done long ago, photos that nobody sent or that were kept
 * long enough, counters that have run out. Answers how many rows went. `now` is an ISO instant. What was given up stays for a
 * person to see.
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
    const codes = await tx.$executeRaw`delete from "GuestCode" where "createdAt" < ${before(1)}::timestamptz`
    const signIns =
      await tx.$executeRaw`delete from "CustomerSignIn" where "createdAt" < ${before(1)}::timestamptz`
    const photos =
      await tx.$executeRaw`delete from "Photo" where "uploadedAt" < ${before(photoDays)}::timestamptz or ("returnLineId" is null and "uploadedAt" < ${before(waitingPhotoDays)}::timestamptz)`
    return webhooks + jobs + periodic + counters + photos + codes + signIns
  })
}
