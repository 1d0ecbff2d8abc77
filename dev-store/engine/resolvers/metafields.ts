import { createHash } from 'node:crypto'
import type { Context, Resolver, ResolverModule } from '../context.ts'
import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Metafield } from '../state.ts'
import { legacyResourceId, own } from './fields.ts'

type Owner = { id: string; metafields: Metafield[] }

/** `$app:x` stands for the calling app's own namespace. */
export const metafieldNamespace = (context: Context, namespace: string | null | undefined): string => {
  const app = `app--${context.token.appId.slice(context.token.appId.lastIndexOf('/') + 1)}`
  if (namespace === null || namespace === undefined || namespace === '$app') return app
  return namespace.startsWith('$app:') ? `${app}--${namespace.slice(5)}` : namespace
}

/** Opaque digest for compare-and-swap. */
export const compareDigest = (metafield: Pick<Metafield, 'value' | 'type'>): string =>
  createHash('sha256').update(`${metafield.type}\n${metafield.value}`).digest('hex')

/** The `metafield` and `metafields` fields of an owner. */
export const metafieldFields: Record<string, Resolver> = {
  metafield: (source: Owner, args: { key: string; namespace?: string | null }, context) => {
    // "namespace.key" may come whole in `key`.
    const dot = args.namespace ? -1 : args.key.indexOf('.')
    const namespace = metafieldNamespace(context, dot > 0 ? args.key.slice(0, dot) : args.namespace)
    const key = dot > 0 ? args.key.slice(dot + 1) : args.key
    return source.metafields.find((one) => one.namespace === namespace && one.key === key) ?? null
  },
  metafields: (
    source: Owner,
    args: ConnectionArgs & { namespace?: string | null; keys?: string[] | null },
    context,
  ) => {
    const namespace = args.namespace ? metafieldNamespace(context, args.namespace) : undefined
    const wanted = source.metafields.filter(
      (one) =>
        (namespace === undefined || one.namespace === namespace) &&
        (!args.keys || args.keys.includes(`${one.namespace}.${one.key}`)),
    )
    return connect(wanted, args)
  },
}

const ownerOf = (context: Context, id: string): Owner | undefined => {
  const { tables } = context.state
  const owners: Owner[] = [
    ...Object.values(tables.products),
    ...Object.values(tables.variants),
    ...Object.values(tables.customers),
    ...Object.values(tables.draftOrders),
    ...Object.values(tables.appInstallations),
    context.shop,
  ]
  return context.index.orderOf(id) ?? owners.find((owner) => owner.metafields.some((one) => one.id === id))
}

const parseJson = (metafield: Metafield): unknown => {
  if (/^(number|json|boolean|list\.|rating|money|dimension|weight|volume)/.test(metafield.type)) {
    try {
      const parsed: unknown = JSON.parse(metafield.value)
      return parsed
    } catch {
      return metafield.value
    }
  }
  return metafield.value
}

export const metafields: ResolverModule = {
  Metafield: {
    ...own<Metafield>('id', 'namespace', 'key', 'type', 'value', 'createdAt', 'updatedAt'),
    legacyResourceId,
    compareDigest,
    jsonValue: parseJson,
    sizeInBytes: (source: Metafield) => Buffer.byteLength(source.value),
    description: () => null,
    owner: (source: Metafield, _: unknown, context) => ownerOf(context, source.id),
    ownerType: (source: Metafield, _: unknown, context) => {
      const owner = ownerOf(context, source.id)
      const type = owner ? /Shopify\/(\w+)\//i.exec(owner.id)?.[1] : undefined
      return (
        {
          Order: 'ORDER',
          Product: 'PRODUCT',
          ProductVariant: 'PRODUCTVARIANT',
          Customer: 'CUSTOMER',
          DraftOrder: 'DRAFTORDER',
          Shop: 'SHOP',
        }[type ?? ''] ?? 'API_PERMISSION'
      )
    },
    definition: (source: Metafield, _: unknown, context) =>
      Object.values(context.state.tables.metafieldDefinitions).find(
        (one) =>
          one.shop === context.shop.domain && one.namespace === source.namespace && one.key === source.key,
      ) ?? null,
  },
}
