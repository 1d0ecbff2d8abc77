import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'

const BROWSER = new URL('../browser/', import.meta.url)

/** Browser scripts: the modules of one script in the order in which they need each other. */
const SCRIPTS: Record<string, readonly string[]> = {
  '/app-bridge.js': ['bridge-channel.ts', 'bridge-elements.ts', 'bridge-modal.ts', 'app-bridge.ts'],
  '/assets/admin-shell.js': ['admin-shell.ts'],
  '/assets/admin-frame.js': ['dialogs.ts', 'picker-dialog.ts', 'frame-bars.ts', 'admin-frame.ts'],
  '/assets/control.js': ['control.ts'],
}
const STYLES: Record<string, readonly string[]> = {
  '/assets/admin.css': ['admin-controls.css', 'admin.css'],
  '/assets/tools.css': ['tools.css'],
}

const read = (name: string): string => readFileSync(new URL(name, BROWSER), 'utf8')
const cache = new Map<string, { type: string; body: string }>()

/**
 * One classic script out of TypeScript modules: types are stripped, imports between the modules fall away because they
 * share one function scope. App Bridge has to run before the app's own scripts, which a module script would not.
 */
function classicScript(modules: readonly string[]): string {
  const bodies = modules.map((name) =>
    withoutTypes(read(name))
      .replaceAll(/^import\s[^'"]*['"][^'"]+['"];?\s*$/gm, '')
      .replaceAll(/^export \{\}\s*$/gm, '')
      .replaceAll(/^export (?=(async )?(function|const|let|class)\b)/gm, ''),
  )
  return `(() => {\n'use strict'\n${bodies.join('\n')}\n})()\n`
}

/** A static file of the dev store's own pages, or undefined. */
export function asset(path: string): { type: string; body: string } | undefined {
  const known = cache.get(path)
  if (known !== undefined) return known
  const modules = SCRIPTS[path]
  const style = STYLES[path]
  let found: { type: string; body: string } | undefined
  if (modules !== undefined) found = { type: 'text/javascript; charset=utf-8', body: classicScript(modules) }
  else if (style !== undefined) found = { type: 'text/css; charset=utf-8', body: style.map(read).join('\n') }
  if (found !== undefined) cache.set(path, found)
  return found
}

/** Node calls the function experimental and says so once on the terminal, where it tells nobody anything. */
function withoutTypes(source: string): string {
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = () => undefined
  try {
    return stripTypeScriptTypes(source)
  } finally {
    process.emitWarning = emitWarning
  }
}
