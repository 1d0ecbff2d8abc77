import type { ReturnLineRecord, ReturnRecord } from '#app/db/return-record.ts'
import { allocate, isSame, type Money, percentOf, sum, zero } from '#app/domain/money.ts'
import { bonusPercentOf, flatBonusOf } from '#app/domain/policy/charges.ts'
import { buildQuote, type Quote, type QuoteLine, worthOf } from '#app/domain/refund/quote.ts'
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
    return line === undefined ? [] : [partOf(record, line, range.to - range.from)]
  })
  const subtotals = shares(
    settlement.subtotal,
    parts.map((part) => part.subtotal),
  )
  const taxes = shares(
    settlement.tax,
    parts.map((part) => part.tax),
  )
  const lines = parts.map((part, index) => {
    const subtotal = subtotals[index] ?? part.subtotal
    return {
      lineId: part.line.lineId,
      title: part.line.title,
      quantity: part.quantity,
      price: part.price ?? subtotal,
      subtotal,
      tax: taxes[index] ?? part.tax,
      restockingFee: part.promisedFee ?? percentOf(subtotal, part.line.restockingFeeBasisPoints / 100),
      bonusPercent: creditPercentOf(record, part.line),
      creditedBefore: creditedBefore(record, part.line),
    }
  })
  return buildQuote({
    outcome: input.method === 'store_credit' ? 'store_credit' : 'refund',
    currency: record.currency,
    taxesIncluded: settlement.taxesIncluded,
    lines,
    shipping: settlement.shipping,
    duties: settlement.duties,
    returnShippingFee: settlement.returnShippingFee,
    fees: record.promised?.fees ?? [],
    flatBonus: flatCreditBonus(record, input.method),
    suggested: settlement.refund,
    payments: settlement.transactions.map(({ gateway, name, amount }) => ({ gateway, name, most: amount })),
    inShopCurrency: settlement.inShopCurrency,
  })
}

type Part = {
  readonly line: ReturnLineRecord
  readonly quantity: number
  /** Before discounts, where the promise knows it. */
  readonly price: Money | null
  readonly subtotal: Money
  readonly tax: Money
  /** Only where all units of the line are paid at once. */
  readonly promisedFee: Money | null
}

function partOf(record: ReturnRecord, line: ReturnLineRecord, quantity: number): Part {
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
