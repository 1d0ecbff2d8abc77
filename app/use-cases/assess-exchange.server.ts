import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { countPromisedGoods } from '#app/db/exchange.server.ts'
import { type Money, percentOf, sub, times, zero } from '#app/domain/money.ts'
import { bonusPercentOf, flatBonusOf } from '#app/domain/policy/charges.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import {
  type ExchangeChoice,
  type ExchangeFallback,
  type ExchangePricing,
  priceExchange,
} from '#app/domain/refund/exchange.ts'
import type { ExchangeLine } from '#app/domain/refund/quote.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import {
  calculateExchange,
  type ExchangeVariant,
  readExchangeVariants,
} from '#app/shopify/exchanges.server.ts'
import type { ReturnCalculation } from '#app/shopify/return-calculation.server.ts'
import type { AssessedLine } from './assess-request.server.ts'
import type { JudgedOrderFacts } from './judged-order.server.ts'
import type { RequestError } from './quote-return.server.ts'

/** A variant that a line can be exchanged for. `difference` is for all its units, before tax unless prices include it. */
export type OfferedVariant = {
  readonly gid: string
  readonly title: string
  readonly variantTitle: string | null
  readonly listPrice: Money
  readonly pricing: ExchangePricing
  /** Positive: the buyer pays more; negative: the buyer gets it back. */
  readonly difference: Money
}
export type ExchangeOffer = {
  readonly taxesIncluded: boolean
  /** One per line that is exchanged, in their order, each with a variant at least. */
  readonly lines: readonly {
    readonly lineId: string
    readonly title: string
    readonly variants: readonly OfferedVariant[]
  }[]
  /** What she can have instead if the goods are gone when they are to be sent. Never empty. */
  readonly fallbacks: readonly ExchangeFallback[]
}

type Exchanged = {
  readonly judged: JudgedOrderFacts
  readonly lines: readonly AssessedLine[]
}

/**
 * Reads what lines can be exchanged for: variants of the same product that are there in enough units, priced by the policy's
 * rule. Null where a line has none: then an exchange is not offered.
 */
export async function readExchangeOffer(
  ctx: ShopContext,
  input: Exchanged & { readonly calculation: ReturnCalculation; readonly fallbacks: readonly Outcome[] },
): Promise<ExchangeOffer | null> {
  const { judged, lines, calculation } = input
  const productGids = lines.flatMap(({ facts }) => facts.productId ?? [])
  if (lines.length === 0 || productGids.length !== lines.length) return null
  const orderGid = judged.order.id
  const variants = await readExchangeVariants(ctx.admin, { orderGid, productGids })
  const promised = await withShop(ctx.shop, (tx) => countPromisedGoods(tx, ctx.shop))
  const candidates = lines.map((line) =>
    (variants.get(line.facts.productId ?? '') ?? []).filter((variant) =>
      isThere(variant, line.requested.quantity, promised.get(variant.gid) ?? 0),
    ),
  )
  if (candidates.some((list) => list.length === 0)) return null
  const prices = await readPrices(ctx, orderGid, candidates.flat())
  if (prices === null) return null
  const bonuses = bonusesOf(judged, lines, calculation)
  const offered = lines.map((line, index) => ({
    lineId: line.facts.id,
    title: line.facts.title,
    variants: (candidates[index] ?? []).flatMap((variant) => {
      const listPrice = prices.get(variant.gid)
      const bonus = bonuses[index]
      if (listPrice === undefined || bonus === undefined) return []
      return offeredVariant(variant, listPrice, { line, calculation, bonus })
    }),
  }))
  if (offered.some((line) => line.variants.length === 0)) return null
  const fallbacks = input.fallbacks.filter((one) => one !== 'exchange')
  return {
    taxesIncluded: calculation.taxesIncluded,
    lines: offered,
    // Where the policy offers nothing else the money goes back: what cannot be sent is not kept.
    fallbacks: fallbacks.length === 0 ? ['refund'] : fallbacks,
  }
}

function isThere({ stock }: ExchangeVariant, quantity: number, promised: number): boolean {
  return stock === null || stock - promised >= quantity
}

async function readPrices(
  ctx: ShopContext,
  orderGid: JudgedOrderFacts['order']['id'],
  variants: readonly ExchangeVariant[],
): Promise<ReadonlyMap<string, Money> | null> {
  const gids = [...new Set(variants.map(({ gid }) => gid))]
  const wishes = gids.map((variantGid) => ({ variantGid, quantity: 1, discount: null }))
  const figures = await calculateExchange(ctx.admin, { orderGid, wishes })
  if (figures === null) return null
  return new Map(figures.flatMap(({ unitPrice }, index) => [[gids[index] ?? '', unitPrice] as const]))
}

/** What the policy adds for an exchange, per line; a flat amount counts once, with the first line. */
function bonusesOf(
  judged: JudgedOrderFacts,
  lines: readonly AssessedLine[],
  calculation: ReturnCalculation,
): readonly Money[] {
  const parts = lines.map(({ decision, requested }) => ({
    decision,
    units: requested.quantity,
    outcome: 'exchange' as const,
  }))
  const flat = flatBonusOf(parts, judged.order.currency)
  return lines.map(({ facts, decision }, index) => {
    const paid = paidFor(facts.fulfillmentLineItemId, calculation)?.subtotal ?? zero(judged.order.currency)
    const percent = percentOf(paid, bonusPercentOf({ decision, outcome: 'exchange' }))
    return index === 0 ? { ...percent, minor: percent.minor + flat.minor } : percent
  })
}

function paidFor(fulfillmentLineItemId: string | null, { lines }: ReturnCalculation) {
  return lines.find((one) => one.fulfillmentLineItemId === fulfillmentLineItemId)
}

function offeredVariant(
  variant: ExchangeVariant,
  listPrice: Money,
  parts: { readonly line: AssessedLine; readonly calculation: ReturnCalculation; readonly bonus: Money },
): OfferedVariant[] {
  const { line, calculation, bonus } = parts
  const bought = paidFor(line.facts.fulfillmentLineItemId, calculation)
  if (bought === undefined) return []
  const pricing = priceExchange({
    rule: line.decision.terms.exchangePrice,
    quantity: line.requested.quantity,
    listPrice,
    boughtAt: bought.price,
    paid: bought.subtotal,
    bonus,
  })
  if (pricing === null) return []
  const { gid, title, variantTitle } = variant
  const difference = sub(pricing.price, bought.subtotal)
  return [{ gid, title, variantTitle, listPrice, pricing, difference }]
}

export type ChosenExchange = {
  /** By line. */
  readonly choices: ReadonlyMap<string, ExchangeChoice>
  readonly exchanges: readonly ExchangeLine[]
}

/** The shopper's choice in Shopify's figures; refused where a line has none, or one that is not offered. */
export async function chooseExchange(
  ctx: ShopContext,
  input: Exchanged & { readonly offer: ExchangeOffer; readonly fallback: ExchangeFallback | undefined },
): Promise<Result<ChosenExchange, Extract<RequestError, { kind: 'exchange_not_possible' }>>> {
  const { judged, lines, offer } = input
  const fallback = input.fallback ?? offer.fallbacks[0] ?? 'refund'
  const chosen = lines.map((line) => ({
    line,
    variant: offer.lines
      .find(({ lineId }) => lineId === line.facts.id)
      ?.variants.find(({ gid }) => gid === line.requested.exchangeFor),
  }))
  const isFallback = offer.fallbacks.includes(fallback)
  const wrong = chosen.flatMap(({ line, variant }) => (variant === undefined ? [line.facts.id] : []))
  if (wrong.length > 0 || !isFallback) return err({ kind: 'exchange_not_possible', lineIds: wrong })
  const wishes = chosen.flatMap(({ line, variant }) =>
    variant === undefined
      ? []
      : [{ variantGid: variant.gid, quantity: line.requested.quantity, discount: variant.pricing.discount }],
  )
  const figures = await calculateExchange(ctx.admin, { orderGid: judged.order.id, wishes })
  const choices = new Map<string, ExchangeChoice>()
  const exchanges: ExchangeLine[] = []
  for (const [index, { line, variant }] of chosen.entries()) {
    const own = figures?.[index]
    // Shopify must take the discount as it was meant: off all units together.
    if (variant === undefined || own?.subtotal.minor !== variant.pricing.price.minor)
      return err({ kind: 'exchange_not_possible', lineIds: [line.facts.id] })
    const { title, variantTitle, listPrice, pricing, gid } = variant
    const { discount } = pricing
    const rule = line.decision.terms.exchangePrice
    const { quantity } = line.requested
    choices.set(line.facts.id, { variantGid: gid, title, variantTitle, rule, listPrice, discount, fallback })
    exchanges.push({
      lineId: line.facts.id,
      title: variantTitle === null ? title : `${title} · ${variantTitle}`,
      quantity,
      price: times(listPrice, quantity),
      discount,
      subtotal: own.subtotal,
      tax: own.tax,
    })
  }
  return ok({ choices, exchanges })
}
