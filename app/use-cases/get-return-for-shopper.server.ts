import type { ShopContext } from '#app/context.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import type { Money } from '#app/domain/money.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { MoneyState, ReturnStatus } from '#app/domain/return.ts'

/** One entry of the timeline that a shopper may see, oldest first. `kind` and `params` have their sentences in `i18n/`. */
export type ShopperEvent = {
  readonly at: string
  readonly kind: string
  readonly params: Readonly<Record<string, string | number>>
}
/** Money that moved or is on its way. Only `settled` may be called refunded. */
export type ShopperMoney = {
  readonly purpose: 'refund' | 'bonus_credit'
  readonly method: 'original_payment' | 'store_credit'
  readonly state: MoneyState
  readonly amount: Money
  readonly at: string
}
export type ShopperReturnView = {
  readonly returnId: ReturnId
  /** Shopify's name; null while Shopify has not been reached: say "Return for order …". */
  readonly name: string | null
  readonly orderName: string
  readonly status: ReturnStatus
  readonly outcome: Outcome
  readonly locale: string
  readonly requestedAt: string
  readonly lines: readonly {
    readonly title: string
    readonly variantTitle: string | null
    readonly imageUrl: string | null
    readonly quantity: number
    readonly receivedQuantity: number
    readonly reasonName: string
    readonly note: string
  }[]
  readonly promised: Quote | null
  readonly money: readonly ShopperMoney[]
  readonly events: readonly ShopperEvent[]
  readonly decline: { readonly reason: string; readonly note: string } | null
  readonly nextStep: 'wait_for_review' | 'send_items' | 'wait_for_check' | 'wait_for_money' | 'none'
}

/** The return as its shopper may see it: no staff notes, no names of staff. Null when there is none. */
export async function getReturnForShopper(
  _ctx: ShopContext,
  _input: { readonly returnId: ReturnId },
): Promise<ShopperReturnView | null> {
  return null
}
