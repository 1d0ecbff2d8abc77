/**
 * The policy engine against its peers: 50 rules of three conditions over one order line, all matching rule ids. Every engine
 * answers for the same 64 lines, checked against the hand-written closures; medians of five alternating rounds, in lines
 * per second; fact objects are made anew for every round. The bars: deciding at least 80 times json-rules-engine and half of the
 * closures, 15 times json-rules-engine with the stored trace.
 */
import { compilePolicy } from '../app/domain/policy/compile.ts'
import type { PolicyFacts } from '../app/domain/policy/facts.ts'
import { closures } from './policy/closures.ts'
import { deciding, policyFacts, taskPolicy, tracing } from './policy/homeward.ts'
import { celJs, jsonLogicEngine, jsonRulesEngine, zenEngine } from './policy/peers.ts'
import { type Contender, type FlatFacts, taskLines, taskRules } from './policy/task.ts'

const rounds = 5
const roundMs = 500
const warmUpMs = 400
const lineCount = 64

const rules = taskRules(50)
const policy = taskPolicy(rules)
const reference = closures(rules)

/** A contender with its own facts, made from the task's lines. */
type Entry = {
  readonly name: string
  readonly fresh: () => { readonly matchAt: (index: number) => string[] | Promise<string[]> }
}

function entry<Facts>(contender: Contender<Facts>, toFacts: (flat: FlatFacts) => Facts): Entry {
  return {
    name: contender.name,
    fresh: () => {
      const lines = taskLines(lineCount).map(toFacts)
      return {
        matchAt: (index) => {
          const line = lines[index]
          if (line === undefined) throw new Error(`There is no line ${index}`)
          return contender.match(line)
        },
      }
    },
  }
}

const flat = (line: FlatFacts) => line
const entries: readonly Entry[] = [
  entry<PolicyFacts>(deciding(policy), policyFacts),
  entry(reference, flat),
  entry<PolicyFacts>(tracing(policy), policyFacts),
  entry(jsonLogicEngine(rules), flat),
  entry(celJs(rules), flat),
  entry(zenEngine(rules), flat),
  entry(jsonRulesEngine(rules), flat),
]

/** Every engine must answer what the closures answer, for every line. */
async function check(): Promise<number> {
  const expected = await Promise.all(taskLines(lineCount).map(async (line) => await reference.match(line)))
  for (const { name, fresh } of entries) {
    const { matchAt } = fresh()
    for (let index = 0; index < lineCount; index += 1) {
      const ids = [...(await matchAt(index))].sort().join(' ')
      const wanted = [...(expected[index] ?? [])].sort().join(' ')
      if (ids !== wanted)
        throw new Error(`${name} answers line ${index} with "${ids}" instead of "${wanted}"`)
    }
  }
  return expected.flat().length
}

/** Lines per second over some time. Only what answers with a promise is waited for. */
async function rate({ fresh }: Entry, milliseconds: number): Promise<number> {
  const { matchAt } = fresh()
  const started = performance.now()
  let lines = 0
  let elapsed = 0
  while (elapsed < milliseconds) {
    for (let index = 0; index < lineCount; index += 1) {
      const answer = matchAt(index)
      if (answer instanceof Promise) await answer
    }
    lines += lineCount
    elapsed = performance.now() - started
  }
  return (lines / elapsed) * 1000
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** How long compiling 200 rules takes, milliseconds: the median of several, after as many to warm up. */
function compileMs(): number {
  const { policy: source } = taskPolicy(taskRules(200))
  const times = Array.from({ length: 40 }, () => {
    const started = performance.now()
    compilePolicy(source)
    return performance.now() - started
  })
  return median(times.slice(20))
}

const matches = await check()
const rates = new Map<string, number[]>(entries.map(({ name }) => [name, []]))
for (const one of entries) await rate(one, warmUpMs)
for (let round = 0; round < rounds; round += 1) {
  for (const one of entries) rates.get(one.name)?.push(await rate(one, roundMs))
}
const of = (name: string) => Math.round(median(rates.get(name) ?? []))
const peers = ['json-rules-engine', 'json-logic-engine', 'zen-engine', 'cel-js', 'closures']
const line = {
  bench: 'policy',
  decide: of('decide'),
  trace: of('trace'),
  peers: Object.fromEntries(peers.map((name) => [name, of(name)])),
}
const compiled = compileMs()
const ratios = {
  decide: line.decide / of('json-rules-engine'),
  trace: line.trace / of('json-rules-engine'),
  closures: line.decide / of('closures'),
}
process.stderr.write(
  `${matches} matches on ${lineCount} lines agree. Deciding ${ratios.decide.toFixed(0)}x json-rules-engine (bar 80), ` +
    `with trace ${ratios.trace.toFixed(1)}x (bar 15), ${ratios.closures.toFixed(2)} of the closures (bar 0.5). ` +
    `Compiling 200 rules: ${compiled.toFixed(2)} ms (bar 5).\n`,
)
process.stdout.write(`${JSON.stringify(line)}\n`)
const isMet = ratios.decide >= 80 && ratios.trace >= 15 && ratios.closures >= 0.5 && compiled < 5
process.exitCode = isMet ? 0 : 1
