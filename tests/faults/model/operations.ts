import fc from 'fast-check'
import { type Toxic, toxics } from './shopify-wire.ts'

/*
 * What can happen in a run. Operations name things by small numbers (which return, which line): a number beyond what there
 * is wraps around, and an operation that makes no sense at its moment does nothing. So every list of them is a run, and
 * fast-check may shrink as it likes.
 */

export type Simple =
  | { readonly do: 'request'; readonly lines: number; readonly quantity: number; readonly isTwin: boolean }
  | { readonly do: 'approve' | 'decline' | 'cancel' | 'close'; readonly which: number }
  | { readonly do: 'receive'; readonly which: number; readonly quantity: number; readonly isMissing: boolean }
  | { readonly do: 'refund'; readonly which: number; readonly isCredit: boolean; readonly by: number }
  /** Money without goods, or again what a provider failed to pay. */
  | { readonly do: 'credit'; readonly which: number; readonly isAgain: boolean; readonly by: number }
  /** Somebody grants a payment that waits for a second person, or lets it be. */
  | { readonly do: 'grant'; readonly which: number; readonly by: number }
  /** Somebody decides about money that has no answer and left no trace. */
  | { readonly do: 'resolve'; readonly which: number; readonly isGivenUp: boolean }
  | { readonly do: 'work'; readonly inProcess: 'web' | 'worker' }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'merchant'; readonly act: MerchantAct; readonly which: number }
  | { readonly do: 'webhooks'; readonly from: number; readonly copies: number }

export type Operation =
  | Simple
  | {
      readonly do: 'toxic'
      readonly root: string
      readonly toxic: Toxic
      readonly nth: number
      readonly seconds: number
    }
  | { readonly do: 'gateway'; readonly becomes: 'SUCCESS' | 'FAILURE' | 'refuses'; readonly seconds: number }
  /** The process of the next operation dies at its nth boundary. */
  | { readonly do: 'kill'; readonly after: number }
  /** Several at once, step by step in the scheduler's order; a `wait` among them makes leases run out under a sleeper. */
  | { readonly do: 'together'; readonly all: readonly Simple[] }
  /** One falls asleep at its nth boundary, and wakes up when the others have done what they do: a zombie, where a lease ran out. */
  | { readonly do: 'sleep'; readonly at: number; readonly one: Simple; readonly meanwhile: readonly Simple[] }
  | { readonly do: 'publish'; readonly percent: number }
  | { readonly do: 'uninstall' | 'install' }
  /** The kill switch. */
  | { readonly do: 'stop' | 'start' }

export const merchantActs = ['refund', 'process', 'close', 'reopen', 'cancel'] as const
export type MerchantAct = (typeof merchantActs)[number]

/** Root fields at which money and decisions cross the wire. */
const moneyRoots = ['returnProcess', 'returnProcess', 'storeCreditAccountCredit', 'refundCreate'] as const
const otherRoots = [
  'return',
  'customer',
  'returnCreate',
  'returnApproveRequest',
  'order',
  'reverseFulfillmentOrderDispose',
]

const which = fc.nat({ max: 2 })
const quantity = fc.nat({ max: 5 })
const seconds = fc.constantFrom(1, 6, 31, 45, 61, 125, 400, 1_000)

/** Mostly the admin, who needs nobody's leave. */
const by = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) })
const refund = fc.record({
  do: fc.constant('refund' as const),
  which,
  isCredit: fc.boolean(),
  by,
})
const work = fc.record({
  do: fc.constant('work' as const),
  inProcess: fc.constantFrom('web' as const, 'worker' as const),
})
const wait = fc.record({ do: fc.constant('wait' as const), seconds })
const request = fc.record({
  do: fc.constant('request' as const),
  lines: fc.integer({ min: 1, max: 7 }),
  quantity,
  isTwin: fc.boolean(),
})
const receive = fc.record({
  do: fc.constant('receive' as const),
  which,
  quantity,
  isMissing: fc.oneof(
    { weight: 5, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
})
const command = fc.record({
  do: fc.constantFrom(
    'approve' as const,
    'approve' as const,
    'decline' as const,
    'cancel' as const,
    'close' as const,
  ),
  which,
})
const merchant = fc.record({
  do: fc.constant('merchant' as const),
  act: fc.constantFrom(...merchantActs),
  which,
})
const webhooks = fc.record({
  do: fc.constant('webhooks' as const),
  from: fc.nat({ max: 5 }),
  copies: fc.constantFrom(0, 1, 1, 2, 3),
})
const credit = fc.record({
  do: fc.constant('credit' as const),
  which,
  isAgain: fc.boolean(),
  by: fc.nat({ max: 1 }),
})
const grant = fc.record({ do: fc.constant('grant' as const), which, by: fc.nat({ max: 1 }) })
const resolve = fc.record({ do: fc.constant('resolve' as const), which, isGivenUp: fc.boolean() })
const simple: fc.Arbitrary<Simple> = fc.oneof(
  { weight: 2, arbitrary: grant },
  { weight: 1, arbitrary: credit },
  { weight: 1, arbitrary: resolve },
  { weight: 6, arbitrary: refund },
  { weight: 5, arbitrary: work },
  { weight: 3, arbitrary: wait },
  { weight: 2, arbitrary: receive },
  { weight: 2, arbitrary: request },
  { weight: 2, arbitrary: command },
  { weight: 2, arbitrary: webhooks },
  { weight: 1, arbitrary: merchant },
)
const concurrent = fc.oneof(
  { weight: 5, arbitrary: refund },
  { weight: 4, arbitrary: work },
  { weight: 2, arbitrary: wait },
  { weight: 1, arbitrary: grant },
  { weight: 1, arbitrary: credit },
  { weight: 1, arbitrary: request },
  { weight: 1, arbitrary: command },
  { weight: 1, arbitrary: webhooks },
)
const together = fc.record({
  do: fc.constant('together' as const),
  all: fc.oneof(
    fc.array(concurrent, { minLength: 2, maxLength: 3 }),
    // Clicked twice, or by two people.
    fc.tuple(refund, refund, fc.constant({ do: 'work', inProcess: 'worker' } as const)),
    // A worker falls asleep, its lease runs out, another one takes over.
    fc.tuple(
      refund,
      fc.constant({ do: 'wait', seconds: 45 } as const),
      fc.constant({ do: 'work', inProcess: 'worker' } as const),
    ),
    fc.record({ lines: fc.integer({ min: 1, max: 7 }), quantity }).map(({ lines, quantity: units }) => {
      const one = { do: 'request', lines, quantity: units, isTwin: true } as const
      return [one, one] as const
    }),
  ),
})
const leaseRunsOut = [
  { do: 'wait', seconds: 45 },
  { do: 'work', inProcess: 'worker' },
] as const
const sleep = fc.record({
  do: fc.constant('sleep' as const),
  at: fc.integer({ min: 1, max: 26 }),
  one: fc.oneof(
    { weight: 4, arbitrary: refund },
    { weight: 1, arbitrary: work },
    { weight: 1, arbitrary: credit },
  ),
  meanwhile: fc.oneof(
    { weight: 3, arbitrary: fc.constant(leaseRunsOut) },
    { weight: 1, arbitrary: fc.constant([leaseRunsOut[1]]) },
    { weight: 1, arbitrary: refund.map((one) => [one]) },
    { weight: 1, arbitrary: fc.array(simple, { minLength: 1, maxLength: 3 }) },
  ),
})
const toxic = fc.record({
  do: fc.constant('toxic' as const),
  root: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...moneyRoots) },
    { weight: 1, arbitrary: fc.constantFrom(...otherRoots) },
  ),
  toxic: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...toxics) },
    { weight: 1, arbitrary: fc.constantFrom('late' as const, 'lost_timeout' as const, 'lost_500' as const) },
  ),
  nth: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
  seconds: fc.constantFrom(5, 30, 70, 150),
})
const gateway = fc.record({
  do: fc.constant('gateway' as const),
  becomes: fc.constantFrom('SUCCESS' as const, 'FAILURE' as const, 'refuses' as const),
  seconds: fc.constantFrom(30, 3_600, 172_800),
})
const kill = fc.record({ do: fc.constant('kill' as const), after: fc.nat({ max: 26 }) })
const publish = fc.record({ do: fc.constant('publish' as const), percent: fc.integer({ min: 0, max: 40 }) })

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 10, arbitrary: simple },
  { weight: 4, arbitrary: together },
  { weight: 4, arbitrary: sleep },
  { weight: 4, arbitrary: toxic },
  { weight: 3, arbitrary: kill },
  { weight: 1, arbitrary: gateway },
  { weight: 1, arbitrary: publish },
  { weight: 1, arbitrary: fc.constant({ do: 'uninstall' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'install' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'stop' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'start' } as const) },
)

/** An answer to a payment that is lost, or comes after everybody stopped waiting. */
const lostAnswer = fc.record({
  do: fc.constant('toxic' as const),
  root: fc.constantFrom(...moneyRoots),
  toxic: fc.constantFrom(
    'lost_reset',
    'lost_timeout',
    'lost_truncated',
    'lost_500',
    'lost_html',
    'lost_empty',
    'late',
  ),
  nth: fc.constant(0),
  seconds: fc.constantFrom(5, 30, 70, 150),
})
const aPart = fc.record({
  do: fc.constant('receive' as const),
  which,
  quantity: fc.constant(1),
  isMissing: fc.constant(false),
})
const workAlone = fc.constant({ do: 'work', inProcess: 'worker' } as const)

/** Faults come before what they strike: a fault with a movement of money right behind it, and the worker behind that. */
const strike = fc
  .tuple(
    fc.option(aPart, { freq: 2, nil: undefined }),
    fc.oneof(
      { weight: 4, arbitrary: lostAnswer },
      { weight: 2, arbitrary: toxic },
      { weight: 3, arbitrary: kill },
      { weight: 1, arbitrary: gateway },
      { weight: 1, arbitrary: fc.constant({ do: 'stop' } as const) },
    ),
    fc.oneof(
      { weight: 6, arbitrary: refund },
      { weight: 1, arbitrary: credit },
      { weight: 2, arbitrary: together },
      { weight: 2, arbitrary: sleep },
    ),
    fc.option(workAlone, { nil: undefined }),
  )
  .map((all): readonly Operation[] => all.filter((one) => one !== undefined))

export const operations: fc.Arbitrary<readonly Operation[]> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: operation.map((one): readonly Operation[] => [one]) },
      { weight: 3, arbitrary: strike },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((groups) => groups.flat())

/** An operation in a few words, for what a failure prints. */
export function inWords(one: Operation): string {
  if (one.do === 'together') return `together(${one.all.map(inWords).join(' | ')})`
  if (one.do === 'sleep')
    return `sleep(${inWords(one.one)} at ${one.at}, meanwhile ${one.meanwhile.map(inWords).join(', ')})`
  const { do: verb, ...rest } = one
  return `${verb}(${Object.values(rest).map(String).join(', ')})`
}
