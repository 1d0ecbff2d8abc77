import { randomUUID } from 'node:crypto'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'
import { jsonColumn } from './column.ts'

export type NewWebhookDelivery = {
  readonly shop: ShopDomain
  readonly eventId: string
  readonly topic: string
  readonly webhookId: string | null
  readonly apiVersion: string | null
  readonly payload: object
  readonly triggeredAt: string | null
  readonly receivedAt: string
}

/** Puts a webhook into the inbox. Answers false when the same event came before: there is nothing left to do then. */
export async function recordWebhookDelivery(tx: Transaction, input: NewWebhookDelivery): Promise<boolean> {
  const data = { ...input, id: randomUUID(), payload: jsonColumn(input.payload) }
  const { count } = await tx.webhookDelivery.createMany({ data, skipDuplicates: true })
  return count === 1
}
