import type { ReturnLineRecord, ReturnRecord } from '#app/db/return-record.ts'
import { allocate, isSame, type Money, percentOf, sub, sum, zero } from '#app/domain/money.ts'
import { bonusPercentOf, flatBonusOf } from '#app/domain/policy/charges.ts'
import { buildQuote } from '#app/domain/refund/build-quote.ts'
import { type ExchangeLine, type Quote, type QuoteLine, worthOf } from '#app/domain/refund/quote.ts'
import type { Settlement, SettlementMethod } from '#app/shopify/settlement.server.ts'
import { RefundRequest, type UnitRange } from './refund-request.ts'

/**
 * The receipt of a refund by Shopify's suggestion. Shopify gives the sums for all lines together; each line shows what was
 * promised for it where that adds up to them, else its share of the sums. The amount itself is always Shopify's.
 */
export function refundQuote(input: {
  readonly record: ReturnRecord
  readonly units: readonly UnitRange[]
  readonly settlement: Settlement
  readonly method: SettlementMethod
}): Quote {
  const { record, settlement } = input
  const parts = input.units.flatMap((range) => {
    const line = record.lines.find((one) => one.id === range.returnLineId)
    return line === undefined ? [] : [{ ...partOf(record, line, range.to - range.from), from: range.from }]
  })
  const subtotals = shares(
    settlement.subtotal,
    parts.map((part) => part.subtotal),
  )
  const taxes = shares(
    settlement.tax,
    parts.map((part) => part.tax),
  )
  const paidBy = input.method === 'store_credit' ? ('store_credit' as const) : ('refund' as const)
  const lines = parts.map((part, index) => {
    const subtotal = subtotals[index] ?? part.subtotal
    return {
      lineId: part.line.lineId,
      title: part.line.title,
      quantity: part.quantity,
      outcome: part.line.exchange === null ? paidBy : ('exchange' as const),
      price: part.price ?? subtotal,
      subtotal,
      tax: taxes[index] ?? part.tax,
      restockingFee: part.promisedFee ?? percentOf(subtotal, part.line.restockingFeeBasisPoints / 100),
      bonusPercent: creditPercentOf(record, part.line),
      creditedBefore: creditedBefore(record, part.line),
    }
  })
  const exchanges = parts.flatMap((part) => exchangeOf(record, part))
  return buildQuote({
    outcome: exchanges.length > 0 ? 'exchange' : paidBy,
    currency: record.currency,
    taxesIncluded: settlement.taxesIncluded,
    lines,
    shipping: settlement.shipping,
    duties: settlement.duties,
    returnShippingFee: settlement.returnShippingFee,
    fees: record.promised?.fees ?? [],
    flatBonus: flatCreditBonus(record, input.method),
    exchanges,
    suggested: settlement.refund,
    suggestedOwed: settlement.owed,
    payments: settlement.transactions.map(({ gateway, name, amount }) => ({ gateway, name, most: amount })),
    inShopCurrency: settlement.inShopCurrency,
  })
}

/** The goods for a part of a line, in the figures that were promised for all of it. */
function exchangeOf(record: ReturnRecord, { line, quantity, from }: Part): ExchangeLine[] {
  const promised = record.promised?.exchanges.find((one) => one.lineId === line.lineId)
  if (promised === undefined || line.exchange === null) return []
  const weights = [from, quantity, Math.max(0, promised.quantity - from - quantity)]
  const share = (whole: Money) => allocate(whole, weights)[1] ?? zero(record.currency)
  const [price, subtotal, tax] = [share(promised.price), share(promised.subtotal), share(promised.tax)]
  return [{ ...promised, quantity, price, subtotal, tax, discount: sub(price, subtotal) }]
}

type Part = {
  readonly line: ReturnLineRecord
  readonly quantity: number
  /** How many units of the line are paid before these. */
  readonly from: number
  /** Before discounts, where the promise knows it. */
  readonly price: Money | null
  readonly subtotal: Money
  readonly tax: Money
  /** Only where all units of the line are paid at once. */
  readonly promisedFee: Money | null
}

function partOf(record: ReturnRecord, line: ReturnLineRecord, quantity: number): Omit<Part, 'from'> {
  const promised: QuoteLine | undefined = record.promised?.lines.find((one) => one.lineId === line.lineId)
  const nothing = zero(record.currency)
  if (promised === undefined) {
    return { line, quantity, price: null, subtotal: nothing, tax: nothing, promisedFee: null }
  }
  if (quantity === promised.quantity) {
    const { price, subtotal, tax, restockingFee } = promised
    return { line, quantity, price, subtotal, tax, promisedFee: restockingFee }
  }
  const weights = [quantity, promised.quantity - quantity]
  const share = (whole: Money) => allocate(whole, weights)[0] ?? nothing
  return {
    line,
    quantity,
    price: share(promised.price),
    subtotal: share(promised.subtotal),
    tax: share(promised.tax),
    promisedFee: null,
  }
}

function shares(total: Money, promised: readonly Money[]): readonly Money[] {
  if (promised.length === 0 || isSame(sum(promised, total.currency), total)) return promised
  return allocate(
    total,
    promised.map((part) => Math.max(0, part.minor)),
  )
}

/** What earlier refunds gave back for a line as store credit, those on their way included. */
function creditedBefore(record: ReturnRecord, line: ReturnLineRecord): Money {
  const worths = record.moneyIntents
    .filter(
      (intent) =>
        intent.purpose === 'refund' && intent.method === 'store_credit' && intent.state !== 'refused',
    )
    .map((intent) => RefundRequest.parse(intent.request).quote)
    .flatMap((quote) =>
      quote.lines.filter((one) => one.lineId === line.lineId).map((one) => worthOf(one, quote.taxesIncluded)),
    )
  return sum(worths, record.currency)
}

/** The bonus that the decision stored with the return gives this line for store credit, in per cent. */
function creditPercentOf(record: Pick<ReturnRecord, 'decision'>, line: { readonly lineId: string }): number {
  const decision = record.decision.lines.find((one) => one.lineId === line.lineId)
  return decision === undefined ? 0 : bonusPercentOf({ decision, outcome: 'store_credit' })
}

/** The fixed bonus for store credit: once per return, with the first part that is paid so. */
function flatCreditBonus(record: ReturnRecord, method: SettlementMethod): Money {
  const isLater = record.moneyIntents.some(
    (intent) => intent.purpose === 'refund' && intent.method === 'store_credit' && intent.state !== 'refused',
  )
  if (method !== 'store_credit' || isLater) return zero(record.currency)
  const parts = record.lines.flatMap((line) => {
    const decision = record.decision.lines.find((one) => one.lineId === line.lineId)
    return decision === undefined
      ? []
      : [{ decision, units: line.quantity, outcome: 'store_credit' as const }]
  })
  return flatBonusOf(parts, record.currency)
}
