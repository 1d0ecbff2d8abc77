import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { Actor } from '#app/domain/events.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { Limits } from '#app/domain/limits.ts'
import { Role } from '#app/domain/roles.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, jsonColumn } from './column.ts'

/** What the shop's log keeps about the safety of payments; what happened to a return stands in the return's own history. */
export const AuditEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('role_changed'), userId: z.string(), name: z.string(), from: Role, to: Role }),
  z.object({ kind: z.literal('limits_changed'), before: Limits, after: Limits }),
  z.object({ kind: z.literal('money_stopped'), reason: z.string() }),
  z.object({ kind: z.literal('money_started') }),
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

/** Appends to the shop's log, in the transaction of what it tells. */
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
  await tx.auditEntry.create({
    data: { id: randomUUID(), shop, kind, data: jsonColumn(data), actor: jsonColumn(actor), at },
  })
}

/** The last entries, newest first. */
export async function listAudit(
  tx: Transaction,
  shop: ShopDomain,
  limit: number,
): Promise<readonly AuditRecord[]> {
  const orderBy = [{ at: 'desc' as const }, { id: 'desc' as const }]
  const rows = await tx.auditEntry.findMany({ where: { shop }, orderBy, take: limit })
  return rows.map((row) => ({
    id: row.id,
    at: instant(row.at),
    actor: Actor.parse(row.actor),
    // Rows are written by `appendAudit` alone: data is an object without `kind`.
    event: AuditEvent.parse({ ...(row.data as Record<string, unknown>), kind: row.kind }),
  }))
}
