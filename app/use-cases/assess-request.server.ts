import type { ShopContext } from '#app/context.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import { zero } from '#app/domain/money.ts'
import type { LineFacts } from '#app/domain/order.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import { chosenLines, offeredOutcomes, shippingFeeOfRequest } from '#app/domain/policy/request.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { buildQuote, type Quote } from '#app/domain/refund/quote.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import { isAccessDenied, isShopifyGraphqlErrors } from '#app/shopify/admin-error.ts'
import { calculateReturn, type ReturnCalculation } from '#app/shopify/return-calculation.server.ts'
import { type JudgedOrderFacts, readJudgedOrder } from './judged-order.server.ts'
import type { LineProblem, RequestError } from './quote-return.server.ts'

/** Shopify keeps 255 characters of a line's note; what is left beside our own marker. */
export const noteLimit = 230

/** A line of a request with all that is known of it. */
export type AssessedLine = {
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

type AssessInput = { readonly orderGid: OrderGid; readonly lines: readonly RequestedLine[] }

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
  const offered = outcomesFor(judged, checked.value)
  if (offered.length === 0) return err({ kind: 'outcome_not_offered' })
  const calculation = await calculate(ctx, judged, checked.value)
  if (calculation === null) return err({ kind: 'not_found' })
  const quotes = offered.map((outcome) => quoteFor(outcome, { judged, lines: checked.value, calculation }))
  return ok({ judged, lines: checked.value, quotes })
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

/** Store credit needs somebody whose it is: Shopify keeps it in the customer's account. */
function outcomesFor(judged: JudgedOrderFacts, lines: readonly AssessedLine[]): readonly Outcome[] {
  const offered = offeredOutcomes(lines.map((line) => line.decision))
  return judged.order.customer === null ? offered.filter((outcome) => outcome !== 'store_credit') : offered
}

async function calculate(
  ctx: ShopContext,
  judged: JudgedOrderFacts,
  lines: readonly AssessedLine[],
): Promise<ReturnCalculation | null> {
  const lineIds = lines.map((line) => line.requested.lineId)
  const { currency } = judged.order
  return calculateReturn(ctx.admin, {
    orderGid: judged.order.id,
    currency,
    lines: lines.flatMap((line) =>
      line.facts.fulfillmentLineItemId === null
        ? []
        : [
            {
              fulfillmentLineItemId: line.facts.fulfillmentLineItemId,
              quantity: line.requested.quantity,
              restockingFeePercent: line.decision.terms.restockingFee.percent,
            },
          ],
    ),
    returnShippingFee: shippingFeeOfRequest(chosenLines(judged.decision, lineIds), currency),
  })
}

function quoteFor(
  outcome: Outcome,
  parts: {
    readonly judged: JudgedOrderFacts
    readonly lines: readonly AssessedLine[]
    readonly calculation: ReturnCalculation
  },
): Quote {
  const { calculation } = parts
  const { currency } = parts.judged.order
  return buildQuote({
    outcome,
    currency,
    taxesIncluded: calculation.taxesIncluded,
    lines: parts.lines.map((line) => {
      const figures = calculation.lines.find(
        (one) => one.fulfillmentLineItemId === line.facts.fulfillmentLineItemId,
      )
      if (figures === undefined) throw new Error(`Shopify did not calculate line ${line.facts.id}`)
      return {
        lineId: line.facts.id,
        title: line.facts.title,
        quantity: line.requested.quantity,
        price: figures.price,
        subtotal: figures.subtotal,
        tax: figures.tax,
        restockingFee: figures.restockingFee,
        bonusPercent: line.decision.terms.bonus.storeCreditPercent,
      }
    }),
    shipping: zero(currency),
    returnShippingFee: calculation.returnShippingFee,
    suggested: calculation.limited,
    payments: calculation.payments,
    inShopCurrency: calculation.inShopCurrency,
  })
}
