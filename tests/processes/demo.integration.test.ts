import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { freePort } from '../../scripts/demo/free-port.ts'

/* `npm run demo` and `npm run dev` as somebody at a terminal meets them. They bring the embedded database themselves. */

type Run = { readonly child: ChildProcess; readonly said: () => string; readonly result: () => string }

const running = new Set<ChildProcess>()
let data: string

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'homeward-demo-'))
})
afterEach(async () => {
  for (const child of running) await end(child, 'SIGTERM')
  running.clear()
  rmSync(data, { recursive: true, force: true })
})

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  running.add(child)
  let said = ''
  let result = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stdout.setEncoding('utf8').on('data', (text: string) => (result += text))
  return { child, said: () => said, result: () => result }
}

const demo = (port: number, ...more: string[]) =>
  run(['scripts/demo-run.ts', '--json', '--port', String(port), '--data', data, ...more], {
    NODE_ENV: 'production',
  })

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
  return child.exitCode
}

async function codeOf({ child }: Run): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

async function basePort(): Promise<number> {
  // The demo takes this one and some after it: somewhere that nobody else's free ports are.
  return 20_000 + ((await freePort()) % 500) * 25
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

const long = { timeout: 120_000 }
const ready = { timeout: 60_000, interval: 100 }

describe.runIf(inject('testDatabase').kind === 'pglite')('npm run demo', () => {
  test(
    'says one line, refuses a second start on its data, and stops at Ctrl-C pressed twice',
    long,
    async () => {
      const port = await basePort()
      const first = demo(port)
      await expect.poll(first.result, ready).toMatch(/\n$/)
      const lines = first.result().trim().split('\n')
      expect(lines).toHaveLength(1)
      // The one line is JSON, and these are its addresses.
      const urls = JSON.parse(lines[0] ?? '') as Record<string, string>
      for (const page of ['storefront', 'admin', 'mailbox', 'control'])
        expect((await fetch(urls[page] ?? '')).status, page).toBe(200)
      const stored = readdirSync(join(data, 'app', 'postgres')).length

      for (const more of [[], ['--fresh']]) {
        const second = demo(port + 50, ...more)
        expect(await codeOf(second)).toBe(1)
        expect(second.said().trim()).toMatch(/^Another process uses the data in .*\. Stop it first: .*\.$/)
      }
      expect(readdirSync(join(data, 'app', 'postgres'))).toHaveLength(stored)
      expect((await fetch(urls.storefront ?? '')).status).toBe(200)

      first.child.kill('SIGINT')
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(await end(first.child, 'SIGINT')).toBe(0)
      for (const offset of [0, 1, 2, 3]) expect(await listens(port + offset), String(offset)).toBe(false)
    },
  )

  test('stopped while it starts it leaves nothing behind', long, async () => {
    const port = await basePort()
    const early = demo(port)
    await expect.poll(early.said, ready).toContain('Starting the app')
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(await end(early.child, 'SIGINT')).toBe(0)
    expect(early.result()).toBe('')
    expect(await listens(port + 3)).toBe(false)
    const again = demo(port, '--fresh')
    await expect.poll(again.result, ready).toContain('storefront')
  })

  test.each([
    ['a file that is not there', 'none.csv', null, /^--orders: there is no file .*none\.csv$/],
    ['an empty file', 'empty.csv', '', /This is not an orders file: it is empty\.$/],
    [
      'another table',
      'other.csv',
      'a,b\n1,2\n',
      /This is not an orders file: its first line does not name invoice/,
    ],
    ['what only calls itself compressed', 'no.csv.gz', 'plain', /This is not an orders file/],
  ])('says what is wrong with %s', long, async (_name, name, content, sentence) => {
    const file = join(data, name)
    if (content !== null) writeFileSync(file, content)
    const refused = demo(await basePort(), '--orders', file)
    expect(await codeOf(refused)).toBe(1)
    expect(refused.said().trim()).toMatch(sentence)
    expect(refused.said()).not.toContain('    at ')
    expect(existsSync(join(data, 'app', 'postgres'))).toBe(false)
  })
})

describe.runIf(inject('testDatabase').kind === 'pglite')('npm run dev', () => {
  test('ends with 0 at SIGTERM, once it serves and while it starts', long, async () => {
    const env = {
      PORT: '0',
      HOST: '127.0.0.1',
      HOMEWARD_DATA_DIR: data,
      LOG_LEVEL: 'info',
      NODE_ENV: 'development',
    }
    const serving = run(['server.ts', '--dev'], env)
    await expect.poll(serving.result, ready).toContain('Listening')
    expect(await end(serving.child, 'SIGTERM')).toBe(0)
    expect(serving.result()).toContain('Stopped')
    const starting = run(['server.ts', '--dev'], env)
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(await end(starting.child, 'SIGTERM')).toBe(0)
  })
})
