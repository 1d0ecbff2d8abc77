import { randomUUID } from 'node:crypto'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'
import { jsonColumn } from './column.ts'

/** Records a privacy request of Shopify with the installation that it is about; it is due 30 days after it came. */
export async function recordComplianceRequest(
  tx: Transaction,
  input: {
    shop: ShopDomain
    topic: string
    payload: object
    installGeneration: number
    receivedAt: string
    dueAt: string
  },
): Promise<void> {
  await tx.complianceRequest.create({
    data: { ...input, id: randomUUID(), payload: jsonColumn(input.payload) },
  })
}
