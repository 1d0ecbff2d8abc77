import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { legacyId } from '../ids.ts'
import { compileSearch, matchId, matchText, matchWord } from '../search.ts'
import type { SearchFields } from '../search.ts'
import type { Metafield, MetafieldDefinition } from '../state.ts'
import { constant, own } from './fields.ts'
import { metafieldNamespace } from './metafields.ts'
import { sortBy } from './order-search.ts'

export type DefinitionIdentifier = { ownerType: string; namespace?: string | null; key: string }

/** The shop's definitions of an owner type. */
export const definitionsOf = (context: Context, ownerType: string): MetafieldDefinition[] =>
  Object.values(context.state.tables.metafieldDefinitions).filter(
    (one) => one.shop === context.shop.domain && one.ownerType === ownerType,
  )

export const findDefinition = (
  context: Context,
  identifier: DefinitionIdentifier,
): MetafieldDefinition | undefined => {
  const namespace = metafieldNamespace(context, identifier.namespace)
  return definitionsOf(context, identifier.ownerType).find(
    (one) => one.namespace === namespace && one.key === identifier.key,
  )
}

type Owner = { id: string; metafields: Metafield[] }

const ofShop = <T extends { shop: string }>(context: Context, table: Record<string, T>): T[] =>
  Object.values(table).filter((one) => one.shop === context.shop.domain)

/** Everything that may carry a metafield of an owner type; none for types that the dev store has not. */
export const ownersOf = (context: Context, ownerType: string): Owner[] => {
  const { tables } = context.state
  const lists: Record<string, () => Owner[]> = {
    API_PERMISSION: () => ofShop(context, tables.appInstallations),
    CUSTOMER: () => ofShop(context, tables.customers),
    DRAFTORDER: () => ofShop(context, tables.draftOrders),
    ORDER: () => context.index.ordersOfShop(context.shop.domain),
    PRODUCT: () => ofShop(context, tables.products),
    PRODUCTVARIANT: () => ofShop(context, tables.variants),
    SHOP: () => [context.shop],
  }
  return lists[ownerType]?.() ?? []
}

const valuesOf = (context: Context, definition: MetafieldDefinition): Metafield[] =>
  ownersOf(context, definition.ownerType).flatMap((owner) =>
    owner.metafields.filter((one) => one.namespace === definition.namespace && one.key === definition.key),
  )

const CATEGORIES: [RegExp, string][] = [
  [/^boolean$/, 'TRUE_FALSE'],
  [/^color$/, 'COLOR'],
  [/^date/, 'DATE_TIME'],
  [/^id$/, 'ID'],
  [/json/, 'JSON'],
  [/^(dimension|volume|weight)$/, 'MEASUREMENT'],
  [/^money$/, 'MONEY'],
  [/^number/, 'NUMBER'],
  [/^rating$/, 'RATING'],
  [/_reference$/, 'REFERENCE'],
  [/^(url|link)$/, 'URL'],
]

const VALUE_TYPE: Record<string, string> = {
  boolean: 'BOOLEAN',
  json: 'JSON_STRING',
  number_integer: 'INTEGER',
}

const typeValue = (type: string) => ({
  name: type,
  category: CATEGORIES.find(([pattern]) => pattern.test(type.replace(/^list\./, '')))?.[1] ?? 'TEXT',
  supportedValidations: [],
  supportsDefinitionMigrations: true,
  valueType: VALUE_TYPE[type] ?? 'STRING',
})

const searchFields: SearchFields<MetafieldDefinition> = {
  default: (one, term) => matchText(one.name, term) || matchWord(one.key, term),
  id: (one, term) => matchId(one.id, term),
  key: (one, term) => matchWord(one.key, term),
  namespace: (one, term) => matchWord(one.namespace, term),
  owner_type: (one, term) => matchWord(one.ownerType, term),
  type: (one, term) => matchWord(one.type, term),
}

const SORT: Record<string, (one: MetafieldDefinition) => string | number> = {
  NAME: (one) => one.name.toLowerCase(),
  PINNED_POSITION: (one) => one.pinnedPosition ?? 0,
}

type ListArgs = ConnectionArgs & {
  ownerType: string
  namespace?: string | null
  key?: string | null
  pinnedStatus?: string | null
  query?: string | null
  sortKey?: string | null
}

const metafieldDefinitions = (_: unknown, args: ListArgs, context: Context) => {
  const test = compileSearch(context, 'metafieldDefinitions', args.query, searchFields)
  const namespace = args.namespace ? metafieldNamespace(context, args.namespace) : undefined
  const pinned = { PINNED: true, UNPINNED: false }[args.pinnedStatus ?? '']
  const found = definitionsOf(context, args.ownerType).filter(
    (one) =>
      (namespace === undefined || one.namespace === namespace) &&
      (!args.key || one.key === args.key) &&
      (pinned === undefined || (one.pinnedPosition !== null) === pinned) &&
      (!test || test(one)),
  )
  return connect(sortBy(found, SORT[args.sortKey ?? 'ID'] ?? ((one) => legacyId(one.id))), args)
}

/** `MetafieldDefinition` and its roots. Values are all valid: the dev store checks none against validations. */
export const metafieldDefinitionResolvers: ResolverModule = {
  QueryRoot: {
    metafieldDefinitions,
    metafieldDefinition: (
      _: unknown,
      args: { id?: string | null; identifier?: DefinitionIdentifier | null },
      context,
    ) => {
      if (args.identifier) return findDefinition(context, args.identifier) ?? null
      return args.id ? (context.get('metafieldDefinitions', args.id) ?? null) : null
    },
  },
  MetafieldDefinition: {
    ...own<MetafieldDefinition>(
      'id',
      'name',
      'namespace',
      'key',
      'description',
      'ownerType',
      'access',
      'pinnedPosition',
    ),
    ...constant({
      constraints: null,
      standardTemplate: null,
      useAsCollectionCondition: false,
      validationStatus: 'ALL_VALID',
    }),
    capabilities: (one: MetafieldDefinition) => ({
      adminFilterable: { eligible: true, enabled: false, status: 'NOT_FILTERABLE' },
      analyticsQueryable: { eligible: true, enabled: false },
      cartToOrderCopyable: { eligible: false, enabled: false },
      smartCollectionCondition: { eligible: false, enabled: false },
      uniqueValues: { eligible: true, enabled: one.unique },
    }),
    type: (one: MetafieldDefinition) => typeValue(one.type),
    validations: (one: MetafieldDefinition) =>
      one.validations.map((rule) => ({ ...rule, type: 'single_line_text_field' })),
    metafields: (one: MetafieldDefinition, args: ConnectionArgs, context) =>
      connect(valuesOf(context, one), args),
    metafieldsCount: (one: MetafieldDefinition, _: unknown, context) => valuesOf(context, one).length,
  },
}
