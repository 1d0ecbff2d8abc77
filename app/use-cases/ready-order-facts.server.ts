import type { ShopContext } from '#app/context.server.ts'
import type { Transaction } from '#app/db.server.ts'
import {
  beginOrderFactsLoad,
  findOrderFactsLoad,
  type OrderFactsLoadRecord,
} from '#app/db/order-facts-load.server.ts'
import { getLatestPolicy } from '#app/db/policy.server.ts'
import { addSeconds } from '#app/domain/dates.ts'
import { coversNeeds, type OrderNeeds, orderNeedsOf } from '#app/domain/policy/order-needs.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { enqueueUnlessWaiting, type JobId } from '#app/jobs/outbox.server.ts'

/** Whether the facts that a replay needs are there; else they begin to be read, with what the published policy looks at. */
export async function readyOrderFacts(
  ctx: ShopContext,
  tx: Transaction,
  policies: readonly Policy[],
): Promise<boolean> {
  const load = await findOrderFactsLoad(tx, ctx.shop)
  if (load !== null && load.state !== 'failed' && areFactsEnough(load, policies))
    return load.state === 'ready'
  const needs = readOf(orderNeedsOf(policies))
  const published = readOf(orderNeedsOf([(await getLatestPolicy(tx, ctx.shop)).policy]))
  const now = ctx.now()
  // A day more than now: an order that is being placed is there as well.
  const windowTo = addSeconds(now, 86_400)
  await beginOrderFactsLoad(tx, ctx.shop, { needs: together(needs, published), now, windowTo })
  return false
}

/** Whether all that some policies look at was, or is being, read with the orders. */
export function areFactsEnough(
  { needs }: Pick<OrderFactsLoadRecord, 'needs'>,
  policies: readonly Policy[],
): boolean {
  return coversNeeds(needs, readOf(orderNeedsOf(policies)))
}

/** The job that takes a replay on: judging, or first reading what it looks at. */
export async function enqueueReplay(
  ctx: ShopContext,
  tx: Transaction,
  { runId, isReady }: { readonly runId: string; readonly isReady: boolean },
): Promise<JobId> {
  const at = { shop: ctx.shop, now: ctx.now() } as const
  const job = isReady
    ? await enqueueUnlessWaiting(tx, { ...at, name: 'replay-orders', payload: { runId } })
    : await enqueueUnlessWaiting(tx, { ...at, name: 'load-order-facts', payload: {} })
  return job.id
}

/** Of the needs of a policy those that are not read of every order anyway. */
function readOf({ facts, collections, metafields }: OrderNeeds): OrderNeeds {
  return { facts: new Set(facts.has('market') ? ['market'] : []), collections, metafields }
}

function together(one: OrderNeeds, other: OrderNeeds): OrderNeeds {
  return {
    facts: new Set([...one.facts, ...other.facts]),
    collections: new Set([...one.collections, ...other.collections]),
    metafields: new Set([...one.metafields, ...other.metafields]),
  }
}
