import fc from 'fast-check'
import { withinLimits } from '../books/amounts.ts'
import { afterWork, always, atRest, type Violation, violationsOf } from '../books/invariants.ts'
import type { Observation } from '../books/observation.ts'
import { readRows } from '../books/read-books.ts'
import { inWords, operations } from './operations.ts'
import { perform, type Run, start, wait } from './perform.ts'
import { deliver, install } from './shopify-tells.ts'
import { agentLimits, commitOf, openRigShop, type RigShop } from './rig-shop.ts'
import { begin, scenarioNamed, scenarios } from './scenarios.ts'
import { type Tale, tales } from './tales.ts'
import { turnsOf } from './take-turns.ts'
import { isDeath } from './simulated-process.ts'
import { virtualTime } from './virtual-time.ts'
import { runDueJobs, writePeriodic } from './workers.ts'

export type ModelOptions = {
  /** How many stories in all; those of the collection come first. */
  readonly runs: number
  readonly seed: number
  /** The stories of the collection to tell, by their names. */
  readonly tales: readonly string[]
  /** Goes straight to one random story of a seed. */
  readonly path?: string
  readonly onProgress?: (line: string) => void
}
export type ModelFailure = {
  readonly seed: number
  /** Where the random story stands, or the name of a story of the collection. */
  readonly path: string
  readonly commit: string
  readonly replay: string
  readonly tale: Omit<Tale, 'name'>
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

/** Tells the chosen stories of the collection, then random ones, until one breaks an invariant or all have been told. */
export async function runModel(options: ModelOptions): Promise<ModelResult> {
  opened ??= openRigShop()
  const shop = await opened
  const result = { rig: 'model', seed: options.seed } as const
  let told = 0
  for (const tale of options.tales.flatMap((name) => tales.filter((one) => one.name === name))) {
    told += 1
    const verdict = await tell(shop, tale, { mustStrike: true }).catch((error: unknown) => errorText(error))
    if (verdict.length === 0) continue
    const replay = `npm run faults -- model --tale '${tale.name}'`
    const failure = failureOf(options, { path: tale.name, replay, tale, verdict })
    return { ...result, runs: told, violations: Math.max(1, failure.violations.length), failure }
  }
  const random = await tellRandom(shop, options, Math.max(0, options.runs - told))
  const { failure } = random
  const violations = failure === null ? 0 : Math.max(1, failure.violations.length)
  return { ...result, runs: told + random.runs, violations, failure }
}

async function tellRandom(
  shop: RigShop,
  options: ModelOptions,
  runs: number,
): Promise<{ runs: number; failure: ModelFailure | null }> {
  if (runs === 0) return { runs, failure: null }
  let last: { tale: Omit<Tale, 'name'>; violations: readonly Violation[] } | undefined
  let told = 0
  const property = fc.asyncProperty(
    fc.record({ scenario: fc.constantFrom(...scenarios.map((one) => one.name)), list: operations, turns }),
    async (tale) => {
      told += 1
      if (told % 50 === 0) options.onProgress?.(`model: ${told} random stories`)
      last = { tale, violations: [] }
      const violations = await tell(shop, tale)
      last = { tale, violations }
      if (violations.length > 0)
        throw new Error(violations.map((one) => `${one.invariant} ${one.words}`).join('; '))
    },
  )
  const details = await fc.check(property, {
    numRuns: runs,
    seed: options.seed,
    ...(options.path === undefined ? {} : { path: options.path }),
    // The first run that fails is the one to replay; a shorter one is for a person to look for.
    endOnFailure: true,
  })
  if (!details.failed || last === undefined) return { runs: details.numRuns, failure: null }
  const path = details.counterexamplePath ?? '0'
  const replay = `npm run faults -- model --seed ${options.seed} --path ${path}`
  const verdict = last.violations.length > 0 ? last.violations : errorText(details.errorInstance)
  return {
    runs: details.numRuns,
    failure: failureOf(options, { path, replay, tale: last.tale, verdict }),
  }
}

/** Interleavings where several act at once. */
const turns = fc.array(fc.nat({ max: 5 }), { maxLength: 60, size: 'max' })

function failureOf(
  options: ModelOptions,
  found: {
    readonly path: string
    readonly replay: string
    readonly tale: Omit<Tale, 'name'>
    readonly verdict: readonly Violation[] | string
  },
): ModelFailure {
  const { path, replay, tale, verdict } = found
  return {
    seed: options.seed,
    path,
    commit: commitOf(new URL('../../../', import.meta.url)),
    replay,
    tale: { scenario: tale.scenario, list: tale.list, turns: tale.turns },
    operations: tale.list.map(inWords),
    violations: typeof verdict === 'string' ? [] : verdict,
    error: typeof verdict === 'string' ? verdict : null,
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Tells a story. With `mustStrike` every fault in it has to have struck: one that never does proves nothing. */
async function tell(
  shop: RigShop,
  tale: Omit<Tale, 'name'>,
  { mustStrike = false } = {},
): Promise<Violation[]> {
  const scenario = scenarioNamed(tale.scenario)
  const order = await begin(shop, scenario)
  unheard.length = 0
  const run: Run = {
    shop,
    scenario,
    order,
    turns: turnsOf(tale.turns),
    dieAfter: null,
    hasLostWebhooks: false,
    misses: [],
  }
  for (const one of tale.list) {
    await perform(run, one)
    // What is only arranged changes nothing yet.
    if (one.do === 'toxic' || one.do === 'kill' || one.do === 'gateway') continue
    const wrong = violationsOf(everywhere, await observe(shop))
    if (wrong.length > 0) return wrong
  }
  const misses = [...run.misses, ...unspent(shop)]
  const silent = await comeToRest(run)
  if (unheard.length > 0) throw unheard[0]
  const seen = await observe(shop)
  const wrong = [...silent, ...violationsOf(everywhere, seen), ...violationsOf(atRest, seen)]
  if (mustStrike && wrong.length === 0 && misses.length > 0)
    throw new Error(`The story is out of date: ${misses.join(', ')}`)
  return wrong
}

function unspent({ wire, engine }: RigShop): string[] {
  const providers = Object.values(engine.state.tables.faults).filter((one) => one.fired === 0)
  return [...wire.placed.map((one) => one.toxic), ...providers.map(() => 'a provider')].map(
    (what) => `${what} never struck`,
  )
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
    if (!(await isSomethingOpen(shop))) return needsNight(run) ? lookThroughAll(shop) : []
    if (seconds >= 300)
      for (const which of [0, 1, 2]) await perform(run, { do: 'resolve', which, isGivenUp: false })
  }
  return []
}

/** The nightly look matters where somebody acted past the app or a webhook was lost; else webhooks have told everything. */
function needsNight({ shop, hasLostWebhooks }: Run): boolean {
  return hasLostWebhooks || shop.story.refusalsExplained
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
