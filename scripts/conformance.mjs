// npm run conformance [-- FOLDER | -- flows | -- money]: replays recorded answers of a real store, runs random flows against
// the dev store's own laws, or compares the app's receipts of generated orders with the dev store's ledger.
import { goOn, prepare, start } from './prepare.mjs'

start(() => {
  prepare(['dependencies', 'schemas'])
  const [first, ...rest] = process.argv.slice(2)
  if (first === 'flows') goOn('dev-store/conformance/flows.ts', rest)
  else if (first === 'money') goOn('tests/money/run.ts', rest)
  else goOn('dev-store/conformance/run.ts', process.argv.slice(2))
})
