// npm run bench -- NAME: runs bench/NAME.ts, which prints one line of JSON on stdout.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, goOn, prepare, root, start } from './prepare.mjs'

start(() => {
  // One line of JSON is all that a bench ever prints: whoever asks for it as elsewhere gets it.
  const [name, ...rest] = process.argv.slice(2).filter((word) => word !== '--json')
  const names = readdirSync(join(root, 'bench'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
  if (!name || !existsSync(join(root, 'bench', `${name}.ts`)))
    throw new Error(`npm run bench -- NAME, where NAME is one of ${names.join(', ')}`)
  prepare(['dependencies', 'schemas', 'prismaClient'])
  if (/^(?:portal|lighthouse)/.test(name)) prepare(['appBuild'])
  if (name === 'lighthouse') process.env.CHROMIUM_PATH = chromium()
  goOn(`bench/${name}.ts`, rest)
})
