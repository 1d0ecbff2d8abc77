import { z } from 'zod'
import type { OrderFactsLoad } from '@prisma/client'
import type { Transaction } from '#app/db.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { OrderNeeds } from '#app/domain/policy/order-needs.ts'
import { factNames } from '#app/domain/policy/facts.ts'
import { instant, instantOrNull, jsonColumn } from './column.ts'

/** How far the store of order facts is filled. It is read from `windowTo` back to `oldest`, the first order. */
export type OrderFactsLoadRecord = {
  readonly state: 'loading' | 'ready' | 'failed'
  readonly needs: OrderNeeds
  /** When the month that is under way was asked for. */
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly oldest: string | null
  readonly windowTo: string
  /** Shopify's bulk operation that is under way. */
  readonly operationGid: string | null
  readonly failures: number
  readonly problem: string | null
}

const States = z.enum(['loading', 'ready', 'failed'])
const Needs = z.object({
  facts: z.array(z.enum(factNames)),
  collections: z.array(z.string()),
  metafields: z.array(z.string()),
})

/** The load of a shop; null where nobody has replayed yet. */
export async function findOrderFactsLoad(
  tx: Transaction,
  shop: ShopDomain,
): Promise<OrderFactsLoadRecord | null> {
  const row = await tx.orderFactsLoad.findUnique({ where: { shop } })
  return row === null ? null : loadRecord(row)
}

/** Begins a load from now back, over whatever one there was: the facts that are there stay until they are read again. */
export async function beginOrderFactsLoad(
  tx: Transaction,
  shop: ShopDomain,
  { needs, now, windowTo }: { readonly needs: OrderNeeds; readonly now: string; readonly windowTo: string },
): Promise<void> {
  const data = {
    state: 'loading',
    needs: jsonColumn({
      facts: [...needs.facts],
      collections: [...needs.collections],
      metafields: [...needs.metafields],
    }),
    startedAt: now,
    finishedAt: null,
    oldest: null,
    windowTo,
    operationGid: null,
    failures: 0,
    problem: null,
  }
  await tx.orderFactsLoad.upsert({ where: { shop }, create: { shop, ...data }, update: data })
}

/** Writes a step of a load down. */
export async function stepOrderFactsLoad(
  tx: Transaction,
  shop: ShopDomain,
  step: Partial<Omit<OrderFactsLoadRecord, 'needs'>>,
): Promise<void> {
  await tx.orderFactsLoad.updateMany({ where: { shop }, data: step })
}

function loadRecord(row: OrderFactsLoad): OrderFactsLoadRecord {
  const needs = Needs.parse(row.needs)
  return {
    state: States.parse(row.state),
    needs: {
      facts: new Set(needs.facts),
      collections: new Set(needs.collections),
      metafields: new Set(needs.metafields),
    },
    startedAt: instant(row.startedAt),
    finishedAt: instantOrNull(row.finishedAt),
    oldest: instantOrNull(row.oldest),
    windowTo: instant(row.windowTo),
    operationGid: row.operationGid,
    failures: row.failures,
    problem: row.problem,
  }
}
