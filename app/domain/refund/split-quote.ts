import { compare, isPositive, isZero, type Money, sub, sum, zero } from '../money.ts'
import { splitNet } from './build-quote.ts'
import { costOfExchanges, type Quote, type QuoteLine, worthOf } from './quote.ts'

export type PaidBy = 'original_payment' | 'store_credit'
/** One part of a receipt: what one way of paying gives back, goods in exchange with the original payment. */
export type QuotePart = { readonly method: PaidBy; readonly quote: Quote }

/**
 * A receipt as each method pays it, in the order in which Shopify is asked. Refunds and promised balances of the parts sum to
 * those of the whole. Shopify charges flat fees with what is processed first, counts goods in exchange there, and what the
 * buyer then owes against what follows; shipping and duties go back with it, too. Empty where Shopify's own limits changed the
 * receipt: what it does not say line by line cannot be split by us.
 */
export function splitQuote(whole: Quote): readonly QuotePart[] {
  const methods = (['original_payment', 'store_credit'] as const).filter((method) =>
    whole.lines.some((line) => methodOf(line) === method),
  )
  const [only] = methods
  if (methods.length === 1 && only !== undefined) return [{ method: only, quote: whole }]
  if (!isZero(whole.adjustment)) return []
  let carried = zero(whole.currency)
  return methods.map((method, index) => {
    const quote = partOf(whole, { method, isFirst: index === 0, carried })
    carried = quote.owed
    return { method, quote }
  })
}

/** The way that pays a line. */
function methodOf({ outcome }: Pick<QuoteLine, 'outcome'>): PaidBy {
  return outcome === 'store_credit' ? 'store_credit' : 'original_payment'
}

function partOf(
  whole: Quote,
  {
    method,
    isFirst,
    carried,
  }: { readonly method: PaidBy; readonly isFirst: boolean; readonly carried: Money },
): Quote {
  const { currency, taxesIncluded } = whole
  const nothing = zero(currency)
  const lines = whole.lines.filter((line) => methodOf(line) === method)
  const first = <T>(value: T, other: T): T => (isFirst ? value : other)
  const exchanges = whole.exchanges.filter(({ lineId }) => lines.some((line) => line.lineId === lineId))
  const given = sum(
    [
      ...lines.map((line) => worthOf(line, taxesIncluded)),
      first(whole.shipping, nothing),
      first(whole.duties, nothing),
    ],
    currency,
  )
  const taken = sum(
    [
      first(whole.returnShippingFee, nothing),
      costOfExchanges({ exchanges, currency, taxesIncluded }),
      carried,
    ],
    currency,
  )
  const { refund, owed } = splitNet(sub(given, taken), whole.exchanges.length > 0)
  const bonus = method === 'store_credit' && isPositive(refund) ? whole.bonus : nothing
  return {
    ...whole,
    outcome: method === 'store_credit' ? 'store_credit' : exchanges.length > 0 ? 'exchange' : 'refund',
    lines,
    shipping: first(whole.shipping, nothing),
    duties: first(whole.duties, nothing),
    returnShippingFee: first(whole.returnShippingFee, nothing),
    fees: first(whole.fees, []),
    exchanges,
    // What was owed before counts against this part, as Shopify has it.
    adjustment: sub(nothing, carried),
    refund,
    owed,
    bonus,
    total: sum([refund, bonus], currency),
    tenders: [],
    inShopCurrency: null,
  }
}

/**
 * Whether lines of a mixed receipt that were to be store credit pay for goods in exchange instead: nothing at all goes back,
 * so that there is no credit to give.
 */
export function isEatenByExchange(quote: Quote): boolean {
  return (
    quote.exchanges.length > 0 &&
    compare(quote.refund, zero(quote.currency)) <= 0 &&
    quote.lines.some(({ outcome }) => outcome === 'store_credit')
  )
}
