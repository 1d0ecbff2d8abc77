import { parseArgs } from 'node:util'
import { mutants } from './mutants.ts'
import { runMutants } from './run-mutants.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: [] },
    lanes: { type: 'string', default: '2' },
  },
})
const list = values.only.length === 0 ? mutants : mutants.filter((one) => values.only.includes(one.name))
const verdicts = await runMutants(list, {
  runs: Number(values.runs),
  seed: Number(values.seed),
  lanes: Number(values.lanes),
  onProgress: (line) => process.stderr.write(`${line}\n`),
})
const caught = verdicts.filter((one) => one.caughtBy !== null).length
process.stdout.write(`${JSON.stringify({ seeded: list.length, caught, mutants: verdicts })}\n`)
process.exit(caught === list.length ? 0 : 1)
