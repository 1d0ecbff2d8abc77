import { randomUUID } from 'node:crypto'
import type { Event } from '@prisma/client'
import { Actor, ReturnEvent, type RecordedEvent } from '#app/domain/events.ts'
import type { ReturnId, ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, jsonColumn } from './column.ts'
import { eventHash } from './event-chain.server.ts'

/** An event of the timeline with its own id (messages are unique per event). */
export type EventRecord = RecordedEvent & { readonly id: string }

function eventRecord(row: Event): EventRecord {
  // Rows are written by `appendEvents` alone: data is an object without `kind`.
  const data = row.data as Record<string, unknown>
  return {
    id: row.id,
    sequence: row.sequence,
    at: instant(row.at),
    actor: Actor.parse(row.actor),
    event: ReturnEvent.parse({ ...data, kind: row.kind }),
  }
}

/**
 * Appends events to a return's history, in their order, and answers them with ids and sequence numbers. Call it in the
 * transaction that changes the state; the return's row is locked so that two writers never take the same number, and each
 * event's hash goes on from the one before it.
 */
export async function appendEvents(
  tx: Transaction,
  input: {
    shop: ShopDomain
    returnId: ReturnId
    actor: Actor
    at: string
    events: readonly ReturnEvent[]
  },
): Promise<EventRecord[]> {
  const { shop, returnId, actor, at } = input
  await tx.$executeRaw`select 1 from "Return" where id = ${returnId}::uuid for update`
  const last = await tx.event.findFirst({
    where: { shop, returnId },
    orderBy: { sequence: 'desc' },
    select: { sequence: true, hash: true },
  })
  const first = (last?.sequence ?? 0) + 1
  const records = input.events.map((event, index) => ({
    id: randomUUID(),
    sequence: first + index,
    at,
    actor,
    event,
  }))
  let previousHash = last?.hash ?? ''
  const rows = records.map(({ event: { kind, ...data }, ...record }) => {
    const row = { ...record, shop, returnId, kind, data: jsonColumn(data), actor: jsonColumn(actor) }
    const chained = { ...row, previousHash, hash: eventHash({ ...row, previousHash }) }
    previousHash = chained.hash
    return chained
  })
  await tx.event.createMany({ data: rows })
  return records
}

/** The history of a return, oldest first. */
export async function listEvents(
  tx: Transaction,
  shop: ShopDomain,
  returnId: ReturnId,
): Promise<EventRecord[]> {
  const orderBy = { sequence: 'asc' } as const
  return (await tx.event.findMany({ where: { shop, returnId }, orderBy })).map(eventRecord)
}

/** One event by its id, with the return that it belongs to; null when there is none. */
export async function findEvent(
  tx: Transaction,
  eventId: string,
): Promise<(EventRecord & { readonly returnId: string }) | null> {
  const row = await tx.event.findUnique({ where: { id: eventId } })
  return row && { ...eventRecord(row), returnId: row.returnId }
}
