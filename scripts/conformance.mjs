// npm run conformance [-- FOLDER | -- flows]: replays recorded answers of a real store, or runs random flows against the dev store's own laws.
import { goOn, prepare, start } from './prepare.mjs'

start(() => {
  prepare(['dependencies', 'schemas'])
  const [first, ...rest] = process.argv.slice(2)
  if (first === 'flows') goOn('dev-store/conformance/flows.ts', rest)
  else goOn('dev-store/conformance/run.ts', process.argv.slice(2))
})
