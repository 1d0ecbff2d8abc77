import { parseArgs } from 'node:util'
import { runModel } from './run-model.ts'
import { tales } from './tales.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '500' },
    seed: { type: 'string' },
    lane: { type: 'string', default: '0' },
    lanes: { type: 'string', default: '1' },
    /** One random story of the seed. */
    path: { type: 'string' },
    /** Stories of the collection, and none besides. */
    tale: { type: 'string', multiple: true, default: [] },
  },
})

const [lane, lanes] = [Number(values.lane), Number(values.lanes)]
const isRandomOnly = values.path !== undefined
const chosen = values.tale.length > 0 ? values.tale : isRandomOnly ? [] : tales.map((one) => one.name)
const unknown = chosen.find((name) => tales.every((one) => one.name !== name))
if (unknown !== undefined) throw new Error(`There is no story ${unknown}`)
const mine = values.tale.length > 0 ? chosen : chosen.filter((_, index) => index % lanes === lane)
const share = Math.floor(Number(values.runs) / lanes) + (lane < Number(values.runs) % lanes ? 1 : 0)
const result = await runModel({
  runs: values.tale.length > 0 ? mine.length : isRandomOnly ? 1 : share,
  seed: Number(values.seed ?? Math.floor(Math.random() * 2 ** 31)) + lane,
  tales: mine,
  ...(values.path === undefined ? {} : { path: values.path }),
  onProgress: (line) => process.stderr.write(`${line}\n`),
})
process.stdout.write(`${JSON.stringify(result)}\n`)
process.exit(result.violations > 0 ? 1 : 0)
