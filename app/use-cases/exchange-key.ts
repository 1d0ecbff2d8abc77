import type { Quote } from '#app/domain/refund/quote.ts'
import type { RequestedLine } from '#app/domain/return.ts'

/**
 * What an exchange comes to in one line: the goods of every line and the balance. Who sends a request says with it what she
 * was shown.
 */
export function exchangeKey(lines: readonly RequestedLine[], quote: Pick<Quote, 'refund' | 'owed'>): string {
  const goods = lines.map(({ lineId, quantity, exchangeFor = '' }) => `${lineId} ${quantity} ${exchangeFor}`)
  return [...goods, quote.refund.minor, quote.owed.minor].join('|')
}
