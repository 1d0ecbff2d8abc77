import { withShop, type Transaction } from './db.server.ts'
import { addPolicyVersion } from './db/policy.server.ts'
import { recordInstall } from './db/shop.server.ts'
import { ShopDomain } from './domain/ids.ts'
import { firstPolicy } from './domain/policy/first-policy.ts'
import { enqueue, wakeJobs, type JobId } from './jobs/outbox.server.ts'

/**
 * Records that a shop has the app, with all that it needs from the start: its row, a first policy version, and the job that
 * reads its facts. Runs after every authentication: what is there already stays, and a shop that comes back finds its data.
 */
export async function recordInstallation(input: {
  readonly shop: string
  readonly scope: string
  readonly now: string
}): Promise<{ readonly refreshJob: JobId | null }> {
  const shop = ShopDomain.parse(input.shop)
  const scopes = input.scope
    .split(',')
    .map((scope) => scope.trim())
    .filter(Boolean)
  return withShop(shop, async (tx) => {
    const before = await recordInstall(tx, { shop, scopes, now: input.now })
    if (before === 'first') await publishFirstPolicy(tx, shop, input.now)
    if (before === 'known') return { refreshJob: null }
    if (before === 'again') await wakeJobs(tx, { shop, now: input.now })
    return { refreshJob: await enqueue(tx, { shop, name: 'refresh-shop', payload: {}, now: input.now }) }
  })
}

async function publishFirstPolicy(tx: Transaction, shop: ShopDomain, now: string): Promise<void> {
  const author = { kind: 'system' } as const
  await addPolicyVersion(tx, { shop, number: 1, policy: firstPolicy, note: '', author, publishedAt: now })
}
