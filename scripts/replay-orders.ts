import { parseArgs } from 'node:util'
import { describeOrdersCsv, parseOrdersCsvFile } from '../dev-store/orders-csv/parse-orders-csv.ts'
import { readPolicy, windowPolicy } from './replay/read-policy.ts'
import { replayOrdersCsv } from './replay/replay-orders-csv.ts'

const usage = 'npm run replay -- --orders FILE (--policy POLICY.json | --window-days N) [--json]'

/** Judges the past returns of an orders file by a policy and prints the counts: with `--json` one line of JSON on stdout. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      orders: { type: 'string' },
      policy: { type: 'string' },
      'window-days': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const { orders, policy, 'window-days': days } = values
  if (orders === undefined || (policy === undefined) === (days === undefined)) throw new Error(usage)
  const judging =
    policy === undefined
      ? { policy: windowPolicy(wholeDays(days ?? '')), floor: false }
      : { policy: readPolicy(policy), floor: true }
  const csv = await parseOrdersCsvFile(orders)
  for (const line of describeOrdersCsv(csv)) process.stderr.write(`${line}\n`)
  const counts = replayOrdersCsv(csv, judging)
  if (values.json) process.stdout.write(`${JSON.stringify(counts)}\n`)
  else for (const [name, value] of Object.entries(counts)) process.stdout.write(`${name}: ${value}\n`)
}

function wholeDays(text: string): number {
  if (!/^\d{1,6}$/.test(text))
    throw new Error(`--window-days takes a whole number of days, not "${text}".\n${usage}`)
  return Number(text)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
