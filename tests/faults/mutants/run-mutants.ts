import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from './mutants.ts'
import { copySources, seed } from './apply-mutant.ts'

export type MutantVerdict = {
  readonly name: string
  readonly caughtBy: string | null
  readonly runs: number
  readonly replay: string | null
  readonly words: string
}
export type MutantOptions = {
  readonly runs: number
  readonly seed: number
  /** How many are tried side by side. */
  readonly lanes: number
  readonly onProgress?: (line: string) => void
}

/** Tries each mutant against the model rig, on copies of the sources, until a run breaks an invariant. */
export async function runMutants(list: readonly Mutant[], options: MutantOptions): Promise<MutantVerdict[]> {
  const waiting = [...list]
  const verdicts = new Map<string, MutantVerdict>()
  const lane = async () => {
    const folder = copySources()
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const name = next.name
        // A rig that breaks has caught nothing; the other mutants are tried all the same.
        const verdict = await tryMutant(folder, next, options).catch((error: unknown) => ({
          name,
          caughtBy: null,
          runs: 0,
          replay: null,
          words: error instanceof Error ? error.message : String(error),
        }))
        verdicts.set(next.name, verdict)
        const how =
          verdict.caughtBy === null
            ? `NOT CAUGHT in ${verdict.runs} runs`
            : `caught by ${verdict.caughtBy} in run ${verdict.runs}`
        options.onProgress?.(`mutant ${next.name}: ${how}. ${verdict.words}`)
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  await Promise.all(Array.from({ length: options.lanes }, lane))
  return withoutFalseAlarms(
    list.flatMap((one) => verdicts.get(one.name) ?? []),
    options,
  )
}

/** A story that the app as it is fails too has caught no mutant: it is told again on the healthy sources. */
async function withoutFalseAlarms(
  verdicts: readonly MutantVerdict[],
  options: MutantOptions,
): Promise<MutantVerdict[]> {
  const paths = [...new Set(verdicts.flatMap((one) => (one.caughtBy === null ? [] : [String(one.runs - 1)])))]
  if (paths.length === 0) return [...verdicts]
  const folder = copySources()
  try {
    const args = paths.flatMap((path) => ['--path', path])
    const { text, complaints } = await runRig(folder, ['--seed', String(options.seed), ...args])
    const healthy = parse(text.trim().split('\n').at(-1) ?? '')
    if (healthy === null) throw new Error(`The rig broke on the healthy sources: ${complaints}`)
    const failing = new Set(healthy.failing ?? [])
    return verdicts.map((one) => {
      if (one.caughtBy === null || !failing.has(String(one.runs - 1))) return one
      options.onProgress?.(`mutant ${one.name}: the app as it is fails run ${one.runs} too; not counted`)
      return { ...one, caughtBy: null, words: 'the app as it is fails this story too' }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function tryMutant(folder: string, mutant: Mutant, options: MutantOptions): Promise<MutantVerdict> {
  const heal = seed(folder, mutant)
  try {
    const runs = ['--runs', String(options.runs), '--seed', String(options.seed)]
    const { code, text, complaints } = await runRig(folder, runs)
    const line = text.trim().split('\n').at(-1) ?? ''
    // The rig's own last line; a crash of the rig is no catch.
    const result = parse(line)
    if (result === null) throw new Error(`The rig broke on ${mutant.name} (${String(code)}): ${complaints}`)
    const { failure } = result
    if (failure === null)
      return { name: mutant.name, caughtBy: null, runs: result.runs, replay: null, words: '' }
    const first = failure.violations[0]
    return {
      name: mutant.name,
      caughtBy: first?.invariant ?? null,
      runs: result.runs,
      replay: failure.replay,
      words: first?.words ?? failure.error ?? '',
    }
  } finally {
    heal()
  }
}

type RigResult = {
  runs: number
  failing?: string[]
  failure: {
    violations: { invariant: string; words: string }[]
    replay: string
    error: string | null
  } | null
}

function parse(line: string): RigResult | null {
  try {
    return JSON.parse(line) as RigResult
  } catch {
    return null
  }
}

const limitMs = 900_000

function runRig(
  folder: string,
  args: readonly string[],
): Promise<{ code: number | null; text: string; complaints: string }> {
  return new Promise((resolve, reject) => {
    const file = join(folder, 'tests/faults/model/main.ts')
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
    child.once('exit', (code) => {
      clearTimeout(timer)
      resolve({ code, text, complaints })
    })
  })
}
