import type { OrderGid } from '#app/domain/ids.ts'
import type { GiftTerms } from '#app/domain/gift.ts'
import type { LineFacts } from '#app/domain/order.ts'
import type { BrokenBundle } from '#app/domain/policy/bundles.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import type { EvidenceNeeds } from '#app/domain/policy/evidence-needs.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { ExchangeChoice, ExchangeFallback } from '#app/domain/refund/exchange.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import type { ExchangeOffer } from './assess-exchange.server.ts'
import type { JudgedOrderFacts } from './judged-order.server.ts'

/** Shopify keeps 255 characters of a line's note; what is left beside our own marker. */
export const noteLimit = 230

/** The most photos that a line takes. */
export const mostPhotos = 10

/** A line of a request, or a part of one, with all that is known of it; facts and decision carry the part's id. */
export type AssessedLine = {
  /** `outcome` only where the line has one of its own; of answers and photos those that there are. */
  readonly requested: RequestedLine
  readonly facts: LineFacts
  readonly decision: LineDecision
  readonly reason: { readonly definitionGid: string; readonly name: string }
  /** What it is exchanged for; only in an option that exchanges it. */
  readonly exchange?: ExchangeChoice
}
/** What the request comes to when it is paid by one outcome: rules may ask for it, so each has its own decisions. */
export type AssessedOption = {
  readonly outcome: Outcome
  readonly lines: readonly AssessedLine[]
  readonly quote: Quote
}
export type AssessedRequest = {
  readonly judged: JudgedOrderFacts
  /** One per offered outcome, the original payment first. Empty only where nothing but an exchange without a choice is. */
  readonly options: readonly AssessedOption[]
  /** As they are decided for the first outcome that is offered. */
  readonly lines: readonly AssessedLine[]
  readonly exchange: ExchangeOffer | null
  /** What each line hangs on, in the order asked, however it is paid; only while no outcome is chosen. */
  readonly needs: readonly EvidenceNeeds[]
}

export type AssessInput = {
  readonly orderGid: OrderGid
  readonly lines: readonly RequestedLine[]
  /** Only this one is quoted; all that are offered where it is absent. */
  readonly outcome?: Outcome
  /** The shopper's choice for goods in exchange that are not there any more. */
  readonly fallback?: ExchangeFallback
  /** The goods were a gift, and who was given them asks. */
  readonly gift?: GiftTerms
}

/** The request as it would be decided if it were paid by an outcome. */
export type Asked = {
  readonly outcome: Outcome
  readonly lines: readonly AssessedLine[]
  /** Lines that would not be taken back and why, and bundles that it would break. */
  readonly denied: ReadonlyMap<string, LineDecision>
  readonly broken: readonly BrokenBundle[]
  readonly isOffered: boolean
}

/** Lines that were judged, and the order that they are of. */
export type Checked = { readonly judged: JudgedOrderFacts; readonly lines: readonly AssessedLine[] }

/** What a line is paid by in a request that is paid by `outcome` as a whole. */
export function outcomeOfLine(line: Pick<RequestedLine, 'outcome'>, outcome: Outcome): Outcome {
  return line.outcome ?? outcome
}
