import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import { appendEvents } from '#app/db/event.server.ts'
import { findMoneyIntent } from '#app/db/money-intent.server.ts'
import { changeReturn, lockReturn } from '#app/db/return.server.ts'
import { ReturnId, type ShopDomain } from '#app/domain/ids.ts'
import type { ClaimedJob } from './outbox.server.ts'

const Payload = z.object({ returnId: ReturnId.optional(), intentId: z.uuid().optional() })

/** Brings a job that was given up before a person: its return says so, in the list and in its history. */
export async function askForAttention(
  tx: Transaction,
  input: { readonly shop: ShopDomain; readonly job: ClaimedJob; readonly now: string },
): Promise<void> {
  const { shop, job, now: at } = input
  const { data: payload } = Payload.safeParse(job.payload)
  const intent = payload?.intentId ? await findMoneyIntent(tx, payload.intentId) : null
  const returnId = payload?.returnId ?? intent?.returnId
  const record = returnId ? await lockReturn(tx, returnId) : null
  if (!record) return
  await changeReturn(tx, record, { attention: record.attention ?? 'job_failed' })
  const event = { kind: 'attention_needed', because: 'job_failed', words: job.name } as const
  await appendEvents(tx, { shop, returnId: record.id, actor: { kind: 'system' }, at, events: [event] })
}
