import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startDevStore } from '../start.ts'
import { addScores, emptyScore, ownIds, replay, type Recording, type Score, type Send } from './replay.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

/** Shares below these fail the command. */
const least = { values: 0.98, costs: 0.9 }

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, verbose: { type: 'boolean', default: false } },
  })
  const folder = resolve(
    positionals[0] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'shopify', 'captures'),
  )
  if (!existsSync(folder))
    throw new Error(`There is no folder of recordings at ${folder}. Name one: npm run conformance -- FOLDER`)
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
  if (files.length === 0) throw new Error(`${folder} holds no recording (*.json).`)

  const devStore = await startDevStore({})
  let total = emptyScore()
  try {
    for (const file of files) {
      // The recordings are our own files of a documented shape; a broken one fails in replay with its name below.
      const recording = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recording
      const send = sender(devStore.urls.adminApi, devStore.token)
      const score = await replay(recording, send, await ownIds(send))
      report(file, score)
      total = addScores(total, score)
    }
  } finally {
    await devStore.close()
  }
  const shares = summarise(total)
  if (values.json) process.stdout.write(`${JSON.stringify(shares)}\n`)
  else {
    process.stdout.write(
      `${shares.exactSteps} of ${shares.steps} exchanges agree wholly, ${shares.agreeing} of ${shares.values} values (${percent(shares.valueShare)}), ` +
        `requested cost in ${shares.equalCosts} of ${shares.costs} (${percent(shares.costShare)})\n`,
    )
  }
  return shares.valueShare >= least.values && shares.costShare >= least.costs ? 0 : 1

  function report(file: string, score: Score): void {
    say(
      `${file}: ${score.values - score.mismatches.length} of ${score.values} values agree, cost ${score.equalCosts} of ${score.costs}`,
    )
    if (!values.verbose) return
    for (const { step, path, expected, actual } of score.mismatches) {
      say(`  ${step} ${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`)
    }
  }
}

function sender(url: string, token: string): Send {
  return async (query, variables) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(20_000),
    })
    // Whatever JSON comes back is compared value by value: no shape is assumed.
    return (await response.json()) as Record<string, unknown>
  }
}

function summarise(score: Score) {
  const agreeing = score.values - score.mismatches.length
  return {
    steps: score.steps,
    exactSteps: score.exactSteps,
    values: score.values,
    agreeing,
    valueShare: score.values === 0 ? 0 : agreeing / score.values,
    costs: score.costs,
    equalCosts: score.equalCosts,
    costShare: score.costs === 0 ? 1 : score.equalCosts / score.costs,
  }
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error))
    process.exit(1)
  },
)
