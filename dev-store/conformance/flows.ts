import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { createFlowRunner } from './run-flow.ts'
import type { FlowFault, FlowTally } from './flow-call.ts'

/**
 * `npm run conformance -- flows [--count 10000] [--seed 1] [--json]`: random flows of requests, approvals, processing, refunds,
 * exchanges, store credit, gateways that wait and refuse; after every step the oracle counts the books. Exit 1 on any fault;
 * each fault names the seed that runs it again (`--seed N --count 1`).
 */
const say = (line: string) => process.stderr.write(`${line}\n`)
const PROGRESS_EVERY = 500
const MOST_FAULTS_SHOWN = 20

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const count = Number(values.count)
  const first = Number(values.seed)
  if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(first))
    throw new Error('--count and --seed are whole numbers, --count at least 1.')
  const runner = createFlowRunner()
  const started = performance.now()
  const faults: FlowFault[] = []
  const tally: FlowTally = { calls: 0, refused: 0, refunds: 0, byName: {} }
  for (let seed = first; seed < first + count; seed += 1) {
    const result = await runner.run(seed)
    faults.push(...result.faults)
    add(tally, result.tally)
    const done = seed - first + 1
    if (done % PROGRESS_EVERY === 0)
      say(`${done} of ${count} flows, ${tally.calls} calls, ${faults.length} faults`)
  }
  for (const fault of faults.slice(0, MOST_FAULTS_SHOWN))
    say(`seed ${fault.seed}, ${fault.step}: ${fault.problem}`)
  const seconds = (performance.now() - started) / 1000
  const summary = {
    flows: count,
    calls: tally.calls,
    refused: tally.refused,
    refunds: tally.refunds,
    faults: faults.length,
    seconds: Number(seconds.toFixed(1)),
    cores: availableParallelism(),
  }
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ ...summary, byName: tally.byName })}\n`
      : `${count} flows, ${tally.calls} calls (${tally.refused} refused), ${tally.refunds} refunds, ${faults.length} faults, ${summary.seconds} s\n`,
  )
  return faults.length === 0 ? 0 : 1
}

function add(total: FlowTally, one: FlowTally): void {
  total.calls += one.calls
  total.refused += one.refused
  total.refunds += one.refunds
  for (const [name, calls] of Object.entries(one.byName))
    total.byName[name] = (total.byName[name] ?? 0) + calls
}

process.exitCode = await main()
