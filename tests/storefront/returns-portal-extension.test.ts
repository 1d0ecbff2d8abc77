import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { extensionScripts } from '../../scripts/extension.ts'
import { themeOffences } from '../../scripts/theme-check.ts'

const folder = join(import.meta.dirname, '../../extensions/returns-portal')
const gzipped = (ending: string) =>
  readdirSync(join(folder, 'assets'))
    .filter((name) => name.endsWith(ending))
    .reduce((bytes, name) => bytes + gzipSync(readFileSync(join(folder, 'assets', name))).length, 0)

describe('returns-portal', () => {
  it('passes theme check without an offence', async () => {
    expect(await themeOffences()).toEqual([])
  }, 30_000)

  it('has the scripts that its sources make', async () => {
    const scripts = await extensionScripts()
    const inAssets = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js'))
    expect(inAssets.sort()).toEqual([...scripts.keys()].sort())
    for (const [name, code] of scripts)
      expect(readFileSync(join(folder, 'assets', name), 'utf8'), `${name}: npm run extension`).toBe(code)
  })

  it('weighs little: JavaScript at most 8,000 and CSS at most 6,000 bytes on the wire', () => {
    expect(gzipped('.js')).toBeLessThanOrEqual(8_000)
    expect(gzipped('.css')).toBeLessThanOrEqual(6_000)
  })

  it('loads nothing from elsewhere and has no inline script', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(?:liquid|css|js)$/.test(name),
    )
    for (const name of files) {
      const text = readFileSync(join(folder, name), 'utf8')
      expect(text, name).not.toMatch(/https?:\/\/|<script|innerHTML|\son[a-z]+="/)
    }
  })
})
