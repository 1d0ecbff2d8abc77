import { type Transaction, withShop, withSweep } from '#app/db.server.ts'
import { addSeconds, dayOf, hourOf } from '#app/domain/dates.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import type { JobName } from './definitions.ts'
import { enqueueUnlessWaiting, type JobId } from './outbox.server.ts'

type Last = {
  readonly shop: string
  readonly timeZone: string
  readonly openAt: Date | null
  readonly allAt: Date | null
}

const openEverySeconds = 300
/** The night of a shop: the first look after this hour in its own zone. */
const nightHour = 3

/**
 * Writes the jobs that run by the clock, for every shop that has the app: open money every five minutes, all money once a
 * night. What is due is told by the jobs that were written before, so any number of workers may ask, at any time, and one
 * that was away makes up for it once. `now` is an ISO instant. Answers what was written, for handing over.
 */
export async function writePeriodicJobs(
  now: string,
): Promise<readonly { readonly shop: ShopDomain; readonly id: JobId }[]> {
  const shops = await withSweep(
    (tx) => tx.$queryRaw<Last[]>`
      select s."shop", s."timeZone",
        (select max(j."createdAt") from "OutboxJob" j where j."shop" = s."shop" and j."name" = 'check-open-money') as "openAt",
        (select max(j."createdAt") from "OutboxJob" j where j."shop" = s."shop" and j."name" = 'check-all-money') as "allAt"
      from "Shop" s where s."uninstalledAt" is null`,
  )
  const written: { shop: ShopDomain; id: JobId }[] = []
  for (const last of shops) {
    const shop = ShopDomain.parse(last.shop)
    if (!isOpenDue(last, now) && !isNightDue(last, now)) continue
    await withShop(shop, async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${shop} periodic`}, 0))`
      // Another worker may have written them while this one waited.
      const latest = { ...last, ...(await lastWritten(tx, shop)) }
      if (isOpenDue(latest, now)) {
        const job = await enqueueUnlessWaiting(tx, { shop, name: 'check-open-money', payload: {}, now })
        if (job.isNew) written.push({ shop, id: job.id })
      }
      if (isNightDue(latest, now)) {
        const payload = { after: null }
        const job = await enqueueUnlessWaiting(tx, { shop, name: 'check-all-money', payload, now })
        if (job.isNew) written.push({ shop, id: job.id })
      }
    })
  }
  return written
}

async function lastWritten(tx: Transaction, shop: ShopDomain): Promise<Pick<Last, 'openAt' | 'allAt'>> {
  const last = async (name: JobName) =>
    (await tx.outboxJob.aggregate({ where: { shop, name }, _max: { createdAt: true } }))._max.createdAt
  return { openAt: await last('check-open-money'), allAt: await last('check-all-money') }
}

function isOpenDue({ openAt }: Last, now: string): boolean {
  return openAt === null || openAt.toISOString() <= utc(addSeconds(now, -openEverySeconds))
}

/** Once per calendar day of the shop, from the night's hour on; a shop that was never looked through is due at once. */
function isNightDue({ allAt, timeZone }: Last, now: string): boolean {
  if (allAt === null) return true
  if (dayOf(allAt.toISOString(), timeZone) >= dayOf(now, timeZone)) return false
  return hourOf(now, timeZone) >= nightHour
}

function utc(instant: string): string {
  return new Date(instant).toISOString()
}
