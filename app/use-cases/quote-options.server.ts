import type { ShopContext } from '#app/context.server.ts'
import { isEven, quoteForGift, type GiftTerms } from '#app/domain/gift.ts'
import { payWhenOfRequest } from '#app/domain/policy/request.ts'
import type { ExchangeLine } from '#app/domain/refund/quote.ts'
import { isEatenByExchange } from '#app/domain/refund/split-quote.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import {
  calculateReturn,
  figuresByLine,
  type ReturnCalculation,
} from '#app/shopify/return-calculation.server.ts'
import { hasExchange } from './ask-outcomes.ts'
import { chooseExchange, evenOffer, type ExchangeOffer, readExchangeOffer } from './assess-exchange.server.ts'
import {
  type Asked,
  type AssessedOption,
  type AssessInput,
  type Checked,
  outcomeOfLine,
} from './assessed-request.ts'
import type { JudgedOrderFacts } from './judged-order.server.ts'
import type { RequestError } from './quote-return.server.ts'
import { askedLine, calculationInput, quoteFor } from './request-figures.ts'

/** One option per outcome. Fees may depend on the outcome: Shopify is asked once for each set of fees. */
export async function quotesFor(
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

/** What is paid for a gift goes to who was given it. */
export function optionFor(option: AssessedOption, gift: GiftTerms | undefined): AssessedOption {
  return gift === undefined ? option : { ...option, quote: quoteForGift(option.quote) }
}

type Exchanged = { readonly offer: ExchangeOffer | null; readonly options: readonly AssessedOption[] }

/** What can be had in exchange, and what a choice comes to. Variants and stock are only read where an exchange is offered. */
export async function quotesWithExchange(
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
