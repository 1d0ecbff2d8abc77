// npm run test:properties: every property test with 10,000 cases each (npm test runs 500); PROPERTY_RUNS=N for another number.
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bin, node24, prepare, root, start } from './prepare.mjs'

start(() => {
  prepare(['dependencies', 'schemas', 'prismaClient'])
  const runs = process.env.PROPERTY_RUNS ?? '10000'
  // A property test takes its number of cases from the environment: that is how it is found.
  const files = globSync('{app,dev-store,tests}/**/*.test.ts', { cwd: root }).filter(
    (file) =>
      !file.endsWith('.integration.test.ts') &&
      readFileSync(join(root, file), 'utf8').includes('process.env.PROPERTY_RUNS'),
  )
  if (files.length === 0) throw new Error('There is no property test')
  const { status } = spawnSync(
    node24(),
    [bin('vitest'), 'run', '--project', 'unit', '--testTimeout=900000', ...files],
    { cwd: root, stdio: 'inherit', env: { ...process.env, PROPERTY_RUNS: runs } },
  )
  process.exitCode = status ?? 1
})
