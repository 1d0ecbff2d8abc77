import type { Operation, Simple } from './operations.ts'
import type { Toxic } from './shopify-wire.ts'

/**
 * A story as data: where it begins, what happens, and who goes on where several act at once. Those collected here are told
 * before all random ones: each class of faults at each kind of payment, and whatever was once found.
 */
export type Tale = {
  readonly name: string
  readonly scenario: string
  readonly list: readonly Operation[]
  readonly turns: readonly number[]
}

const arrive: Simple = { do: 'receive', which: 0, quantity: 0, isMissing: false }
const arriveInPart: Simple = { do: 'receive', which: 0, quantity: 1, isMissing: false }
const pay: Simple = { do: 'refund', which: 0, isCredit: false, by: 0 }
const payCredit: Simple = { do: 'refund', which: 0, isCredit: true, by: 0 }
const agentPays: Simple = { do: 'refund', which: 0, isCredit: false, by: 1 }
const goodwill: Simple = { do: 'credit', which: 0, isAgain: false, by: 0 }
const web: Simple = { do: 'work', inProcess: 'web' }
const worker: Simple = { do: 'work', inProcess: 'worker' }
const approve: Simple = { do: 'approve', which: 0 }
const hear: Simple = { do: 'webhooks', from: 0, copies: 1 }
const hearThrice: Simple = { do: 'webhooks', from: 0, copies: 3 }
const hearTurned: Simple = { do: 'webhooks', from: 1, copies: 2 }
const hearNothing: Simple = { do: 'webhooks', from: 0, copies: 0 }
const wait = (seconds: number): Simple => ({ do: 'wait', seconds })
const ask = (lines: number, quantity: number, isTwin = false): Simple => ({
  do: 'request',
  lines,
  quantity,
  isTwin,
})
const merchant = (act: Extract<Simple, { do: 'merchant' }>['act']): Simple => ({
  do: 'merchant',
  act,
  which: 0,
})
const fault = (root: string, toxic: Toxic, seconds = 30): Operation => ({
  do: 'toxic',
  root,
  toxic,
  nth: 0,
  seconds,
})
const gateway = (becomes: 'SUCCESS' | 'FAILURE' | 'refuses', seconds: number): Operation => ({
  do: 'gateway',
  becomes,
  seconds,
})
const dieAt = (after: number): Operation => ({ do: 'kill', after })
const together = (...all: Simple[]): Operation => ({ do: 'together', all })
const asleep = (one: Simple, at: number, ...meanwhile: Simple[]): Operation => ({
  do: 'sleep',
  one,
  at,
  meanwhile,
})

const tale = (
  name: string,
  scenario: string,
  list: readonly Operation[],
  turns: readonly number[] = [],
): Tale => ({ name, scenario, list, turns })

const plain = '#1001 refund plain'
const asCredit = '#1012 store_credit plain'
const payment = 'returnProcess'
const bonus = 'storeCreditAccountCredit'
const keyed = 'refundCreate'

/** One after the other: several scenarios, so that every arithmetic is paid once, whole or in parts. */
const quiet: readonly Tale[] = [
  tale('a whole refund', plain, [arrive, pay, hear]),
  tale('a fee in per cent', '#1006 refund fees', [arrive, pay, hear]),
  tale('no decimals, a fee', '#1005 refund fees', [arriveInPart, pay, arrive, pay]),
  tale('three decimals, in parts', '#1022 refund plain', [arriveInPart, pay, arrive, pay, hear]),
  tale('many units in parts', '#1011 refund plain', [
    arriveInPart,
    pay,
    hear,
    arriveInPart,
    pay,
    arrive,
    pay,
  ]),
  tale('store credit with its bonus', asCredit, [arrive, payCredit, worker, hear]),
  tale('paid by itself', '#1001 refund eager fresh', [ask(7, 0), worker, hear, worker]),
  tale('a person reviews, then it is paid', '#1012 refund careful fresh', [
    ask(7, 0),
    approve,
    worker,
    hear,
    worker,
  ]),
  tale('money without goods', plain, [goodwill, arrive, pay, hear]),
]

const lostKinds = [
  'lost_reset',
  'lost_timeout',
  'lost_truncated',
  'lost_500',
  'lost_html',
  'lost_empty',
] as const
const notDone = ['not_connected', 'not_503', 'not_timeout', 'not_internal_error', 'throttled'] as const

/** Each way to lose an answer, at each kind of payment. */
const lost: readonly Tale[] = [
  // One unit of many: Shopify would take the same call for the next unit.
  ...lostKinds.map((kind) =>
    tale(`${kind} of a refund`, '#1011 refund plain', [arriveInPart, fault(payment, kind), pay, worker]),
  ),
  tale('lost_timeout of a whole refund', plain, [arrive, fault(payment, 'lost_timeout'), pay, worker]),
  ...(['lost_timeout', 'lost_truncated', 'lost_500'] as const).map((kind) =>
    tale(`${kind} of a bonus`, asCredit, [arrive, fault(bonus, kind), payCredit, worker, wait(61), worker]),
  ),
  tale('lost_timeout of a credit with a bonus', asCredit, [
    arrive,
    fault(payment, 'lost_timeout'),
    payCredit,
    worker,
    wait(61),
    worker,
  ]),
  ...(['lost_reset', 'lost_html'] as const).map((kind) =>
    tale(`${kind} of money without goods`, plain, [fault(keyed, kind), goodwill, worker, wait(61), worker]),
  ),
  tale('clicked again while nobody knows', plain, [arrive, fault(payment, 'lost_timeout'), pay, pay, worker]),
  tale('a refund that is late by half a minute', plain, [arrive, fault(payment, 'late', 30), pay, worker]),
  tale('a refund that is late by two minutes and a half', '#1011 refund plain', [
    arriveInPart,
    fault(payment, 'late', 150),
    pay,
    worker,
    wait(61),
    worker,
  ]),
  tale('a bonus that is late', asCredit, [
    arrive,
    fault(bonus, 'late', 150),
    payCredit,
    worker,
    wait(61),
    worker,
    wait(61),
    worker,
  ]),
  ...notDone.map((kind) =>
    tale(`${kind}, a refund`, plain, [arrive, fault(payment, kind), pay, wait(31), worker]),
  ),
  tale('nothing was done, one unit of many: a person decides', '#1011 refund plain', [
    arriveInPart,
    fault(payment, 'not_timeout'),
    pay,
    worker,
  ]),
  tale('not_timeout, a bonus', asCredit, [arrive, fault(bonus, 'not_timeout'), payCredit, worker]),
  tale('Shopify refuses a refund', plain, [arrive, fault(payment, 'user_errors'), pay, worker, pay]),
  tale('a key that is in use', plain, [fault(keyed, 'concurrent_key'), goodwill, wait(31), worker]),
  tale('a key of another request', plain, [fault(keyed, 'key_mismatch'), goodwill, wait(31), worker]),
]

/**
 * A process dies at each boundary of a payment, and another one goes on. A refund passes 22 of them (by a click: look, read
 * Shopify, commit, claim, load, read again, “sent”, call, outcome, done), a bonus the last fourteen of the fifty of a worker's turn.
 */
const deaths: readonly Tale[] = [
  ...[0, 2, 4, 6, 8, 10, 12, 14, 15, 16, 18, 20].map((after) =>
    tale(`dies at ${after} of a refund`, plain, [arrive, dieAt(after), pay, wait(45), worker]),
  ),
  ...[13, 36, 40, 42, 44, 45, 48].map((after) =>
    tale(`dies at ${after} of the work after a refund`, asCredit, [
      arrive,
      payCredit,
      dieAt(after),
      web,
      wait(45),
      worker,
    ]),
  ),
  ...[14, 15].map((after) =>
    tale(`dies at ${after} of money without goods`, plain, [dieAt(after), goodwill, wait(45), worker]),
  ),
  tale('dies when an answer is lost', plain, [
    arrive,
    fault(payment, 'lost_timeout'),
    dieAt(16),
    pay,
    wait(45),
    worker,
  ]),
]

/** Turn by turn. */
const alternating = Array.from({ length: 60 }, (_, index) => index % 2)

/** Where several act at once, or one sleeps until others have gone on. */
const crowds: readonly Tale[] = [
  tale('clicked twice', plain, [arrive, together(pay, pay)], alternating),
  tale('clicked twice, one first', plain, [arrive, together(pay, pay, worker)], [0, 0, 1, 1, 2, 0, 1, 2]),
  tale('two workers, one message', plain, [arrive, pay, together(web, worker)], alternating),
  tale(
    'two requests for the last unit',
    '#1010 refund plain fresh',
    [together(ask(7, 5), ask(7, 5))],
    alternating,
  ),
  tale(
    'a request sent twice',
    '#1010 refund plain fresh',
    [together(ask(7, 5, true), ask(7, 5, true))],
    alternating,
  ),
  ...[8, 11, 13, 15, 16, 17, 19].map((at) =>
    tale(`asleep at ${at} until the lease is over`, plain, [arrive, asleep(pay, at, wait(45), worker)]),
  ),
  ...[43, 45, 47].map((at) =>
    tale(`asleep at ${at} of the work after a refund`, asCredit, [
      arrive,
      payCredit,
      asleep(web, at, wait(45), worker),
    ]),
  ),
  tale('asleep with a lost answer, until another has found it', plain, [
    arrive,
    fault(payment, 'lost_500'),
    asleep(pay, 17, wait(45), worker, wait(61), worker),
  ]),
  tale('asleep while another is told to wait', plain, [
    arrive,
    fault(payment, 'throttled'),
    asleep(pay, 13, wait(45), worker),
  ]),
  tale('one more click while one is asleep', '#1011 refund plain', [arriveInPart, asleep(pay, 5, pay)]),
]

/** Somebody acts past the app, or webhooks come as they like. */
const others: readonly Tale[] = [
  tale('refunded in Shopify meanwhile', plain, [
    arrive,
    asleep(pay, 8, merchant('refund')),
    hearThrice,
    worker,
  ]),
  tale('so much refunded in Shopify meanwhile that less is left', plain, [
    arrive,
    asleep(pay, 9, ...Array.from({ length: 12 }, () => merchant('refund'))),
    hear,
  ]),
  tale('processed in Shopify meanwhile', '#1011 refund plain', [
    arriveInPart,
    asleep(pay, 10, merchant('process')),
    hearTurned,
    worker,
  ]),
  tale('processed in Shopify twice, told three times', '#1011 refund plain', [
    merchant('process'),
    hear,
    worker,
    merchant('process'),
    hearThrice,
    worker,
  ]),
  tale('refunded in Shopify, nobody tells', plain, [merchant('refund'), hearNothing, arrive, pay]),
  tale('closed and opened again in Shopify', plain, [
    merchant('close'),
    hear,
    worker,
    merchant('reopen'),
    hear,
  ]),
  tale('cancelled in Shopify while it is paid', plain, [arrive, asleep(pay, 9, merchant('cancel')), hear]),
  tale('an old state overtakes an approval', '#1012 refund careful fresh', [
    ask(7, 0),
    worker,
    asleep(approve, 4, hear, worker),
    hearTurned,
    worker,
  ]),
  tale('pending for an hour', plain, [gateway('SUCCESS', 3_600), arrive, pay, hear, worker]),
  tale('fails two days later', plain, [gateway('FAILURE', 172_800), arrive, pay, hear, worker]),
  tale('fails soon', plain, [gateway('FAILURE', 30), arrive, pay, wait(45), hear, worker]),
  tale('the provider refuses', plain, [gateway('refuses', 30), arrive, pay, worker]),
  tale('the provider refuses, then the rest goes as store credit', '#1022 refund plain', [
    arriveInPart,
    gateway('refuses', 30),
    pay,
    arriveInPart,
    fault(payment, 'lost_empty'),
    payCredit,
    worker,
    pay,
    worker,
  ]),
  tale('an agent at her limit', '#1011 refund plain', [
    ...[0, 1, 2, 3].flatMap(() => [arriveInPart, agentPays]),
    { do: 'grant', which: 0, by: 1 },
    { do: 'grant', which: 0, by: 0 },
  ]),
  tale('payments are stopped', plain, [
    arrive,
    fault(payment, 'throttled'),
    pay,
    { do: 'stop' },
    wait(61),
    worker,
  ]),
  tale('a bonus while payments are stopped', asCredit, [
    arrive,
    payCredit,
    fault(bonus, 'throttled'),
    web,
    { do: 'stop' },
    wait(61),
    worker,
  ]),
  tale('the app is removed', plain, [
    arrive,
    fault(payment, 'throttled'),
    pay,
    { do: 'uninstall' },
    wait(61),
    worker,
  ]),
  tale('the policy changes meanwhile', plain, [{ do: 'publish', percent: 40 }, arrive, pay, ask(7, 0)]),
]

/** Goods for goods, with and without a balance. */
const goods: readonly Tale[] = [
  ...['even', 'dearer', 'cheaper'].flatMap((price) => {
    const from = `#1032 exchange ${price}`
    return [
      tale(`goods for goods, ${price}`, from, [arrive, pay, hear, worker]),
      tale(`goods for goods, ${price}, the answer lost`, from, [
        arrive,
        fault(payment, 'lost_timeout'),
        pay,
        worker,
        wait(61),
        worker,
      ]),
      tale(`goods for goods, ${price}, dies when it is done`, from, [
        arrive,
        dieAt(16),
        pay,
        wait(45),
        worker,
      ]),
      tale(`goods for goods, ${price}, clicked twice`, from, [arrive, together(pay, pay)], alternating),
    ]
  }),
]

export const tales: readonly Tale[] = [...quiet, ...lost, ...deaths, ...crowds, ...others, ...goods]
