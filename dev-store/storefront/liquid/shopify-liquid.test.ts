import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { modelled } from './modelled.ts'
import { bindRenderState } from './render-state.ts'
import { createShopifyLiquid } from './shopify-liquid.ts'
import { readTranslations } from './translate.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shopify-liquid-'))
  mkdirSync(join(folder, 'snippets'))
  mkdirSync(join(folder, 'locales'))
  writeFileSync(
    join(folder, 'snippets', 'card.liquid'),
    '{% doc %} @param {string} title {% enddoc %}[{{ title }}|{{ outer }}|{{ shop.name }}]',
  )
  const english = {
    hello: 'Hello {{ name }}',
    rich_html: '<b>{{ name }}</b>',
    plain: '<b>bold</b>',
    items: { one: '{{ count }} item', other: '{{ count }} items', zero: 'nothing' },
    only: 'Only here',
  }
  writeFileSync(join(folder, 'locales', 'en.default.json'), JSON.stringify(english))
  writeFileSync(join(folder, 'locales', 'en.default.schema.json'), JSON.stringify({ hello: 'wrong file' }))
  writeFileSync(
    join(folder, 'locales', 'de.json'),
    `/* made by the editor */ ${JSON.stringify({ hello: 'Hallo {{ name }}' })}`,
  )
  writeFileSync(
    join(folder, 'locales', 'pl.json'),
    JSON.stringify({ items: { one: 'rzecz', few: 'rzeczy', many: 'wiele', other: 'inne' } }),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function render(
  template: string,
  scope: Record<string, unknown> = {},
  options: { locale?: string; currency?: string; kind?: 'theme' | 'extension' } = {},
): Promise<{ html: string; layout: string | null }> {
  const liquid = createShopifyLiquid({
    kind: options.kind ?? 'extension',
    folder,
    timeZone: 'Europe/Berlin',
    translations: readTranslations(join(folder, 'locales')),
    assetUrl: (name) => `/extensions/x/assets/${name}`,
  })
  const globals = { shop: modelled('shop', { name: 'Demo' }), ...scope }
  const now = new Date('2026-10-05T22:30:00Z')
  const state = {
    locale: options.locale ?? 'en',
    currency: options.currency ?? 'USD',
    now,
    sections: {},
    layout: 'theme' as string | null,
  }
  bindRenderState(globals, state)
  const html: unknown = await liquid.parseAndRender(template, {}, { globals })
  return { html: String(html), layout: state.layout }
}
const html = async (...args: Parameters<typeof render>): Promise<string> => (await render(...args)).html

describe('texts', () => {
  test('come in the locale, then in the default one, and name what is missing', async () => {
    expect(await html("{{ 'hello' | t: name: 'Ines' }}", {}, { locale: 'de' })).toBe('Hallo Ines')
    expect(await html("{{ 'only' | t }}", {}, { locale: 'de-AT' })).toBe('Only here')
    expect(await html("{{ 'no.such' | t }}", {}, { locale: 'de' })).toBe('Translation missing: de.no.such')
  })
  test('are escaped unless the key ends in _html', async () => {
    expect(await html("{{ 'plain' | t }}")).toBe('&lt;b&gt;bold&lt;/b&gt;')
    expect(await html("{{ 'hello' | t: name: '<i>' }}")).toBe('Hello &lt;i&gt;')
    expect(await html("{{ 'rich_html' | t: name: 'x' }}")).toBe('<b>x</b>')
  })
  test('follow the plural rules of their language', async () => {
    expect(await html("{{ 'items' | t: count: 1 }}")).toBe('1 item')
    expect(await html("{{ 'items' | t: count: 5 }}")).toBe('5 items')
    expect(await html("{{ 'items' | t: count: 0 }}")).toBe('nothing')
    expect(await html("{{ 'items' | t: count: 3 }}", {}, { locale: 'pl' })).toBe('rzeczy')
    expect(await html("{{ 'items' | t: count: 5 }}", {}, { locale: 'pl' })).toBe('wiele')
  })
})

describe('filters', () => {
  test('format prices in hundredths by the shop currency', async () => {
    expect(await html('{{ 123450 | money }}')).toBe('$1,234.50')
    expect(await html('{{ 123450 | money }}', {}, { currency: 'EUR' })).toBe('€1.234,50')
    expect(await html('{{ 123400 | money }}', {}, { currency: 'JPY' })).toBe('¥1,234')
    expect(await html('{{ 500 | money_with_currency }}')).toBe('$5.00 USD')
    expect(await html('{{ 500 | money_without_trailing_zeros }}')).toBe('$5')
    expect(await html('{{ -500 | money }}')).toBe('-$5.00')
  })
  test('make tags for assets', async () => {
    expect(await html("{{ 'a.css' | asset_url | stylesheet_tag }}")).toBe(
      '<link href="/extensions/x/assets/a.css" rel="stylesheet" type="text/css" media="all">',
    )
    expect(await html("{{ 'a.js' | asset_url | script_tag }}")).toContain('src="/extensions/x/assets/a.js"')
  })
  test('size images and refuse what is none', async () => {
    const image = modelled('image', { src: '/files/mug.svg' })
    expect(await html('{{ image | image_url: width: 300 }}', { image })).toBe('/files/mug.svg?width=300')
    await expect(html('{{ nothing | image_url: width: 300 }}')).rejects.toThrow('image_url needs an image')
  })
  test('json cannot end a script', async () => {
    expect(await html('{{ text | json }}', { text: '</script>' })).toBe('"\\u003c/script\\u003e"')
  })
  test("dates are in the shop's zone and now is the dev store's clock", async () => {
    expect(await html("{{ 'now' | date: '%Y-%m-%d %H:%M' }}")).toBe('2026-10-06 00:30')
    expect(await html("{{ '2026-10-05T22:30:00Z' | date: format: 'date' }}", {}, { locale: 'de' })).toBe(
      '6. Oktober 2026',
    )
  })
  test("liquidjs' own and unknown filters fail by name", async () => {
    await expect(html("{{ 'x' | slugify }}")).rejects.toThrow('no filter "slugify"')
    await expect(html("{{ 'x' | not_there }}")).rejects.toThrow('not_there')
  })
  test('output is not escaped by itself', async () => {
    expect(await html('{{ text }}', { text: '<b>' })).toBe('<b>')
    expect(await html('{{ text | escape }}', { text: `<b>"'` })).toBe('&lt;b&gt;&#34;&#39;')
  })
})

describe('tags', () => {
  test('snippets see globals and their arguments only', async () => {
    expect(await html("{% assign outer = 1 %}{% render 'card', title: 'T' %}")).toBe('[T||Demo]')
    expect(await html("{% assign list = 'a,b' | split: ',' %}{% render 'card' for list as title %}")).toBe(
      '[a||Demo][b||Demo]',
    )
  })
  test('schema and doc print nothing, style is evaluated', async () => {
    expect(await html('{% doc %}{{ x }}{% enddoc %}{% schema %}{"a":"{{ b }}"}{% endschema %}')).toBe('')
    expect(await html('{% style %}a { color: {{ c }} }{% endstyle %}', { c: 'red' })).toBe(
      '<style data-shopify>a { color: red }</style>',
    )
  })
  test('app blocks may not carry stylesheet or javascript', async () => {
    await expect(html('{% stylesheet %}a{}{% endstylesheet %}')).rejects.toThrow(
      'may not contain {% stylesheet %}',
    )
    expect(await html('{% javascript %}x(){% endjavascript %}ok', {}, { kind: 'theme' })).toBe('ok')
  })
  test('layout none is remembered', async () => {
    expect(await render('{% layout none %}x')).toEqual({ html: 'x', layout: null })
    expect((await render("{% layout 'bare' %}x")).layout).toBe('bare')
  })
  test('unknown tags and properties fail by name', async () => {
    await expect(html('{% shrug %}')).rejects.toThrow('shrug')
    await expect(html('{{ shop.shoe_size }}')).rejects.toThrow(
      'does not model the Liquid property shop.shoe_size',
    )
  })
})
