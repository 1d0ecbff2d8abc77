// npm run faults -- model | kill | network | mutants | all [--quick] [--runs N] [--seed S] [--json]: tries to make the app
// pay wrongly. docs/money.md tells what the rigs do and what their figures prove.
import { goOn, postgresPrograms, prepare, start } from './prepare.mjs'

start(() => {
  const args = process.argv.slice(2)
  const name = args.find((word) => !word.startsWith('-')) ?? 'all'
  const isReal = ['kill', 'network', 'all'].includes(name)
  prepare(['dependencies', 'schemas', 'prismaClient', ...(isReal ? /** @type {const} */ (['appBuild']) : [])])
  const programs = isReal ? postgresPrograms() : undefined
  goOn('tests/faults/main.ts', args, programs ? { POSTGRES_BIN: programs } : {})
})
