import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from '@playwright/test'
import { startDemo, type Demo } from '../../scripts/demo/start-demo.ts'
import { launchBrowser } from '../e2e/browser.ts'
import { clearPictures, onStage, type Screen } from './shopper-stage.ts'
import { shopperWays, type Way } from './shopper-ways.ts'

/*
 * npm run journey -- shopper [--way NAME] [--json]: every way of the shopper, on a phone and on a desktop, in a real browser
 * against the demo, with pictures of every step in `.screenshots/journey-shopper`. One line of JSON says what each came to.
 */

const { values } = parseArgs({
  options: { way: { type: 'string' }, json: { type: 'boolean' } },
  allowPositionals: true,
})
const screens: readonly Screen[] = ['phone', 'desktop']
const say = (line: string) => process.stderr.write(`${line}\n`)

type Result = { readonly way: string; readonly screen: Screen; readonly ok: boolean } & Record<
  string,
  unknown
>

async function main(): Promise<number> {
  const ways = shopperWays.filter(({ way }) => values.way === undefined || values.way === way)
  if (ways.length === 0)
    throw new Error(`There is no way ${values.way}: ${shopperWays.map(({ way }) => way).join(', ')}`)
  clearPictures()
  const appDataDir = mkdtempSync(join(tmpdir(), 'homeward-journey-'))
  let demo: Demo | undefined
  let browser: Browser | undefined
  try {
    demo = await startDemo({ appDataDir, onProgress: say, onAppLine: sayTrouble })
    browser = await launchBrowser()
    const results: Result[] = []
    for (const way of ways)
      for (const screen of screens) results.push(await play({ demo, browser, way, screen }))
    const ok = results.every((one) => one.ok)
    process.stdout.write(`${JSON.stringify({ journey: 'shopper', ways: results, ok })}\n`)
    return ok ? 0 : 1
  } finally {
    await browser?.close()
    await demo?.stop()
    rmSync(appDataDir, { recursive: true, force: true })
  }
}

type Play = { readonly demo: Demo; readonly browser: Browser; readonly way: Way; readonly screen: Screen }

/** One way on one screen; what breaks there is its result, and the next goes on. */
async function play({ demo, browser, way, screen }: Play): Promise<Result> {
  say(`Journey: ${way.way} on a ${screen}…`)
  const { withoutScript = false, shop } = way
  try {
    const { facts, pictures } = await onStage(
      { demo, browser, way: way.way, screen, shop, withoutScript },
      way.play,
    )
    return { way: way.way, screen, ok: true, ...facts, pictures }
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    const problem = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    return { way: way.way, screen, ok: false, problem }
  }
}

/** The app's log, from warnings on. */
function sayTrouble(line: string): void {
  if (/"level":[456]0/.test(line)) say(line.slice(0, 2_000))
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    process.exit(1)
  },
)
