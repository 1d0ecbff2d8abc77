import type { ReturnRecord } from '#app/db/return-record.ts'
import { formatMoney, isPositive, type Money } from '#app/domain/money.ts'
import { feesTotal } from '#app/domain/refund/quote.ts'

/** What staff can do about a return's money beside paying it: each only where it is possible, with what it is about. */
export type MoneyCases = {
  /** Fees that may be waived; `why` where there are fees and they may not. */
  readonly fees: { readonly amount: string; readonly why: string | null } | null
  readonly mayKeepItems: boolean
  /** Movements without an answer that wait for a person. */
  readonly unknown: readonly { readonly intentId: string; readonly text: string }[]
  /** What the payment provider failed to pay. */
  readonly failed: {
    readonly amount: Money
    readonly text: string
    readonly requestKey: string
  } | null
  readonly currency: string
}

/** Reads them off a stored return. */
export function moneyCasesOf(record: ReturnRecord): MoneyCases {
  const isOpen = record.status === 'approved' || record.status === 'received'
  const failed = failedOf(record)
  return {
    fees: feesOf(record),
    mayKeepItems: isOpen && !record.keepsItems && !isPaid(record),
    unknown: record.moneyIntents
      .filter(({ state, emptyReads }) => state === 'unknown' && emptyReads !== null)
      .map((intent) => ({
        intentId: intent.id,
        text: `${formatMoney(intent.amount, 'en')}${intent.purpose === 'bonus_credit' ? ' bonus' : ''}`,
      })),
    failed:
      failed === null
        ? null
        : { amount: failed.amount, text: formatMoney(failed.amount, 'en'), requestKey: failed.id },
    currency: record.currency,
  }
}

const isPaid = (record: ReturnRecord) =>
  record.moneyIntents.some(({ purpose, state }) => purpose === 'refund' && state !== 'refused')

function feesOf(record: ReturnRecord): MoneyCases['fees'] {
  const { promised } = record
  const isOpen = ['in_review', 'approved', 'received'].includes(record.status)
  if (promised === null || !isOpen || !isPositive(feesTotal(promised))) return null
  const amount = formatMoney(feesTotal(promised), 'en')
  if (isPaid(record)) return { amount, why: 'A part of this return is paid: Shopify has charged its fees.' }
  if (record.receivedItems.length > 0)
    return { amount, why: 'Goods were looked at: Shopify keeps the fees of such a return.' }
  if (record.feeChange !== null) return { amount, why: 'Fees are being changed in Shopify.' }
  return { amount, why: record.shopifyReturnGid === null ? 'Shopify does not have the return yet.' : null }
}

/** A failed refund that nothing has made good. */
function failedOf(record: ReturnRecord) {
  const failed = record.moneyIntents.find(({ purpose, state }) => purpose === 'refund' && state === 'failed')
  if (failed === undefined) return null
  const again = record.moneyIntents.some(
    ({ unitsKey, state }) =>
      unitsKey.startsWith(`again:${failed.id}`) && state !== 'refused' && state !== 'failed',
  )
  return again ? null : failed
}
