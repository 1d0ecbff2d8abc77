import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { countPromisedGoods } from '#app/db/exchange.server.ts'
import type { GiftTerms } from '#app/domain/gift.ts'
import { isZero, type Money, percentOf, sub, times, zero } from '#app/domain/money.ts'
import { bonusPercentOf, flatBonusOf } from '#app/domain/policy/charges.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { PayWhen } from '#app/domain/policy/terms/pay-when.ts'
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
  type ProductVariants,
  readChosenVariants,
  readExchangeVariants,
  searchExchangeVariants,
} from '#app/shopify/exchanges.server.ts'
import type { CalculatedLine, ReturnCalculation } from '#app/shopify/return-calculation.server.ts'
import type { AssessedLine } from './assessed-request.ts'
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
  /** How many are left to promise; null where nobody counts. */
  readonly stock: number | null
}
export type OfferedLine = {
  readonly lineId: string
  readonly title: string
  /** Of the same product. */
  readonly variants: readonly OfferedVariant[]
  /** How many more variants that product has, which only a search finds. */
  readonly more: number
  /** Of the whole shop: what a search found, and goods that were chosen from an earlier one. */
  readonly others: readonly OfferedVariant[]
  /** What was searched, and how many more match than are shown. */
  readonly search: { readonly term: string; readonly more: number } | null
}
export type ExchangeOffer = {
  readonly taxesIncluded: boolean
  /** One per line that is exchanged, in their order. A line may have nothing to choose from until something is searched. */
  readonly lines: readonly OfferedLine[]
  /** When the policy lets the goods go: the latest moment that a line of the request asks for. */
  readonly sentWhen: PayWhen
  /** What she can have instead if the goods are gone when they are to be sent. Never empty. */
  readonly fallbacks: readonly ExchangeFallback[]
}

type Exchanged = {
  readonly judged: JudgedOrderFacts
  readonly lines: readonly AssessedLine[]
}

/** The most that a search shows: more are no help to choose from. */
const shownAtMost = 20

/**
 * Reads what lines can be exchanged for: variants of the same product, what the shopper searches among all goods of the shop,
 * and what she chose before; all that are there in enough units, priced by the policy's rule. Null where the order can have no
 * exchange: then none is offered.
 */
export async function readExchangeOffer(
  ctx: ShopContext,
  input: Exchanged & {
    readonly calculation: ReturnCalculation
    /** What each line comes to, by its id. */
    readonly figures: ReadonlyMap<string, CalculatedLine>
    readonly fallbacks: readonly Outcome[]
    readonly sentWhen: PayWhen
  },
): Promise<ExchangeOffer | null> {
  const { judged, lines, calculation, figures } = input
  if (lines.length === 0) return null
  const orderGid = judged.order.id
  const productGids = lines.flatMap(({ facts }) => facts.productId ?? [])
  const own = await readExchangeVariants(ctx.admin, { orderGid, productGids })
  if (own === null) return null
  const goods = await readGoods(ctx, lines, own)
  const prices = await readPrices(ctx, orderGid, goods.flatMap(({ variants, others }) => [...variants, ...others])) // prettier-ignore
  if (prices === null) return null
  const bonuses = bonusesOf(judged, lines, figures)
  const offered = lines.map((line, index): OfferedLine => {
    const { variants = [], others = [], more = 0, search = null } = goods[index] ?? {}
    const bonus = bonuses[index] ?? zero(judged.order.currency)
    const priced = (variant: ExchangeVariant) => {
      const listPrice = prices.get(variant.gid)
      return listPrice === undefined ? [] : offeredVariant(variant, listPrice, { line, figures, bonus })
    }
    const found = others.flatMap(priced)
    const hidden = Math.max(0, found.length - shownAtMost)
    const isChosen = ({ gid }: OfferedVariant) => gid === line.requested.exchangeFor
    return {
      lineId: line.facts.id,
      title: line.facts.title,
      variants: variants.flatMap(priced),
      more,
      // What she chose stays in sight, whatever she searches next.
      others: [...found.filter(isChosen), ...found.filter((one) => !isChosen(one))].slice(0, shownAtMost),
      search: search === null ? null : { ...search, more: search.more + hidden },
    }
  })
  const fallbacks = input.fallbacks.filter((one) => one !== 'exchange')
  return {
    taxesIncluded: calculation.taxesIncluded,
    lines: offered,
    sentWhen: input.sentWhen,
    // Where the policy offers nothing else the money goes back: what cannot be sent is not kept.
    fallbacks: fallbacks.length === 0 ? ['refund', 'wait'] : [...fallbacks, 'wait'],
  }
}

type Goods = {
  readonly variants: readonly ExchangeVariant[]
  readonly more: number
  readonly others: readonly ExchangeVariant[]
  readonly search: OfferedLine['search']
}

/** The goods for each line, those only that are there in enough units: what was promised to others is not. */
async function readGoods(
  ctx: ShopContext,
  lines: readonly AssessedLine[],
  own: ReadonlyMap<string, ProductVariants>,
): Promise<readonly Goods[]> {
  const promised = await withShop(ctx.shop, (tx) => countPromisedGoods(tx, ctx.shop))
  const isListed = (gid: string) =>
    [...own.values()].some(({ variants }) => variants.some((one) => one.gid === gid))
  const wanted = lines.flatMap(({ requested }) => requested.exchangeFor ?? []).filter((gid) => !isListed(gid))
  const chosen = await readChosenVariants(ctx.admin, wanted)
  const goods: Goods[] = []
  for (const { facts, requested } of lines) {
    const { variants = [], more = 0 } = own.get(facts.productId ?? '') ?? {}
    const term = requested.exchangeSearch?.trim().slice(0, longestTerm) ?? ''
    const found = term === '' ? null : await searchExchangeVariants(ctx.admin, term)
    const known = new Set(variants.map(({ gid }) => gid))
    const others = [...chosen.filter(({ gid }) => gid === requested.exchangeFor), ...(found?.variants ?? [])]
    const distinct = new Map(others.filter(({ gid }) => !known.has(gid)).map((one) => [one.gid, one]))
    const isOffered = (one: ExchangeVariant) => isThere(one, requested.quantity)
    const left = (all: Iterable<ExchangeVariant>) =>
      [...all].map((one) => withoutPromised(one, promised.get(one.gid) ?? 0)).filter(isOffered)
    goods.push({
      variants: left(variants),
      more,
      others: left(distinct.values()),
      search: found === null ? null : { term, more: found.more },
    })
  }
  return goods
}

/** Nobody looks for more than a name. */
const longestTerm = 80

function withoutPromised(variant: ExchangeVariant, promised: number): ExchangeVariant {
  return variant.stock === null ? variant : { ...variant, stock: Math.max(0, variant.stock - promised) }
}

function isThere({ stock }: ExchangeVariant, quantity: number): boolean {
  return stock === null || stock >= quantity
}

async function readPrices(
  ctx: ShopContext,
  orderGid: JudgedOrderFacts['order']['id'],
  variants: readonly ExchangeVariant[],
): Promise<ReadonlyMap<string, Money> | null> {
  const gids = [...new Set(variants.map(({ gid }) => gid))]
  if (gids.length === 0) return new Map()
  const wishes = gids.map((variantGid) => ({ variantGid, quantity: 1, discount: null }))
  const figures = await calculateExchange(ctx.admin, { orderGid, wishes })
  if (figures === null) return null
  return new Map(figures.flatMap(({ unitPrice }, index) => [[gids[index] ?? '', unitPrice] as const]))
}

/** What the policy adds for an exchange, per line; a flat amount counts once, with the first line. */
function bonusesOf(
  judged: JudgedOrderFacts,
  lines: readonly AssessedLine[],
  figures: ReadonlyMap<string, CalculatedLine>,
): readonly Money[] {
  const parts = lines.map(({ decision, requested }) => ({
    decision,
    units: requested.quantity,
    outcome: 'exchange' as const,
  }))
  const flat = flatBonusOf(parts, judged.order.currency)
  return lines.map(({ facts, decision }, index) => {
    const paid = figures.get(facts.id)?.subtotal ?? zero(judged.order.currency)
    const percent = percentOf(paid, bonusPercentOf({ decision, outcome: 'exchange' }))
    return index === 0 ? { ...percent, minor: percent.minor + flat.minor } : percent
  })
}

function offeredVariant(
  variant: ExchangeVariant,
  listPrice: Money,
  parts: {
    readonly line: AssessedLine
    readonly figures: ReadonlyMap<string, CalculatedLine>
    readonly bonus: Money
  },
): OfferedVariant[] {
  const { line, figures, bonus } = parts
  const bought = figures.get(line.facts.id)
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
  const { gid, title, variantTitle, stock } = variant
  const difference = sub(pricing.price, bought.subtotal)
  return [{ gid, title, variantTitle, listPrice, pricing, difference, stock }]
}

/**
 * The goods that a gift can be exchanged for: those that come to the same. If they are gone later its recipient gets credit, where
 * there is an account for it, or is asked.
 */
export function evenOffer(offer: ExchangeOffer, { canCredit }: GiftTerms): ExchangeOffer {
  const isSamePrice = ({ difference }: OfferedVariant) => isZero(difference)
  return {
    ...offer,
    lines: offer.lines.map((line) => ({
      ...line,
      variants: line.variants.filter(isSamePrice),
      others: line.others.filter(isSamePrice),
    })),
    fallbacks: canCredit && offer.fallbacks.includes('store_credit') ? ['store_credit', 'wait'] : ['wait'],
  }
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
  const chosen = lines.map((line) => {
    const own = offer.lines.find(({ lineId }) => lineId === line.facts.id)
    const all = [...(own?.variants ?? []), ...(own?.others ?? [])]
    return { line, variant: all.find(({ gid }) => gid === line.requested.exchangeFor) }
  })
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
