import { parseArgs } from 'node:util'
import { createMoneyRunner, type MoneyFault, type MoneyTally } from './order-run.ts'

/**
 * `npm run conformance -- money [--orders 5000] [--seed 1] [--json]`: generated orders in currencies of 0, 2 and 3 decimals with
 * discounts, taxes and several tenders go back in parts, in any order. Every receipt is compared with the dev store's own
 * ledger to the minor unit, and all parts with the whole. Exit 1 on any fault; `--seed N --orders 1` runs one again.
 */
const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const orders = Number(values.orders)
const first = Number(values.seed)
if (!Number.isSafeInteger(orders) || orders < 1 || !Number.isSafeInteger(first))
  throw new Error('--orders and --seed are whole numbers, --orders at least 1.')

const run = createMoneyRunner()
const started = performance.now()
const faults: MoneyFault[] = []
let returns = 0
let refunds = 0
const currencies: Record<string, number> = {}
let compared = 0
let wholes = 0
let seed = first
// A few generated orders were never paid or never sent; they are made up for. The bound is only a stop.
for (; compared < orders && seed < first + 3 * orders; seed += 1) {
  const result = await run(seed)
  faults.push(...result.faults)
  count(result.tally)
  if (result.tally.orders > 0 && compared % 500 === 0)
    process.stderr.write(`${compared} of ${orders} orders, ${faults.length} faults\n`)
}
for (const fault of faults.slice(0, 20)) process.stderr.write(`seed ${fault.seed}: ${fault.problem}\n`)
const seconds = Number(((performance.now() - started) / 1000).toFixed(1))
const seeds = `${first}-${seed - 1}`
const figures = { orders: compared, wholes, returns, refunds, currencies, faults: faults.length }
const summary = { check: 'money', seeds, ...figures, seconds }
process.stdout.write(
  values.json
    ? `${JSON.stringify(summary)}\n`
    : `${compared} orders, ${returns} returns, ${refunds} refunds, ${faults.length} faults, ${seconds} s\n`,
)
process.exitCode = faults.length === 0 ? 0 : 1

function count(tally: MoneyTally): void {
  compared += tally.orders
  wholes += tally.wholes
  returns += tally.returns
  refunds += tally.refunds
  for (const [currency, number] of Object.entries(tally.currencies))
    currencies[currency] = (currencies[currency] ?? 0) + number
}
