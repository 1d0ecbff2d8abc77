// npm run demo: one command from a fresh clone to a running shop. See scripts/demo-run.ts for what it starts.
import { goOn, prepare, start } from './prepare.mjs'

start(() => {
  prepare(['dependencies', 'schemas', 'prismaClient', 'appBuild'])
  goOn('scripts/demo-run.ts', process.argv.slice(2), { NODE_ENV: 'production' })
})
