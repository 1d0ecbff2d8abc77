import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Session } from '@shopify/shopify-api'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import type { MoneyIntentRecord } from '#app/db/return-record.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { offlineSessionId } from '#app/shopify/access-token.server.ts'
import { sessionStorage } from '#app/shopify.server.ts'
import { appEnvironment, startApp } from '../../scripts/demo/app-process.ts'
import { freePort } from '../../scripts/demo/free-port.ts'
import { breaks, judgeBy, ledgerOf, orderNamed, requested, stored, wholeLines } from '../setup/journey.ts'
import { installedShop } from '../setup/shop.ts'

/*
 * The built app as its operator runs it: `npm start` with HOMEWARD_WORKER=off and `npm run worker` beside it, real processes
 * on one PostgreSQL. (The embedded database has one process, which the browser tests start.)
 */

const here = installedShop()
const children = new Set<ChildProcess>()
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'homeward-processes-'))
  const { ctx, devStore } = here()
  const accessToken = devStore.shops.find((each) => each.domain === ctx.shop)?.token ?? ''
  const { shop } = ctx
  await sessionStorage.storeSession(
    new Session({ id: offlineSessionId(shop), shop, state: '', isOnline: false, accessToken }),
  )
})
afterEach(async () => {
  await Promise.all([...children].map((child) => ended(child, 'SIGKILL')))
  children.clear()
  rmSync(folder, { recursive: true, force: true })
})

const options = (port: number) => ({
  port,
  appUrl: here().devStore.urls.appUrl,
  devStoreUrl: here().devStore.urls.base,
  smtpUrl: here().devStore.urls.smtp,
  dataDir: folder,
  databaseUrl: database().url,
})

/** `npm run worker`; resolves when it works. */
async function startWorkerProcess(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', './dev-store/preload.mjs', 'server.ts', '--worker'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...appEnvironment(options(0)), LOG_LEVEL: 'info' },
  })
  children.add(child)
  child.stdout.setEncoding('utf8')
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text: string) => {
      if (text.includes('Working jobs')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`The worker ended with ${code}`)))
  })
  return child
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
  return child.exitCode
}

/** A return whose refund a worker pays without anybody clicking. */
async function returnToPay(): Promise<ReturnId> {
  await judgeBy(here(), (policy) => ({
    baseline: { ...policy.baseline, review: 'automatic', payWhen: 'on_approval' },
    rules: [],
  }))
  const order = await orderNamed(here(), '#1001')
  const { made } = await requested(here(), { order, lines: wholeLines(order) })
  return made.returnId
}

const refunds = () => ledgerOf(here(), '#1001').filter((row) => row.kind === 'refund')

async function intentOf(returnId: ReturnId): Promise<MoneyIntentRecord | undefined> {
  return (await stored(here(), returnId)).moneyIntents.find((intent) => intent.purpose === 'refund')
}

describe.runIf(inject('testDatabase').kind === 'postgres')('processes on one PostgreSQL', () => {
  test(
    'a worker that is killed after Shopify paid: the next one records that refund and sends no second',
    { timeout: 120_000 },
    async () => {
      const returnId = await returnToPay()
      // Shopify acts, and its answer never comes: the worker dies in between.
      breaks(here(), 'returnProcess', { kind: 'timeout_after_commit' })
      const first = await startWorkerProcess()
      await expect.poll(() => refunds().length, { timeout: 20_000 }).toBe(1)
      await ended(first, 'SIGKILL')
      expect(await intentOf(returnId)).toMatchObject({ state: 'sent', sendCount: 1 })

      const second = await startWorkerProcess()
      // The dead worker's lease is 30 seconds; then Shopify is read back.
      const state = async () => (await intentOf(returnId))?.state
      await expect.poll(state, { timeout: 70_000, interval: 500 }).toBe('settled')
      expect(await intentOf(returnId)).toMatchObject({ sendCount: 1 })
      expect(refunds()).toHaveLength(1)
      const { shop } = here().ctx
      const history = await withShop(shop, (tx) => listEvents(tx, shop, returnId))
      expect(history.filter(({ event }) => event.kind === 'refund_settled')).toHaveLength(1)
      expect(await ended(second, 'SIGTERM')).toBe(0)
    },
  )

  test(
    'pages without a worker do no jobs; drained by SIGTERM they end with 0',
    { timeout: 90_000 },
    async () => {
      const port = await freePort()
      const app = await startApp({ ...options(port), env: { HOMEWARD_WORKER: 'off' } })
      children.add(app.process)
      const returnId = await returnToPay()
      await new Promise((resolve) => setTimeout(resolve, 4_000))
      expect(await intentOf(returnId)).toMatchObject({ state: 'intended', sendCount: 0 })
      const worker = await startWorkerProcess()
      const state = async () => (await intentOf(returnId))?.state
      await expect.poll(state, { timeout: 20_000, interval: 250 }).toBe('settled')
      expect(await ended(worker, 'SIGTERM')).toBe(0)

      const exit = ended(app.process, 'SIGTERM')
      await new Promise((resolve) => setTimeout(resolve, 300))
      // Load balancers learn of it while the process still answers.
      expect((await fetch(`${app.origin}/readyz`)).status).toBe(503)
      expect((await fetch(`${app.origin}/healthz`)).status).toBe(200)
      expect(await exit).toBe(0)
    },
  )

  test(
    'no document can be framed by a stranger, whatever went wrong with it',
    { timeout: 60_000 },
    async () => {
      const app = await startApp({ ...options(await freePort()), env: { HOMEWARD_WORKER: 'off' } })
      children.add(app.process)
      const { shop } = here().ctx
      const ask = (path: string) => fetch(`${app.origin}${path}`, { redirect: 'manual' })
      for (const path of [
        '/',
        '/no-such-page',
        '/app',
        '/auth/login',
        '/auth/session-token',
        '/assets/none.js',
      ]) {
        const response = await ask(path)
        expect(response.headers.get('x-content-type-options'), path).toBe('nosniff')
        expect(response.headers.get('x-powered-by'), path).toBeNull()
        if (!response.headers.get('content-type')?.startsWith('text/html')) continue
        expect(response.headers.get('content-security-policy'), path).toContain(`frame-ancestors 'none'`)
      }
      const missing = await ask(`/app/no-such-page?shop=${shop}`)
      expect(missing.status).toBe(404)
      expect(missing.headers.get('content-security-policy')).toContain(
        `frame-ancestors https://${shop} https://admin.shopify.com`,
      )
      const shouted = await ask('/no-such-page?shop=evil.example')
      expect(shouted.headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`)
    },
  )
})
