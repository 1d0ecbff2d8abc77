import type { CatalogueWordsQuery, CatalogueWordsQueryVariables } from '#app/types/admin.generated.ts'
import type { AdminGraphql } from './admin-graphql.server.ts'
import { ask, operation } from './operation.ts'

const CATALOGUE_WORDS = operation<CatalogueWordsQuery, CatalogueWordsQueryVariables>(`#graphql
  query CatalogueWords {
    productTags(first: 250) { nodes }
    productTypes(first: 250) { nodes }
    productVendors(first: 250) { nodes }
    markets(first: 50, query: "status:ACTIVE") { nodes { handle name } }
    metafieldDefinitions(first: 100, ownerType: PRODUCT) { nodes { namespace key name } }
  }
`)

/** What the shop calls things, to choose from in conditions: the first 250 of each list. */
export type CatalogueWords = {
  readonly productTags: readonly string[]
  readonly productTypes: readonly string[]
  readonly vendors: readonly string[]
  readonly markets: readonly { readonly handle: string; readonly name: string }[]
  /** Metafields that the shop has defined for products; `key` with its namespace. */
  readonly metafields: readonly { readonly key: string; readonly name: string }[]
}

/** Reads the words. A list that the app may not read is empty, as Shopify answers null for it. */
export async function readCatalogueWords(admin: AdminGraphql): Promise<CatalogueWords> {
  const { productTags, productTypes, productVendors, markets, metafieldDefinitions } = await ask(
    admin,
    CATALOGUE_WORDS,
    {},
  )
  const words = (list: { readonly nodes: readonly string[] } | null) =>
    (list?.nodes ?? []).filter((word) => word !== '')
  return {
    productTags: words(productTags),
    productTypes: words(productTypes),
    vendors: words(productVendors),
    markets: markets.nodes,
    metafields: metafieldDefinitions.nodes.map(({ namespace, key, name }) => ({
      key: `${namespace}.${key}`,
      name,
    })),
  }
}
