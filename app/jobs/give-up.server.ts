import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import { appendEvents } from '#app/db/event.server.ts'
import { findMoneyIntent } from '#app/db/money-intent.server.ts'
import { changeReturn, lockReturn } from '#app/db/return.server.ts'
import { ReturnId, type ShopDomain } from '#app/domain/ids.ts'
import type { ClaimedJob } from './outbox.server.ts'

const Payload = z.object({ returnId: ReturnId.optional(), intentId: z.uuid().optional() })

/** Why a person must look: a job of this return waits for a right that the shop does not grant (any more). */
export const scopeMissing = 'scope_missing'

/**
 * Says with the return of a job, once, that it waits for a right; the words are Shopify's, which name it. What a person is
 * asked about already stays, but for money that waits without a reason: this is the reason.
 */
export async function askForScope(
  tx: Transaction,
  input: {
    readonly shop: ShopDomain
    readonly job: ClaimedJob
    readonly words: string
    readonly now: string
  },
): Promise<void> {
  const { shop, job, words, now: at } = input
  const record = await returnOf(tx, job)
  if (!record || (record.attention !== null && record.attention !== 'money_waits')) return
  await changeReturn(tx, record, { attention: scopeMissing })
  const event = { kind: 'attention_needed', because: scopeMissing, words } as const
  await appendEvents(tx, { shop, returnId: record.id, actor: { kind: 'system' }, at, events: [event] })
}

/** Brings a job that was given up before a person: its return says so, in the list and in its history. */
export async function askForAttention(
  tx: Transaction,
  input: { readonly shop: ShopDomain; readonly job: ClaimedJob; readonly now: string },
): Promise<void> {
  const { shop, job, now: at } = input
  const record = await returnOf(tx, job)
  if (!record) return
  await changeReturn(tx, record, { attention: record.attention ?? 'job_failed' })
  const event = { kind: 'attention_needed', because: 'job_failed', words: job.name } as const
  await appendEvents(tx, { shop, returnId: record.id, actor: { kind: 'system' }, at, events: [event] })
}

/** The return that a job is about, under its lock; null where it is about none. */
async function returnOf(tx: Transaction, job: ClaimedJob) {
  const { data: payload } = Payload.safeParse(job.payload)
  const intent = payload?.intentId ? await findMoneyIntent(tx, payload.intentId) : null
  const returnId = payload?.returnId ?? intent?.returnId
  return returnId ? lockReturn(tx, returnId) : null
}
