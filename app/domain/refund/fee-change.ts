import { z } from 'zod'
import { compare, zero } from '../money.ts'
import { err, ok, type Result } from '../result.ts'
import { FlatFee } from './quote.ts'

/**
 * Fees that staff decided instead of the policy's, while Shopify does not have them yet: it fixes fees when a return is made,
 * so the return is made anew there. `basisPoints` are hundredths of a per cent, by our own line.
 */
export const FeeChange = z.object({
  restocking: z.array(z.object({ returnLineId: z.string(), basisPoints: z.int().min(0).max(10_000) })),
  fees: z.array(FlatFee),
  reason: z.string(),
})
export type FeeChange = z.infer<typeof FeeChange>

/** Why fees can not be changed any more, or not like this. */
export type FeeChangeRefusal =
  | { readonly kind: 'not_open' }
  /** Shopify has processed a part of the return, or is about to: its fees are charged. */
  | { readonly kind: 'partly_processed' }
  /** Goods were looked at: Shopify does not cancel such a return, and without that fees stay. */
  | { readonly kind: 'inspected' }
  | { readonly kind: 'change_under_way' }
  | { readonly kind: 'not_in_shopify_yet' }
  | { readonly kind: 'invalid_fee' }
  | { readonly kind: 'nothing_changed' }
  /** The buyer withdrew under this statute: fees may go down, not up. */
  | { readonly kind: 'law_forbids'; readonly statute: string }

/** What decides whether fees may be changed. */
export type FeeFacts = {
  readonly isOpen: boolean
  readonly isInShopify: boolean
  readonly isChanging: boolean
  readonly hasPayments: boolean
  readonly hasReceived: boolean
  readonly currency: string
  readonly lines: readonly {
    readonly id: string
    readonly basisPoints: number
    /** The statute under which the line was withdrawn from; null where it is the policy's goodwill alone. */
    readonly statute: string | null
  }[]
  readonly fees: readonly FlatFee[]
}

/** Answers the change in full (every line), or why it may not be. */
export function judgeFeeChange(facts: FeeFacts, change: FeeChange): Result<FeeChange, FeeChangeRefusal> {
  if (!facts.isOpen) return err({ kind: 'not_open' })
  if (facts.hasPayments) return err({ kind: 'partly_processed' })
  if (facts.hasReceived) return err({ kind: 'inspected' })
  if (facts.isChanging) return err({ kind: 'change_under_way' })
  if (!facts.isInShopify) return err({ kind: 'not_in_shopify_yet' })
  const isKnown = change.restocking.every((one) => facts.lines.some((line) => line.id === one.returnLineId))
  const isMoney = change.fees.every(
    ({ amount }) => amount.currency === facts.currency && compare(amount, zero(facts.currency)) >= 0,
  )
  if (!isKnown || !isMoney || change.reason.trim() === '') return err({ kind: 'invalid_fee' })
  const restocking = facts.lines.map((line) => ({
    returnLineId: line.id,
    basisPoints:
      change.restocking.find((one) => one.returnLineId === line.id)?.basisPoints ?? line.basisPoints,
  }))
  const fees = change.fees.filter(({ amount }) => amount.minor > 0)
  const isSamePercent = restocking.every((one, index) => one.basisPoints === facts.lines[index]?.basisPoints)
  if (isSamePercent && sameFees(fees, facts.fees)) return err({ kind: 'nothing_changed' })
  const statute = statuteAgainst(facts, restocking, fees)
  if (statute !== null) return err({ kind: 'law_forbids', statute })
  return ok({ restocking, fees, reason: change.reason.trim() })
}

/**
 * What was promised with the request is within the law already; more than that, taken off afterwards, is not. Answers the
 * statute that stands against a change; null where none does.
 */
function statuteAgainst(
  { lines, fees: promised }: FeeFacts,
  restocking: FeeChange['restocking'],
  fees: readonly FlatFee[],
): string | null {
  const raised = lines.find(
    (line, index) => line.statute !== null && (restocking[index]?.basisPoints ?? 0) > line.basisPoints,
  )
  if (raised) return raised.statute
  const isFlatRaised = fees.some(({ key, amount }) => {
    const before = promised.find((fee) => fee.key === key)?.amount ?? zero(amount.currency)
    return compare(amount, before) > 0
  })
  return isFlatRaised ? (lines.find((line) => line.statute !== null)?.statute ?? null) : null
}

function sameFees(a: readonly FlatFee[], b: readonly FlatFee[]): boolean {
  const text = (fees: readonly FlatFee[]) =>
    fees
      .map(({ key, amount }) => `${key} ${amount.minor} ${amount.currency}`)
      .sort()
      .join()
  return text(a) === text(b)
}
