import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '../engine/engine.ts'

const FILE = 'dev-store.json'

export type Snapshots = {
  /** Writes the state now; answers the path. */
  save(): string
  /** Loads what is on disk; answers whether there was a snapshot. */
  load(): boolean
  /** Writes every few seconds when something has changed, never more than a small share of the time. */
  start(): void
  close(): void
}

/**
 * Keeps the state in one file, written beside and renamed, so that a reader or a crash never meets half of it. The
 * clock's offset is on the first line, the dump on the second.
 */
export function createSnapshots(engine: Engine, dataDir: string): Snapshots {
  mkdirSync(dataDir, { recursive: true })
  const path = join(dataDir, FILE)
  let written = ''
  let timer: NodeJS.Timeout | undefined

  function save(): string {
    const dump = engine.dump()
    const file = openSync(`${path}.new`, 'w', 0o600)
    try {
      writeSync(file, `${JSON.stringify({ offsetMs: engine.clock.offsetMs })}\n`)
      // In parts: one write of a very large text would need a second copy of it as bytes.
      for (const part of parts(dump, 8_000_000)) writeSync(file, part)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(`${path}.new`, path)
    written = fingerprint(engine)
    return path
  }

  function schedule(afterMs: number): void {
    timer = setTimeout(() => {
      const began = performance.now()
      if (fingerprint(engine) !== written) save()
      schedule(Math.max(5_000, (performance.now() - began) * 20))
    }, afterMs).unref()
  }

  return {
    save,
    load() {
      if (!existsSync(path)) return false
      const text = readFileSync(path, 'utf8')
      const end = text.indexOf('\n')
      const head: unknown = JSON.parse(text.slice(0, end))
      engine.load(text.slice(end + 1))
      if (typeof head === 'object' && head !== null && 'offsetMs' in head)
        engine.clock.set(Number(head.offsetMs))
      written = fingerprint(engine)
      return true
    },
    start: () => schedule(5_000),
    close() {
      clearTimeout(timer)
      save()
    },
  }
}

/** Cuts a text into parts, never between the two halves of a character. */
function* parts(text: string, length: number): Generator<string> {
  let at = 0
  while (at < text.length) {
    const end = at + length
    const last = text.charCodeAt(end - 1)
    const splitsPair = last >= 0xd800 && last <= 0xdbff
    yield text.slice(at, splitsPair ? end + 1 : end)
    at = splitsPair ? end + 1 : end
  }
}

/** Changes with nearly every change of the state, at no cost: ids given out, random numbers drawn, log lengths, clock. */
function fingerprint(engine: Engine): string {
  const { counters, random, logs } = engine.state
  const attempts = logs.webhookDeliveries.reduce((sum, one) => sum + one.attempts.length, 0)
  const lengths = Object.values(logs).map((log) => log.length)
  return JSON.stringify([counters, random, lengths, attempts, engine.clock.offsetMs])
}
