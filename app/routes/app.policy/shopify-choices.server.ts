import type { ReasonChoice } from '#app/components/policy/editor-context.ts'
import type { EditorContext } from '#app/components/policy/editor-context.ts'
import type { ShopContext } from '#app/context.server.ts'
import { type CatalogueWords, readCatalogueWords } from '#app/shopify/catalogue-words.server.ts'
import { listLocations } from '#app/shopify/locations.server.ts'
import { listReturnReasons } from '#app/shopify/return-reasons.server.ts'

type Choices = {
  readonly reasons: readonly ReasonChoice[]
  readonly locations: EditorContext['locations']
  readonly suggestions: EditorContext['suggestions']
}

/** What fields offer that Shopify knows. Where it cannot be reached a list is empty: everything can be typed, or is set already. */
export async function readChoices({ admin }: ShopContext): Promise<Choices> {
  const [reasons, locations, words] = await Promise.all([
    orNone(() => listReturnReasons(admin)),
    orNone(() => listLocations(admin)),
    readCatalogueWords(admin).catch(() => noWords),
  ])
  return {
    reasons: reasons.map(({ handle, name }) => ({ handle, name })),
    locations,
    suggestions: suggestionsOf(words),
  }
}

async function orNone<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read()
  } catch {
    return []
  }
}

const noWords: CatalogueWords = {
  productTags: [],
  productTypes: [],
  vendors: [],
  markets: [],
  metafields: [],
}

function suggestionsOf({
  productTags,
  productTypes,
  vendors,
  markets,
  metafields,
}: CatalogueWords): Choices['suggestions'] {
  const plain = (list: readonly string[]) => list.map((value) => ({ value, name: value }))
  return {
    productTag: plain(productTags),
    productType: plain(productTypes),
    vendor: plain(vendors),
    market: markets.map(({ handle, name }) => ({ value: handle, name: `${name} (${handle})` })),
    metafield: metafields.map(({ key, name }) => ({ value: key, name: `${name} (${key})` })),
    // Shopify's own names of its channels.
    orderChannel: [
      { value: 'web', name: 'Online store' },
      { value: 'pos', name: 'Point of sale' },
      { value: 'shopify_draft_order', name: 'Draft orders' },
    ],
  }
}
