import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { addressOf, ask, machine, startBenchShop, type BenchShop } from './portal-load/start-shop.ts'
import { kolmogorovSmirnov, mannWhitney, quantile } from './portal-load/two-samples.ts'

/*
 * npm run bench -- portal-timing [--samples N]: does the time of the answer tell whether a guess hit something? Three kinds of
 * lookup in random order, N (2,000) of each: an order that exists with a wrong e-mail address, one that does not exist, and a
 * right pair. Every request comes from an address of its own; where a shop's limit is reached the store's clock moves on.
 */

const { values } = parseArgs({
  options: { samples: { type: 'string', default: '2000' }, embedded: { type: 'boolean', default: false } },
})
const samples = Number(values.samples)
/** Clients: as many as two cores serve without a queue, each waits for the lookup's beat most of the time. */
const atOnce = 10
/** Lookups between two minutes of the clock: with two thirds of misses in four shops, well within `lookup-limits`. */
const lookupsPerMinute = 1_000
const leastP = 0.01

type Kind = 'wrong_email' | 'absent' | 'right'
const kinds: readonly Kind[] = ['wrong_email', 'absent', 'right']
const times: Record<Kind, number[]> = { wrong_email: [], absent: [], right: [] }

// Five guesses an hour at one order: enough orders that none is guessed at as often, the first sixty to warm up included.
const shop = await startBenchShop(Math.ceil(samples / 8) + 15)
try {
  const plan = shuffled(
    kinds.flatMap((kind) => Array.from({ length: samples }, (_, index) => ({ kind, index }))),
  )
  for (const { kind, index } of plan.slice(0, 60)) await lookUp(shop, kind, index, 400_000 + index)
  for (const kind of kinds) times[kind].length = 0
  const began = performance.now()
  for (let done = 0; done < plan.length; done += lookupsPerMinute) {
    await aBlock(plan.slice(done, done + lookupsPerMinute), done)
    const seconds = Math.round((performance.now() - began) / 1000)
    process.stderr.write(
      `${Math.min(plan.length, done + lookupsPerMinute)} of ${plan.length}, ${seconds} s\n`,
    )
    await aMinuteLater(shop)
  }
  const seconds = Math.round((performance.now() - began) / 1000)
  const miss = compareKinds('wrong_email', 'absent')
  const hit = compareKinds('right', 'absent')
  const ok = [miss, hit].every((pair) => pair.kolmogorovSmirnovP > leastP && pair.mannWhitneyP > leastP)
  const line = {
    bench: 'portal-timing',
    samples,
    seconds,
    wrongEmailAgainstAbsent: miss,
    rightAgainstAbsent: hit,
    leastP,
    database: shop.database,
    ...machine(),
    ok,
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
  process.exitCode = ok ? 0 : 1
} finally {
  await shop.stop()
}

type Lookup = { readonly kind: Kind; readonly index: number }

/** Clients that take the next lookup as soon as theirs is answered: nobody waits for the slowest of a row. */
async function aBlock(lookups: readonly Lookup[], first: number): Promise<void> {
  let next = 0
  const client = async () => {
    for (let at = next++; at < lookups.length; at = next++) {
      const lookup = lookups[at]
      if (lookup !== undefined) await lookUp(shop, lookup.kind, lookup.index, first + at)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, client))
}

async function lookUp({ orders }: BenchShop, kind: Kind, index: number, visitor: number): Promise<void> {
  const order = orders[index % orders.length]
  if (order === undefined) throw new Error('There is no order')
  const fields = {
    order_number: kind === 'absent' ? `#X${50_000 + index}` : order.name,
    proof: kind === 'right' ? order.email : `guess-${visitor}@bench.example`,
  }
  const answer = await ask(order.storefront, 'order', addressOf(visitor), fields)
  if (answer.status !== (kind === 'right' ? 303 : 200))
    throw new Error(`A lookup (${kind}) answered ${answer.status}: ${answer.text.slice(0, 300)}`)
  times[kind].push(answer.ms)
}

/** The shops' clock moves by a minute; limits are counted by it. */
async function aMinuteLater({ demo }: BenchShop): Promise<void> {
  const response = await fetch(`${demo.devStore.urls.base}/control/api/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: 'PT1M5S' }),
  })
  if (!response.ok) throw new Error(`The clock did not move: ${response.status}`)
  await sleep(250)
}

function compareKinds(a: Kind, b: Kind) {
  const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits
  const medians = [quantile(times[a], 0.5), quantile(times[b], 0.5)] as const
  return {
    medianMs: medians.map((median) => round(median)),
    medianGapMs: round(Math.abs(medians[0] - medians[1]), 2),
    kolmogorovSmirnovP: round(kolmogorovSmirnov(times[a], times[b]).p, 4),
    mannWhitneyP: round(mannWhitney(times[a], times[b]).p, 4),
  }
}

function shuffled<Item>(list: readonly Item[]): readonly Item[] {
  const mixed = [...list]
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1))
    const [a, b] = [mixed[i], mixed[j]]
    if (a !== undefined && b !== undefined) [mixed[i], mixed[j]] = [b, a]
  }
  return mixed
}
