import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import http from 'node:http'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { createClockHub, durationMs } from './server/clock-hub.ts'
import { closer, listen, sendJson } from './server/http.ts'

const PRELOAD = fileURLToPath(new URL('preload.mjs', import.meta.url))
const DAY = 86_400_000
const closing: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A clock hub over HTTP, and an Admin API that says which shop was meant. */
async function clockServer() {
  let offset = 0
  const clock = {
    now: () => new Date(Date.now() + offset),
    get offsetMs() {
      return offset
    },
    set(next: number) {
      offset = next
    },
  }
  const hub = createClockHub(clock)
  const server = http.createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://127.0.0.1')
    if (url.pathname === '/control/api/clock') {
      sendJson(res, 200, hub.state())
      return
    }
    if (url.pathname !== '/control/api/clock/wait') {
      sendJson(res, 200, {
        path: url.pathname,
        shop: req.headers['x-forwarded-host'],
        kept: req.headers['x-kept'],
      })
      return
    }
    const version = Number(url.searchParams.get('version'))
    const subscriber = url.searchParams.get('subscriber') ?? ''
    void hub
      .wait({ version, subscriber, onClose: (stop) => req.socket.once('close', stop) })
      .then((answer) => sendJson(res, 200, answer))
  })
  closing.push(closer(server), () => hub.close())
  return { hub, url: `http://127.0.0.1:${await listen(server, 0)}` }
}

/** A real process with the preload; `ask` evaluates an expression in it and reads one line of JSON. */
function child(url: string): { process: ChildProcess; ask: (expression: string) => Promise<unknown> } {
  const code = `
    import { createInterface } from 'node:readline'
    for await (const line of createInterface({ input: process.stdin })) {
      console.log(JSON.stringify(await eval('(async () => (' + line + '))()')))
    }`
  const process_ = spawn(process.execPath, ['--import', PRELOAD, '--input-type=module', '-e', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, DEV_STORE_URL: url },
  })
  closing.push(() => void process_.kill('SIGKILL'))
  const lines = createInterface({ input: process_.stdout })[Symbol.asyncIterator]()
  return {
    process: process_,
    async ask(expression) {
      process_.stdin.write(`${expression}\n`)
      const line = await lines.next()
      return JSON.parse(String(line.value)) as unknown
    },
  }
}

test('sends *.myshopify.com to the dev store, with the shop and the headers that were given', async () => {
  const { url } = await clockServer()
  const { ask } = child(url)
  const answer = await ask(
    `(await fetch('https://homeward-demo.myshopify.com/admin/api/x.json', { method: 'POST', body: '{}', headers: { 'x-kept': 'yes' } })).json()`,
  )
  expect(answer).toEqual({ path: '/admin/api/x.json', shop: 'homeward-demo.myshopify.com', kept: 'yes' })
})

test('moves Date with the dev store, and answers only when the process has applied it', async () => {
  const { hub, url } = await clockServer()
  const { ask } = child(url)
  expect(Math.abs(Number(await ask('Date.now()')) - Date.now())).toBeLessThan(2_000)
  for (const days of [3, 40, -2, 0]) {
    const moved = await hub.move(days * DAY)
    expect(moved).toMatchObject({ acknowledged: 1, missing: 0 })
    const seen = await ask('[Date.now(), new Date().getTime(), Date.parse(Date())]')
    const wanted = Date.now() + days * DAY
    for (const time of seen as number[]) expect(Math.abs(time - wanted)).toBeLessThan(2_000)
  }
})

test('leaves dates that are built from arguments alone, and keeps Date whole', async () => {
  const { hub, url } = await clockServer()
  const { ask } = child(url)
  await ask('1')
  await hub.move(10 * DAY)
  const answer = await ask(
    `[
    new Date('2026-01-02T00:00:00Z').toISOString(), new Date(0).getTime(), new Date() instanceof Date, new Date().constructor === Date,
    Date.UTC(2026, 0, 1), new (class Later extends Date {})().getTime() - Date.now() < 1000, structuredClone(new Date(5)) instanceof Date
  ]`.replaceAll('\n', ' '),
  )
  expect(answer).toEqual(['2026-01-02T00:00:00.000Z', 0, true, true, Date.UTC(2026, 0, 1), true, true])
})

test('a process that ended owes no acknowledgement', async () => {
  const { hub, url } = await clockServer()
  const first = child(url)
  await first.ask('1')
  // Between two long polls the hub counts nobody for a moment.
  await expect.poll(() => hub.subscribers()).toBe(1)
  first.process.kill('SIGKILL')
  await new Promise((resolve) => first.process.once('exit', resolve))
  const began = performance.now()
  expect(await hub.move(DAY)).toMatchObject({ missing: 0 })
  expect(performance.now() - began).toBeLessThan(4_500)
})

test('the preload does not keep a process alive', async () => {
  const { url } = await clockServer()
  const process_ = spawn(process.execPath, ['--import', PRELOAD, '-e', '1'], {
    env: { ...process.env, DEV_STORE_URL: url },
  })
  expect(await new Promise((resolve) => process_.once('exit', resolve))).toBe(0)
})

test.each([
  ['P3D', 3 * DAY],
  ['-P1D', -DAY],
  ['PT2H30M', 9_000_000],
  ['P1W', 7 * DAY],
  ['P', undefined],
  ['P1DT', undefined],
  ['3 days', undefined],
])('durationMs(%s)', (text, expected) => {
  expect(durationMs(text)).toBe(expected)
})
