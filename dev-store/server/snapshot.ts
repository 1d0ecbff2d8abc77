import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { emptyState } from '../engine/state.ts'
import type { State } from '../engine/state.ts'

const FILE = 'dev-store.jsonl'
const PART = 4_000_000

export type Snapshots = {
  /** Writes the state now; answers the path. */
  save(): string
  /** Writes every few seconds when something has changed, never more than a small share of the time. */
  start(): void
  close(): void
}

type Head = Pick<State, 'version' | 'counters' | 'random'> & { offsetMs: number }

/**
 * The lines of a snapshot: a head, then one line per entity (`[table, key, entity]`) and log entry (`[log, entry]`). A state
 * with a large orders file is longer than the longest text that JavaScript can hold.
 */
function* snapshotLines(engine: Engine): Generator<string> {
  const { version, counters, random, tables, logs } = engine.state
  const head: Head = { version, counters, random, offsetMs: engine.clock.offsetMs }
  yield JSON.stringify(head)
  for (const [table, entities] of Object.entries(tables)) {
    for (const [key, entity] of Object.entries(entities)) yield JSON.stringify([table, key, entity])
  }
  for (const [log, entries] of Object.entries(logs)) {
    for (const entry of entries) yield JSON.stringify([log, entry])
  }
}

/** The lines of a file, read in parts. */
function* fileLines(path: string): Generator<string> {
  const file = openSync(path, 'r')
  try {
    const part = Buffer.alloc(PART)
    let rest: Buffer = Buffer.alloc(0)
    for (;;) {
      const size = readSync(file, part, 0, PART, null)
      if (size === 0) break
      rest = Buffer.concat([rest, part.subarray(0, size)])
      let end = rest.indexOf(10)
      let from = 0
      for (; end >= 0; end = rest.indexOf(10, from)) {
        yield rest.toString('utf8', from, end)
        from = end + 1
      }
      rest = rest.subarray(from)
    }
  } finally {
    closeSync(file)
  }
}

/** The state and clock offset that a data folder holds, or undefined. Throws for a file that is no snapshot. */
export function readSnapshot(dataDir: string): { state: State; offsetMs: number } | undefined {
  return readFile(join(dataDir, FILE))
}

function readFile(path: string): { state: State; offsetMs: number } | undefined {
  if (!existsSync(path)) return undefined
  // Tables and logs that a newer version added are empty in an older snapshot.
  const state = emptyState()
  // One table or log at a time, by the name that the line carries.
  const tables = state.tables as Record<string, Record<string, unknown>>
  const logs = state.logs as Record<string, unknown[]>
  let offsetMs: number | undefined
  for (const line of fileLines(path)) {
    if (offsetMs === undefined) {
      // Written by save(); nothing else makes these files.
      const head = JSON.parse(line) as Head
      Object.assign(state, { version: head.version, counters: head.counters, random: head.random })
      offsetMs = head.offsetMs
      continue
    }
    const entry = JSON.parse(line) as [string, string, unknown] | [string, unknown]
    const table = tables[entry[0]]
    if (entry.length === 3 && table !== undefined) table[entry[1]] = entry[2]
    if (entry.length === 2) logs[entry[0]]?.push(entry[1])
  }
  if (offsetMs === undefined) throw new Error(`${path} is no snapshot`)
  return { state, offsetMs }
}

/** Keeps the state in one file, written beside and renamed, so that a reader or a crash never meets half of it. */
export function createSnapshots(engine: Engine, dataDir: string): Snapshots {
  mkdirSync(dataDir, { recursive: true })
  const path = join(dataDir, FILE)
  let written = ''
  let timer: NodeJS.Timeout | undefined

  function save(): string {
    writeFile(engine, path)
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
    start: () => schedule(5_000),
    close() {
      clearTimeout(timer)
      // Always: a change of one field alone leaves the fingerprint as it was.
      save()
    },
  }
}

function writeFile(engine: Engine, path: string): void {
  const file = openSync(`${path}.new`, 'w', 0o600)
  try {
    let part = ''
    for (const line of snapshotLines(engine)) {
      part += `${line}\n`
      if (part.length < PART) continue
      writeAll(file, part)
      part = ''
    }
    writeAll(file, part)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.new`, path)
}

/** States that somebody put aside by name, to come back to: the running state's own file does not touch them. */
export type KeptStates = {
  /** Writes the state and the clock now; answers the path. */
  save(name: string): string
  /** Takes a kept state over; answers whether there was one of that name. */
  load(name: string): boolean
  names(): string[]
  close(): void
}

/** Keeps them in the data folder; without one in a folder of its own that goes with the dev store. */
export function keptStates(engine: Engine, dataDir: string | undefined): KeptStates {
  let own: string | undefined
  const folder = (): string => {
    if (dataDir === undefined) return (own ??= mkdtempSync(join(tmpdir(), 'dev-store-kept-')))
    const kept = join(dataDir, 'kept')
    mkdirSync(kept, { recursive: true })
    return kept
  }
  const pathOf = (name: string): string => {
    if (!/^[\w-]{1,60}$/.test(name))
      throw new Error(`"${name}" is no name: letters, digits, - and _, at most 60`)
    return join(folder(), `${name}.jsonl`)
  }
  return {
    save(name) {
      const path = pathOf(name)
      writeFile(engine, path)
      return path
    },
    load(name) {
      const found = readFile(pathOf(name))
      if (found === undefined) return false
      engine.adopt(found.state)
      engine.clock.set(found.offsetMs)
      return true
    },
    names: () =>
      readdirSync(folder())
        .filter((file) => file.endsWith('.jsonl'))
        .map((file) => file.replace(/\.jsonl$/, ''))
        .sort(),
    close() {
      if (own !== undefined) rmSync(own, { recursive: true, force: true })
    },
  }
}

/** A single write may take only a part of the bytes. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text)
  let at = 0
  while (at < bytes.length) at += writeSync(file, bytes, at)
}

/** Changes with nearly every change of the state, at no cost: ids given out, random numbers drawn, log lengths, clock. */
function fingerprint(engine: Engine): string {
  const { counters, random, logs } = engine.state
  const attempts = logs.webhookDeliveries.reduce((sum, one) => sum + one.attempts.length, 0)
  const lengths = Object.values(logs).map((log) => log.length)
  return JSON.stringify([counters, random, lengths, attempts, engine.clock.offsetMs])
}
