import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { portalLanguages } from '../../app/i18n/portal-languages.ts'
import { withdrawalWords } from '../../app/i18n/withdrawal-words.ts'
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

  it('names the withdrawal function as the pages do, in every language and country', () => {
    const snippet = readFileSync(join(folder, 'snippets/returns-portal-withdrawal.liquid'), 'utf8')
    for (const locale of portalLanguages) {
      const file = locale === 'en' ? 'en.default.json' : `${locale}.json`
      const text = readFileSync(join(folder, 'locales', file), 'utf8')
      expect(text, locale).toContain(`"label": "${withdrawalWords(locale, null).start}"`)
    }
    const own = [...snippet.matchAll(/when '(..)-(..)'\n\s*assign words = '(.+)'/g)]
    expect(own).toHaveLength(3)
    for (const [, language = '', country = '', words] of own)
      expect(words).toBe(withdrawalWords(language === 'pt' ? 'pt-BR' : language, country).start)
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
