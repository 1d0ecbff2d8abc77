import { setTimeout as sleep } from 'node:timers/promises'
import { addFault } from '../../../dev-store/server/faults.ts'
import type { DoomedProcess } from '../kill/doomed-process.ts'
import type { RealShop } from '../real/real-shop.ts'
import { gzipBomb, httpAnswer, type Proxy } from './tcp-proxy.ts'

/** What a case may do, and what it knows. `repeat` counts from 0: cases with several faces take the next one each time. */
export type Scene = {
  readonly shop: RealShop
  readonly proxy: Proxy
  readonly repeat: number
  /** The processes that run; the first answers clicks, the others are workers. */
  readonly processes: readonly DoomedProcess[]
  /** Somebody clicks “Refund”; does not wait for what comes of it. */
  readonly click: () => void
  /** Somebody gives money back without goods, which goes by `refundCreate` and its key. */
  readonly giveBack: () => void
  /** Waits until an intent of this return is in one of these states. */
  readonly reaches: (...states: string[]) => Promise<void>
  /** Moves the shop's clock and with it the app's. */
  readonly advance: (seconds: number) => Promise<void>
}

export type NetworkCase = {
  readonly words: string
  /** How many processes it needs besides the one that answers clicks. */
  readonly workers?: number
  /** Which money it is about: what comes back for goods, or money without goods. */
  readonly purpose?: 'refund' | 'order_refund'
  /** Something may die between a message and its mark besides processes: then it may be sent once more. */
  readonly mayRepeatMessage?: boolean
  /** Where the intent ends. */
  readonly ends: 'settled' | 'refused' | 'failed'
  /** Most payments that may have been sent; the ledger is checked besides, always. */
  readonly mostSends: number
  readonly play: (scene: Scene) => Promise<void> | void
}

const payment = 'returnProcess('
const keyed = 'refundCreate('

const fault = (shop: RealShop, effect: Record<string, unknown>, times = 1, root = 'returnProcess') =>
  addFault(shop.devStore.engine, { effect, match: { root }, times })

const refusals = [
  { field: null, message: 'Refund amount is greater than net payment received', code: 'INVALID' },
  { field: ['returnLineItems'], message: 'Line item is already processed', code: 'ALREADY_PROCESSED' },
  { field: null, message: 'Order is archived', code: 'INVALID_STATE' },
  { field: null, message: 'The payment gateway refuses this refund', code: 'INVALID' },
  { field: null, message: 'You do not have permission', code: 'MISSING_PERMISSION' },
]

const brokenAnswers = [
  httpAnswer(200, { 'content-type': 'text/html' }, '<html><body>Something went wrong</body></html>'),
  httpAnswer(200, { 'content-type': 'application/json' }, '{"data":{"returnProcess":{"return":{"id":"gid:'),
  httpAnswer(
    200,
    { 'content-type': 'application/json' },
    '{"data":{"returnProcess":null},"errors":[{"message":"Something broke","path":["returnProcess"]}]}',
  ),
  gzipBomb(1024),
  httpAnswer(200, { 'content-type': 'application/json' }, '{"data":null}'),
]

/** F14 to F26 of the fault matrix, and F44: money on the wire. */
export const networkCases: Readonly<Record<string, NetworkCase>> = {
  F14: {
    words: 'the worker is killed while another one is idle',
    workers: 2,
    ends: 'settled',
    mostSends: 1,
    play: async ({ proxy, processes, click }) => {
      proxy.strike(payment, { kind: 'swallow' })
      await clickUntilSent(proxy, click)
      await processes[0]?.kill()
    },
  },
  F15: {
    words: 'the process is paused until its lease is over, and wakes up',
    workers: 1,
    ends: 'settled',
    mostSends: 1,
    play: async ({ proxy, processes, click, repeat }) => {
      proxy.strike(payment, repeat % 2 === 0 ? { kind: 'drip', ms: 3 } : { kind: 'swallow' })
      await clickUntilSent(proxy, click)
      const sleeper = processes[0]?.child
      sleeper?.kill('SIGSTOP')
      await sleep(9_000)
      sleeper?.kill('SIGCONT')
    },
  },
  F16: {
    words: 'Shopify answers 500, 502 and 503 and has done nothing',
    ends: 'settled',
    mostSends: 3,
    play: ({ shop, click, repeat }) => {
      fault(shop, { kind: 'http', status: [500, 502, 503][repeat % 3] }, 1 + (repeat % 2))
      click()
    },
  },
  F17: {
    words: 'Shopify has refunded by a key, and no answer comes: the same key again',
    purpose: 'order_refund',
    ends: 'settled',
    mostSends: 2,
    play: ({ proxy, giveBack, repeat }) => {
      proxy.strike(keyed, { kind: repeat % 2 === 0 ? 'swallow' : 'reset_after' })
      giveBack()
    },
  },
  F18: {
    words: 'Shopify has processed the return, and no answer comes',
    ends: 'settled',
    mostSends: 1,
    play: ({ proxy, click, repeat }) => {
      const kinds = ['swallow', 'reset_after', 'swallow', 'reset_after'] as const
      proxy.strike(
        payment,
        repeat % 5 === 4 ? { kind: 'cut', bytes: 300 } : { kind: kinds[repeat % 4] ?? 'swallow' },
      )
      click()
    },
  },
  F19: {
    words: 'the connection breaks, and Shopify does it later all the same',
    ends: 'settled',
    mostSends: 2,
    play: ({ proxy, click, repeat }) => {
      proxy.strike(payment, { kind: 'late', ms: 1_000 + repeat * 1_500 })
      click()
    },
  },
  F20: {
    words: 'Shopify has no points left, several times',
    ends: 'settled',
    mostSends: 5,
    play: ({ shop, click, repeat }) => {
      if (repeat % 2 === 0) fault(shop, { kind: 'throttled' }, 3)
      else fault(shop, { kind: 'http', status: 429 }, 2)
      click()
    },
  },
  F21: {
    words: 'Shopify refuses',
    ends: 'refused',
    mostSends: 1,
    play: ({ shop, click, repeat }) => {
      fault(shop, { kind: 'user_errors', errors: [refusals[repeat % refusals.length]] })
      click()
    },
  },
  F22: {
    words: 'Shopify has done it, and its answer is broken, huge or no answer at all',
    ends: 'settled',
    mostSends: 1,
    play: ({ proxy, click, repeat }) => {
      proxy.strike(payment, {
        kind: 'replace',
        answer: brokenAnswers[repeat % brokenAnswers.length] ?? Buffer.alloc(0),
      })
      click()
    },
  },
  F23: {
    words: 'Shopify says that a call with this key is still at work',
    purpose: 'order_refund',
    ends: 'settled',
    mostSends: 2,
    play: ({ shop, giveBack }) => {
      const message = 'This request is currently in progress, please try again.'
      fault(shop, { kind: 'user_errors', errors: [{ field: null, message }] }, 1, 'refundCreate')
      giveBack()
    },
  },
  F24: {
    words: 'Shopify says that the key belongs to another request: nothing is sent with a new one',
    purpose: 'order_refund',
    ends: 'refused',
    mostSends: 1,
    play: ({ shop, giveBack }) => {
      const message = 'The same idempotency key cannot be used with different operation parameters.'
      fault(shop, { kind: 'user_errors', errors: [{ field: null, message }] }, 1, 'refundCreate')
      giveBack()
    },
  },
  F25: {
    words: 'Shopify has done it, and then nothing gets through for 26 hours',
    ends: 'settled',
    mostSends: 1,
    play: async ({ proxy, click, advance, reaches }) => {
      proxy.strike(payment, { kind: 'swallow' })
      click()
      await reaches('unknown')
      proxy.setDown(true)
      await sleep(500)
      await advance(26 * 3_600)
      await sleep(1_500)
      proxy.setDown(false)
    },
  },
  F26: {
    words: 'the provider keeps the refund pending and fails it two days later',
    ends: 'failed',
    mostSends: 1,
    play: async ({ shop, click, advance, reaches }) => {
      const effect = {
        kind: 'refund_pending',
        seconds: 172_800,
        becomes: 'FAILURE',
        errorCode: 'PAYMENT_PROVIDER_ERROR',
      }
      addFault(shop.devStore.engine, { effect, match: {}, times: 1 })
      click()
      await reaches('pending')
      await advance(172_900)
    },
  },
  F44: {
    words: 'PostgreSQL crashes while a payment is out, and the processes live on',
    mayRepeatMessage: true,
    ends: 'settled',
    mostSends: 1,
    play: async ({ shop, proxy, click, repeat }) => {
      proxy.strike(payment, { kind: 'drip', ms: 2 })
      await clickUntilSent(proxy, click)
      await sleep(repeat * 150)
      await shop.postgres.crash()
    },
  },
  'F8-duplicate': {
    words: 'the network delivers the same request twice',
    ends: 'settled',
    mostSends: 1,
    play: ({ proxy, click }) => {
      proxy.strike(payment, { kind: 'twice' })
      click()
    },
  },
  'slow-answer': {
    words: 'the answer comes byte by byte',
    ends: 'settled',
    mostSends: 1,
    play: ({ proxy, click, repeat }) => {
      proxy.strike(payment, { kind: 'drip', ms: 1 + repeat })
      click()
    },
  },
}

/** Clicks, and waits until this click's payment is on the wire. */
async function clickUntilSent(proxy: Proxy, click: () => void): Promise<void> {
  const before = proxy.seen(payment)
  click()
  await until(() => proxy.seen(payment) > before)
}

async function until(check: () => boolean): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 20) {
    if (check()) return
    await sleep(20)
  }
  throw new Error('What the case waits for did not happen')
}
