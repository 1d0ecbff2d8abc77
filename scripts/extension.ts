// npm run extension: makes the scripts of the theme app extension out of their sources.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformWithEsbuild } from 'vite'

const root = join(import.meta.dirname, '..')
const sources = join(root, 'extensions/returns-portal-scripts')
const assets = join(root, 'extensions/returns-portal/assets')

/** Every script of the extension by the name of its asset, as browsers get it: without types and comments, in a scope of its own. */
export async function extensionScripts(): Promise<ReadonlyMap<string, string>> {
  const scripts = new Map<string, string>()
  for (const file of readdirSync(sources).filter((name) => name.endsWith('.ts'))) {
    const { code } = await transformWithEsbuild(readFileSync(join(sources, file), 'utf8'), file, {
      loader: 'ts',
      minify: true,
      format: 'iife',
      target: 'es2022',
      sourcemap: false,
    })
    const note = `/* Made of extensions/returns-portal-scripts/${file}: npm run extension */\n`
    scripts.set(file.replace(/\.ts$/, '.js'), note + code)
  }
  return scripts
}

if (import.meta.main) {
  for (const [name, code] of await extensionScripts()) writeFileSync(join(assets, name), code)
}
