// npm run journey: a real browser through refund, store credit and decline; prints what was promised and what the ledger holds.
import { chromium, goOn, prepare, start } from './prepare.mjs'

start(() => {
  prepare(['dependencies', 'schemas', 'prismaClient', 'appBuild'])
  goOn('tests/journey/journey.ts', process.argv.slice(2), {
    CHROMIUM_PATH: chromium(),
    NODE_ENV: 'production',
  })
})
