import type { ShopContext } from '#app/context.server.ts'
import type { Transaction } from '#app/db.server.ts'
import { appendEvents, type EventRecord } from '#app/db/event.server.ts'
import type { ReturnEvent } from '#app/domain/events.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { messageFor } from '#app/notifications/index.ts'
import { enqueue, type JobId } from './outbox.server.ts'

/**
 * Appends events to a return's history and, in the same transaction, the jobs that tell the shopper about those that have
 * a message. Hand the jobs over after the commit.
 */
export async function recordEvents(
  ctx: ShopContext,
  tx: Transaction,
  input: { readonly returnId: ReturnId; readonly events: readonly ReturnEvent[] },
): Promise<{ readonly events: readonly EventRecord[]; readonly jobs: readonly JobId[] }> {
  const events = await appendEvents(tx, {
    shop: ctx.shop,
    returnId: input.returnId,
    actor: ctx.actor,
    at: ctx.now(),
    events: input.events,
  })
  const jobs: JobId[] = []
  for (const { id, event } of events) {
    if (messageFor(event) === null) continue
    const job = { shop: ctx.shop, name: 'send-message', payload: { eventId: id }, now: ctx.now() } as const
    jobs.push(await enqueue(tx, job))
  }
  return { events, jobs }
}
