/**
 * Replays the half year of a real shop (../shared/data, or `--orders FILE`): order facts read from the dev store by bulk operations,
 * then a draft of fifty rules against the published policy over every line. The worker (jobs, judging) is a process of its own whose
 * memory is measured; the dev store and the database are two others, as they are in production. Then the same replay once more with the
 * worker killed (SIGKILL) in the middle, twice: it must come to the same figures. Bar: 100,000 lines a minute, 500 MB.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import type { ShopContext } from '#app/context.server.ts'
import { openDatabase, withShop, withSweep } from '#app/db.server.ts'
import { serveEmbedded } from '#app/db/embedded.server.ts'
import { getLatestPolicy, storePolicyDraft } from '#app/db/policy.server.ts'
import { countReplayChanges, findReplayRun } from '#app/db/replay-run.server.ts'
import { getShop } from '#app/db/shop.server.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { recordInstallation } from '#app/install.server.ts'
import { findDueJobs } from '#app/jobs/outbox.server.ts'
import { runJobNow } from '#app/jobs/run-job.server.ts'
import { adminGraphql } from '#app/shopify/admin-graphql.server.ts'
import { startReplay } from '#app/use-cases/start-replay.server.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { redirectShopify } from '../tests/setup/redirect-shopify.ts'

const limit = { linesPerMinute: 100_000, rssMb: 500 }
const longestMinutes = 10
const shop = ShopDomain.parse('homeward-retail.myshopify.com')
const usual = join(import.meta.dirname, '../../shared/data/online-retail-2010-12-to-2011-05.csv.gz')

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: usual },
    /** For the worker's process: where its database, its shop and its replay are. */
    worker: { type: 'string' },
    /** For the database's process: its folder. */
    database: { type: 'string' },
  },
})

const Work = z.object({
  database: z.string(),
  base: z.string(),
  token: z.string(),
  runId: z.uuid().nullable(),
})
type Work = z.infer<typeof Work>

/** What the worker says while it works, one line of JSON each. */
const Said = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), runId: z.uuid() }),
  z.object({ kind: z.literal('progress'), state: z.string(), lines: z.int() }),
  z.object({
    kind: z.literal('done'),
    orders: z.int(),
    lines: z.int(),
    seconds: z.object({ facts: z.number(), replay: z.number() }),
    cpuSeconds: z.object({ facts: z.number(), replay: z.number() }),
    peakRssMb: z.int(),
    figures: z.string(),
  }),
])
type Said = z.infer<typeof Said>
type Done = Extract<Said, { kind: 'done' }>

const Addresses = z.object({
  control: z.string(),
  shops: z.array(z.object({ domain: z.string(), token: z.string() })),
})

if (values.worker !== undefined) await work(Work.parse(JSON.parse(values.worker)))
else if (values.database !== undefined) await hostDatabase(values.database)
else if (existsSync(values.orders)) await measure(values.orders)
else {
  process.stderr.write(`SKIPPED: there is no orders file ${values.orders}; name one with --orders FILE\n`)
  process.exitCode = 1
}

async function measure(orders: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'homeward-bench-replay-'))
  const store = spawn(process.execPath, ['dev-store/main.ts', '--json', '--orders', orders], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const address = Addresses.parse(JSON.parse(await firstLine(store)))
    const token = address.shops.find(({ domain }) => domain === shop)?.token ?? ''
    const place = { base: new URL('/', address.control).href, token }
    const whole = await runWhole(folder, place)
    const killed = await runKilled(folder, place, whole.lines)
    const { facts, replay } = whole.seconds
    const perMinute = (seconds: number) => Math.round((whole.lines / seconds) * 60)
    const isSame = killed.done.figures === whole.figures
    const result = {
      bench: 'replay',
      orders: whole.orders,
      lines: whole.lines,
      linesPerMinute: perMinute(replay),
      endToEndLinesPerMinute: perMinute(facts + replay),
      seconds: whole.seconds,
      cpuSeconds: whole.cpuSeconds,
      peakRssMb: Math.max(whole.peakRssMb, killed.done.peakRssMb),
      killed: { times: killed.times, sameFigures: isSame },
      limit,
    }
    process.stdout.write(`${JSON.stringify(result)}\n`)
    const isFast = result.endToEndLinesPerMinute >= limit.linesPerMinute
    process.exitCode = isFast && isSame && result.peakRssMb <= limit.rssMb ? 0 : 1
  } finally {
    store.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Starts the database on what is in its folder, and kills it afterwards: what was committed is there the next time. */
async function withDatabase<T>(folder: string, use: (url: string) => Promise<T>): Promise<T> {
  const child = spawn(process.execPath, ['bench/replay.ts', '--database', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  try {
    return await use(await firstLine(child))
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

/** Kills the worker, and the database with it, when a third and when two thirds of the lines are judged; the last one goes through. */
async function runKilled(
  folder: string,
  place: Omit<Work, 'runId' | 'database'>,
  lines: number,
): Promise<{ done: Done; times: number }> {
  let runId: string | null = null
  let times = 0
  for (;;) {
    const from = (lines * (times + 1)) / 3
    const ended = await withDatabase(folder, (database) =>
      startWorker({ ...place, database, runId }, (said) => {
        if (said.kind === 'run') runId = said.runId
        return times < 2 && said.kind === 'progress' && said.state === 'running' && said.lines > from
      }),
    )
    if (ended !== null) return { done: ended, times }
    times += 1
  }
}

async function runWhole(folder: string, place: Omit<Work, 'runId' | 'database'>): Promise<Done> {
  const done = await withDatabase(folder, (database) =>
    startWorker({ ...place, database, runId: null }, () => false),
  )
  if (done === null) throw new Error('The worker did not come to its end')
  return done
}

/** Runs a worker until it is done, or kills it (null) once what it says is enough. */
async function startWorker(place: Work, isEnough: (said: Said) => boolean): Promise<Done | null> {
  const child = spawn(process.execPath, ['bench/replay.ts', '--worker', JSON.stringify(place)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, JOB_LEASE_SECONDS: '6', LOG_LEVEL: 'error' },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let done: Done | null = null
  for await (const line of createInterface({ input: child.stdout })) {
    const said = Said.parse(JSON.parse(line))
    if (said.kind === 'progress') process.stderr.write(`${said.state}: ${said.lines} lines\n`)
    if (said.kind === 'done') done = said
    if (!isEnough(said)) continue
    child.kill('SIGKILL')
    break
  }
  await ended
  return done
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The dev store has no output')
  for await (const line of createInterface({ input: child.stdout })) return line
  throw new Error('The dev store did not start')
}

/** A database on a port of its own, until it is killed. */
async function hostDatabase(folder: string): Promise<void> {
  const { url } = await serveEmbedded({ dataDir: join(folder, 'postgres') })
  process.stdout.write(`${url}\n`)
}

/** The app's side: installs the app where it is new, begins a replay or goes on with one, and works its jobs to the end. */
async function work({ database: url, base, token, runId }: Work): Promise<void> {
  const undo = redirectShopify(base)
  const database = await openDatabase({ url })
  const ctx = await install(token)
  const begun = performance.now()
  const id = runId ?? (await begin(ctx))
  say({ kind: 'run', runId: id })
  let replayFrom = begun
  let cpuFrom = process.cpuUsage()
  const cpuBegun = cpuFrom
  let state = 'waiting'
  for (const end = begun + longestMinutes * 60_000; performance.now() < end;) {
    const jobs = await withSweep((tx) => findDueJobs(tx, { now: ctx.now(), limit: 10 }))
    const watch = setInterval(() => void report(ctx, id), 500)
    for (const job of jobs) await runJobNow(ctx, job.id)
    clearInterval(watch)
    const run = await withShop(shop, (tx) => findReplayRun(tx, shop, id))
    if (run === null) throw new Error('The replay is gone')
    if (state === 'waiting' && run.state !== 'waiting') {
      replayFrom = performance.now()
      cpuFrom = process.cpuUsage()
    }
    state = run.state
    if (state === 'failed') throw new Error(run.problem ?? 'The replay failed')
    if (state !== 'done') {
      if (jobs.length === 0) await sleep(100)
      continue
    }
    const changes = await withShop(shop, (tx) => countReplayChanges(tx, shop, id))
    say({
      kind: 'done',
      orders: run.ordersDone,
      lines: run.linesDone,
      seconds: { facts: seconds(replayFrom - begun), replay: seconds(performance.now() - replayFrom) },
      cpuSeconds: { facts: cpuSeconds(cpuBegun, cpuFrom), replay: cpuSeconds(cpuFrom, process.cpuUsage()) },
      peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
      figures: JSON.stringify({ tally: run.tally, changes, orders: run.ordersDone, lines: run.linesDone }),
    })
    break
  }
  await database.close()
  await undo()
}

async function report({ shop: name }: ShopContext, id: string): Promise<void> {
  const run = await withShop(name, (tx) => findReplayRun(tx, name, id))
  if (run !== null) say({ kind: 'progress', state: run.state, lines: run.linesDone })
}

function say(said: Said): void {
  process.stdout.write(`${JSON.stringify(said)}\n`)
}

function cpuSeconds(from: NodeJS.CpuUsage, to: NodeJS.CpuUsage): number {
  return seconds((to.user + to.system - from.user - from.system) / 1000)
}

function seconds(ms: number): number {
  return Number((ms / 1000).toFixed(2))
}

async function install(token: string): Promise<ShopContext> {
  const admin = adminGraphql({ shop, accessToken: () => Promise.resolve(token), patienceMs: 120_000 })
  const now = () => new Date().toISOString()
  const mailer = { send: () => Promise.resolve() }
  const actor = { kind: 'staff', id: '1', name: 'Sam Staff' } as const
  const { refreshJob } = await recordInstallation({ shop, scope: 'read_orders', now: now() })
  const settings = async () => (await withShop(shop, (tx) => getShop(tx, shop))).settings
  const ctx: ShopContext = { shop, settings: await settings(), admin, mailer, now, actor, role: 'admin' }
  if (refreshJob) await runJobNow(ctx, refreshJob)
  return { ...ctx, settings: await settings() }
}

/** A draft that asks much: fifty rules on top of the published policy, a shorter window and a fee. */
async function begin(ctx: ShopContext): Promise<string> {
  await withShop(shop, async (tx) => {
    const { policy } = await getLatestPolicy(tx, shop)
    await storePolicyDraft(tx, {
      shop,
      policy: draftOf(policy),
      basedOn: 1,
      author: ctx.actor,
      updatedAt: ctx.now(),
    })
  })
  const started = await startReplay(ctx, {
    asked: {
      scope: { kind: 'all' },
      day: { kind: 'after_order', days: 20 },
      outcome: 'refund',
      reason: 'changed-my-mind',
    },
    before: { kind: 'version', number: 1 },
    after: { kind: 'draft' },
  })
  if (!started.ok) throw new Error(`The replay did not begin: ${started.error.kind}`)
  return started.value.runId
}

function draftOf(policy: Policy): Policy {
  const skus = ['22423', '85123A', '47566', '84879', '20725', '22720', '21212', '23203', '22197', '22457']
  const countries = ['DE', 'FR', 'IE', 'NL', 'CH']
  return Policy.parse({
    ...policy,
    baseline: {
      ...policy.baseline,
      returnWindow: { days: 14, from: 'fulfillment', transitDays: 0 },
      restockingFee: { percent: 12.5 },
    },
    rules: countries.flatMap((country) =>
      skus.map((sku) => ({
        id: `${country}-${sku}`,
        name: `${sku} to ${country}`,
        enabled: true,
        when: {
          kind: 'all',
          of: [
            { kind: 'orderCountry', is: 'anyOf', values: [country] },
            { kind: 'sku', is: 'startsWith', values: [sku] },
            { kind: 'price', is: 'below', amounts: { GBP: '100' } },
          ],
        },
        set: { returnWindow: { days: 60, from: 'delivery', transitDays: 5 } },
      })),
    ),
  })
}
