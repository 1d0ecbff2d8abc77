// npm run ledger -- verify: computes the chains of the ledger and of the returns' histories again, of every shop or of one.
import { goOn, prepare, start } from './prepare.mjs'

start(() => {
  prepare(['dependencies', 'prismaClient'])
  goOn('scripts/verify-ledger.ts', process.argv.slice(2))
})
