import { z } from 'zod'
import type { AdminGraphql } from './admin-graphql.server.ts'

/** By product GID what it is in and what its metafields hold; products that are gone are not there. */
export type ProductFacts = ReadonlyMap<
  string,
  {
    readonly collections: Readonly<Record<string, boolean>>
    readonly metafields: Readonly<Record<string, string | null>>
  }
>

type Asked = { readonly collections: ReadonlySet<string>; readonly metafields: ReadonlySet<string> }

/** Shopify takes 250 ids; fewer keep the price of a call small. */
const perCall = 50
/** Aliases in one document: more than that are asked in further calls. */
const mostAliases = 40

/**
 * Reads memberships and metafields of products, only those that are named: `inCollection` and `metafield` under one alias each
 * (schema 2026-10). Needs no call where nothing is asked. What is no collection's GID has no member.
 */
export async function readProductFacts(
  admin: AdminGraphql,
  productGids: readonly string[],
  asked: Asked,
): Promise<ProductFacts> {
  const facts = new Map<string, Fact>()
  const aliases = [
    ...[...asked.collections].filter((gid) => collectionGid.test(gid)).map(collectionAlias),
    ...[...asked.metafields].map(metafieldAlias),
  ]
  for (const ids of chunks([...new Set(productGids)], perCall)) {
    for (const some of chunks(aliases, mostAliases)) {
      for (const node of await readNodes(admin, ids, some)) {
        const fact = facts.get(node.id) ?? { collections: allFalse(asked.collections), metafields: {} }
        for (const { alias, take } of some) take(fact, node.values[alias])
        facts.set(node.id, fact)
      }
    }
  }
  return facts
}

const collectionGid = /^gid:\/\/shopify\/Collection\/\d+$/

type Fact = { collections: Record<string, boolean>; metafields: Record<string, string | null> }
type Alias = {
  readonly alias: string
  readonly declared: string
  readonly selected: string
  readonly variables: Readonly<Record<string, string>>
  readonly take: (fact: Fact, value: unknown) => void
}

function collectionAlias(gid: string, index: number): Alias {
  const alias = `collection${index}`
  return {
    alias,
    declared: `$${alias}: ID!`,
    selected: `${alias}: inCollection(id: $${alias})`,
    variables: { [alias]: gid },
    take: (fact, value) => {
      fact.collections[gid] = value === true
    },
  }
}

const Value = z.object({ value: z.string() }).nullish()

function metafieldAlias(name: string, index: number): Alias {
  const alias = `metafield${index}`
  const dot = name.lastIndexOf('.')
  return {
    alias,
    declared: `$${alias}Namespace: String!, $${alias}Key: String!`,
    selected: `${alias}: metafield(namespace: $${alias}Namespace, key: $${alias}Key) { value }`,
    variables: { [`${alias}Namespace`]: name.slice(0, dot), [`${alias}Key`]: name.slice(dot + 1) },
    take: (fact, value) => {
      fact.metafields[name] = Value.parse(value)?.value ?? null
    },
  }
}

const Answer = z.object({ nodes: z.array(z.record(z.string(), z.unknown()).nullable()) })

async function readNodes(admin: AdminGraphql, ids: readonly string[], aliases: readonly Alias[]) {
  const declared = aliases.map((one) => one.declared).join(', ')
  const selected = aliases.map((one) => one.selected).join(' ')
  const text = `query ProductFacts($ids: [ID!]!, ${declared}) { nodes(ids: $ids) { ... on Product { id ${selected} } } }`
  const named = aliases.flatMap((one) => Object.entries(one.variables))
  // The document is put together here, so no type was generated for its answer: it is checked instead.
  const { nodes } = Answer.parse(
    await admin<unknown>(text, { variables: { ids, ...Object.fromEntries(named) } }),
  )
  // What is no product any more is null; what is none at all selected nothing.
  return nodes.flatMap((node) => (typeof node?.id === 'string' ? [{ id: node.id, values: node }] : []))
}

function allFalse(gids: ReadonlySet<string>): Record<string, boolean> {
  return Object.fromEntries([...gids].map((gid) => [gid, false]))
}

function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )
}
