import type { OrderToken, OrderTokenProblem } from './order-token.server.ts'
import { readOrderToken } from './order-token.server.ts'
import { readLineEntries } from './line-entries.ts'
import { LookupPage } from './lookup-page.tsx'
import type { Visit } from './visit.server.tsx'

const answers = {
  absent: { status: 409, key: 'start.skipped' },
  forged: { status: 403, key: 'start.forged' },
  expired: { status: 200, key: 'start.expired' },
} as const satisfies Record<OrderTokenProblem['kind'], { status: number; key: string }>

/**
 * The order that this visit may see, or the answer that sends it back to the first step. What was typed travels along in the
 * form, so that a visit that ended while somebody was writing loses nothing.
 */
export function visitedOrder(
  visit: Visit,
  token: string,
): { readonly ok: true; readonly value: OrderToken } | { readonly ok: false; readonly error: Response } {
  const { frame, form, proxy, scope, now } = visit
  const read = readOrderToken(scope, { token, customer: proxy.customer, now })
  if (read.ok) return read
  const { status, key } = answers[read.error.kind]
  const kept = read.error.kind === 'expired' ? readLineEntries(form) : []
  const notice = { kind: 'error', sentence: frame.text.t(key) } as const
  return { ok: false, error: visit.show(<LookupPage frame={frame} kept={kept} notice={notice} />, status) }
}
