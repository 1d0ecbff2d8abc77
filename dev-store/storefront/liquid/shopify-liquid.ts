import { join } from 'node:path'
import { Liquid } from 'liquidjs'
import { registerFilters } from './shopify-filters.ts'
import { registerTags } from './shopify-tags.ts'
import type { Translations } from './translate.ts'

/** Where the templates, texts and assets of one theme or of the app's extension are. */
export type LiquidHome = {
  kind: 'theme' | 'extension'
  folder: string
  timeZone: string
  translations: Translations
  assetUrl(name: string): string
}

/** Filters that liquidjs has and Shopify has not: a template that uses one would break in a real store. */
const NOT_SHOPIFYS = [
  'raw', 'push', 'pop', 'unshift', 'shift', 'sample', 'where_exp', 'reject_exp', 'group_by', 'group_by_exp', 'find_exp',
  'find_index_exp', 'has_exp', 'jsonify', 'inspect', 'to_integer', 'date_to_xmlschema', 'date_to_rfc822',
  'date_to_string', 'date_to_long_string', 'array_to_sentence_string', 'number_of_words', 'normalize_whitespace',
  'cgi_escape', 'uri_escape', 'slugify', 'xml_escape',
] // prettier-ignore

/**
 * liquidjs with Shopify's tags and filters. Unknown filters and tags throw with their name; nothing is escaped by
 * itself, as in Shopify. Extension files are read anew each time, so that an edit shows on reload.
 */
export function createShopifyLiquid(home: LiquidHome): Liquid {
  const liquid = new Liquid({
    root: [home.folder],
    partials: [join(home.folder, 'snippets')],
    layouts: [join(home.folder, 'layout')],
    extname: '.liquid',
    cache: home.kind === 'theme',
    strictFilters: true,
    ownPropertyOnly: true,
    relativeReference: false,
    timezoneOffset: home.timeZone,
    parseLimit: 1_000_000,
    memoryLimit: 1_000_000_000,
  })
  for (const name of NOT_SHOPIFYS) {
    liquid.registerFilter(name, () => {
      throw new Error(`Shopify's Liquid has no filter "${name}"`)
    })
  }
  registerFilters(liquid, home)
  registerTags(liquid, home)
  return liquid
}
