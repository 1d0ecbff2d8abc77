import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { ModelResult } from './model/run-model.ts'

/*
 * Five hundred stories of the model rig with every push: the collected ones, then random ones. They run in processes of their own: the rig stops the clocks of
 * its process, brings its own database and takes over the way to Shopify. Nothing else runs beside them: they take both cores.
 */

const runs = 500
const lanes = 2
/** The same stories with every push: a push is judged by what it changed. Other seeds are for `npm run faults -- model`. */
const seed = Number(process.env.HOMEWARD_FAULTS_SEED ?? 20_261_122)

function tell(lane: number): Promise<ModelResult> {
  return new Promise((resolve, reject) => {
    const main = fileURLToPath(new URL('model/main.ts', import.meta.url))
    const share = ['--runs', String(runs), '--lane', String(lane), '--lanes', String(lanes)]
    const args = ['--no-deprecation', main, ...share, '--seed', String(seed)]
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LOG_LEVEL: 'silent' },
    })
    let text = ''
    let complaints = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
    child.stderr.setEncoding('utf8').on('data', (part: string) => (complaints += part))
    child.once('error', reject)
    child.once('close', () => {
      const line = text.trim().split('\n').at(-1) ?? ''
      if (line.startsWith('{')) resolve(JSON.parse(line) as ModelResult)
      else reject(new Error(`The model rig broke: ${complaints.slice(-2_000)}`))
    })
  })
}

test('five hundred stories break no invariant', { timeout: 300_000 }, async () => {
  const results = await Promise.all(Array.from({ length: lanes }, (_, lane) => tell(lane)))
  for (const { failure } of results) expect(failure, failure?.replay).toBeNull()
  expect(results.reduce((sum, one) => sum + one.runs, 0)).toBe(runs)
})
