import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { mannWhitney } from '../../bench/portal-load/two-samples.ts'
import { portalHttp } from '../../tests/setup/portal-http.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { inBeats } from './find-order.server.tsx'

/*
 * Whether an order exists must not be read off the time that a lookup takes. `npm run bench -- portal-timing` asks 2,000 times
 * each; here few are asked, in an order that is random and always the same, and compared by their ranks: however slow the machine
 * is, and whatever it does besides, strikes both alike. Of two samples from one source one is ahead by that much in fewer than
 * one run in ten thousand.
 */

const shop = installedShop()
const portal = portalHttp(shop)
const most = 0.25

/** Zeros and ones, as many of each, mixed by a linear congruential generator. */
function mixed(each: number, seed: number): readonly (0 | 1)[] {
  let state = seed
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
  return Array.from({ length: each * 2 }, (_, at) => ({
    kind: at < each ? (0 as const) : (1 as const),
    by: next(),
  }))
    .sort((a, b) => a.by - b.by)
    .map(({ kind }) => kind)
}

/** The times of both kinds of work, `atOnce` at a time. */
async function timed(
  plan: readonly (0 | 1)[],
  atOnce: number,
  work: (kind: 0 | 1, at: number) => Promise<unknown>,
): Promise<readonly [number[], number[]]> {
  const times: [number[], number[]] = [[], []]
  let next = 0
  const client = async () => {
    for (let at = next++; at < plan.length; at = next++) {
      const kind = plan[at] ?? 0
      const began = performance.now()
      await work(kind, at)
      times[kind].push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, client))
  return times
}

const lead = ([a, b]: readonly [number[], number[]]) => Math.abs(mannWhitney(a, b).lead)

describe('the time of a lookup', () => {
  test('hides what one kind of work takes longer, which is plain to see without the beat', async () => {
    const work = (kind: 0 | 1) => sleep(kind === 0 ? 5 : 45)
    const plan = mixed(40, 7)
    expect(lead(await timed(plan, 8, work))).toBeGreaterThan(most)
    expect(lead(await timed(plan, 8, (kind) => inBeats(() => work(kind))))).toBeLessThan(most)
  })

  test('is the same for an order with a wrong e-mail address and for one that does not exist', async () => {
    const ask = async (kind: 0 | 1, at: number) => {
      // Five guesses an hour at an order are counted: each is guessed at less often.
      const number = kind === 0 ? `#10${String(1 + (at % 30)).padStart(2, '0')}` : `#77${100 + at}`
      const visitor = portal().visitor()
      const answer = await visitor.post('order', { order_number: number, proof: `guess-${at}@example.com` })
      expect(answer.status, answer.text).toBe(200)
    }
    await timed(mixed(6, 3), 4, (kind, at) => ask(kind, 500 + at))
    expect(lead(await timed(mixed(50, 11), 4, ask))).toBeLessThan(most)
  }, 180_000)
})
