import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createOrderWriter } from '../../dev-store/engine/seed/order-writer.ts'
import { startDemo, type Demo } from '../../scripts/demo/start-demo.ts'
import { findPostgresPrograms, startPostgres } from '../../tests/setup/postgres-server.ts'

/** An order of the bench that can be returned, and who may see it. */
export type BenchOrder = {
  readonly shop: string
  readonly storefront: string
  readonly name: string
  readonly email: string
}

export type BenchShop = {
  readonly demo: Demo
  readonly database: 'postgresql' | 'embedded'
  /** Fresh orders, delivered two days ago, evenly of every shop. */
  readonly orders: readonly BenchOrder[]
  /** Milliseconds of processor time that the app's process has used. */
  readonly cpuMs: () => number
  stop(): Promise<void>
}

/** Starts the built app behind the dev store, with `perShop` fresh orders in each of its shops. Limits are on, as everywhere. */
export async function startBenchShop(perShop: number): Promise<BenchShop> {
  const appDataDir = mkdtempSync(join(tmpdir(), 'homeward-bench-'))
  const programs = findPostgresPrograms() ?? (existsSync('/usr/local/bin/initdb') ? '/usr/local/bin' : null)
  const postgres =
    programs === null || process.argv.includes('--embedded')
      ? null
      : await startPostgres(programs, { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' })
  const demo = await startDemo({
    appDataDir,
    ...(postgres === null ? {} : { databaseUrl: postgres.url('postgres') }),
    // A profile of the app, for whoever wants to know where the time goes.
    ...(process.env.APP_NODE_OPTIONS === undefined
      ? {}
      : { env: { NODE_OPTIONS: process.env.APP_NODE_OPTIONS } }),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  })
  return {
    demo,
    database: postgres === null ? 'embedded' : 'postgresql',
    orders: writeOrders(demo, perShop),
    cpuMs: () => cpuMsOf(demo.app.process.pid ?? 0),
    stop: async () => {
      await demo.stop()
      await postgres?.stop()
      rmSync(appDataDir, { recursive: true, force: true })
    },
  }
}

function writeOrders({ devStore }: Demo, perShop: number): readonly BenchOrder[] {
  const lists = devStore.shops.map(({ domain, storefront }) =>
    devStore.engine.transact(domain, (context) => {
      const { tables } = context.state
      const locations = Object.values(tables.locations).filter((one) => one.shop === domain)
      const customer = Object.values(tables.customers).find(
        (one) => one.shop === domain && one.email !== null,
      )
      if (customer === undefined) throw new Error(`${domain} has no customer`)
      const writer = createOrderWriter(context, locations)
      return Array.from({ length: perShop }, (_, index): BenchOrder => {
        const name = `#B${10_000 + index}`
        const email = `buyer-${index}@bench.example`
        const lines = [
          { of: 'stoneware-mug', quantity: 2 },
          { of: 'linen-tea-towel', quantity: 1 },
        ]
        writer.write({ name, placed: 5, shipped: 4, delivered: 2, customer, lines, facts: { email } })
        return { shop: domain, storefront, name, email }
      })
    }),
  )
  // One of each shop in turn.
  return Array.from({ length: perShop }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat()
}

/** Utime and stime of a process (proc(5)), in milliseconds; NaN where there is no /proc. */
function cpuMsOf(pid: number): number {
  if (!existsSync(`/proc/${pid}/stat`)) return Number.NaN
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** What else the machine did: a figure without it says little. */
export function machine(): { readonly cores: number; readonly loadAverage: number } {
  return { cores: cpus().length, loadAverage: Math.round((loadavg()[0] ?? 0) * 10) / 10 }
}

/** The nth address of the documentation and benchmark ranges; each visitor has one of his own. */
export function addressOf(index: number): string {
  return `198.${18 + (Math.floor(index / 65_536) % 2)}.${Math.floor(index / 256) % 256}.${index % 256}`
}

export type Timed = {
  readonly status: number
  readonly location: string
  readonly text: string
  readonly ms: number
}

/** Sends one request through the storefront's app proxy, as the custom element does (bare pages), and times it. */
export async function ask(
  storefront: string,
  path: string,
  address: string,
  fields?: Readonly<Record<string, string>>,
): Promise<Timed> {
  const url = `${storefront}/apps/returns/${path}${path.includes('?') ? '&' : '?'}view=fragment`
  const began = performance.now()
  const response = await fetch(url, {
    redirect: 'manual',
    // An answer that never comes is a failure, and no reason to wait for ever.
    signal: AbortSignal.timeout(30_000),
    headers: { 'x-forwarded-for': address },
    ...(fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields) }),
  })
  const text = await response.text()
  const ms = performance.now() - began
  return { status: response.status, location: response.headers.get('location') ?? '', text, ms }
}
