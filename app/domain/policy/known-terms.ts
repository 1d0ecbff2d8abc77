import { money } from '../money.ts'
import { FulfillmentLineItemGid, LineItemGid, OrderGid } from '../ids.ts'
import type { LineFacts, OrderFacts } from '../order.ts'
import { type CompiledPolicy, compilePolicy } from './compile.ts'
import { type Condition, compileLeaf, conditionOf, factOfLeaf } from './conditions/index.ts'
import { readSlots, slotTable } from './conditions/slots.ts'
import {
  type FactName,
  factNames,
  factsOfLine,
  openRequest,
  orderContext,
  type PolicyFacts,
} from './facts.ts'
import { judgeLine } from './judge.ts'
import { type TermName, type Terms, termNames } from './terms/index.ts'
import type { WindowStart } from './terms/return-window.ts'
import type { Truth } from './truth.ts'

/** Facts of which only some are known yet: a product in its shop window, an order that is about to be packed. */
export type KnownFacts = { readonly facts: PolicyFacts; readonly names: ReadonlySet<FactName> }

/** How long a line may be returned, as a text can promise it. `days` null = no limit. */
export type StatedWindow = {
  readonly days: number | null
  readonly from: WindowStart
  /** Whether the law, and not the policy, gives it. */
  readonly byLaw: boolean
}

/** What can be said of a line before its buyer asks: the terms that hold, after the law, and what is still open. */
export type StatedTerms = {
  readonly terms: Terms
  /** Null: it cannot be returned. */
  readonly window: StatedWindow | null
  /** The statute that gives the buyer a right to change their mind, with its length; null where none is enforced. */
  readonly right: { readonly statute: string; readonly days: number; readonly from: WindowStart } | null
  /** Terms that the law raised. */
  readonly raised: readonly TermName[]
  /** Rules that may or may not apply: they rest on facts that are not known yet. */
  readonly openRules: readonly string[]
}

/**
 * The terms of a line as far as the known facts settle them: rules that rest on other facts are left out and named. The
 * rest is the engine's own work: the same judgement, law included, for a line that arrives today.
 */
export function statedTerms(policy: CompiledPolicy, known: KnownFacts): StatedTerms {
  const { terms, openRules } = settledBy(policy, known)
  const settled = compilePolicy({ ...policy.policy, baseline: terms, rules: [] })
  const ruling = judgeLine(settled, known.facts)
  const right = ruling.law.kind === 'statute' ? ruling.law.right : null
  return {
    terms: ruling.terms,
    window: windowOf(ruling, terms),
    right:
      ruling.law.kind === 'statute' && right !== null && right.days > 0
        ? { statute: ruling.law.statute, days: right.days, from: right.countedFrom }
        : null,
    raised: termNames.filter((name) => ruling.terms[name] !== terms[name]),
    openRules,
  }
}

function windowOf(ruling: ReturnType<typeof judgeLine>, terms: Terms): StatedWindow | null {
  if (ruling.verdict === 'deny') return null
  if (ruling.lawDecides && ruling.law.kind === 'statute' && ruling.law.right !== null) {
    const { days, countedFrom } = ruling.law.right
    return { days, from: countedFrom, byLaw: true }
  }
  if (ruling.span === null) return { days: null, from: terms.returnWindow.from, byLaw: false }
  const { days, countedFrom, extendedBy } = ruling.span
  return { days, from: countedFrom, byLaw: extendedBy === 'law' }
}

/** Per term the first rule that surely holds and sets it; with the rules that may hold, stand before it and say otherwise. */
function settledBy({ policy, rules }: CompiledPolicy, known: KnownFacts) {
  const truths = rules.map(({ rule }) => truthOfKnown(rule.when, known))
  const terms: Partial<Record<TermName, unknown>> = { ...policy.baseline }
  const open = new Set<string>()
  for (const name of termNames) {
    const setting = rules.flatMap(({ rule }, index) => {
      const truth = truths[index] ?? null
      return rule.set[name] === undefined || truth === false ? [] : [{ rule, truth }]
    })
    const winner = setting.find(({ truth }) => truth === true)
    if (winner !== undefined) terms[name] = winner.rule.set[name]
    const value = JSON.stringify(terms[name])
    for (const each of setting) {
      if (each === winner) break
      if (JSON.stringify(each.rule.set[name]) !== value) open.add(each.rule.id)
    }
  }
  // Every value came from the baseline or a rule's own term; TypeScript cannot see a loop fill a record.
  return { terms: terms as Terms, openRules: [...open] }
}

/** What a condition comes to when only some facts are known; `null` where it rests on the others. */
function truthOfKnown(condition: Condition, known: KnownFacts): Truth {
  switch (condition.kind) {
    case 'all':
      return joinedTruth(
        false,
        condition.of.map((part) => truthOfKnown(part, known)),
      )
    case 'any':
      return joinedTruth(
        true,
        condition.of.map((part) => truthOfKnown(part, known)),
      )
    case 'not': {
      const truth = truthOfKnown(condition.of, known)
      return truth === null ? null : !truth
    }
    default: {
      // How long ago something was depends on the day of the request, which nobody knows beforehand.
      if (conditionOf(condition.kind).form.family === 'daysSince') return null
      if (!known.names.has(factOfLeaf(condition))) return null
      const table = slotTable()
      return compileLeaf(condition, table)(readSlots(table.readers, known.facts))
    }
  }
}

function joinedTruth(stop: boolean, truths: readonly Truth[]): Truth {
  if (truths.includes(stop)) return stop
  return truths.includes(null) ? null : !stop
}

/** A product as its page knows it; what is not said is not known. */
export type ProductFacts = Partial<LineFacts>

const placeFacts: readonly FactName[] = [
  'orderCountry',
  'businessOrder',
  'testOrder',
  'requestChannel',
  'orderDate',
]
const productFacts: Readonly<Partial<Record<keyof LineFacts, readonly FactName[]>>> = {
  productTags: ['productTags'],
  productType: ['productType'],
  vendor: ['vendor'],
  sku: ['sku'],
  productId: ['product'],
  variantId: ['variant'],
  collections: ['collections'],
  metafields: ['metafield'],
  discountedUnitPrice: ['price'],
  originalUnitPrice: ['originalPrice'],
  isGiftCard: ['giftCard'],
  requiresShipping: ['digital'],
  isSubscription: ['subscription'],
  isCustom: ['customItem'],
}

/**
 * The usual case: a consumer's online order to a country, placed and delivered on a day (ISO), of a product or of any product.
 */
export function usualCase(
  policy: CompiledPolicy,
  at: {
    readonly country: string
    readonly province?: string | null
    readonly currency: string
    readonly day: string
    readonly product?: ProductFacts
  },
): KnownFacts {
  const instant = `${at.day}T12:00:00Z`
  const line = { ...anyLine(at.currency, instant), ...at.product }
  const order = {
    ...anyOrder(at.currency, instant),
    country: at.country,
    province: at.province ?? null,
    lines: [line],
  }
  const context = orderContext(order, instant, 'UTC')
  const facts = factsOfLine(context, line, { request: openRequest, reason: policy.reasonFacts(null) })
  const names = new Set<FactName>(placeFacts)
  if (at.province !== undefined && at.province !== null) names.add('province')
  // The keys of a product are keys of a line.
  for (const key of Object.keys(at.product ?? {}) as (keyof LineFacts)[]) {
    for (const name of productFacts[key] ?? []) names.add(name)
  }
  return { facts, names }
}

const laterFacts: ReadonlySet<FactName> = new Set([
  'returnReason',
  'fault',
  'answers',
  'photos',
  'requestedOutcome',
  'requestedQuantity',
  'fulfillmentDate',
  'deliveryDate',
  'lastDeliveryDate',
  'today',
])

/** The lines of a real order before it is sent: all is known but what happens later. `day` (ISO) is the day of packing. */
export function packedLines(
  policy: CompiledPolicy,
  order: OrderFacts,
  day: string,
): readonly { readonly line: LineFacts; readonly known: KnownFacts }[] {
  const instant = `${day}T12:00:00Z`
  const names = new Set(factNames.filter((name) => !laterFacts.has(name)))
  // Judged as if it arrived on the day it is packed: all that counts is how many days follow.
  const lines = order.lines.map((line) => ({
    ...line,
    fulfillmentLineItemId: line.fulfillmentLineItemId ?? someFulfillment,
    returnableQuantity: Math.max(1, line.returnableQuantity),
    fulfilledAt: instant,
    deliveredAt: instant,
  }))
  const context = orderContext({ ...order, lines }, instant, 'UTC')
  const asked = { request: openRequest, reason: policy.reasonFacts(null) }
  return lines.map((line) => ({ line, known: { facts: factsOfLine(context, line, asked), names } }))
}

const someFulfillment = FulfillmentLineItemGid.parse('gid://shopify/FulfillmentLineItem/1')

/** In minor units. A cap of the law that is a share of the price must not make a text promise less of a fee than is charged. */
const dearPrice = 100_000_000

function anyLine(currency: string, instant: string): LineFacts {
  return {
    id: someFulfillment,
    lineItemId: LineItemGid.parse('gid://shopify/LineItem/1'),
    fulfillmentLineItemId: someFulfillment,
    title: '',
    variantTitle: null,
    sku: null,
    imageUrl: null,
    productId: null,
    variantId: null,
    productType: null,
    productTags: null,
    vendor: null,
    isGiftCard: false,
    requiresShipping: true,
    isSubscription: null,
    isCustom: null,
    bundleId: null,
    collections: null,
    metafields: null,
    quantity: 1,
    returnableQuantity: 1,
    originalUnitPrice: money(dearPrice, currency),
    discountedUnitPrice: money(dearPrice, currency),
    fulfilledAt: instant,
    deliveredAt: instant,
  }
}

function anyOrder(currency: string, instant: string): OrderFacts {
  return {
    id: OrderGid.parse('gid://shopify/Order/1'),
    name: '',
    placedAt: instant,
    cancelledAt: null,
    currency,
    shopCurrency: currency,
    total: money(0, currency),
    email: null,
    phone: null,
    postcode: null,
    country: null,
    province: null,
    market: null,
    channel: 'web',
    gateways: null,
    isBusiness: false,
    isFirst: null,
    discounts: null,
    undiscountedSubtotal: null,
    tags: [],
    discountCodes: [],
    test: false,
    customer: null,
    lines: [],
  }
}
