import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const folder = resolve('app/db')
const script = `import { lockDataDir } from './data-dir-lock.server.ts'
try { await lockDataDir(process.argv[1]); console.log('locked'); setInterval(() => {}, 1000) }
catch (error) { console.log(error.message); process.exit(3) }`

let directory: string
let children: ChildProcess[]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'homeward-lock-'))
  children = []
})
afterEach(async () => {
  await Promise.all(children.map((child) => end(child, 'SIGKILL')))
  rmSync(directory, { recursive: true, force: true })
})

async function start(path: string): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, path], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, said: chunk.toString().trim() }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

describe('the lock of the data directory', () => {
  test('refuses a second process with a sentence, also by another name of the same place', async () => {
    const first = await start(directory)
    expect(first.said).toBe('locked')
    const alias = `${directory}-alias`
    symlinkSync(directory, alias)
    try {
      for (const path of [directory, alias, `${directory}/.`]) {
        const { child, said } = await start(path)
        expect(said).toBe(
          `Another process uses the data in ${directory}. Stop it first: two at once would lose data.`,
        )
        if (child.exitCode === null) await once(child, 'exit')
        expect(child.exitCode).toBe(3)
      }
    } finally {
      rmSync(alias)
    }
  })

  test('is free again when its process was killed', async () => {
    const first = await start(directory)
    await end(first.child, 'SIGKILL')
    expect((await start(directory)).said).toBe('locked')
  })

  test('does not mind another directory', async () => {
    await start(directory)
    expect((await start(join(directory, 'other'))).said).toBe('locked')
  })
})
