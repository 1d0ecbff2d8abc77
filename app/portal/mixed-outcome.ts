import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import type { LineEntry } from './line-entries.ts'

/** The choice of an outcome for each line, in the form's own word. */
export const mixed = 'mixed'

/** A request whose lines are paid in different ways; `outcome` is what the return as a whole is known by. */
export type Mix = { readonly outcome: Outcome; readonly lines: readonly RequestedLine[] }

/** The lines with the outcome that was chosen for each; what nobody chose for goes back the way it was paid. */
export function mixOf(entries: readonly LineEntry[], lines: readonly RequestedLine[]): Mix {
  const chosen = new Map(entries.map(({ lineId, outcome }) => [lineId, Outcome.safeParse(outcome).data]))
  const own = lines.map((line) => ({ ...line, outcome: chosen.get(line.lineId) ?? ('refund' as const) }))
  const outcome = Outcome.options.find((one) => own.some((line) => line.outcome === one)) ?? 'refund'
  return { outcome, lines: own }
}

/** What a mix comes to, in one line: who sends it says with it what she was shown. */
export function mixKey({ lines }: Mix, quote: Pick<Quote, 'total' | 'owed' | 'lines'>): string {
  const ways = lines.map(({ lineId, quantity, outcome = '', exchangeFor = '' }) =>
    [lineId, quantity, outcome, outcome === 'exchange' ? exchangeFor : ''].join(' '),
  )
  return [...ways, quote.total.minor, quote.owed.minor].join('|')
}
