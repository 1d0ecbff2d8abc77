import { z } from 'zod'
import { CustomerGid, FulfillmentLineItemGid, LineItemGid, OrderGid } from '../ids.ts'
import { Money } from '../money.ts'
import type { LineFacts, OrderFacts } from '../order.ts'
import { compilePolicy } from './compile.ts'
import type { LineDecision } from './decision.ts'
import { evaluate } from './evaluate.ts'
import { requestChannels, type RequestFacts } from './facts.ts'
import { orderNeedsOf } from './order-needs.ts'
import type { Policy } from './policy.ts'
import { SomeTerms, type TermName, termNames, wordsOfTerm } from './terms/index.ts'
import { Outcome } from './terms/outcomes.ts'
import type { Words } from './words.ts'

const texts = z.array(z.string())
const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().default(null)

const StoredLine = z.object({
  id: z.string(),
  lineItemId: LineItemGid,
  fulfillmentLineItemId: FulfillmentLineItemGid.nullable(),
  title: z.string(),
  variantTitle: orNull(z.string()),
  sku: orNull(z.string()),
  imageUrl: orNull(z.string()),
  productId: orNull(z.string()),
  variantId: orNull(z.string()),
  productType: orNull(z.string()),
  productTags: orNull(texts),
  vendor: orNull(z.string()),
  isGiftCard: z.boolean(),
  requiresShipping: z.boolean(),
  isSubscription: orNull(z.boolean()),
  isCustom: orNull(z.boolean()),
  bundleId: orNull(z.string()),
  collections: orNull(z.record(z.string(), z.boolean())),
  metafields: orNull(z.record(z.string(), z.string().nullable())),
  quantity: z.int(),
  returnableQuantity: z.int(),
  originalUnitPrice: Money,
  discountedUnitPrice: Money,
  fulfilledAt: z.string().nullable(),
  deliveredAt: z.string().nullable(),
}) satisfies z.ZodType<LineFacts>

const StoredCustomer = z.object({
  id: CustomerGid,
  tags: texts,
  orderCount: orNull(z.int()),
  since: orNull(z.string()),
  returnCount: orNull(z.int()),
  refunded: orNull(Money),
  isBlocklisted: orNull(z.boolean()),
})

/** The facts of an order as they are kept. A fact that came later than the example is not known. */
const StoredOrder = z.object({
  id: OrderGid,
  name: z.string(),
  placedAt: z.string(),
  cancelledAt: z.string().nullable(),
  currency: z.string(),
  shopCurrency: z.string(),
  total: Money,
  email: z.null().default(null),
  phone: z.null().default(null),
  postcode: orNull(z.string()),
  country: orNull(z.string()),
  province: orNull(z.string()),
  market: orNull(z.string()),
  channel: orNull(z.string()),
  gateways: orNull(texts),
  isBusiness: orNull(z.boolean()),
  isFirst: orNull(z.boolean()),
  discounts: orNull(Money),
  undiscountedSubtotal: orNull(Money),
  tags: texts,
  discountCodes: texts,
  test: z.boolean(),
  customer: StoredCustomer.nullable(),
  lines: z.array(StoredLine).min(1).max(500),
}) satisfies z.ZodType<OrderFacts>

const StoredRequest = z
  .object({
    reason: z.string().nullable(),
    answers: z.record(z.string(), z.string()).nullable(),
    photos: z.int().nullable(),
    outcome: Outcome.nullable(),
    quantity: z.int().nullable(),
    channel: z.enum(requestChannels),
  })
  .partial()

/** What one line must come to: the verdict, and as much of the rest as somebody cares about. */
const ExpectedLine = z.object({
  lineId: z.string(),
  verdict: z.enum(['approve', 'review', 'deny']),
  /** ISO day, inclusive; null = no limit. Absent = does not matter. */
  lastDay: z.iso.date().nullable().optional(),
  terms: SomeTerms.default({}),
})
export type ExpectedLine = z.infer<typeof ExpectedLine>

/**
 * A golden example: facts of an order, when it is asked about, and what every line must come to. It is run against a draft whenever
 * somebody publishes. The facts hold no person: no name, address or contact.
 */
export const GoldenExample = z.object({
  order: StoredOrder,
  requests: z.record(z.string(), StoredRequest).default({}),
  /** The instant of the request, ISO 8601 in UTC. */
  now: z.iso.datetime(),
  expected: z.array(ExpectedLine).min(1),
})
export type GoldenExample = z.infer<typeof GoldenExample>

/** A line that came out otherwise than its example says. */
export type GoldenDifference = {
  readonly lineId: string
  readonly title: string
  readonly what: 'verdict' | 'lastDay' | 'line' | TermName
  /** What was expected, and what the policy makes of it. */
  readonly expected: Words
  readonly got: Words
}

/**
 * Judges an example by a policy; empty when every line comes out as expected. The law's floor is part of it, as it is for
 * every order.
 */
export function runGolden(
  policy: Policy,
  example: GoldenExample,
  timeZone: string,
): readonly GoldenDifference[] {
  const lines = judged(policy, example, timeZone)
  return example.expected.flatMap((expected) => {
    const title = example.order.lines.find(({ id }) => id === expected.lineId)?.title ?? ''
    const line = lines.find(({ lineId }) => lineId === expected.lineId)
    return differencesOf(expected, line).map((difference) => ({
      lineId: expected.lineId,
      title,
      ...difference,
    }))
  })
}

/** What a policy makes of an order, as the expectation of a new example; `withTerms` keeps every term, else the verdict and last day. */
export function expectationOf(
  policy: Policy,
  example: Omit<GoldenExample, 'expected'>,
  { timeZone, withTerms }: { readonly timeZone: string; readonly withTerms: boolean },
): readonly ExpectedLine[] {
  return judged(policy, example, timeZone).map(({ lineId, verdict, window, terms }) => ({
    lineId,
    verdict,
    lastDay: window?.lastDay ?? null,
    terms: withTerms ? terms : {},
  }))
}

/** The example with what the policy makes of it as its expectation; of each line as much as was expected before. */
export function acceptGolden(policy: Policy, example: GoldenExample, timeZone: string): GoldenExample {
  const lines = expectationOf(policy, example, { timeZone, withTerms: true })
  const expected = example.expected.flatMap((old) => {
    const now = lines.find(({ lineId }) => lineId === old.lineId)
    if (now === undefined) return []
    const names = termNames.filter((name) => old.terms[name] !== undefined)
    const terms = Object.fromEntries(names.map((name) => [name, now.terms[name]]))
    return [{ ...now, lastDay: old.lastDay === undefined ? undefined : now.lastDay, terms }]
  })
  return { ...example, expected }
}

/** An example with a person in it made into one without: who bought, and how to reach them, is left out. */
export function withoutPerson(order: OrderFacts): GoldenExample['order'] {
  return StoredOrder.parse({
    ...order,
    id: 'gid://shopify/Order/0',
    email: null,
    phone: null,
    customer: order.customer === null ? null : { ...order.customer, id: 'gid://shopify/Customer/0' },
  })
}

function judged(
  policy: Policy,
  { order, requests, now }: Omit<GoldenExample, 'expected'>,
  timeZone: string,
): readonly LineDecision[] {
  const { lines } = evaluate({
    policy: compilePolicy(policy),
    policyVersion: 0,
    order: withKnownCollections(order, policy),
    // Absent parts of a request are open; the type of an optional key cannot say so.
    requests: requests as Readonly<Record<string, Partial<RequestFacts>>>,
    now,
    timeZone,
  })
  return lines
}

/** Collections are read only for policies that name them: where the policy names one that was not, nobody knows it. */
function withKnownCollections(order: OrderFacts, policy: Policy): OrderFacts {
  const { collections } = orderNeedsOf([policy])
  return {
    ...order,
    lines: order.lines.map((line) => {
      const known = line.collections
      return known !== null && [...collections].every((gid) => Object.hasOwn(known, gid))
        ? line
        : { ...line, collections: collections.size === 0 ? known : null }
    }),
  }
}

type Difference = Omit<GoldenDifference, 'lineId' | 'title'>

function differencesOf(expected: ExpectedLine, line: LineDecision | undefined): readonly Difference[] {
  const verdict = (value: string): Words => ({ key: `verdict.${value}`, params: {} })
  if (line === undefined) {
    return [{ what: 'line', expected: verdict(expected.verdict), got: { key: 'golden.noLine', params: {} } }]
  }
  const found: Difference[] = []
  if (line.verdict !== expected.verdict) {
    found.push({ what: 'verdict', expected: verdict(expected.verdict), got: verdict(line.verdict) })
  }
  const lastDay = line.window?.lastDay ?? null
  if (expected.lastDay !== undefined && expected.lastDay !== lastDay) {
    found.push({ what: 'lastDay', expected: dayWords(expected.lastDay), got: dayWords(lastDay) })
  }
  return [...found, ...termNames.flatMap((name) => termDifference(name, expected, line))]
}

function termDifference(name: TermName, { terms }: ExpectedLine, line: LineDecision): readonly Difference[] {
  const wanted = terms[name]
  if (wanted === undefined || sameJson(wanted, line.terms[name])) return []
  return [{ what: name, expected: wordsOfTerm(name, wanted), got: wordsOfTerm(name, line.terms[name]) }]
}

function dayWords(day: string | null): Words {
  return day === null ? { key: 'golden.noLimit', params: {} } : { key: 'golden.lastDay', params: { day } }
}

/** Rows of the database give the keys of objects in an order of their own. */
function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  )
}
