// npm run dev-store: the local Shopify alone, on a free port unless --port says otherwise.
import { goOn, prepare, start } from './prepare.mjs'

start(() => {
  prepare(['dependencies', 'schemas'])
  goOn('dev-store/main.ts', process.argv.slice(2))
})
