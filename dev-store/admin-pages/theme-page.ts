import type { Engine } from '../engine/engine.ts'
import type { Shop } from '../engine/state.ts'
import { readThemeExtension, blockSettings } from '../storefront/theme-extension.ts'
import type { BlockSetting, ExtensionBlock, ThemeExtension } from '../storefront/theme-extension.ts'
import { translate } from '../storefront/liquid/translate.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { actionForm, hidden, pageTop } from './page-parts.ts'
import type { Notice } from './order-page.ts'

export type ThemeRequest = {
  engine: Engine
  shop: Shop
  extensionFolder: string
  storefront: string
  notice: Notice
}

/** Themes that the storefront has. */
const THEMES = ['Hearth', 'Larder'] as const

const PREFIXES = ['apps', 'a', 'community', 'tools']

/** Schema texts may be `t:` keys of the extension's schema locale files; those are plain text, not HTML. */
function schemaText(extension: ThemeExtension, text: string | undefined): string {
  if (text === undefined || !text.startsWith('t:')) return text ?? ''
  const key = text.slice(2)
  const found = translate(extension.schemaTranslations, 'en', `${key}_html`, {})
  return found.startsWith('Translation missing')
    ? unescape(translate(extension.schemaTranslations, 'en', key, {}))
    : found
}

function unescape(text: string): string {
  return text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (whole) => ({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" })[whole] ?? whole,
  )
}

function inputFor(extension: ThemeExtension, setting: BlockSetting, value: unknown): Html {
  const id = setting.id ?? ''
  const name = `setting:${id}`
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  if (setting.type === 'checkbox') {
    return html`<label class="ap-check"
      ><input type="checkbox" name="${name}" value="yes" ${value === true && html` checked`} />
      ${schemaText(extension, setting.label)}</label
    >`
  }
  const label = html`<label for="s-${id}">${schemaText(extension, setting.label)}</label>`
  const info =
    setting.info === undefined
      ? ''
      : html`<span class="ap-muted" style="font-weight:400">${schemaText(extension, setting.info)}</span>`
  if (setting.type === 'select' || setting.type === 'radio') {
    const options = (setting.options ?? []).map(
      (option) =>
        html`<option value="${option.value}" ${option.value === text && html` selected`}>
          ${schemaText(extension, option.label)}
        </option>`,
    )
    return html`<div class="ap-field">
      ${label}<select id="s-${id}" name="${name}">
        ${options}</select
      >${info}
    </div>`
  }
  if (setting.type === 'range' || setting.type === 'number') {
    return html`<div class="ap-field">
      ${label}<input
        id="s-${id}"
        type="number"
        name="${name}"
        value="${text}"
        min="${setting.min}"
        max="${setting.max}"
        step="${setting.step}"
      />${info}
    </div>`
  }
  if (['textarea', 'richtext', 'inline_richtext', 'html', 'liquid'].includes(setting.type)) {
    return html`<div class="ap-field">
      ${label}<textarea id="s-${id}" name="${name}" rows="3" cols="36">${text}</textarea>${info}
    </div>`
  }
  return html`<div class="ap-field">
    ${label}<input id="s-${id}" name="${name}" value="${text}" size="28" />${info}
  </div>`
}

function savedOf(shop: Shop, block: ExtensionBlock): Record<string, unknown> {
  const saved = shop.theme.blockSettings[block.handle]
  // Only this page writes it, as an object of settings.
  return typeof saved === 'object' && saved !== null ? (saved as Record<string, unknown>) : {}
}

function blockForm(shop: Shop, extension: ThemeExtension, block: ExtensionBlock): Html {
  const values = blockSettings(block, savedOf(shop, block))
  const inputs = block.settings.map((setting) => {
    if (setting.id !== undefined) return inputFor(extension, setting, values[setting.id])
    return html`<h3 style="flex-basis:100%">${schemaText(extension, setting.content)}</h3>`
  })
  const title = schemaText(extension, block.name)
  return html`<section class="ap-card">
    <h2>${title}</h2>
    ${block.problem !== null && html`<p class="ap-banner error">${block.problem}</p>`}${actionForm('settings', html`${hidden('block', block.handle)}${inputs}`, 'Save', 'primary')}
  </section>`
}

function themeCard(shop: Shop): Html {
  const options = THEMES.map(
    (name) => html`<option${name === shop.theme.name && html` selected`}>${name}</option>`,
  )
  const theme = html`<div class="ap-field">
      <label for="theme">Theme</label
      ><select id="theme" name="theme">
        ${options}
      </select>
    </div>
    <label class="ap-check"
      ><input type="checkbox" name="placed" value="yes" ${shop.theme.blockPlaced && html` checked`} /> Returns
      block on the returns page</label
    >`
  const [, prefix = 'apps', subpath = ''] = (shop.proxyPath ?? '').split('/')
  const proxy = html`<div class="ap-field">
      <label for="prefix">App proxy prefix</label
      ><select id="prefix" name="prefix">
        ${PREFIXES.map((one) => html`<option${one === prefix && html` selected`}>${one}</option>`)}
      </select>
    </div>
    <div class="ap-field">
      <label for="subpath">Subpath (empty: the app's own)</label
      ><input id="subpath" name="subpath" value="${subpath}" maxlength="30" pattern="[A-Za-z0-9_\\-]*" />
    </div>`
  const password = html`<div class="ap-field">
    <label for="password">Store password (empty: open)</label
    ><input id="password" name="password" value="${shop.storefrontPassword ?? ''}" maxlength="100" />
  </div>`
  return html`<section class="ap-card">
    <h2>Online store</h2>
    ${actionForm('theme', theme, 'Save', 'primary')}${actionForm('proxy', proxy, 'Move app proxy')}${actionForm('password', password, 'Save password')}
  </section>`
}

/** The theme editor: places the block, edits its settings, and shows the page as it will be. */
export function themePage({ shop, extensionFolder, storefront, notice }: ThemeRequest): Html {
  const extension = readThemeExtension(extensionFolder)
  const forms = extension?.blocks.map((block) => blockForm(shop, extension, block))
  return html`${pageTop('Themes', notice)}
    <div class="ap-grid">
      <div class="ap-stack">
        <section class="ap-card">
          <h2>Preview</h2>
          <iframe
            class="ap-preview"
            title="Returns page of the store"
            src="${storefront}/pages/returns?design_mode=true"
          ></iframe>
        </section>
      </div>
      <div class="ap-stack">
        ${themeCard(shop)}${forms ?? html`<section class="ap-card"><p>The app has no theme blocks yet.</p></section>`}
      </div>
    </div>`
}

function settingValue(setting: BlockSetting, form: URLSearchParams): unknown {
  const given = form.get(`setting:${setting.id ?? ''}`)
  if (setting.type === 'checkbox') return given === 'yes'
  if (setting.type !== 'range' && setting.type !== 'number') return given ?? ''
  const number = Number(given)
  if (given === null || given === '' || !Number.isFinite(number)) return setting.default ?? null
  return Math.min(setting.max ?? number, Math.max(setting.min ?? number, number))
}

function saveSettings({ engine, shop, extensionFolder }: ThemeRequest, form: URLSearchParams): string {
  const block = readThemeExtension(extensionFolder)?.blocks.find((one) => one.handle === form.get('block'))
  if (!block) throw new Error('There is no such block')
  const values = block.settings.flatMap((setting): [string, unknown][] =>
    setting.id === undefined ? [] : [[setting.id, settingValue(setting, form)]],
  )
  engine.transact(shop.domain, (context) => {
    context.edit('shops', shop.domain).theme.blockSettings[block.handle] = Object.fromEntries(values)
  })
  return 'Block saved'
}

function saveTheme({ engine, shop }: ThemeRequest, form: URLSearchParams): string {
  const name = THEMES.find((theme) => theme === form.get('theme'))
  if (!name) throw new Error('There is no such theme')
  engine.transact(shop.domain, (context) => {
    const { theme } = context.edit('shops', shop.domain)
    theme.name = name
    theme.blockPlaced = form.get('placed') === 'yes'
  })
  return 'Theme saved'
}

function saveProxyPath({ engine, shop }: ThemeRequest, form: URLSearchParams): string {
  const prefix = PREFIXES.find((one) => one === form.get('prefix'))
  const subpath = form.get('subpath') ?? ''
  const isTaken = ['admin', 'services', 'password', 'login'].includes(subpath)
  if (!prefix || !/^[A-Za-z0-9_-]{0,30}$/.test(subpath) || isTaken)
    throw new Error('Shopify does not allow this path')
  const path = subpath === '' ? null : `/${prefix}/${subpath}`
  engine.transact(shop.domain, (context) => {
    context.edit('shops', shop.domain).proxyPath = path
  })
  return path === null ? 'The app proxy has its own path again' : `The app proxy is at ${path} now`
}

function savePassword({ engine, shop }: ThemeRequest, form: URLSearchParams): string {
  const password = form.get('password') ?? ''
  engine.transact(shop.domain, (context) => {
    context.edit('shops', shop.domain).storefrontPassword = password === '' ? null : password
  })
  return password === '' ? 'The store is open' : 'The store asks for a password'
}

/** Does what a form of the theme editor asks; answers what was done, throws with a sentence when it cannot. */
export function actOnTheme(request: ThemeRequest, form: URLSearchParams): string {
  switch (form.get('action')) {
    case 'settings':
      return saveSettings(request, form)
    case 'theme':
      return saveTheme(request, form)
    case 'proxy':
      return saveProxyPath(request, form)
    case 'password':
      return savePassword(request, form)
    case null:
    default:
      throw new Error('There is no such action')
  }
}
