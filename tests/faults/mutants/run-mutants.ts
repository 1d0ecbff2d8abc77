import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { tales } from '../model/tales.ts'
import { copySources, seed } from './apply-mutant.ts'
import type { Mutant } from './mutants.ts'

export type MutantVerdict = {
  readonly name: string
  /** The invariant that it broke. */
  readonly caughtBy: string | null
  /** The story in which it did. */
  readonly tale: string | null
  readonly words: string
}
export type MutantOptions = {
  /** How many are tried side by side. */
  readonly lanes: number
  readonly onProgress: (line: string) => void
}

/**
 * Tells the collected stories to each mutant, on a copy of the sources, until one of them breaks an invariant. The healthy
 * sources are told all of them first: a story that fails there too would prove nothing.
 */
export async function runMutants(list: readonly Mutant[], options: MutantOptions): Promise<MutantVerdict[]> {
  const folders = Array.from({ length: options.lanes }, copySources)
  try {
    await Promise.all(folders.map((folder, lane) => mustBeHealthy(folder, { lane, lanes: options.lanes })))
    options.onProgress(`mutants: the app as it is passes all ${tales.length} stories`)
    const waiting = [...list]
    const verdicts = new Map<string, MutantVerdict>()
    const lane = async (folder: string) => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { name } = next
        // A rig that breaks has caught nothing; the other mutants are tried all the same.
        const verdict = await tryMutant(folder, next).catch((error: unknown) => ({
          name,
          caughtBy: null,
          tale: null,
          words: error instanceof Error ? error.message : String(error),
        }))
        verdicts.set(name, verdict)
        options.onProgress(inWords(verdict, next))
      }
    }
    await Promise.all(folders.map(lane))
    return list.flatMap((one) => verdicts.get(one.name) ?? [])
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
}

function inWords({ name, caughtBy, tale, words }: MutantVerdict, { caughtIn }: Mutant): string {
  if (caughtBy === null) return `mutant ${name}: NOT CAUGHT. ${words}`
  const elsewhere = tale === caughtIn ? '' : `, not in “${caughtIn}”`
  return `mutant ${name}: caught by ${caughtBy} in “${tale ?? ''}”${elsewhere}. ${words}`
}

async function mustBeHealthy(folder: string, at: { lane: number; lanes: number }): Promise<void> {
  const mine = tales.filter((_, index) => index % at.lanes === at.lane).map((one) => one.name)
  const result = await tell(folder, mine)
  if (result.failure !== null)
    throw new Error(
      `The app as it is fails a story: ${result.failure.replay}\n${JSON.stringify(result.failure, null, 2)}`,
    )
}

async function tryMutant(folder: string, mutant: Mutant): Promise<MutantVerdict> {
  const heal = seed(folder, mutant)
  try {
    const others = tales.map((one) => one.name).filter((name) => name !== mutant.caughtIn)
    const { failure } = await tell(folder, [mutant.caughtIn, ...others])
    const first = failure?.violations[0]
    return {
      name: mutant.name,
      caughtBy: first?.invariant ?? null,
      tale: failure?.path ?? null,
      words: first?.words ?? failure?.error ?? '',
    }
  } finally {
    heal()
  }
}

type RigResult = {
  failure: {
    path: string
    violations: { invariant: string; words: string }[]
    replay: string
    error: string | null
  } | null
}

const limitMs = 600_000

/** Tells stories to the sources of a folder. Throws when the rig itself breaks. */
function tell(folder: string, names: readonly string[]): Promise<RigResult> {
  return new Promise((resolve, reject) => {
    const file = join(folder, 'tests/faults/model/main.ts')
    const args = names.flatMap((name) => ['--tale', name])
    const child = spawn(process.execPath, ['--no-deprecation', file, ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LOG_LEVEL: 'silent' },
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
    let text = ''
    let complaints = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
    child.stderr
      .setEncoding('utf8')
      .on('data', (part: string) => (complaints = (complaints + part).slice(-3_000)))
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      const line = text.trim().split('\n').at(-1) ?? ''
      // The rig's own last line; a crash of the rig is no catch.
      if (line.startsWith('{')) resolve(JSON.parse(line) as RigResult)
      else reject(new Error(`The rig broke (${String(code)}): ${complaints}`))
    })
  })
}
