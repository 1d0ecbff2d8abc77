import { randomUUID } from 'node:crypto'
import type { ComplianceRequest } from '@prisma/client'
import { z } from 'zod'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, instantOrNull, jsonColumn } from './column.ts'
import { idsOfRequest } from './privacy/person.server.ts'

const complianceTopics = ['customers/data_request', 'customers/redact', 'shop/redact'] as const
export type ComplianceTopic = (typeof complianceTopics)[number]

/** What came of a request: rows emptied or deleted by kind, or why nothing was. */
const ComplianceResult = z.object({
  rows: z.record(z.string(), z.number()).optional(),
  /** `nothing_known`; `installed_again`: the shop has the app, its data stays. */
  because: z.enum(['nothing_known', 'installed_again']).optional(),
})
export type ComplianceResult = z.infer<typeof ComplianceResult>

/** A request of privacy law. `payload` is Shopify's until it is done, then ids only. */
export type ComplianceRecord = {
  readonly id: string
  readonly topic: ComplianceTopic
  readonly payload: unknown
  readonly receivedAt: string
  readonly dueAt: string
  readonly doneAt: string | null
  readonly result: ComplianceResult | null
}

function record({ id, topic, payload, receivedAt, dueAt, doneAt, result }: ComplianceRequest) {
  return {
    id,
    topic: z.enum(complianceTopics).parse(topic),
    payload,
    receivedAt: instant(receivedAt),
    dueAt: instant(dueAt),
    doneAt: instantOrNull(doneAt),
    result: ComplianceResult.nullable().parse(result),
  } satisfies ComplianceRecord
}

/** Records a privacy request of Shopify with the installation that it is about, and answers its id. */
export async function recordComplianceRequest(
  tx: Transaction,
  input: {
    readonly shop: ShopDomain
    readonly topic: string
    readonly payload: object
    readonly installGeneration: number
    readonly receivedAt: string
    readonly dueAt: string
  },
): Promise<string> {
  const id = randomUUID()
  await tx.complianceRequest.create({ data: { ...input, id, payload: jsonColumn(input.payload) } })
  return id
}

/** One request; null where there is none. */
export async function findComplianceRequest(tx: Transaction, id: string): Promise<ComplianceRecord | null> {
  const row = await tx.complianceRequest.findUnique({ where: { id } })
  return row && record(row)
}

/** The requests of a shop, the latest first. */
export async function listComplianceRequests(
  tx: Transaction,
  shop: ShopDomain,
  limit: number,
): Promise<readonly ComplianceRecord[]> {
  const rows = await tx.complianceRequest.findMany({
    where: { shop },
    orderBy: { receivedAt: 'desc' },
    take: limit,
  })
  return rows.map(record)
}

/** How many people asked for their data and nobody said yet that it was handed over. */
export function countDataRequests(tx: Transaction, shop: ShopDomain): Promise<number> {
  return tx.complianceRequest.count({ where: { shop, topic: 'customers/data_request', doneAt: null } })
}

/** Says that a request is done: of whom it was about the ids stay, and no address. False when it was done before. */
export async function finishComplianceRequest(
  tx: Transaction,
  done: { readonly id: string; readonly at: string; readonly result: ComplianceResult },
): Promise<boolean> {
  const { id, at, result } = done
  const row = await tx.complianceRequest.findUnique({ where: { id }, select: { payload: true } })
  if (row === null) return false
  const { count } = await tx.complianceRequest.updateMany({
    where: { id, doneAt: null },
    data: { doneAt: at, result, payload: jsonColumn(idsOfRequest(row.payload)) },
  })
  return count === 1
}
