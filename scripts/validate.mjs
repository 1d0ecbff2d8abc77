// npm run validate: lint, types, import rules, unused code, theme check, then all tests.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { bin, node24, prepare, root, say, start } from './prepare.mjs'

/** @type {[name: string, packageName: string, command: string, args: string[]][]} */
const checks = [
  ['Prettier', 'prettier', 'prettier', ['--check', '.']],
  ['ESLint', 'eslint', 'eslint', ['.', '--max-warnings=0']],
  ['Types', 'typescript', 'tsc', ['--noEmit']],
  [
    'Import rules',
    'dependency-cruiser',
    'depcruise',
    ['app', 'dev-store', 'scripts', 'tests', 'bench', 'server.ts'],
  ],
  ['Unused code', 'knip', 'knip', []],
]

start(() => {
  prepare(['dependencies', 'schemas', 'prismaClient'])
  const onlyStatic = process.argv.includes('--static')
  for (const [name, packageName, command, args] of checks) {
    say(`— ${name}`)
    const { status } = spawnSync(node24(), [bin(packageName, command), ...args], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    })
    if (status !== 0) throw new Error(`${name} found something to mend.`)
  }
  say('— Theme check')
  const theme = spawnSync(node24(), [join(root, 'scripts', 'theme-check.ts')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (theme.status !== 0) throw new Error('Theme check found something to mend.')
  if (onlyStatic) return
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'test.mjs')], {
    cwd: root,
    stdio: 'inherit',
  })
  process.exitCode = status ?? 1
})
