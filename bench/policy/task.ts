/**
 * The task of every engine: 50 rules of three conditions each over one order line; answer the ids of all rules that hold.
 * Rules and lines are generated from a fixed seed; the facts are made anew for every round.
 */
export type Test =
  | {
      readonly fact: 'priceMinor' | 'daysSinceDelivery' | 'discountPercent' | 'quantity'
      readonly op: 'atLeast' | 'below'
      readonly value: number
    }
  | {
      readonly fact: 'country' | 'productType' | 'vendor' | 'reason'
      readonly op: 'in'
      readonly values: readonly string[]
    }
  | { readonly fact: 'productTags' | 'customerTags'; readonly op: 'has'; readonly value: string }

export type TaskRule = { readonly id: string; readonly all: readonly [Test, Test, Test] }

/** The facts as the peers get them: one flat object with the numbers already worked out. */
export type FlatFacts = {
  readonly originalMinor: number
  readonly priceMinor: number
  readonly daysSinceDelivery: number
  readonly discountPercent: number
  readonly quantity: number
  readonly country: string
  readonly productType: string
  readonly vendor: string
  readonly reason: string
  readonly productTags: readonly string[]
  readonly customerTags: readonly string[]
}

/** An engine made ready: a whole answer for one line, over facts that it has not seen before. */
export type Contender<Facts = FlatFacts> = {
  readonly name: string
  /** Answers the ids of the rules that hold, in any order. */
  readonly match: (facts: Facts) => string[] | Promise<string[]>
}

const countries = ['US', 'DE', 'GB', 'FR', 'CA', 'JP']
const types = ['Shirts', 'Shoes', 'Bedding', 'Candles']
const vendors = ['Acme', 'Nordlys', 'Field & Co']
const reasons = ['color', 'too-small', 'damaged-or-defective', 'changed-my-mind']
const tags = ['sale', 'final-sale', 'summer', 'home', 'apparel', 'fragile']
const customerTags = ['vip', 'wholesale', 'staff']

/** A small seeded generator (mulberry32): the same rules and lines in every run. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function pick<Value>(next: () => number, from: readonly Value[]): Value {
  const value = from[Math.floor(next() * from.length)]
  if (value === undefined) throw new Error('Nothing to pick from')
  return value
}

function some(next: () => number, from: readonly string[]): readonly string[] {
  return from.filter(() => next() < 0.4)
}

function anyTest(next: () => number): Test {
  const op = next() < 0.5 ? 'atLeast' : 'below'
  switch (Math.floor(next() * 10)) {
    case 0:
      return { fact: 'priceMinor', op, value: Math.floor(next() * 200) * 100 }
    case 1:
      return { fact: 'daysSinceDelivery', op, value: 1 + Math.floor(next() * 59) }
    case 2:
      return { fact: 'discountPercent', op, value: Math.floor(next() * 80) }
    case 3:
      return { fact: 'quantity', op, value: 1 + Math.floor(next() * 4) }
    case 4:
      return { fact: 'country', op: 'in', values: [pick(next, countries), pick(next, countries)] }
    case 5:
      return { fact: 'productType', op: 'in', values: [pick(next, types), pick(next, types)] }
    case 6:
      return { fact: 'vendor', op: 'in', values: [pick(next, vendors)] }
    case 7:
      return { fact: 'reason', op: 'in', values: [pick(next, reasons), pick(next, reasons)] }
    case 8:
      return { fact: 'customerTags', op: 'has', value: pick(next, customerTags) }
    default:
      return { fact: 'productTags', op: 'has', value: pick(next, tags) }
  }
}

/** Rules of the task. */
export function taskRules(count: number): readonly TaskRule[] {
  const next = random(20_261_122)
  return Array.from({ length: count }, (_, index) => ({
    id: `rule-${index}`,
    all: [anyTest(next), anyTest(next), anyTest(next)],
  }))
}

/** Lines of the task, as new objects. */
export function taskLines(count: number): FlatFacts[] {
  const next = random(64)
  return Array.from({ length: count }, () => {
    const originalMinor = 100 + Math.floor(next() * 200) * 100
    const discountPercent = pick(next, [0, 0, 10, 25, 50, 75])
    return {
      originalMinor,
      priceMinor: (originalMinor * (100 - discountPercent)) / 100,
      daysSinceDelivery: Math.floor(next() * 60),
      discountPercent,
      quantity: 1 + Math.floor(next() * 4),
      country: pick(next, countries),
      productType: pick(next, types),
      vendor: pick(next, vendors),
      reason: pick(next, reasons),
      productTags: some(next, tags),
      customerTags: some(next, customerTags),
    }
  })
}
