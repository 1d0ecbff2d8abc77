import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/*
 * npm run bench -- storefront: what the theme app extension weighs on the wire, all files of its assets together (gzip, level 9).
 * The bars: JavaScript 8,000 bytes, CSS 6,000.
 */

const folder = join(import.meta.dirname, '../extensions/returns-portal/assets')
const bars = { js: 8_000, css: 6_000 }

function weightOf(ending: string): number {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .reduce((bytes, name) => bytes + gzipSync(readFileSync(join(folder, name)), { level: 9 }).length, 0)
}

const [jsGzip, cssGzip] = [weightOf('.js'), weightOf('.css')]
const ok = jsGzip <= bars.js && cssGzip <= bars.css
process.stdout.write(`${JSON.stringify({ bench: 'storefront', jsGzip, cssGzip, bars, ok })}\n`)
process.exitCode = ok ? 0 : 1
