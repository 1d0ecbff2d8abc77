import fc from 'fast-check'
import { afterWork, always, atRest, type Violation, violationsOf, withinLimits } from '../books/invariants.ts'
import type { Observation } from '../books/observation.ts'
import { readRows } from '../books/read-books.ts'
import { inWords, type Operation, operations } from './operations.ts'
import { deliver, install, perform, type Run, start, wait } from './perform.ts'
import { agentLimits, commitOf, openRigShop, type RigShop } from './rig-shop.ts'
import { begin, type Scenario, scenarios } from './scenarios.ts'
import { isDeath } from './simulated-process.ts'
import { virtualTime } from './virtual-time.ts'
import { runDueJobs, writePeriodic } from './workers.ts'

export type ModelOptions = {
  readonly runs: number
  readonly seed: number
  /** Goes straight to one run of a seed. */
  readonly path?: string
  readonly onProgress?: (line: string) => void
}
export type ModelFailure = {
  readonly seed: number
  readonly path: string
  readonly commit: string
  readonly replay: string
  readonly scenario: string
  readonly operations: readonly string[]
  readonly violations: readonly Violation[]
  readonly error: string | null
}
export type ModelResult = {
  readonly rig: 'model'
  readonly runs: number
  readonly violations: number
  readonly seed: number
  readonly failure: ModelFailure | null
}

let opened: Promise<RigShop> | undefined

/** Rejections that nobody heard: they would have ended a real process. */
const unheard: unknown[] = []
process.on('unhandledRejection', (error) => {
  if (!isDeath(error)) unheard.push(error)
})

/** Runs random stories against the app until one breaks an invariant, or all have been told. */
export async function runModel(options: ModelOptions): Promise<ModelResult> {
  opened ??= openRigShop()
  const shop = await opened
  let last: { scenario: Scenario; list: readonly Operation[]; violations: readonly Violation[] } | undefined
  let told = 0
  const property = fc.asyncProperty(
    fc.constantFrom(...scenarios),
    operations,
    fc.scheduler(),
    async (scenario, list, scheduler) => {
      told += 1
      if (told % 50 === 0) options.onProgress?.(`model: ${told} runs`)
      last = { scenario, list, violations: [] }
      const violations = await tell(shop, { scenario, list, scheduler })
      last = { scenario, list, violations }
      if (violations.length > 0)
        throw new Error(violations.map((one) => `${one.invariant} ${one.words}`).join('; '))
    },
  )
  const details = await fc.check(property, {
    numRuns: options.runs,
    seed: options.seed,
    ...(options.path === undefined ? {} : { path: options.path }),
    // The first run that fails is the one to replay; a shorter one is for a person to look for.
    endOnFailure: true,
  })
  const result = { rig: 'model', runs: details.numRuns, seed: options.seed } as const
  if (!details.failed || last === undefined) return { ...result, violations: 0, failure: null }
  const path = details.counterexamplePath ?? '0'
  const failure: ModelFailure = {
    seed: options.seed,
    path,
    commit: commitOf(new URL('../../../', import.meta.url)),
    replay: `npm run faults -- model --seed ${options.seed} --path ${path}`,
    scenario: last.scenario.name,
    operations: last.list.map(inWords),
    violations: last.violations,
    error: last.violations.length > 0 ? null : errorText(details.errorInstance),
  }
  return { ...result, violations: Math.max(1, last.violations.length), failure }
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

type Told = Pick<Run, 'scenario' | 'scheduler'> & { readonly list: readonly Operation[] }

async function tell(shop: RigShop, { scenario, list, scheduler }: Told): Promise<Violation[]> {
  const order = await begin(shop, scenario)
  unheard.length = 0
  const run: Run = { shop, scenario, order, scheduler, dieAfter: null }
  for (const one of list) {
    await perform(run, one)
    const wrong = violationsOf(everywhere, await observe(shop))
    if (wrong.length > 0) return wrong
  }
  const silent = await comeToRest(run)
  if (unheard.length > 0) throw unheard[0]
  const seen = await observe(shop)
  return [...silent, ...violationsOf(everywhere, seen), ...violationsOf(atRest, seen)]
}

const everywhere = { ...always, I11: withinLimits(agentLimits) }

/**
 * Faults stop: the app is back, Shopify answers, every webhook comes, people decide what waits for them, and time goes on
 * until nothing is left to do. Answers what was silent for too long meanwhile.
 */
async function comeToRest(run: Run): Promise<Violation[]> {
  const { shop } = run
  shop.wire.placed.length = 0
  for (const id of Object.keys(shop.engine.state.tables.faults))
    Reflect.deleteProperty(shop.engine.state.tables.faults, id)
  await install(shop)
  await start(shop)
  await shop.wire.arrive(true)
  // The first looks cover leases, two equal reads and a resend; the last ones a gateway that takes days.
  for (const seconds of [41, 61, 61, 61, 61, 300, 300, 900, 900, 172_800, 22_000]) {
    await wait(shop, seconds)
    await deliver(shop, 0, 1)
    await runDueJobs(shop)
    const silent = violationsOf(afterWork, await observe(shop))
    if (silent.length > 0) return silent
    if (!(await isSomethingOpen(shop))) return lookThroughAll(shop)
    if (seconds >= 300)
      for (const which of [0, 1, 2]) await perform(run, { do: 'resolve', which, isGivenUp: false })
  }
  return []
}

/** A night later all money was compared with Shopify: what no webhook told is found then. */
async function lookThroughAll(shop: RigShop): Promise<Violation[]> {
  await wait(shop, 86_400)
  await writePeriodic()
  for (const seconds of [0, 5, 120]) {
    await wait(shop, seconds)
    await deliver(shop, 0, 1)
    await runDueJobs(shop)
  }
  return violationsOf(afterWork, await observe(shop))
}

async function isSomethingOpen(shop: RigShop): Promise<boolean> {
  if (shop.events.length > 0) return true
  const found = await shop.database.client.query<{ open: boolean }>(
    `select exists (select 1 from "OutboxJob" where "doneAt" is null and "failedAt" is null)
       or exists (select 1 from "MoneyIntent" where state in ('intended', 'sent', 'unknown', 'pending')) as open`,
  )
  return found.rows[0]?.open ?? true
}

const refusing = new Set<string>(['user_errors', 'key_mismatch', 'concurrent_key'])

/** Everything of this moment, for the invariants. */
async function observe(shop: RigShop): Promise<Observation> {
  if (shop.wire.fired.some((toxic) => refusing.has(toxic))) shop.story.refusalsExplained = true
  return {
    at: virtualTime.now(),
    rows: await readRows(shop.database.client),
    store: shop.engine.state,
    mails: shop.mails.map(({ messageId, to, subject }) => ({ messageId, to: to.address, subject })),
    calls: shop.wire.calls,
    acknowledged: shop.acknowledged,
    story: shop.story,
  }
}
