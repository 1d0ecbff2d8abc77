/**
 * The thirteen places between two steps of a payment (see docs/money.md). `by` says who does these steps: a person whose
 * click the server answers, or the worker; where both may, runs take turns.
 */
const crashPoints = {
  F1: { by: ['click'], words: 'the request has arrived, nobody was asked whether they may' },
  F2: { by: ['click'], words: 'allowed and within limits, the intent is not committed' },
  F3: { by: ['click'], words: 'the intent is committed, the browser has no answer' },
  F4: { by: ['click', 'worker'], words: 'the job is written, nobody has taken it' },
  F5: { by: ['click', 'worker'], words: 'a worker has the job, nothing is read' },
  F6: { by: ['click', 'worker'], words: 'Shopify’s figures are read, nothing is written' },
  F7: { by: ['click', 'worker'], words: '“sent” is committed, the call has not left' },
  F8: { by: ['click', 'worker'], words: 'the call has left, Shopify may or may not have done it' },
  F9: { by: ['click', 'worker'], words: 'Shopify has done it, its answer is not read' },
  F10: { by: ['click', 'worker'], words: 'the answer is read, the outcome is not committed' },
  F11: { by: ['click', 'worker'], words: 'the outcome is committed, what follows has not begun' },
  F12: { by: ['click', 'worker'], words: 'the message is written, not sent' },
  F13: { by: ['click', 'worker'], words: 'the message is sent, not marked' },
} as const satisfies Record<string, { by: readonly ('click' | 'worker')[]; words: string }>

export type CrashPoint = keyof typeof crashPoints
const crashPointNames = Object.keys(crashPoints) as readonly CrashPoint[]

/** One run: where the process dies (or after how many milliseconds), who works, and whether PostgreSQL dies with it. */
export type KillPlan = {
  readonly number: number
  readonly at: CrashPoint | { readonly afterMs: number }
  readonly by: 'click' | 'worker'
  readonly withDatabase: boolean
}

/** A small generator of its own (mulberry32), so that a seed gives the same plans everywhere. */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The plans of a seed: every point in turn with and without the database, every fourth run at a random time. */
export function killPlans(runs: number, seed: number): KillPlan[] {
  const next = random(seed)
  return Array.from({ length: runs }, (_, number): KillPlan => {
    const draw = next()
    const afterMs = Math.floor(next() * 1_200)
    const withDatabase = next() < 0.34
    if (number % 4 === 3)
      return { number, at: { afterMs }, by: draw < 0.5 ? 'click' : 'worker', withDatabase }
    const place = Math.floor(number / 4) * 3 + (number % 4)
    const at = crashPointNames[place % crashPointNames.length] ?? 'F1'
    const who = crashPoints[at].by
    return { number, at, by: who[Math.floor(draw * who.length)] ?? 'click', withDatabase }
  })
}
