import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { findPostgresPrograms } from '../setup/postgres-server.ts'
import { mutants } from './mutants/mutants.ts'
import { runMutants } from './mutants/run-mutants.ts'
import type { ModelResult } from './model/run-model.ts'

/*
 * npm run faults -- model | kill | network | mutants | all. Everything that a rig finds is told with the command that shows it
 * again; the last line on stdout is the result.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    runs: { type: 'string' },
    seed: { type: 'string' },
    path: { type: 'string' },
    tale: { type: 'string' },
    only: { type: 'string' },
    lanes: { type: 'string' },
  },
})

type RigResult = { readonly rig: string; readonly runs: number; readonly violations: number }
type Result = { rigs: RigResult[]; mutants?: { seeded: number; caught: number } }

const say = (line: string) => process.stderr.write(`${line}\n`)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const runsOf = (whole: number, quick: number) => Number(values.runs ?? (values.quick ? quick : whole))
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const children = new Set<ChildProcess>()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    for (const child of children) child.kill('SIGKILL')
    process.exit(1)
  })

/** Runs a rig in a process of its own. Answers its lines; what it complains about goes on to stderr. */
function runPart(file: string, args: readonly string[], onLine: (line: string) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-deprecation', here(file), ...args], {
      cwd: here('../../'),
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, LOG_LEVEL: 'silent', NODE_ENV: 'test' },
    })
    children.add(child)
    let rest = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine(line)
    })
    child.once('error', reject)
    child.once('close', (code) => {
      children.delete(child)
      if (rest !== '') onLine(rest)
      resolve(code ?? 1)
    })
  })
}

/** Stories in process: in parts that run side by side, each with a seed of its own. */
async function model(): Promise<RigResult> {
  const isOne = values.path !== undefined || values.tale !== undefined
  const lanes = isOne ? 1 : Math.min(Number(values.lanes ?? 2), runsOf(10_000, 500))
  const one = values.path === undefined ? [] : ['--path', values.path]
  const tale = values.tale === undefined ? [] : ['--tale', values.tale]
  const results = await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      const part = ['--lane', String(lane), '--lanes', String(lanes)]
      const args = ['--runs', String(runsOf(10_000, 500)), '--seed', String(seed), ...part, ...one, ...tale]
      const results: ModelResult[] = []
      const code = await runPart('model/main.ts', args, (line) => {
        if (line.startsWith('{"rig"')) results.push(JSON.parse(line) as ModelResult)
      })
      return results[0] ?? broken(`The model rig ended with ${code}`)
    }),
  )
  for (const { failure } of results) {
    if (failure === null) continue
    say(`SEED=${failure.seed} PATH=${failure.path} COMMIT=${failure.commit}`)
    say(`Again: ${failure.replay}`)
    say(JSON.stringify(failure, null, 2))
  }
  return sum('model', results)
}

function broken(message: string): never {
  throw new Error(message)
}

function sum(rig: string, parts: readonly { runs: number; violations: number }[]): RigResult {
  return {
    rig,
    runs: parts.reduce((all, one) => all + one.runs, 0),
    violations: parts.reduce((all, one) => all + one.violations, 0),
  }
}

type Outcome = { run: number; at: string; violations: { invariant: string; words: string }[] }

/** Runs with real processes, in lanes with a PostgreSQL each. */
async function lanesOf(rig: 'kill' | 'network', args: readonly string[], lanes: number): Promise<RigResult> {
  if (findPostgresPrograms() === null)
    throw new Error(`The ${rig} rig needs PostgreSQL: set POSTGRES_BIN to the folder of initdb.`)
  if (!existsSync(here('../../build/server/index.js'))) throw new Error('The app is not built: npm run build')
  const file = rig === 'kill' ? 'kill/lane.ts' : 'network/main.ts'
  const outcomes: Outcome[] = []
  const codes = await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      runPart(file, [...args, '--lane', String(lane), '--lanes', String(lanes)], (line) => {
        if (!line.startsWith('{"run"')) return
        const outcome = JSON.parse(line) as Outcome
        outcomes.push(outcome)
        tell(rig, outcome)
      }),
    ),
  )
  if (codes.some((code) => code !== 0)) throw new Error(`A lane of the ${rig} rig broke`)
  const parts = outcomes.map((one) => ({ runs: 1, violations: one.violations.length }))
  return sum(rig, parts)
}

function tell(rig: 'kill' | 'network', { run, at, violations }: Outcome): void {
  if (violations.length === 0) {
    say(`${rig} ${run}: ${at}`)
    return
  }
  const again = rig === 'kill' ? `--seed ${seed} --runs ${killRuns()} --only ${run}` : `--only ${at}`
  say(`${rig} ${run}: ${at}: ${violations.map((one) => `${one.invariant} ${one.words}`).join('; ')}`)
  say(`Again: npm run faults -- ${rig} ${again}`)
}

const killRuns = () => runsOf(300, 26)

function kill(): Promise<RigResult> {
  const only = values.only === undefined ? [] : ['--only', values.only]
  const args = ['--runs', String(killRuns()), '--seed', String(seed), ...only]
  return lanesOf('kill', args, only.length > 0 ? 1 : Number(values.lanes ?? (values.quick ? 2 : 3)))
}

function network(): Promise<RigResult> {
  const only = values.only === undefined ? [] : ['--only', values.only]
  const args = ['--repeats', String(runsOf(5, 1)), ...only]
  return lanesOf('network', args, only.length > 0 ? 1 : Number(values.lanes ?? 2))
}

/** Seeded bugs on copies of the sources; the rig has to catch every one. */
async function seededBugs(): Promise<{ seeded: number; caught: number }> {
  const list = values.only === undefined ? mutants : mutants.filter((one) => one.name === values.only)
  const verdicts = await runMutants(list, { lanes: Number(values.lanes ?? 2), onProgress: say })
  return { seeded: list.length, caught: verdicts.filter((one) => one.caughtBy !== null).length }
}

const rigs = { model, kill, network }

async function main(): Promise<number> {
  const [name = 'all'] = positionals
  if (name !== 'all' && name !== 'mutants' && !(name in rigs))
    throw new Error(
      'npm run faults -- model | kill | network | mutants | all [--quick] [--runs N] [--seed S] [--json]',
    )
  const result: Result = { rigs: [] }
  for (const [rig, run] of Object.entries(rigs)) {
    if (name !== 'all' && name !== rig) continue
    say(`${rig}: seed ${seed}`)
    result.rigs.push(await run())
  }
  if (name === 'all' || name === 'mutants') result.mutants = await seededBugs()
  process.stdout.write(`${values.json ? JSON.stringify(result) : inWords(result)}\n`)
  const isClean = result.rigs.every((one) => one.violations === 0)
  const areCaught = result.mutants === undefined || result.mutants.caught === result.mutants.seeded
  return isClean && areCaught ? 0 : 1
}

function inWords({ rigs: told, mutants: bugs }: Result): string {
  const lines = told.map(({ rig, runs, violations }) =>
    violations === 0
      ? `${rig}: ${runs} runs, no violation (95 % sure: fewer than ${(3 / Math.max(1, runs)).toPrecision(2)} per run)`
      : `${rig}: ${runs} runs, ${violations} violations`,
  )
  if (bugs !== undefined) lines.push(`mutants: ${bugs.caught} of ${bugs.seeded} caught`)
  return lines.join('\n')
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error))
    process.exit(1)
  },
)
