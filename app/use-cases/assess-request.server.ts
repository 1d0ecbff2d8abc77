import type { ShopContext } from '#app/context.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import type { LineFacts } from '#app/domain/order.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import {
  bonusPercentOf,
  flatBonusOf,
  flatChargesOf,
  restockingPercentOf,
} from '#app/domain/policy/charges.ts'
import { offeredOutcomes } from '#app/domain/policy/request.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { type FlatFee, type Quote, sumOfFees } from '#app/domain/refund/quote.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import { promisedQuote } from '#app/jobs/promised-quote.ts'
import { isAccessDenied, isShopifyGraphqlErrors } from '#app/shopify/admin-error.ts'
import {
  calculateReturn,
  type CalculationInput,
  type ReturnCalculation,
} from '#app/shopify/return-calculation.server.ts'
import { type JudgedOrderFacts, readJudgedOrder } from './judged-order.server.ts'
import type { LineProblem, RequestError } from './quote-return.server.ts'

/** Shopify keeps 255 characters of a line's note; what is left beside our own marker. */
export const noteLimit = 230

/** A line of a request with all that is known of it. */
export type AssessedLine = {
  /** `outcome` only where the line has one of its own. */
  readonly requested: RequestedLine
  readonly facts: LineFacts
  readonly decision: LineDecision
  readonly reason: { readonly definitionGid: string; readonly name: string }
}
export type AssessedRequest = {
  readonly judged: JudgedOrderFacts
  readonly lines: readonly AssessedLine[]
  /** One receipt per offered outcome, the original payment first. Never empty. */
  readonly quotes: readonly Quote[]
}

type AssessInput = {
  readonly orderGid: OrderGid
  readonly lines: readonly RequestedLine[]
  /** Only this one is quoted; all that are offered where it is absent. */
  readonly outcome?: Outcome
}

/**
 * Reads the order, judges the chosen lines with their reasons, and asks Shopify what they come to. Changes nothing. When
 * somebody takes the units between the two reads, Shopify refuses to calculate: then the order is read once more.
 */
export async function assessRequest(
  ctx: ShopContext,
  input: AssessInput,
): Promise<Result<AssessedRequest, RequestError>> {
  try {
    return await assessOnce(ctx, input)
  } catch (error) {
    if (!isShopifyGraphqlErrors(error) || isAccessDenied(error)) throw error
    return assessOnce(ctx, input)
  }
}

async function assessOnce(
  ctx: ShopContext,
  input: AssessInput,
): Promise<Result<AssessedRequest, RequestError>> {
  if (input.lines.length === 0) return err({ kind: 'nothing_selected' })
  const requests = Object.fromEntries(
    input.lines.map((line) => [line.lineId, { reason: line.reasonHandle, quantity: line.quantity }]),
  )
  const judged = await readJudgedOrder(ctx, { orderGid: input.orderGid, requests })
  if (judged === null) return err({ kind: 'not_found' })
  const checked = checkLines(judged, input.lines)
  if (!checked.ok) return checked
  const offered = outcomesFor(judged, checked.value).filter(
    (outcome) => input.outcome === undefined || outcome === input.outcome,
  )
  if (offered.length === 0) return err({ kind: 'outcome_not_offered' })
  const quotes = await quotesFor(ctx, offered, { judged, lines: checked.value })
  return quotes === null ? err({ kind: 'not_found' }) : ok({ judged, lines: checked.value, quotes })
}

type Checked = { readonly judged: JudgedOrderFacts; readonly lines: readonly AssessedLine[] }

/** One receipt per outcome. Fees may depend on the outcome: Shopify is asked once for each set of fees. */
async function quotesFor(
  ctx: ShopContext,
  offered: readonly Outcome[],
  checked: Checked,
): Promise<readonly Quote[] | null> {
  const known = new Map<string, ReturnCalculation>()
  const quotes: Quote[] = []
  for (const outcome of offered) {
    const asked = calculationInput(outcome, checked)
    const key = JSON.stringify(asked)
    const calculation = known.get(key) ?? (await calculateReturn(ctx.admin, asked))
    if (calculation === null) return null
    known.set(key, calculation)
    quotes.push(quoteFor(outcome, { ...checked, calculation }))
  }
  return quotes
}

function checkLines(
  judged: JudgedOrderFacts,
  requested: readonly RequestedLine[],
): Result<readonly AssessedLine[], RequestError> {
  const problems: LineProblem[] = []
  const lines: AssessedLine[] = []
  const seen = new Set<string>()
  for (const line of requested) {
    const facts = judged.order.lines.find((one) => one.id === line.lineId)
    const decision = judged.decision.lines.find((one) => one.lineId === line.lineId)
    const reason = judged.read.reasons.find((one) => one.handle === line.reasonHandle)
    const isTwice = seen.has(line.lineId)
    seen.add(line.lineId)
    const problem = problemOf(line, { facts, decision, isTwice, hasReason: reason !== undefined })
    if (problem !== null) problems.push(problem)
    else if (facts && decision && reason) lines.push({ requested: line, facts, decision, reason })
  }
  return problems.length > 0 ? err({ kind: 'invalid_lines', lines: problems }) : ok(lines)
}

type KnownOfLine = {
  readonly facts: LineFacts | undefined
  readonly decision: LineDecision | undefined
  readonly isTwice: boolean
  readonly hasReason: boolean
}

function problemOf(line: RequestedLine, known: KnownOfLine): LineProblem | null {
  const { lineId } = line
  const { facts, decision } = known
  if (facts === undefined || decision === undefined) return { lineId, problem: 'unknown_line' }
  if (!Number.isSafeInteger(line.quantity) || line.quantity < 1 || known.isTwice) {
    return { lineId, problem: 'quantity_invalid' }
  }
  const returnable = facts.returnableQuantity
  const isSent = facts.fulfillmentLineItemId !== null
  // Nothing left of a line that could be returned otherwise: the number says more than a refusal.
  if (isSent && !facts.isGiftCard && decision.reasons.some((reason) => reason.key === 'fact.nothing_left')) {
    return { lineId, problem: 'quantity_exceeded', returnable }
  }
  if (decision.verdict === 'deny') return { lineId, problem: 'not_returnable' }
  if (line.quantity > returnable) return { lineId, problem: 'quantity_exceeded', returnable }
  if (!known.hasReason) return { lineId, problem: 'reason_missing' }
  if (line.note.length > noteLimit) return { lineId, problem: 'note_too_long' }
  return null
}

/**
 * What the whole request may be paid by; lines with an outcome of their own must offer that. Store credit needs somebody whose
 * it is: Shopify keeps it in the customer's account. An exchange has its own way (see `exchanges`).
 */
function outcomesFor(judged: JudgedOrderFacts, lines: readonly AssessedLine[]): readonly Outcome[] {
  const isPossible = (outcome: Outcome) =>
    outcome !== 'exchange' && (outcome !== 'store_credit' || judged.order.customer !== null)
  const chosen = lines.filter((line) => line.requested.outcome !== undefined)
  const areOffered = chosen.every(({ requested: { outcome }, decision }) => {
    return outcome !== undefined && isPossible(outcome) && decision.terms.outcomes.includes(outcome)
  })
  if (!areOffered) return []
  const others = lines.filter((line) => line.requested.outcome === undefined)
  const all = others.length === 0 ? lines : others
  return offeredOutcomes(all.map((line) => line.decision)).filter(isPossible)
}

/** What a line is paid by in a request that is paid by `outcome` as a whole. */
export function outcomeOfLine(line: Pick<RequestedLine, 'outcome'>, outcome: Outcome): Outcome {
  return line.outcome ?? outcome
}

/** The request's parts as fees and bonuses see them. */
function partsOf(outcome: Outcome, lines: readonly AssessedLine[]) {
  return lines.map(({ decision, requested }) => ({
    decision,
    units: requested.quantity,
    outcome: outcomeOfLine(requested, outcome),
  }))
}

/** The flat fees of a request, by the keys that receipts have words for. */
function flatFees(outcome: Outcome, { judged, lines }: Checked): readonly FlatFee[] {
  return flatChargesOf(partsOf(outcome, lines), judged.order.currency).map(({ fee, amount }) => ({
    key: feeKeys[fee],
    amount,
  }))
}

const feeKeys = {
  restockingFee: 'restocking',
  handlingFee: 'handling',
  returnShippingFee: 'return_shipping',
} as const

/** Percentages are told to Shopify per line, all flat fees together as the one return shipping fee. */
function calculationInput(outcome: Outcome, checked: Checked): CalculationInput {
  const { judged, lines } = checked
  const { currency } = judged.order
  return {
    orderGid: judged.order.id,
    currency,
    lines: lines.flatMap(({ facts, requested, decision }) => {
      const { fulfillmentLineItemId } = facts
      if (fulfillmentLineItemId === null) return []
      const part = { decision, outcome: outcomeOfLine(requested, outcome) }
      const restockingFeePercent = restockingPercentOf(part)
      return [{ fulfillmentLineItemId, quantity: requested.quantity, restockingFeePercent }]
    }),
    returnShippingFee: sumOfFees(flatFees(outcome, checked), currency),
  }
}

function quoteFor(outcome: Outcome, parts: Checked & { readonly calculation: ReturnCalculation }): Quote {
  const { calculation, judged, lines } = parts
  const { currency } = judged.order
  return promisedQuote({
    outcome,
    currency,
    calculation,
    lines: lines.map(({ facts, requested, decision }) => {
      const own = outcomeOfLine(requested, outcome)
      return {
        lineId: facts.id,
        fulfillmentLineItemId: facts.fulfillmentLineItemId,
        title: facts.title,
        quantity: requested.quantity,
        outcome: own,
        bonusPercent: bonusPercentOf({ decision, outcome: own }),
      }
    }),
    fees: flatFees(outcome, parts),
    flatBonus: flatBonusOf(partsOf(outcome, lines), currency),
  })
}
