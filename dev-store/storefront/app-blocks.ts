import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { escapeText } from './liquid/translate.ts'
import { extendGlobals } from './liquid/render-state.ts'
import type { RenderedBlock } from './liquid/render-state.ts'
import { createShopifyLiquid } from './liquid/shopify-liquid.ts'
import { blockSettings } from './theme-extension.ts'
import type { ExtensionBlock, ThemeExtension } from './theme-extension.ts'
import { modelled } from './liquid/modelled.ts'

export type BlockRequest = {
  extension: ThemeExtension
  block: ExtensionBlock
  sectionId: string
  /** Liquid's `section.location`: `template`, or the section group it stands in. */
  location: string
  saved: Record<string, unknown>
  designMode: boolean
  timeZone: string
  /** Objects that every template sees (shop, customer, request…); the render state is bound to it. */
  globals: Record<string, unknown>
}

/** Addresses of the assets that a page's blocks name in their schemas: each is loaded once, however many blocks name it. */
export type PageAssets = { stylesheets: Set<string>; scripts: Set<string> }

function extensionAssetUrl(extensionHandle: string, name: string): string {
  return `/extensions/${extensionHandle}/assets/${encodeURIComponent(name)}`
}

/** What stands in the page when a block cannot be shown. Shopify prints its Liquid errors in place, too; ours says more. */
export function blockNotice(text: string): string {
  return `<div class="dev-store-notice" role="alert"><strong>Dev store:</strong> ${escapeText(text)}</div>`
}

function blockId(request: BlockRequest): string {
  const seed = `${request.extension.handle}/${request.block.handle}/${request.sectionId}`
  return createHash('sha256').update(seed).digest('base64url').replace(/[-_]/g, 'x').slice(0, 17)
}

function noteAssets(request: BlockRequest, assets: PageAssets): void {
  const { extension, block } = request
  for (const [name, set] of [
    [block.stylesheet, assets.stylesheets],
    [block.javascript, assets.scripts],
  ] as const) {
    if (name === null) continue
    if (!existsSync(join(extension.folder, 'assets', name))) {
      throw new Error(`the schema of ${block.handle} names the asset ${name}, which is not in assets/`)
    }
    set.add(extensionAssetUrl(extension.handle, name))
  }
}

/**
 * Renders an app block as Shopify does: its file with `block`, `section` and the page's objects, inside the wrapper
 * element; schema assets are noted for the page's head. An error in the block becomes a notice in its place and a
 * line on stderr, the rest of the page still shows.
 */
export async function renderAppBlock(request: BlockRequest, assets: PageAssets): Promise<RenderedBlock> {
  const { extension, block } = request
  const id = blockId(request)
  try {
    if (block.problem !== null) throw new Error(block.problem)
    const editor = JSON.stringify({
      id,
      type: `shopify://apps/homeward/blocks/${block.handle}/${extension.handle}`,
    })
    const liquid = createShopifyLiquid({
      kind: 'extension',
      folder: extension.folder,
      timeZone: request.timeZone,
      translations: extension.translations,
      assetUrl: (name) => extensionAssetUrl(extension.handle, name),
    })
    const scope = {
      block: modelled('block', {
        id,
        type: block.handle,
        settings: blockSettings(block, request.saved, request.globals),
        shopify_attributes: request.designMode ? `data-shopify-editor-block="${escapeText(editor)}"` : '',
      }),
      section: modelled('section', {
        id: request.sectionId,
        settings: {},
        blocks: [],
        index: 1,
        location: request.location,
      }),
    }
    // Snippets see the block and the section of their parent: globals are the way there.
    const globals = extendGlobals(request.globals, scope)
    const html: unknown = await liquid.renderFile(`blocks/${block.handle}`, {}, { globals })
    noteAssets(request, assets)
    return { id, handle: block.handle, html: wrap(request, id, String(html)) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    console.error(`dev store: block ${extension.handle}/${block.handle}: ${reason}`)
    return {
      id,
      handle: block.handle,
      html: blockNotice(`The block ${block.handle} could not be rendered: ${reason}`),
    }
  }
}

function wrap(request: BlockRequest, id: string, html: string): string {
  const { block } = request
  const tag = block.tag && /^[a-z][a-z0-9-]*$/.test(block.tag) ? block.tag : 'div'
  const classes = ['shopify-block', 'shopify-app-block', block.className]
    .filter((name) => name !== '')
    .join(' ')
  return `<${tag} id="shopify-block-${id}" class="${escapeText(classes)}" data-block-handle="${escapeText(block.handle)}">${html}</${tag}>`
}
