import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { Actor } from '#app/domain/events.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { Limits } from '#app/domain/limits.ts'
import { MoneySettings } from '#app/domain/refund/money-settings.ts'
import { Role } from '#app/domain/roles.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, jsonColumn } from './column.ts'
import { hashOf } from './hash-chain.ts'

/** What the shop's log keeps about the safety of payments; what happened to a return stands in the return's own history. */
export const AuditEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('role_changed'), userId: z.string(), name: z.string(), from: Role, to: Role }),
  z.object({ kind: z.literal('limits_changed'), before: Limits, after: Limits }),
  z.object({ kind: z.literal('money_settings_changed'), before: MoneySettings, after: MoneySettings }),
  z.object({ kind: z.literal('policy_settings_changed'), secondPerson: z.boolean() }),
  z.object({ kind: z.literal('money_stopped'), reason: z.string() }),
  z.object({ kind: z.literal('money_started') }),
  /** Many lookups of the portal were refused within an hour: somebody tries out orders. */
  z.object({ kind: z.literal('lookups_refused') }),
  /** A code for goods that are a gift was made or revoked: `lines` of an order. The code itself is kept nowhere. */
  z.object({ kind: z.literal('gift_code_made'), codeId: z.string(), order: z.string(), lines: z.int() }),
  z.object({ kind: z.literal('gift_code_revoked'), codeId: z.string(), order: z.string() }),
  /** Everything that is known of a person who asked for it was fetched as a file, or was handed over. */
  z.object({ kind: z.literal('person_exported'), requestId: z.string() }),
  z.object({ kind: z.literal('data_request_answered'), requestId: z.string() }),
  /** Somebody tried what their role, their limits or the rule of two people forbid. */
  z.object({
    kind: z.literal('action_refused'),
    action: z.string(),
    role: Role.nullable(),
    because: z.string(),
    returnId: z.string().nullable(),
  }),
])
export type AuditEvent = z.infer<typeof AuditEvent>
export type AuditRecord = {
  readonly id: string
  readonly at: string
  readonly actor: Actor
  readonly event: AuditEvent
}

/**
 * Appends to the shop's log, in the transaction of what it tells; each entry's hash goes on from the one before it. The
 * transaction then holds the log's lock: take other locks before.
 */
export async function appendAudit(
  tx: Transaction,
  input: {
    readonly shop: ShopDomain
    readonly actor: Actor
    readonly at: string
    readonly event: AuditEvent
  },
): Promise<void> {
  const { shop, actor, at, event } = input
  const { kind, ...data } = event
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`audit ${shop}`}, 0))`
  const last = await tx.auditEntry.findFirst({
    where: { shop, sequence: { not: null } },
    orderBy: { sequence: 'desc' },
    select: { sequence: true, hash: true },
  })
  const row = {
    id: randomUUID(),
    shop,
    sequence: (last?.sequence ?? 0) + 1,
    kind,
    data: jsonColumn(data),
    actor: jsonColumn(actor),
    at,
    previousHash: last?.hash ?? '',
  }
  await tx.auditEntry.create({ data: { ...row, hash: auditHash(row) } })
}

type Hashed = {
  readonly shop: string
  readonly sequence: number | null
  readonly id: string
  readonly kind: string
  readonly data: unknown
  readonly actor: unknown
  readonly at: string | Date
  readonly previousHash: string | null
}

function auditHash({ shop, sequence, id, previousHash, kind, data, actor, at }: Hashed): string {
  return hashOf([shop, sequence, id, previousHash, kind, data, actor, new Date(at).toISOString()])
}

/** A verified part of a shop's log: its last entry, and the first one that was changed, taken out or put in between. */
export type VerifiedAudit = {
  readonly place: { readonly sequence: number; readonly hash: string }
  readonly isEnd: boolean
  readonly broken: number | null
}

const verifiedAtOnce = 1000

/** Computes the next part of a shop's log again, from a place on. Entries from before the chain are passed over. */
export async function verifyAudit(
  tx: Transaction,
  shop: ShopDomain,
  from: VerifiedAudit['place'],
): Promise<VerifiedAudit> {
  const rows = await tx.auditEntry.findMany({
    where: { shop, sequence: { gt: from.sequence } },
    orderBy: { sequence: 'asc' },
    take: verifiedAtOnce,
  })
  let place = from
  for (const row of rows) {
    const isNext = row.sequence === place.sequence + 1 && row.previousHash === place.hash
    if (!isNext || row.hash !== auditHash(row)) return { place, isEnd: true, broken: row.sequence }
    place = { sequence: place.sequence + 1, hash: row.hash }
  }
  return { place, isEnd: rows.length < verifiedAtOnce, broken: null }
}

/** The last entries, newest first. */
export async function listAudit(
  tx: Transaction,
  shop: ShopDomain,
  limit: number,
): Promise<readonly AuditRecord[]> {
  const orderBy = [{ at: 'desc' as const }, { sequence: 'desc' as const }]
  const rows = await tx.auditEntry.findMany({ where: { shop }, orderBy, take: limit })
  return rows.map((row) => ({
    id: row.id,
    at: instant(row.at),
    actor: Actor.parse(row.actor),
    // Rows are written by `appendAudit` alone: data is an object without `kind`.
    event: AuditEvent.parse({ ...(row.data as Record<string, unknown>), kind: row.kind }),
  }))
}
