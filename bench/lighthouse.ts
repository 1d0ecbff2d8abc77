import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import lighthouse from 'lighthouse'
import { freePort } from '../scripts/demo/free-port.ts'
import { startDemo } from '../scripts/demo/start-demo.ts'

/*
 * npm run bench -- lighthouse [--runs N] [--page NAME]: Lighthouse's performance score (phone, its own throttling) of pages of the two themes with
 * the blocks and without, N runs each (9), by turns. The bar: the median drops by at most one point. Needs Chromium
 * (CHROMIUM_PATH, or Playwright's own) and a built app.
 */

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '9' }, page: { type: 'string' } },
})
const runs = Number(values.runs)
const pages = { returns: '/pages/returns', product: '/products/organic-cotton-tee' } as const
const most = 1

type Row = {
  readonly theme: string
  readonly page: string
  readonly with: number
  readonly without: number
  readonly drop: number
}

const appDataDir = mkdtempSync(join(tmpdir(), 'homeward-lighthouse-'))
const debugPort = await freePort()
const { CHROMIUM_PATH: executablePath } = process.env
const chrome = await chromium.launch({
  args: [
    `--remote-debugging-port=${debugPort}`,
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
  ...(executablePath ? { executablePath } : {}),
})
const demo = await startDemo({ appDataDir })
try {
  const rows: Row[] = []
  for (const theme of ['Hearth', 'Larder']) {
    for (const [page, path] of Object.entries(pages)) {
      if (values.page === undefined || values.page === page) rows.push(await measure({ theme, page, path }))
    }
  }
  const worst = Math.max(...rows.map(({ drop }) => drop))
  const line = { bench: 'lighthouse', runs, rows, worstDrop: worst, bar: most, ok: worst <= most }
  process.stdout.write(`${JSON.stringify(line)}\n`)
  process.exitCode = line.ok ? 0 : 1
} finally {
  await demo.stop()
  await chrome.close()
  rmSync(appDataDir, { recursive: true, force: true })
}

/** One page of one theme, with and without the blocks by turns: what the machine does meanwhile strikes both. */
async function measure({ theme, page, path }: { theme: string; page: string; path: string }): Promise<Row> {
  const [shop] = demo.devStore.shops
  const stored = demo.devStore.engine.state.tables.shops[shop?.domain ?? '']
  if (shop === undefined || stored === undefined) throw new Error('The dev store has no shop')
  stored.theme.name = theme
  const scores = { with: [] as number[], without: [] as number[] }
  for (let run = 0; run < runs; run += 1) {
    for (const state of ['with', 'without'] as const) {
      stored.theme.blockPlaced = state === 'with'
      scores[state].push(await scoreOf(`${shop.storefront}${path}`))
    }
    process.stderr.write(`${theme} ${page}: run ${run + 1} of ${runs}\n`)
  }
  stored.theme.blockPlaced = true
  const [on, off] = [median(scores.with), median(scores.without)]
  return { theme, page, with: on, without: off, drop: off - on }
}

async function scoreOf(url: string): Promise<number> {
  const options = {
    port: debugPort,
    onlyCategories: ['performance'],
    output: 'json' as const,
    logLevel: 'error' as const,
  }
  const result = await lighthouse(url, options)
  const score = result?.lhr.categories.performance?.score
  if (score === undefined || score === null)
    throw new Error(`No score for ${url}: ${result?.lhr.runtimeError?.message ?? ''}`)
  return Math.round(score * 100)
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
}
