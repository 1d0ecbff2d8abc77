import { RenderTag } from 'liquidjs'
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
  if (home.kind === 'theme') { registerSilentBody(liquid, name); return; }
  liquid.registerTag(name, {
    parse() {
      throw new Error(`an app block may not contain {% ${name} %}: name the asset in its schema instead`)
    },
    render() {
      return ''
    },
  })
}

type WithArgument = { argument?: string | undefined }

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

/** `{% layout none %}` and `{% layout 'name' %}`: remembered, the page is put into its layout afterwards. */
function registerLayout(liquid: Liquid): void {
  liquid.registerTag('layout', {
    parse(this: WithArgument, token: TagToken) {
      this.argument = token.args.trim()
    },
    render(this: WithArgument, context: Context) {
      const argument = this.argument ?? ''
      const quoted = /^(['"])([\w-]+)\1$/.exec(argument)
      if (argument !== 'none' && !quoted)
        throw new Error(`{% layout ${argument} %} needs none or a quoted name`)
      renderState(context).layout = quoted?.[2] ?? null
      return ''
    },
  })
}

/** `{% section 'name' %}`: a file of `sections/` with the blocks that are placed in it. */
function registerSection(liquid: Liquid): void {
  liquid.registerTag('section', {
    parse(this: WithArgument, token: TagToken) {
      const quoted = /^(['"])([\w-]+)\1$/.exec(token.args.trim())
      if (!quoted) throw new Error(`{% section ${token.args} %} needs a quoted name`)
      this.argument = quoted[2] ?? ''
    },
    async render(this: WithArgument, context: Context, emitter: Emitter) {
      const name = this.argument ?? ''
      const placed = renderState(context).sections[name] ?? { id: name, settings: {}, blocks: [] }
      const html: unknown = await liquid.renderFile(
        `sections/${name}`,
        { section: placed },
        { globals: context.globals },
      )
      emitter.write(
        `<div id="shopify-section-${escapeText(placed.id)}" class="shopify-section">${String(html)}</div>`,
      )
    },
  })
}

/** Shopify's tags on top of Liquid's own. Source: Liquid reference, shopify.dev/docs/api/liquid/tags. */
export function registerTags(liquid: Liquid, home: LiquidHome): void {
  registerSilentBody(liquid, 'schema')
  registerSilentBody(liquid, 'doc')
  registerForbiddenInBlocks(liquid, home, 'stylesheet')
  registerForbiddenInBlocks(liquid, home, 'javascript')
  registerStyle(liquid)
  liquid.registerTag('render', RenderSnippetOrBlock)
  registerLayout(liquid)
  if (home.kind === 'theme') registerSection(liquid)
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

/** `{% style %}` is evaluated: settings are the reason that it exists. */
function registerStyle(liquid: Liquid): void {
  liquid.registerTag('style', {
    parse(this: { templates?: Template[] | undefined }, _token: TagToken, rest: TopLevelToken[]) {
      this.templates = liquid.parse(takeBody('style', rest))
    },
    async render(this: { templates?: Template[] | undefined }, context: Context, emitter: Emitter) {
      emitter.write('<style data-shopify>')
      const html: unknown = await liquid.render(this.templates ?? [], context)
      emitter.write(String(html))
      emitter.write('</style>')
    },
  })
}
