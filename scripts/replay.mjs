// npm run replay -- --orders FILE (--policy POLICY.json | --window-days N) --json: judges the past returns of an orders file by a
// policy, without a shop and without a database.
import { goOn, prepare, start } from './prepare.mjs'

start(() => {
  prepare(['dependencies'])
  goOn('scripts/replay-orders.ts', process.argv.slice(2))
})
