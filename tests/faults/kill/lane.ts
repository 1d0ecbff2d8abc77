import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { ReturnId } from '#app/domain/ids.ts'
import type { Violation } from '../books/invariants.ts'
import { noteDeath, quietStory } from '../books/story.ts'
import {
  askBack,
  clickRefund,
  openRealShop,
  quoteOf,
  type RealShop,
  receiveAll,
  untilRest,
} from '../real/real-shop.ts'
import { killPlans, type KillPlan } from './crash-points.ts'
import { type DoomedProcess, startDoomed } from './doomed-process.ts'

/*
 * One lane of the kill rig: a database, a dev store, and one process of the app after the other. Each run kills the process
 * that the run before brought up; the next one has to find everything in order.
 */

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '13' },
    seed: { type: 'string', default: '1' },
    lane: { type: 'string', default: '0' },
    lanes: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
})

export type KillOutcome = {
  readonly run: number
  readonly at: string
  readonly violations: readonly { readonly invariant: string; readonly words: string }[]
}

type Lane = {
  readonly shop: RealShop
  readonly story: ReturnType<typeof quietStory>
  readonly acknowledged: { submissions: string[]; webhooks: never[] }
  process: DoomedProcess
}

async function main(): Promise<void> {
  const plans = killPlans(Number(values.runs), Number(values.seed)).filter((plan) =>
    values.only === undefined
      ? plan.number % Number(values.lanes) === Number(values.lane)
      : plan.number === Number(values.only),
  )
  const folder = mkdtempSync(join(tmpdir(), 'homeward-kill-'))
  const shop = await openRealShop(folder)
  const lane: Lane = {
    shop,
    story: quietStory(),
    acknowledged: { submissions: [], webhooks: [] },
    process: await startDoomed(shop.options),
  }
  shop.devStore.setAppOrigin(lane.process.origin)
  try {
    for (const plan of plans) {
      const violations = await run(lane, plan)
      const outcome: KillOutcome = { run: plan.number, at: inWords(plan), violations }
      process.stdout.write(`${JSON.stringify(outcome)}\n`)
      if (violations.length > 0) process.stderr.write(`${lane.process.lastLines()}\n`)
    }
  } finally {
    await lane.process.kill()
    await shop.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function inWords({ at, by, withDatabase }: KillPlan): string {
  const when = typeof at === 'string' ? at : `after ${at.afterMs} ms`
  return `${when} by ${by}${withDatabase ? ' with PostgreSQL' : ''}`
}

type Wrong = { readonly invariant: string; readonly words: string }

async function run(lane: Lane, plan: KillPlan): Promise<Wrong[]> {
  const { shop } = lane
  const staged = await stage(lane, plan)
  const point = typeof plan.at === 'string' ? plan.at : null
  if (point !== null) await lane.process.arm(point)
  const died = once(lane.process.child, 'exit')
  const clicked = staged.click()
  const reached = await diesInTime(lane, plan, died)
  if (plan.withDatabase) await shop.postgres.crash()
  noteDeath(lane.story)
  const status = await clicked
  lane.process = await startDoomed(shop.options)
  shop.devStore.setAppOrigin(lane.process.origin)
  const wrong: Wrong[] = reached ? [] : [{ invariant: 'rig', words: `${inWords(plan)} was never reached` }]
  if (status !== null && status >= 500)
    wrong.push({ invariant: 'rig', words: `the click was answered ${status}` })
  if (plan.by === 'click') await clickAgain(lane, staged.returnId)
  const rest: Violation[] = await untilRest(shop, lane)
  return [...wrong, ...rest, ...(await isPaid(lane, staged.returnId))]
}

type Staged = { readonly returnId: ReturnId; readonly click: () => Promise<number | null> }

/** Brings a return to where the payment begins: by a click of a person, or by the worker on its own. */
async function stage(lane: Lane, plan: KillPlan): Promise<Staged> {
  const { shop } = lane
  const order = await shop.freshOrder()
  if (plan.by === 'worker') {
    await shop.judge({ review: 'automatic', payWhen: 'on_approval' })
    let returnId: ReturnId | undefined
    // The process is armed before the worker has anything to pay.
    return {
      get returnId() {
        if (returnId === undefined) throw new Error('Nothing was asked back')
        return returnId
      },
      click: async () => {
        returnId = await askBack(shop, order)
        lane.acknowledged.submissions.push(returnId)
        return null
      },
    }
  }
  await shop.judge({ review: 'automatic', payWhen: 'on_receipt' })
  const returnId = await askBack(shop, order)
  lane.acknowledged.submissions.push(returnId)
  await receiveAll(shop, returnId)
  await untilRest(shop, lane)
  const quote = await quoteOf(shop, returnId)
  if (quote === null) throw new Error(`There is nothing to pay on ${order.name}`)
  return { returnId, click: () => clickRefund(lane.process.origin, { returnId, expected: quote.refund }) }
}

/** Waits for the death that was ordered, or deals it at its random moment. Answers whether a named point was reached. */
async function diesInTime(lane: Lane, plan: KillPlan, died: Promise<unknown>): Promise<boolean> {
  if (typeof plan.at !== 'string') {
    await sleep(plan.at.afterMs)
    await lane.process.kill()
    return true
  }
  const isDead = await Promise.race([died.then(() => true), sleep(25_000).then(() => false)])
  if (!isDead) await lane.process.kill()
  return isDead
}

/** Before the intent was committed nothing has happened: the person clicks again, and only then. */
async function clickAgain(lane: Lane, returnId: ReturnId): Promise<void> {
  const client = await lane.shop.postgres.client()
  const found = await client.query('select 1 from "MoneyIntent" where "returnId" = $1', [returnId])
  if ((found.rowCount ?? 0) > 0) return
  const quote = await quoteOf(lane.shop, returnId)
  if (quote !== null) await clickRefund(lane.process.origin, { returnId, expected: quote.refund })
}

/** In the end the shopper has her money, exactly once. */
async function isPaid(lane: Lane, returnId: ReturnId): Promise<Wrong[]> {
  const client = await lane.shop.postgres.client()
  const found = await client.query<{ state: string }>(
    `select state from "MoneyIntent" where "returnId" = $1 and purpose = 'refund'`,
    [returnId],
  )
  const states = found.rows.map((row) => row.state)
  return states.length === 1 && states[0] === 'settled'
    ? []
    : [{ invariant: 'I19', words: `the payment ended as ${states.join(', ') || 'nothing'}` }]
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exit(1)
  },
)
