import { OrderGid } from '#app/domain/ids.ts'
import type { NewReturn } from '#app/db/return.server.ts'

const now = '2026-11-22T10:00:00.000Z'

/** A return without lines, as small as the database takes it; give it an id and a submission key of its own. */
export const plainReturn: Omit<NewReturn, 'id' | 'submissionKey'> = {
  orderGid: OrderGid.parse('gid://shopify/Order/1'),
  orderName: '#1001',
  status: 'approved',
  outcome: 'refund',
  buyerEmail: 'a@example.com',
  buyerName: 'A',
  customerGid: null,
  currency: 'USD',
  country: 'US',
  locale: 'en',
  decision: { policyVersion: 1, judgedAt: now, lawVersion: null, lines: [] },
  policyVersion: 1,
  promised: null,
  requestedAt: now,
  decidedAt: null,
  lines: [],
}
