import { parseArgs } from 'node:util'
import { runModel } from './run-model.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '500' },
    seed: { type: 'string' },
    path: { type: 'string' },
  },
})

const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const result = await runModel({
  runs: values.path === undefined ? Number(values.runs) : 1,
  seed,
  ...(values.path === undefined ? {} : { path: values.path }),
  onProgress: (line) => process.stderr.write(`${line}\n`),
})
process.stdout.write(`${JSON.stringify(result)}\n`)
process.exit(result.violations > 0 ? 1 : 0)
