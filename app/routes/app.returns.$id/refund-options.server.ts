import { receiptRows, type ReceiptRow } from '#app/components/receipt-rows.ts'
import { sayExceeded } from '#app/components/safety-words.ts'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { getReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { formatMoney, isPositive, type Money } from '#app/domain/money.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import { mayDo } from '#app/domain/roles.ts'
import type { RefundExtras } from '#app/jobs/refund-request.ts'
import { permitPayment } from '#app/use-cases/permit-payment.server.ts'
import { quoteRefund, type QuotedRefund } from '#app/use-cases/quote-refund.server.ts'
import { sayCommandError } from './command-error-words.ts'

/** One way to pay, with its receipt. `expected` goes back with the command: another amount is never sent. */
export type RefundOption = {
  readonly method: 'original_payment' | 'store_credit'
  readonly label: string
  readonly rows: readonly ReceiptRow[]
  readonly expected: Money
  readonly amount: string
  /** Goods that are sent with it; null where nothing is exchanged. */
  readonly exchange: {
    readonly goods: string
    /** What Shopify's invoice asks the buyer for; null where nothing is owed. */
    readonly owed: string | null
    readonly expectedOwed: Money
    readonly movesMoney: boolean
  } | null
  /** The separate credit that follows once the refund is settled; null where there is none. */
  readonly bonus: string | null
  /** Why a second person has to grant it; null where who looks pays alone. */
  readonly secondPerson: string | null
}
export type RefundOptions =
  | {
      readonly ok: true
      readonly options: readonly RefundOption[]
      readonly storeCreditMissing: string | null
      /** The buyer has not agreed to store credit, which the law asks for. */
      readonly lacksConsent: boolean
    }
  | { readonly ok: false; readonly message: string }

const missing = {
  exchange: 'What an exchange leaves over goes back the way it was paid.',
  exchange_first: 'The exchange of this return comes first: what it costs counts against the store credit.',
  no_customer: 'Store credit is not possible: the order has no customer.',
  no_consent:
    'Store credit is not possible: by law the money goes back the way it was paid, unless the buyer agrees to credit.',
  refused_by_shopify: 'Store credit is not possible: Shopify does not offer it for this order.',
} as const

/** What paying would come to now, for the screen. Never throws: a page without its quote is still a page. */
export async function readRefundOptions(
  ctx: ShopContext,
  returnId: ReturnId,
  extras?: RefundExtras,
): Promise<RefundOptions> {
  try {
    const result = await quoteRefund(ctx, { returnId, ...(extras === undefined ? {} : { extras }) })
    return result.ok
      ? await optionsOf(ctx, returnId, result.value)
      : { ok: false, message: sayCommandError(result.error).message }
  } catch {
    return { ok: false, message: sayCommandError({ kind: 'shopify_unreachable' }).message }
  }
}

async function optionsOf(
  ctx: ShopContext,
  returnId: ReturnId,
  { quotes, storeCreditMissing }: QuotedRefund,
): Promise<RefundOptions> {
  const reasons = await whySecondPerson(ctx, returnId, quotes)
  return {
    ok: true,
    storeCreditMissing: storeCreditMissing && missing[storeCreditMissing],
    lacksConsent: storeCreditMissing === 'no_consent',
    options: quotes.map((quote, index) => ({
      method: methodOf(quote),
      label: quote.outcome === 'store_credit' ? 'Store credit' : 'Original payment',
      exchange: exchangeOf(quote),
      rows: receiptRows(quote, 'en'),
      expected: quote.refund,
      amount: formatMoney(quote.refund, 'en'),
      bonus: isPositive(quote.bonus) ? formatMoney(quote.bonus, 'en') : null,
      secondPerson: reasons[index] ?? null,
    })),
  }
}

function methodOf({ outcome }: Quote): RefundOption['method'] {
  return outcome === 'store_credit' ? 'store_credit' : 'original_payment'
}

function exchangeOf({ exchanges, owed, refund }: Quote): RefundOption['exchange'] {
  if (exchanges.length === 0) return null
  return {
    goods: exchanges.map(({ quantity, title }) => `${quantity} × ${title}`).join(', '),
    owed: isPositive(owed) ? formatMoney(owed, 'en') : null,
    expectedOwed: owed,
    movesMoney: isPositive(refund),
  }
}

/** For each quote why a second person has to grant it, null where who looks may pay it alone. */
async function whySecondPerson(
  ctx: ShopContext,
  returnId: ReturnId,
  quotes: readonly Quote[],
): Promise<readonly (string | null)[]> {
  if (!mayDo(ctx.role, 'money.pay').ok) return quotes.map(() => null)
  return withShop(ctx.shop, async (tx) => {
    const record = await getReturn(tx, returnId)
    const reasons: (string | null)[] = []
    for (const quote of quotes) {
      const permitted = await permitPayment(ctx, tx, { record, method: methodOf(quote), quote })
      reasons.push(permitted.ok ? null : sayExceeded(permitted.error))
    }
    return reasons
  })
}
