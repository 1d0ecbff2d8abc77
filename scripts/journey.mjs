// npm run journey: a real browser through refund, store credit and decline; prints what was promised and what the ledger holds.
// npm run journey -- shopper: every way of the shopper, on a phone and on a desktop.
// npm run journey -- policy: a policy is drafted, checked, tried, replayed and published.
import { chromium, goOn, prepare, start } from './prepare.mjs'

start(() => {
  const args = process.argv.slice(2)
  const file = ['shopper', 'policy'].includes(args[0] ?? '') ? `${args[0]}-journey` : 'journey'
  prepare(['dependencies', 'schemas', 'prismaClient', 'appBuild'])
  goOn(`tests/journey/${file}.ts`, args, {
    CHROMIUM_PATH: chromium(),
    NODE_ENV: 'production',
  })
})
