import { parseArgs } from 'node:util'
import { runModel } from './run-model.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '500' },
    seed: { type: 'string' },
    /** One run of the seed; several are told one after the other, and those that fail are named. */
    path: { type: 'string', multiple: true, default: [] },
  },
})

const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const onProgress = (line: string) => process.stderr.write(`${line}\n`)
const failing: string[] = []
let result = values.path.length === 0 ? await runModel({ runs: Number(values.runs), seed, onProgress }) : null
for (const path of values.path) {
  const told = await runModel({ runs: 1, seed, path, onProgress })
  if (told.violations > 0) failing.push(path)
  if (result === null || told.violations > 0) result = told
}
process.stdout.write(`${JSON.stringify({ ...result, ...(failing.length > 0 ? { failing } : {}) })}\n`)
process.exit(result === null || result.violations > 0 ? 1 : 0)
