// npm test: everything, or the named parts: npm test -- unit stories integration e2e. Ends with "N passed, N failed".
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bin, chromium, node24, postgresPrograms, prepare, root, say, start } from './prepare.mjs'

const reports = join(root, '.cache', 'reports')
const totals = { passed: 0, failed: 0, skipped: 0 }
/** @type {string[]} */
const notes = []

/**
 * @param {string} name
 * @param {{ passed: number, failed: number, skipped: number }} counts
 * @param {number} exitCode
 */
function add(name, counts, exitCode) {
  totals.passed += counts.passed
  totals.failed += counts.failed
  totals.skipped += counts.skipped
  // A runner that broke without a failed test (a file that does not load, a crash) is a failure too.
  if (exitCode !== 0 && counts.failed === 0) {
    totals.failed += 1
    notes.push(`${name}: the runner ended with code ${exitCode}`)
  }
  if (exitCode === 0 && counts.passed === 0) {
    totals.failed += 1
    notes.push(`${name}: no test ran`)
  }
  say(`— ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
}

/**
 * @param {string[]} args
 * @param {Record<string, string>} env
 */
function runNode(args, env) {
  return (
    spawnSync(node24(), args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, ...env } })
      .status ?? 1
  )
}

/**
 * @param {string} name
 * @param {string} project
 * @param {Record<string, string>} [env]
 */
function vitest(name, project, env = {}) {
  const file = join(reports, `${name}.json`)
  const code = runNode(
    [
      bin('vitest'),
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    env,
  )
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  const brokenFiles =
    report?.testResults.filter(
      (/** @type {{ status: string, assertionResults: unknown[] }} */ entry) =>
        entry.status === 'failed' && entry.assertionResults.length === 0,
    ).length ?? 0
  add(
    name,
    {
      passed: report?.numPassedTests ?? 0,
      failed: (report?.numFailedTests ?? 0) + brokenFiles,
      skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
    },
    code,
  )
}

/** @param {Record<string, string>} env */
function playwright(env) {
  const file = join(reports, 'e2e.json')
  const code = runNode(
    [
      bin('@playwright/test', 'playwright'),
      'test',
      '--config',
      'tests/e2e/playwright.config.ts',
      '--reporter=list,json',
    ],
    { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  )
  const stats = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8')).stats
    : { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }
  add('e2e', { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }, code)
}

const parts = {
  unit: () => vitest('unit', 'unit'),
  stories: () => vitest('stories of the model rig', 'stories'),
  integration: () => {
    // Some of these tests start the built app in processes of its own.
    prepare(['appBuild'])
    vitest('integration on the embedded database', 'integration', { HOMEWARD_TEST_DATABASE: 'pglite' })
    const programs = postgresPrograms()
    if (programs)
      vitest('integration on PostgreSQL', 'integration', {
        HOMEWARD_TEST_DATABASE: 'postgres',
        POSTGRES_BIN: programs,
      })
    else
      notes.push(
        'SKIPPED: the integration tests on PostgreSQL. There is no PostgreSQL here and none can be installed.',
      )
  },
  e2e: () => {
    prepare(['appBuild'])
    let path = ''
    try {
      path = chromium()
    } catch (error) {
      // What ran before still counts, and is told.
      totals.failed += 1
      notes.push(`e2e did not run: ${error instanceof Error ? error.message : String(error)}`)
      return
    }
    playwright({ CHROMIUM_PATH: path })
  },
}

start(() => {
  const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'))
  const unknown = wanted.filter((word) => !(word in parts))
  if (unknown.length > 0)
    throw new Error(`Unknown part: ${unknown.join(', ')}. There are ${Object.keys(parts).join(', ')}.`)
  rmSync(reports, { recursive: true, force: true })
  mkdirSync(reports, { recursive: true })
  prepare(['dependencies', 'schemas', 'prismaClient'])
  for (const [name, run] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) run()
  for (const note of notes) say(note)
  process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`)
  process.exitCode = totals.failed > 0 ? 1 : 0
})
