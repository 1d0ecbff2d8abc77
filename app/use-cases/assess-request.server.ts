import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findWaitingPhotos } from '#app/db/photo.server.ts'
import { decisionForGift, type GiftTerms, isEven, isForGift, quoteForGift } from '#app/domain/gift.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import type { LineFacts } from '#app/domain/order.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import { type EvidenceNeeds, joinNeeds } from '#app/domain/policy/evidence-needs.ts'
import {
  bonusPercentOf,
  flatBonusOf,
  flatChargesOf,
  restockingPercentOf,
} from '#app/domain/policy/charges.ts'
import { type BrokenBundle, brokenBundles } from '#app/domain/policy/bundles.ts'
import { isDeliveryDueBack } from '#app/domain/policy/law/delivery-back.ts'
import { payWhenOfRequest } from '#app/domain/policy/request.ts'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { ExchangeChoice, ExchangeFallback } from '#app/domain/refund/exchange.ts'
import { type ExchangeLine, type FlatFee, type Quote, sumOfFees } from '#app/domain/refund/quote.ts'
import { isEatenByExchange } from '#app/domain/refund/split-quote.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import { lineOfPart } from '#app/domain/return-part.ts'
import { promisedQuote } from '#app/jobs/promised-quote.ts'
import { isAccessDenied, isShopifyGraphqlErrors } from '#app/shopify/admin-error.ts'
import {
  calculateReturn,
  type CalculationInput,
  figuresByLine,
  type ReturnCalculation,
} from '#app/shopify/return-calculation.server.ts'
import { chooseExchange, evenOffer, type ExchangeOffer, readExchangeOffer } from './assess-exchange.server.ts'
import { type JudgedOrderFacts, readJudgedOrder } from './judged-order.server.ts'
import type { LineProblem, RequestError } from './quote-return.server.ts'
import { requestParts } from './request-part.ts'

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

type AssessInput = {
  readonly orderGid: OrderGid
  readonly lines: readonly RequestedLine[]
  /** Only this one is quoted; all that are offered where it is absent. */
  readonly outcome?: Outcome
  /** The shopper's choice for goods in exchange that are not there any more. */
  readonly fallback?: ExchangeFallback
  /** The goods were a gift, and who was given them asks. */
  readonly gift?: GiftTerms
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
  typed: AssessInput,
): Promise<Result<AssessedRequest, RequestError>> {
  if (typed.lines.length === 0) return err({ kind: 'nothing_selected' })
  const judged = await readJudgedOrder(ctx, { orderGid: typed.orderGid })
  if (judged === null) return err({ kind: 'not_found' })
  const input = { ...typed, lines: await withRealEvidence(ctx, judged, typed) }
  const asked = Outcome.options
    .filter((outcome) => isPossible(judged, outcome, input.gift))
    .map((outcome) => askedFor(judged, input, outcome))
  const problems = problemsOf(judged, input.lines, asked)
  if (problems.length > 0) return err({ kind: 'invalid_lines', lines: problems })
  const offered = asked.filter(
    (one) => one.isOffered && (input.outcome === undefined || one.outcome === input.outcome),
  )
  if (offered.length === 0) return err({ kind: 'outcome_not_offered' })
  const paid = await quotesFor(
    ctx,
    judged,
    offered.filter((one) => !hasExchange(one)),
  )
  if (paid === null) return err({ kind: 'not_found' })
  const exchanged = await quotesWithExchange(ctx, judged, { input, offered, asked })
  if (!exchanged.ok) return exchanged
  const { offer, options: swaps } = exchanged.value
  const options = [...paid.map((option) => optionFor(option, input.gift)), ...swaps]
  const shown = offered.find((one) => !hasExchange(one) || offer !== null)
  if (shown === undefined) return err({ kind: 'outcome_not_offered' })
  const needs = input.outcome === undefined ? needsOf(judged, input.lines, offered) : []
  return ok({ judged, options, lines: shown.lines, exchange: offer, needs })
}

/** The lines with the answers and photos that there really are: what is made up counts for nothing. */
async function withRealEvidence(
  ctx: ShopContext,
  { questions }: JudgedOrderFacts,
  { orderGid, lines }: AssessInput,
): Promise<readonly RequestedLine[]> {
  const ids = lines.flatMap(({ photos = [] }) => photos)
  const known = await withShop(ctx.shop, (tx) => findWaitingPhotos(tx, ctx.shop, { orderGid, ids }))
  const isAnswer = ([question, answer]: readonly [string, string]) =>
    questions.some(({ id, answers }) => id === question && answers.some((one) => one.id === answer))
  const used = new Set<string>()
  return lines.map(({ photos, answers, ...line }) => {
    // A photo shows one thing: sent for two lines it counts for the first.
    const own = photos?.filter((id) => known.has(id) && !used.has(id)).slice(0, mostPhotos)
    for (const id of own ?? []) used.add(id)
    return {
      ...line,
      ...(own === undefined ? {} : { photos: [...new Set(own)] }),
      ...(answers === undefined
        ? {}
        : { answers: Object.fromEntries(Object.entries(answers).filter(isAnswer)) }),
    }
  })
}

function needsOf(
  judged: JudgedOrderFacts,
  lines: readonly RequestedLine[],
  offered: readonly Asked[],
): readonly EvidenceNeeds[] {
  const perOutcome = offered.map(({ outcome }) => judged.needs(requestParts(lines, outcome)))
  return lines.map((_, place) =>
    perOutcome.flatMap((needs) => needs[place] ?? []).reduce(joinNeeds, { photos: 0, questions: [] }),
  )
}

function hasExchange({ lines, outcome }: Pick<Asked, 'lines' | 'outcome'>): boolean {
  return lines.some(({ requested }) => outcomeOfLine(requested, outcome) === 'exchange')
}

type Exchanged = { readonly offer: ExchangeOffer | null; readonly options: readonly AssessedOption[] }

/** What can be had in exchange, and what a choice comes to. Variants and stock are only read where an exchange is offered. */
async function quotesWithExchange(
  ctx: ShopContext,
  judged: JudgedOrderFacts,
  parts: {
    readonly input: AssessInput
    readonly offered: readonly Asked[]
    readonly asked: readonly Asked[]
  },
): Promise<Result<Exchanged, RequestError>> {
  const { input, offered, asked } = parts
  const swaps = offered.filter(hasExchange)
  const [first] = swaps
  if (first === undefined) return ok({ offer: null, options: [] })
  const fallbacks = asked.flatMap((one) =>
    one.isOffered && one.outcome !== 'exchange' && !hasExchange(one) ? [one.outcome] : [],
  )
  const options: AssessedOption[] = []
  let offer: ExchangeOffer | null = null
  for (const one of swaps) {
    const calculation = await calculateReturn(ctx.admin, calculationInput(one.outcome, { judged, ...one }))
    if (calculation === null) return err({ kind: 'not_found' })
    const swapped = one.lines.filter(({ requested }) => outcomeOfLine(requested, one.outcome) === 'exchange')
    const figures = figuresByLine(one.lines.map(askedLine), calculation)
    const sentWhen = payWhenOfRequest(one.lines.map(({ decision }) => decision))
    const read = await readExchangeOffer(ctx, {
      judged,
      lines: swapped,
      calculation,
      figures,
      fallbacks,
      sentWhen,
    })
    if (read === null) continue
    const made = input.gift === undefined ? read : evenOffer(read, input.gift)
    offer ??= made
    const chosen = await chooseExchange(ctx, {
      judged,
      lines: swapped,
      offer: made,
      fallback: input.fallback,
    })
    if (!chosen.ok) {
      // While she only looks, a line without a choice is no mistake: the offer is shown.
      if (input.outcome !== undefined) return chosen
      continue
    }
    const lines = one.lines.map((line) => {
      const exchange = chosen.value.choices.get(line.facts.id)
      return exchange === undefined ? line : { ...line, exchange }
    })
    const { exchanges } = chosen.value
    const option = await withoutIdleCredit(ctx, {
      outcome: one.outcome,
      judged,
      lines,
      exchanges,
      quote: quoteFor(one.outcome, { judged, lines, calculation, exchanges }),
    })
    if (option === null) return err({ kind: 'not_found' })
    // Goods for a gift come to the same, to the last cent: nobody is paid the rest, and nobody is asked for it.
    if (input.gift !== undefined && !isEven(option.quote))
      return err({ kind: 'exchange_not_possible', lineIds: swapped.map(({ facts }) => facts.id) })
    options.push(option)
  }
  if (offer === null && input.outcome !== undefined)
    return err({ kind: 'exchange_not_possible', lineIds: first.lines.map(({ facts }) => facts.id) })
  return ok({ offer, options })
}

/**
 * Lines that were to be store credit count towards the goods where those cost all that comes back: there is no credit to give,
 * and Shopify takes all of it in one call. Null where Shopify cannot calculate it.
 */
async function withoutIdleCredit(
  ctx: ShopContext,
  option: AssessedOption & Checked & { readonly exchanges: readonly ExchangeLine[] },
): Promise<AssessedOption | null> {
  const { outcome, judged, lines, exchanges, quote } = option
  if (!isEatenByExchange(quote)) return { outcome, lines, quote }
  const counted = lines.map((line) =>
    outcomeOfLine(line.requested, outcome) === 'store_credit'
      ? { ...line, requested: { ...line.requested, outcome: 'refund' as const } }
      : line,
  )
  const checked = { judged, lines: counted }
  const calculation = await calculateReturn(ctx.admin, calculationInput(outcome, checked))
  if (calculation === null) return null
  return { outcome, lines: counted, quote: quoteFor(outcome, { ...checked, calculation, exchanges }) }
}

/** The request as it would be decided if it were paid by an outcome. */
type Asked = {
  readonly outcome: Outcome
  readonly lines: readonly AssessedLine[]
  /** Lines that would not be taken back and why, and bundles that it would break. */
  readonly denied: ReadonlyMap<string, LineDecision>
  readonly broken: readonly BrokenBundle[]
  readonly isOffered: boolean
}

function askedFor(
  judged: JudgedOrderFacts,
  { lines, gift }: Pick<AssessInput, 'lines' | 'gift'>,
  outcome: Outcome,
): Asked {
  const known = lines.flatMap((requested) => {
    const facts = judged.order.lines.find((one) => one.id === lineOfPart(requested.lineId))
    return facts === undefined ? [] : [{ requested, facts }]
  })
  const decision = judged.decide(
    requestParts(
      known.map(({ requested }) => requested),
      outcome,
    ),
  )
  const assessed = known.flatMap(({ requested, facts }, place) => {
    const decided = decision.lines[place]
    const reason = judged.reasons.find((one) => one.handle === requested.reasonHandle)
    if (decided === undefined || reason === undefined) return []
    const id = requested.lineId
    const judgement = gift === undefined ? decided : decisionForGift(decided, outcome)
    return [{ requested, facts: { ...facts, id }, decision: { ...judgement, lineId: id }, reason }]
  })
  const parts = assessed.map(({ decision: { terms }, requested }) => ({
    decision: { terms, lineId: lineOfPart(requested.lineId) },
    units: requested.quantity,
  }))
  const broken = brokenBundles(judged.order, parts)
  const denied = new Map(
    known.flatMap(({ requested }, place) => {
      const decided = decision.lines[place]
      return decided?.verdict === 'deny' ? [[requested.lineId, decided] as const] : []
    }),
  )
  const isOffered =
    broken.length === 0 &&
    assessed.every(
      ({ requested, decision: { verdict, terms } }) =>
        verdict !== 'deny' &&
        isPossible(judged, outcomeOfLine(requested, outcome), gift) &&
        terms.outcomes.includes(outcomeOfLine(requested, outcome)),
    )
  return { outcome, lines: assessed, denied, broken, isOffered }
}

/** What is paid for a gift goes to who was given it. */
function optionFor(option: AssessedOption, gift: GiftTerms | undefined): AssessedOption {
  return gift === undefined ? option : { ...option, quote: quoteForGift(option.quote) }
}

/**
 * Store credit needs somebody whose it is: Shopify keeps it in the customer's account. Whether there are goods for an exchange
 * is looked at only where everything else allows it.
 */
function isPossible({ order }: JudgedOrderFacts, outcome: Outcome, gift: GiftTerms | undefined): boolean {
  if (gift !== undefined) return isForGift(outcome, gift)
  return outcome !== 'store_credit' || order.customer !== null
}

/** One option per outcome. Fees may depend on the outcome: Shopify is asked once for each set of fees. */
async function quotesFor(
  ctx: ShopContext,
  judged: JudgedOrderFacts,
  offered: readonly Asked[],
): Promise<readonly AssessedOption[] | null> {
  const known = new Map<string, ReturnCalculation>()
  const options: AssessedOption[] = []
  for (const { outcome, lines } of offered) {
    const asked = calculationInput(outcome, { judged, lines })
    const key = JSON.stringify(asked)
    const calculation = known.get(key) ?? (await calculateReturn(ctx.admin, asked))
    if (calculation === null) return null
    known.set(key, calculation)
    options.push({ outcome, lines, quote: quoteFor(outcome, { judged, lines, calculation }) })
  }
  return options
}

type Checked = { readonly judged: JudgedOrderFacts; readonly lines: readonly AssessedLine[] }

/** What is wrong with the lines however they are paid; with all of them, not only the first. */
function problemsOf(
  judged: JudgedOrderFacts,
  requested: readonly RequestedLine[],
  asked: readonly Asked[],
): readonly LineProblem[] {
  const seen = new Set<string>()
  const problems = requested.flatMap((line) => {
    const isTwice = seen.has(line.lineId)
    seen.add(line.lineId)
    const lineId = lineOfPart(line.lineId)
    const together = requested.filter((one) => lineOfPart(one.lineId) === lineId)
    const problem = problemOf(line, {
      facts: judged.order.lines.find((one) => one.id === lineId),
      decision: judged.decision.lines.find((one) => one.lineId === lineId),
      units: together.reduce((units, { quantity }) => units + quantity, 0),
      denial: asked.every(({ denied }) => denied.has(line.lineId))
        ? asked[0]?.denied.get(line.lineId)
        : undefined,
      isTwice,
      hasReason: judged.reasons.some((one) => one.handle === line.reasonHandle),
    })
    return problem === null ? [] : [problem]
  })
  if (problems.length > 0 || asked.some(({ broken }) => broken.length === 0)) return problems
  const broken = asked[0]?.broken ?? []
  return requested.flatMap(({ lineId }) => {
    const own = judged.order.lines.find((one) => one.id === lineOfPart(lineId))?.bundleId
    const missing = broken.find(({ bundleId }) => bundleId === own)?.missing
    if (missing === undefined) return []
    return [{ lineId, problem: 'bundle_incomplete' as const, missing: missing.map(({ title }) => title) }]
  })
}

type KnownOfLine = {
  readonly facts: LineFacts | undefined
  readonly decision: LineDecision | undefined
  /** Of all parts of the line together. */
  readonly units: number
  /** Why it is refused however it is paid. */
  readonly denial: LineDecision | undefined
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
  if (known.denial !== undefined) return { lineId, problem: 'not_returnable', denial: known.denial }
  if (line.quantity > returnable || known.units > returnable)
    return { lineId, problem: 'quantity_exceeded', returnable }
  if (!known.hasReason) return { lineId, problem: 'reason_missing' }
  if (line.note.length > noteLimit) return { lineId, problem: 'note_too_long' }
  return null
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
    refundsShipping: refundsShipping(outcome, checked),
  }
}

/** An exchange is no withdrawal: whoever takes other goods for it has had the first delivery for something. */
function refundsShipping(outcome: Outcome, { judged, lines }: Checked): boolean {
  const parts = lines.map(({ facts, requested, decision }) => ({
    lineId: lineOfPart(facts.id),
    units: requested.quantity,
    decision,
  }))
  const isExchanged = lines.some(({ requested }) => outcomeOfLine(requested, outcome) === 'exchange')
  return !isExchanged && isDeliveryDueBack(judged.order, parts)
}

/** A line as Shopify was asked about it. */
function askedLine({ facts, requested }: Pick<AssessedLine, 'facts' | 'requested'>) {
  const { id: lineId, fulfillmentLineItemId } = facts
  return { lineId, fulfillmentLineItemId, quantity: requested.quantity }
}

function quoteFor(
  outcome: Outcome,
  parts: Checked & {
    readonly calculation: ReturnCalculation
    readonly exchanges?: readonly ExchangeLine[]
  },
): Quote {
  const { calculation, judged, lines, exchanges = [] } = parts
  const { currency } = judged.order
  return promisedQuote({
    outcome,
    currency,
    calculation,
    lines: lines.map(({ facts, requested, decision }) => {
      const own = outcomeOfLine(requested, outcome)
      return {
        ...askedLine({ facts, requested }),
        title: facts.title,
        outcome: own,
        bonusPercent: bonusPercentOf({ decision, outcome: own }),
      }
    }),
    fees: flatFees(outcome, parts),
    flatBonus: flatBonusOf(
      partsOf(outcome, lines).filter((part) => part.outcome !== 'exchange'),
      currency,
    ),
    exchanges,
  })
}
