import { join } from 'node:path'
import { blockNotice, renderAppBlock } from './app-blocks.ts'
import type { PageAssets } from './app-blocks.ts'
import { bindRenderState } from './liquid/render-state.ts'
import type { PlacedSection, RenderState } from './liquid/render-state.ts'
import { createShopifyLiquid } from './liquid/shopify-liquid.ts'
import { escapeText, readTranslations, translate } from './liquid/translate.ts'
import { modelled } from './liquid/modelled.ts'
import { globalObjects } from './objects/page-objects.ts'
import type { PageRequest } from './objects/page-objects.ts'
import { blocksFor, readThemeExtension } from './theme-extension.ts'
import type { ExtensionBlock, ThemeExtension } from './theme-extension.ts'
import type { Shop } from '../engine/state.ts'
import type { Liquid } from 'liquidjs'

/** What a route wants shown: a template of the theme with its own objects, or Liquid text from an app's proxy. */
export type PageContent = {
  source: { template: string } | { text: string }
  /** Title of the document; '' for the shop's name alone. */
  title: string
  objects?: Record<string, unknown>
  /** Template that app blocks are placed by; null for pages without any. */
  placement?: Placement | null
  layout?: string
}

type Placement = 'product' | 'page' | 'customers/account' | 'customers/order'
type PlacedBlocks = { sections: Record<string, PlacedSection>; assets: PageAssets }

const themesFolder = join(import.meta.dirname, 'themes')
const themes = new Map<string, { liquid: Liquid; translations: ReturnType<typeof readTranslations> }>()

/** Folder of the theme that a shop has published; an unknown name falls back to the first theme. */
export function themeFolder(shop: Shop): string {
  return join(themesFolder, shop.theme.name === 'Larder' ? 'larder' : 'hearth')
}

export const THEME_ASSET_PATH = '/cdn/shop/t/1/assets/'

function themeOf(shop: Shop): { liquid: Liquid; translations: ReturnType<typeof readTranslations> } {
  const folder = themeFolder(shop)
  const key = `${folder} ${shop.ianaTimezone}`
  const known = themes.get(key)
  if (known) return known
  const translations = readTranslations(join(folder, 'locales'))
  const assetUrl = (name: string): string => `${THEME_ASSET_PATH}${encodeURIComponent(name)}`
  const liquid = createShopifyLiquid({
    kind: 'theme',
    folder,
    timeZone: shop.ianaTimezone,
    translations,
    assetUrl,
  })
  const theme = { liquid, translations }
  themes.set(key, theme)
  return theme
}

/** Saved settings of one block: `theme.blockSettings` by the block's handle. */
function savedSettings(shop: Shop, block: ExtensionBlock): Record<string, unknown> {
  const saved = shop.theme.blockSettings[block.handle]
  // Written by the theme editor as an object of settings.
  return typeof saved === 'object' && saved !== null ? (saved as Record<string, unknown>) : {}
}

async function placeBlocks(
  request: PageRequest,
  extensionFolder: string,
  placement: Placement | null,
  globals: Record<string, unknown>,
): Promise<PlacedBlocks> {
  const placed: PlacedBlocks = { sections: {}, assets: { stylesheets: new Set(), scripts: new Set() } }
  const { shop } = request
  const extension = readThemeExtension(extensionFolder)
  const place = async (name: string, blocks: (from: ThemeExtension) => ExtensionBlock[]): Promise<void> => {
    const section: PlacedSection = { id: `template--${shop.handle}__${name}`, settings: {}, blocks: [] }
    placed.sections[name] = section
    if (!shop.theme.blockPlaced) return
    if (!extension) {
      const notice = 'The returns block is not there yet: the theme app extension has no blocks.'
      if (name === 'apps')
        section.blocks.push({ id: 'missing', handle: 'missing', html: blockNotice(notice) })
      return
    }
    for (const block of blocks(extension)) {
      const { designMode } = request
      const saved = savedSettings(shop, block)
      const shared = {
        extension,
        block,
        sectionId: section.id,
        location: name === 'footer' ? 'footer' : 'template',
        saved,
        designMode,
        timeZone: shop.ianaTimezone,
        globals,
      }
      section.blocks.push(await renderAppBlock(shared, placed.assets))
    }
  }
  if (placement) await place('apps', (from) => blocksFor(from, { template: placement }))
  await place('footer', (from) => blocksFor(from, { group: 'footer' }))
  return placed
}

/** The head part that Shopify writes: assets of the page's blocks, each once. */
function contentForHeader({ stylesheets, scripts }: PageAssets): string {
  const links = [...stylesheets].map(
    (url) => `<link href="${escapeText(url)}" rel="stylesheet" type="text/css" media="all">`,
  )
  const tags = [...scripts].map(
    (url) => `<script src="${escapeText(url)}" type="text/javascript" defer="defer"></script>`,
  )
  return [...links, ...tags].join('\n')
}

/**
 * Renders a page of the theme: app blocks first (their assets belong into the head), then the template, then the layout
 * around it unless the template said `{% layout none %}`. Throws Liquid's errors with file and line.
 */
export async function renderPage(
  request: PageRequest,
  extensionFolder: string,
  content: PageContent,
): Promise<string> {
  const { shop, locale } = request
  const { liquid, translations } = themeOf(shop)
  const now = request.engine.clock.now()
  const pageTitle = content.title === '' ? '' : translate(translations, locale, content.title, {})
  const globals: Record<string, unknown> = {
    ...globalObjects(request),
    ...content.objects,
    theme: modelled('theme', { id: 1, name: shop.theme.name, role: 'main' }),
    template: 'template' in content.source ? content.source.template : 'app_proxy',
    page_title: pageTitle.startsWith('Translation missing') ? escapeText(content.title) : pageTitle,
  }
  const state: RenderState = {
    locale,
    currency: shop.currency,
    now,
    sections: {},
    layout: content.layout ?? 'theme',
  }
  bindRenderState(globals, state)
  const { sections, assets } = await placeBlocks(request, extensionFolder, content.placement ?? null, globals)
  state.sections = sections
  const body: unknown =
    'template' in content.source
      ? await liquid.renderFile(`templates/${content.source.template}`, {}, { globals })
      : await liquid.parseAndRender(content.source.text, {}, { globals })
  if (state.layout === null) return String(body)
  const around = { content_for_layout: String(body), content_for_header: contentForHeader(assets) }
  const html: unknown = await liquid.renderFile(`layout/${state.layout}`, around, { globals })
  return String(html)
}
