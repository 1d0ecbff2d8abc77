import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { ReturnId } from '#app/domain/ids.ts'
import { noteDeath, quietStory } from '../books/story.ts'
import { type DoomedProcess, startDoomed } from '../kill/doomed-process.ts'
import {
  askBack,
  clickGoodwill,
  clickRefund,
  clockOffset,
  openRealShop,
  quoteOf,
  type RealShop,
  receiveAll,
  untilRest,
} from '../real/real-shop.ts'
import { type NetworkCase, networkCases, type Scene } from './cases.ts'
import { type Proxy, startProxy } from './tcp-proxy.ts'

/* One lane of the network rig: real processes that reach the dev store through a proxy with faults. */

const { values } = parseArgs({
  options: {
    repeats: { type: 'string', default: '5' },
    only: { type: 'string' },
    lane: { type: 'string', default: '0' },
    lanes: { type: 'string', default: '1' },
  },
})

type Wrong = { readonly invariant: string; readonly words: string }
export type NetworkOutcome = {
  readonly run: number
  readonly at: string
  readonly violations: readonly Wrong[]
}

type Lane = {
  readonly shop: RealShop
  readonly proxy: Proxy
  readonly processes: DoomedProcess[]
  readonly acknowledged: { submissions: string[]; webhooks: never[] }
  deaths: number
}

async function main(): Promise<void> {
  const plans = Object.entries(networkCases)
    .flatMap(([name, one]) =>
      Array.from({ length: Number(values.repeats) }, (_, repeat) => ({ name, one, repeat })),
    )
    .map((plan, number) => ({ ...plan, number }))
    .filter(({ name, repeat, number }) =>
      values.only === undefined
        ? number % Number(values.lanes) === Number(values.lane)
        : values.only === name || values.only === `${name}:${repeat}`,
    )
  const folder = mkdtempSync(join(tmpdir(), 'homeward-network-'))
  const shop = await openRealShop(folder)
  const proxy = await startProxy(new URL(shop.devStore.urls.base))
  const lane: Lane = {
    shop,
    proxy,
    processes: [],
    acknowledged: { submissions: [], webhooks: [] },
    deaths: 0,
  }
  await shop.judge({ review: 'automatic', payWhen: 'on_receipt' })
  try {
    for (const plan of plans) {
      const violations = await play(lane, plan.one, plan.repeat).catch((error: unknown) => [
        { invariant: 'rig', words: error instanceof Error ? error.message : String(error) },
      ])
      const outcome: NetworkOutcome = { run: plan.number, at: `${plan.name}:${plan.repeat}`, violations }
      process.stdout.write(`${JSON.stringify(outcome)}\n`)
      if (violations.length > 0) process.stderr.write(`${lane.processes[0]?.lastLines() ?? ''}\n`)
    }
  } finally {
    for (const one of lane.processes) await one.kill()
    await proxy.close()
    await shop.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The processes that a case needs, kept from case to case; the first answers clicks and works jobs. */
async function company(lane: Lane, workers: number): Promise<readonly DoomedProcess[]> {
  const options = { ...lane.shop.options, devStoreUrl: lane.proxy.url }
  const alive = lane.processes.filter((one) => one.isAlive())
  lane.processes.length = 0
  const [first = await startDoomed(options), ...others] = alive
  lane.processes.push(first, ...others)
  while (lane.processes.length < 1 + workers) lane.processes.push(await startDoomed(options))
  for (const one of lane.processes.splice(1 + workers)) await one.kill()
  lane.shop.devStore.setAppOrigin(first.origin)
  return lane.processes
}

async function play(lane: Lane, one: NetworkCase, repeat: number): Promise<Wrong[]> {
  const { shop, proxy } = lane
  const processes = await company(lane, one.workers ?? 0)
  const order = await shop.freshOrder()
  const returnId = await askBack(shop, order)
  lane.acknowledged.submissions.push(returnId)
  await receiveAll(shop, returnId)
  const story = () => ({ ...quietStory(), deaths: lane.deaths, refusalsExplained: true })
  await untilRest(shop, { story: story(), acknowledged: lane.acknowledged })
  const quote = await quoteOf(shop, returnId)
  if (quote === null) throw new Error(`There is nothing to pay on ${order.name}`)
  const scene: Scene = {
    shop,
    proxy,
    repeat,
    processes,
    click: () => void clickRefund(processes[0]?.origin ?? '', { returnId, expected: quote.refund }),
    giveBack: () =>
      void clickGoodwill(shop, processes[0]?.origin ?? '', {
        returnId,
        amount: { ...quote.refund, minor: Math.ceil(quote.refund.minor / 10) },
      }),
    reaches: (...states) => reaches(shop, returnId, states),
    advance: async (seconds) => {
      await shop.advance(seconds)
      clockOffset.ms = shop.devStore.engine.clock.offsetMs
    },
  }
  const before = countAlive(processes)
  await one.play(scene)
  await intended(shop, returnId)
  const losses = before - countAlive(processes) + (one.mayRepeatMessage === true ? 1 : 0)
  for (let died = 0; died < losses; died += 1) {
    const tally = { deaths: lane.deaths }
    noteDeath(tally)
    lane.deaths = tally.deaths
  }
  const rest = await untilRest(shop, { story: story(), acknowledged: lane.acknowledged, limitMs: 60_000 })
  if (one.ends === 'failed') await reaches(shop, returnId, ['failed'])
  return [...rest, ...(await endOf(shop, returnId, one)), ...unspent(lane)]
}

/** A fault that never struck proves nothing. */
function unspent({ shop, proxy }: Lane): Wrong[] {
  const faults = Object.values(shop.devStore.engine.state.tables.faults)
  const unused = faults.filter((one) => one.fired === 0).length + proxy.unspent()
  for (const one of faults) Reflect.deleteProperty(shop.devStore.engine.state.tables.faults, one.id)
  return unused > 0 ? [{ invariant: 'rig', words: 'the fault never struck' }] : []
}

const countAlive = (processes: readonly DoomedProcess[]) => processes.filter((one) => one.isAlive()).length

async function intended(shop: RealShop, returnId: ReturnId): Promise<void> {
  await reaches(shop, returnId, ['intended', 'sent', 'unknown', 'pending', 'settled', 'refused', 'failed'])
}

async function reaches(shop: RealShop, returnId: ReturnId, states: readonly string[]): Promise<void> {
  for (let waited = 0; waited < 40_000; waited += 100) {
    const found = await (
      await shop.postgres.client()
    ).query('select 1 from "MoneyIntent" where "returnId" = $1 and state = any($2)', [returnId, states])
    if ((found.rowCount ?? 0) > 0) return
    await sleep(100)
  }
  throw new Error(`No intent became ${states.join(' or ')}`)
}

async function endOf(shop: RealShop, returnId: ReturnId, one: NetworkCase): Promise<Wrong[]> {
  const client = await shop.postgres.client()
  const found = await client.query<{ state: string; sendCount: number }>(
    'select state, "sendCount" from "MoneyIntent" where "returnId" = $1 and purpose = $2',
    [returnId, one.purpose ?? 'refund'],
  )
  const [row, ...others] = found.rows
  if (row === undefined || others.length > 0)
    return [{ invariant: 'I3', words: `there are ${found.rows.length} intents` }]
  const wrong: Wrong[] = []
  if (row.state !== one.ends)
    wrong.push({ invariant: 'I19', words: `it ended ${row.state}, not ${one.ends}` })
  if (row.sendCount > one.mostSends)
    wrong.push({
      invariant: 'I3',
      words: `it was sent ${row.sendCount} times, at most ${one.mostSends} are right`,
    })
  return wrong
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exit(1)
  },
)
