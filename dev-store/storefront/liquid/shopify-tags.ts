import { RenderTag, Tag } from 'liquidjs'
import type { Context, Emitter, Liquid, TagToken, Template, TopLevelToken } from 'liquidjs'
import { renderState } from './render-state.ts'
import type { LiquidHome } from './shopify-liquid.ts'
import { escapeText } from './translate.ts'

/** Takes everything up to `end<name>` off the token list, as text. */
function takeBody(name: string, rest: TopLevelToken[]): string {
  let body = ''
  for (let token = rest.shift(); token; token = rest.shift()) {
    // Only tag tokens have a name.
    if ((token as Partial<TagToken>).name === `end${name}`) return body
    body += token.getText()
  }
  throw new Error(`tag "${name}" not closed`)
}

function registerSilentBody(liquid: Liquid, name: string): void {
  liquid.registerTag(name, {
    parse(_token: TagToken, rest: TopLevelToken[]) {
      takeBody(name, rest)
    },
    render() {
      return ''
    },
  })
}

/** Theme sections may carry `{% stylesheet %}` and `{% javascript %}`; app blocks may not (they have schema keys for assets). */
function registerForbiddenInBlocks(liquid: Liquid, home: LiquidHome, name: string): void {
  if (home.kind === 'theme') {
    registerSilentBody(liquid, name)
    return
  }
  liquid.registerTag(name, {
    parse() {
      throw new Error(`an app block may not contain {% ${name} %}: name the asset in its schema instead`)
    },
    render() {
      return ''
    },
  })
}

/** `{% render block %}` prints an app block; `{% render 'snippet' %}` is Liquid's own. */
class RenderSnippetOrBlock extends RenderTag {
  override *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const argument = this.token.args.trim()
    if (/^['"]/.test(argument)) {
      yield* super.render(context, emitter)
      return
    }
    const block: unknown = yield context._get(argument.split('.'))
    const html = typeof block === 'object' && block !== null && 'html' in block ? block.html : undefined
    if (typeof html !== 'string')
      throw new Error(`{% render ${argument} %} needs a snippet's name or a block`)
    emitter.write(html)
  }
}

function quotedName(text: string): string | undefined {
  return /^(['"])([\w-]+)\1$/.exec(text.trim())?.[2]
}

/** `{% layout none %}` and `{% layout 'name' %}`: remembered, the page is put into its layout afterwards. */
class LayoutChoice extends Tag {
  override render(context: Context): string {
    const argument = this.token.args.trim()
    const name = quotedName(argument)
    if (argument !== 'none' && name === undefined)
      throw new Error(`{% layout ${argument} %} needs none or a quoted name`)
    renderState(context).layout = name ?? null
    return ''
  }
}

/** `{% section 'name' %}`: a file of `sections/` with the blocks that are placed in it. */
class ThemeSection extends Tag {
  override async render(context: Context, emitter: Emitter): Promise<void> {
    const name = quotedName(this.token.args)
    if (name === undefined) throw new Error(`{% section ${this.token.args} %} needs a quoted name`)
    const placed = renderState(context).sections[name] ?? { id: name, settings: {}, blocks: [] }
    const { globals } = context
    const html: unknown = await this.liquid.renderFile(`sections/${name}`, { section: placed }, { globals })
    emitter.write(
      `<div id="shopify-section-${escapeText(placed.id)}" class="shopify-section">${String(html)}</div>`,
    )
  }
}

/** `{% style %}` is evaluated: settings are the reason that it exists. */
class StyleElement extends Tag {
  readonly #templates: Template[]

  constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid) {
    super(token, rest, liquid)
    this.#templates = liquid.parse(takeBody('style', rest))
  }

  override async render(context: Context, emitter: Emitter): Promise<void> {
    const css: unknown = await this.liquid.render(this.#templates, context)
    emitter.write(`<style data-shopify>${String(css)}</style>`)
  }
}

/** Shopify's tags on top of Liquid's own. Source: Liquid reference, shopify.dev/docs/api/liquid/tags. */
export function registerTags(liquid: Liquid, home: LiquidHome): void {
  registerSilentBody(liquid, 'schema')
  registerSilentBody(liquid, 'doc')
  registerForbiddenInBlocks(liquid, home, 'stylesheet')
  registerForbiddenInBlocks(liquid, home, 'javascript')
  liquid.registerTag('style', StyleElement)
  liquid.registerTag('render', RenderSnippetOrBlock)
  liquid.registerTag('layout', LayoutChoice)
  if (home.kind === 'theme') liquid.registerTag('section', ThemeSection)
  for (const name of ['block', 'include']) {
    liquid.registerTag(name, {
      parse() {
        throw new Error(`Unknown tag '${name}' in Shopify's Liquid for themes`)
      },
      render() {
        return ''
      },
    })
  }
}
