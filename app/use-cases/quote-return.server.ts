import type { ShopContext } from '#app/context.server.ts'
import type { GiftTerms } from '#app/domain/gift.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { Decision, LineDecision } from '#app/domain/policy/decision.ts'
import type { EvidenceNeeds } from '#app/domain/policy/evidence-needs.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { ExchangeFallback } from '#app/domain/refund/exchange.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import type { LineWays } from './ask-outcomes.ts'
import type { ExchangeOffer } from './assess-exchange.server.ts'
import { assessRequest } from './assess-request.server.ts'
import type { ReasonOption } from './reason-options.ts'
import { orUnreachable } from './unreachable.ts'

export type LineProblem = {
  readonly lineId: string
  readonly problem:
    | 'unknown_line'
    | 'quantity_exceeded'
    | 'quantity_invalid'
    | 'not_returnable'
    | 'reason_missing'
    | 'note_too_long'
    | 'bundle_incomplete'
  /** How many units can still be returned; given with `quantity_exceeded`. */
  readonly returnable?: number
  /** Why it cannot be returned as it is asked; given with `not_returnable`. */
  readonly denial?: LineDecision
  /** Titles of what would have to come back as well; given with `bundle_incomplete`. */
  readonly missing?: readonly string[]
}

/** Why a request cannot be quoted or made. `invalid_lines` names every line that is wrong, not only the first. */
export type RequestError =
  | { readonly kind: 'not_found' }
  | { readonly kind: 'invalid_lines'; readonly lines: readonly LineProblem[] }
  /** `ways`: no way of paying is common to all lines, but each has some; with one of its own for each it can be asked. */
  | { readonly kind: 'outcome_not_offered'; readonly ways?: readonly LineWays[] }
  /** An exchange without a choice for every line, or for goods that are not there (any more). */
  | { readonly kind: 'exchange_not_possible'; readonly lineIds: readonly string[] }
  /** The exchange comes to something else than she was shown. */
  | { readonly kind: 'exchange_not_seen' }
  /** The policy offers another way back for these lines. */
  | { readonly kind: 'method_not_offered' }
  | { readonly kind: 'nothing_selected' }
  | { readonly kind: 'shopify_unreachable' }

export type QuoteReturnInput = {
  readonly orderGid: OrderGid
  readonly lines: readonly RequestedLine[]
  /** Only this one is quoted: for lines that have outcomes of their own. */
  readonly outcome?: Outcome
  /** What she gets where goods in exchange are not there any more; what she would get first where it is absent. */
  readonly fallback?: ExchangeFallback
  /** The goods were a gift, and who was given them asks. */
  readonly gift?: GiftTerms
}
export type QuotedReturn = {
  readonly order: OrderFacts
  /** Of the chosen lines, as they are decided for the first of the outcomes. */
  readonly decision: Decision
  /** The same for each outcome that is quoted: who decides about it, and when its money moves, may differ. */
  readonly decisions: ReadonlyMap<Outcome, readonly LineDecision[]>
  /** One for each outcome that every chosen line offers; the refund to the original payment comes first. */
  readonly quotes: readonly Quote[]
  /**
   * What each line can be exchanged for; null where an exchange is not offered. Its receipt is among the quotes once there is
   * a choice for every line.
   */
  readonly exchange: ExchangeOffer | null
  /** Where goods in exchange are sent: the address of the order, line by line. */
  readonly sentTo: readonly string[]
  /** What each line hangs on, in the order asked: photos, and answers to questions. */
  readonly needs: readonly EvidenceNeeds[]
  /** As `judgeOrder` gives them: the names of the chosen reasons are among them. */
  readonly reasons: readonly ReasonOption[]
}

/** Says what the chosen lines come to, in Shopify's figures plus the policy's fees and bonus, before anything is sent. */
export async function quoteReturn(
  ctx: ShopContext,
  input: QuoteReturnInput,
): Promise<Result<QuotedReturn, RequestError>> {
  return orUnreachable(async () => {
    const assessed = await assessRequest(ctx, input)
    if (!assessed.ok) return assessed
    const { judged, options, exchange } = assessed.value
    const lines = assessed.value.lines.map((line) => line.decision)
    return ok({
      order: judged.order,
      decision: { ...judged.decision, lines },
      decisions: new Map(
        options.map((option) => [option.outcome, option.lines.map((line) => line.decision)]),
      ),
      quotes: options.map((option) => option.quote),
      exchange,
      sentTo: judged.read.deliveryAddress,
      needs: assessed.value.needs,
      reasons: judged.reasons,
    })
  })
}
