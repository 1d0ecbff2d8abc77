import { randomUUID } from 'node:crypto'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { secondsBetween } from '#app/domain/dates.ts'
import { amountFailed } from '#app/domain/ledger/book-intent.ts'
import { formatMoney, isPositive, type Money, toDecimal, zero } from '#app/domain/money.ts'
import { type ReturnEvent, trackingOf } from '#app/domain/events.ts'
import { openFailedRefund } from '#app/domain/refund/failed-refund.ts'
import { invoiceState } from '#app/domain/refund/invoice-state.ts'
import { feesTotal } from '#app/domain/refund/quote.ts'
import { RefundRequest } from '#app/jobs/refund-request.ts'
import { paysForUnits } from '#app/jobs/refund-units.ts'

/** A fee that may be changed: its field's name and content. */
type FeeField = { readonly id: string; readonly label: string; readonly text: string }

/** What staff can do about a return's money beside paying it: each only where it is possible, with what it is about. */
export type MoneyCases = {
  /** Fees that may be changed or waived; `why` where there are fees and they may not. */
  readonly fees: {
    readonly amount: string
    readonly currency: string
    readonly why: string | null
    /** Amounts by the fee's key, and percentages by our line. */
    readonly flat: readonly FeeField[]
    readonly restocking: readonly FeeField[]
  } | null
  readonly mayKeepItems: boolean
  /** The parcel may be marked as scanned. */
  readonly mayScan: boolean
  /** How the buyer says that it is sent. */
  readonly tracking: { readonly carrier: string; readonly code: string } | null
  /** All that was promised, for the question before goods are given away. */
  readonly promised: string | null
  /** Money back without goods; `requestKey` is the form's own: one is paid once. */
  readonly credit: {
    readonly currency: string
    readonly hasCustomer: boolean
    readonly requestKey: string
  } | null
  /** Movements without an answer that wait for a person. */
  readonly unknown: readonly { readonly intentId: string; readonly text: string }[]
  /** Shopify's invoices for exchanges that nobody knows to be sent. */
  readonly invoices: readonly {
    readonly intentId: string
    readonly text: string
    readonly isAsked: boolean
  }[]
  /** What the payment provider failed to pay. */
  readonly failed: {
    readonly amount: Money
    readonly text: string
    readonly requestKey: string
  } | null
}

/** What happened, oldest first, and when it is looked at. */
type History = { readonly events: readonly ReturnEvent[]; readonly now: string }

/** Reads them off a stored return. */
export function moneyCasesOf(record: ReturnRecord, history: History): MoneyCases {
  const { status, currency, promised } = record
  const isOpen = status === 'approved' || status === 'received'
  const failed = openFailedRefund(record.moneyIntents)
  return {
    fees: feesOf(record),
    mayKeepItems: isOpen && !record.keepsItems && !isPaid(record) && record.gift === null,
    mayScan: status === 'approved' && record.scannedAt === null && !record.keepsItems,
    tracking: trackingOf(history.events.map((event) => ({ event }))),
    promised: promised && formatMoney(promised.total, 'en'),
    credit:
      (isOpen || status === 'closed') && record.gift === null
        ? { currency, hasCustomer: record.customerGid !== null, requestKey: randomUUID() }
        : null,
    unknown: record.moneyIntents
      .filter(({ state, emptyReads }) => state === 'unknown' && emptyReads !== null)
      .map((intent) => ({
        intentId: intent.id,
        text: `${formatMoney(intent.amount, 'en')}${intent.purpose === 'bonus_credit' ? ' bonus' : ''}`,
      })),
    invoices: invoicesOf(record, history),
    failed:
      failed === null
        ? null
        : {
            amount: amountFailed(failed),
            text: formatMoney(amountFailed(failed), 'en'),
            requestKey: failed.id,
          },
  }
}

/** So long a worker may take to have an invoice sent before the page speaks of it. */
const usualSeconds = 120

function invoicesOf(record: ReturnRecord, { events, now }: History): MoneyCases['invoices'] {
  return record.moneyIntents.flatMap(({ id: intentId, purpose, state, request, finishedAt }) => {
    const owed = purpose === 'refund' && state === 'settled' ? RefundRequest.parse(request).quote.owed : null
    const invoice = invoiceState(events, intentId)
    const isOnItsWay = finishedAt !== null && secondsBetween(finishedAt, now) < usualSeconds
    const isTrouble = record.attention === 'invoice_unknown' || record.attention === 'invoice_not_sent'
    if (owed === null || !isPositive(owed) || invoice === 'sent' || (isOnItsWay && !isTrouble)) return []
    return [{ intentId, text: formatMoney(owed, 'en'), isAsked: invoice === 'asked' }]
  })
}

const isPaid = (record: ReturnRecord) =>
  record.moneyIntents.some((intent) => paysForUnits(intent) && intent.state !== 'refused')

const feeNames: Readonly<Record<string, string>> = {
  restocking: 'Restocking fee per return',
  handling: 'Handling fee',
  return_shipping: 'Return shipping fee',
}

function feesOf(record: ReturnRecord): MoneyCases['fees'] {
  const { promised, currency } = record
  const isOpen = ['in_review', 'approved', 'received'].includes(record.status)
  if (promised === null || !isOpen || record.gift !== null) return null
  const hasFees = isPositive(feesTotal(promised))
  const why = whyFeesStay(record)
  if (why !== null && !hasFees) return null
  const own = promised.fees.some(({ key }) => key === 'return_shipping')
    ? promised.fees
    : [...promised.fees, { key: 'return_shipping', amount: zero(currency) }]
  return {
    amount: hasFees ? formatMoney(feesTotal(promised), 'en') : 'none',
    currency,
    why,
    flat: own.map(({ key, amount }) => ({ id: key, label: feeNames[key] ?? 'Fee', text: toDecimal(amount) })),
    restocking: record.lines.map(({ id, title, restockingFeeBasisPoints }) => ({
      id,
      label: title,
      text: String(restockingFeeBasisPoints / 100),
    })),
  }
}

function whyFeesStay(record: ReturnRecord): string | null {
  if (isPaid(record)) return 'A part of this return is paid: Shopify has charged its fees.'
  if (record.receivedItems.length > 0) return 'Goods were looked at: Shopify keeps the fees of such a return.'
  if (record.feeChange !== null) return 'Fees are being changed in Shopify.'
  return record.shopifyReturnGid === null ? 'Shopify does not have the return yet.' : null
}
