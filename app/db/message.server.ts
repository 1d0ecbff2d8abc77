import { randomUUID } from 'node:crypto'
import type { Message } from '@prisma/client'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'

/** A message as it is written before it is sent. `eventId` and `recipient` together make it unique. */
export type NewMessage = {
  readonly returnId: string | null
  readonly eventId: string
  readonly kind: string
  readonly recipient: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly createdAt: string
}

/**
 * Writes the message unless there is one for this event and recipient, and answers the row either way: the caller sends
 * it only while `sentAt` is null.
 */
export async function writeMessage(tx: Transaction, shop: ShopDomain, input: NewMessage): Promise<Message> {
  const data = { ...input, id: randomUUID(), shop, state: 'waiting' }
  await tx.message.createMany({ data, skipDuplicates: true })
  const { eventId, recipient } = input
  return tx.message.findUniqueOrThrow({ where: { shop_eventId_recipient: { shop, eventId, recipient } } })
}

/** Marks a message as taken by the mail server. */
export async function markMessageSent(
  tx: Transaction,
  { id, messageId, sentAt }: { id: string; messageId: string | null; sentAt: string },
): Promise<void> {
  await tx.message.update({ where: { id }, data: { state: 'sent', messageId, sentAt } })
}
