import { expect, test } from 'vitest'
import { mannWhitney } from '../../bench/portal-load/two-samples.ts'
import { portalHttp } from '../../tests/setup/portal-http.ts'
import { installedShop } from '../../tests/setup/shop.ts'

/*
 * Whether an order exists must not be read off the time that a lookup takes. `npm run bench -- portal-timing` asks 2,000 times
 * each; here few are asked, in an order that is random and always the same, and compared by their ranks: however slow the machine
 * is, and whatever it does besides, strikes both alike. Of two samples from one source one leads by `most` in fewer than one run
 * in five thousand.
 */

const shop = installedShop()
const portal = portalHttp(shop)
const [each, atOnce, most] = [120, 4, 0.14]

type Kind = 'wrong_email' | 'absent'
type Lookup = { readonly kind: Kind; readonly index: number }

/** As many of each kind, mixed by a linear congruential generator. */
function mixed(count: number, seed: number): readonly Lookup[] {
  let state = seed
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
  const kinds = ['wrong_email', 'absent'] as const
  return kinds
    .flatMap((kind) => Array.from({ length: count }, (_, index) => ({ kind, index, by: next() })))
    .sort((a, b) => a.by - b.by)
}

test('a lookup takes the same time for an order with a wrong e-mail address and for one that does not exist', async () => {
  const times: Record<Kind, number[]> = { wrong_email: [], absent: [] }
  const ask = async ({ kind, index }: Lookup) => {
    // Five guesses an hour at an order are counted: each is guessed at three or four times, and at most once to warm up.
    const number = kind === 'absent' ? `#77${100 + index}` : `#10${String(1 + (index % 39)).padStart(2, '0')}`
    const proof = `${kind}-${index}@example.com`
    const began = performance.now()
    const answer = await portal().visitor().post('order', { order_number: number, proof })
    times[kind].push(performance.now() - began)
    expect(answer.status, answer.text).toBe(200)
  }
  const all = async (lookups: readonly Lookup[]) => {
    const waiting = [...lookups]
    const client = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await ask(next)
    }
    await Promise.all(Array.from({ length: atOnce }, client))
  }
  await all(mixed(6, 3).map((one) => ({ ...one, index: one.index + 900 })))
  for (const kind of ['wrong_email', 'absent'] as const) times[kind].length = 0
  await all(mixed(each, 11))
  const { lead } = mannWhitney(times.wrong_email, times.absent)
  expect(Math.abs(lead), `one of the two takes longer: it leads by ${lead}`).toBeLessThan(most)
}, 180_000)
