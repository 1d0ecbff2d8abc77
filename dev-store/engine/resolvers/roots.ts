import { GraphQLError } from 'graphql'
import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { legacyId } from '../ids.ts'
import { nodeById } from '../node-lookup.ts'
import {
  compileSearch,
  matchBoolean,
  matchId,
  matchNumber,
  matchText,
  matchTime,
  matchWord,
} from '../search.ts'
import type { SearchFields } from '../search.ts'
import type { Collection, Customer, InventoryItem, Location, Product, Variant } from '../state.ts'
import { fullName } from './address.ts'
import { countOf } from './fields.ts'
import { locationsOf } from './inventory.ts'
import { metafieldNamespace } from './metafields.ts'
import { searchOrders, sortBy } from './order-search.ts'
import type { OrdersArgs } from './order-search.ts'
import { availableOf } from './products.ts'
import { currentInstallation } from './shops.ts'

type ListArgs = ConnectionArgs & { query?: string | null; sortKey?: string | null }
type IdArgs = { id: string }

const byId = (_: unknown, args: IdArgs, context: Context) => nodeById(context, args.id) ?? null

const ofShop = <T extends { shop: string }>(context: Context, table: Record<string, T>): T[] =>
  Object.values(table).filter((one) => one.shop === context.shop.domain)

const idNumber = (one: { id: string }) => legacyId(one.id)

const customerFields: SearchFields<Customer> = {
  default: (one, term) =>
    matchText(fullName(one), term) ||
    matchText(one.email, term) ||
    matchWord(one.email, term) ||
    matchWord(one.phone, term),
  id: (one, term) => matchId(one.id, term),
  email: (one, term) =>
    term.quoted ? matchWord(one.email, term) : matchWord(one.email, term) || matchText(one.email, term),
  first_name: (one, term) => matchText(one.firstName, term),
  last_name: (one, term) => matchText(one.lastName, term),
  phone: (one, term) =>
    matchWord(one.phone?.replace(/[^+\d]/g, ''), { ...term, value: term.value.replace(/[^+\d]/g, '') }),
  tag: (one, term) => one.tags.some((tag) => matchWord(tag, term)),
  tag_not: (one, term) => !one.tags.some((tag) => matchWord(tag, term)),
  state: (one, term) => matchWord(one.state, term),
  country: (one, term) =>
    one.addresses.some((address) => matchWord(address.country, term) || matchWord(address.countryCode, term)),
  customer_date: (one, term) => matchTime(one.createdAt, term),
  created_at: (one, term) => matchTime(one.createdAt, term),
  updated_at: (one, term) => matchTime(one.updatedAt, term),
}

const productFields = (context: Context): SearchFields<Product> => ({
  default: (one, term) =>
    matchText(one.title, term) ||
    matchText(one.vendor, term) ||
    matchText(one.productType, term) ||
    one.tags.some((tag) => matchWord(tag, term)),
  id: (one, term) => matchId(one.id, term),
  title: (one, term) => matchText(one.title, term),
  handle: (one, term) => matchWord(one.handle, term),
  product_type: (one, term) => matchWord(one.productType, term),
  vendor: (one, term) => matchWord(one.vendor, term),
  status: (one, term) => term.value.split(',').some((value) => matchWord(one.status, { ...term, value })),
  tag: (one, term) => one.tags.some((tag) => matchWord(tag, term)),
  tag_not: (one, term) => !one.tags.some((tag) => matchWord(tag, term)),
  sku: (one, term) => one.variantIds.some((id) => matchWord(context.get('variants', id)?.sku, term)),
  gift_card: (one, term) => matchBoolean(one.isGiftCard, term),
  created_at: (one, term) => matchTime(one.createdAt, term),
  updated_at: (one, term) => matchTime(one.updatedAt, term),
  published_at: (one, term) => matchTime(one.publishedAt, term),
})

const variantFields = (context: Context): SearchFields<Variant> => ({
  default: (one, term) =>
    matchText(one.title, term) ||
    matchWord(one.sku, term) ||
    matchText(context.get('products', one.productId)?.title, term),
  id: (one, term) => matchId(one.id, term),
  sku: (one, term) => matchWord(one.sku, term),
  barcode: (one, term) => matchWord(one.barcode, term),
  title: (one, term) =>
    matchText(one.title, term) || matchText(context.get('products', one.productId)?.title, term),
  product_id: (one, term) => matchId(one.productId, term),
  product_type: (one, term) => matchWord(context.get('products', one.productId)?.productType, term),
  product_status: (one, term) => matchWord(context.get('products', one.productId)?.status, term),
  vendor: (one, term) => matchWord(context.get('products', one.productId)?.vendor, term),
  tag: (one, term) =>
    context.get('products', one.productId)?.tags.some((tag) => matchWord(tag, term)) === true,
  inventory_quantity: (one, term) => matchNumber(availableOf(context, one), term),
  updated_at: (one, term) => matchTime(one.updatedAt, term),
})

const locationFields: SearchFields<Location> = {
  default: (one, term) => matchText(one.name, term),
  id: (one, term) => matchId(one.id, term),
  name: (one, term) => matchText(one.name, term),
  active: (one, term) => matchBoolean(one.isActive, term),
  city: (one, term) => matchText(one.city, term),
  country: (one, term) => matchWord(one.countryCode, term) || matchText(one.country, term),
}

const collectionFields: SearchFields<Collection> = {
  default: (one, term) => matchText(one.title, term),
  id: (one, term) => matchId(one.id, term),
  title: (one, term) => matchText(one.title, term),
  handle: (one, term) => matchWord(one.handle, term),
  updated_at: (one, term) => matchTime(one.updatedAt, term),
}

const inventoryItemFields: SearchFields<InventoryItem> = {
  default: (one, term) => matchWord(one.sku, term),
  id: (one, term) => matchId(one.id, term),
  sku: (one, term) => matchWord(one.sku, term),
}

/** Builds a root connection: the shop's entities, searched, sorted and paged. */
const list = <T extends { id: string }>(
  root: string,
  all: (context: Context, args: ListArgs) => T[],
  fields: (context: Context) => SearchFields<T>,
  sorts: Record<string, (entity: T, context: Context) => string | number>,
  standard: string,
) => {
  const select = (context: Context, args: ListArgs): T[] => {
    const test = compileSearch(context, root, args.query, fields(context))
    const found = test ? all(context, args).filter(test) : all(context, args)
    const sort = sorts[args.sortKey ?? standard] ?? idNumber
    return sortBy(found, (entity) => sort(entity, context))
  }
  return {
    connection: (_: unknown, args: ListArgs, context: Context) => connect(select(context, args), args),
    count: (_: unknown, args: ListArgs & { limit?: number | null }, context: Context) =>
      countOf(select(context, args).length, args.limit ?? undefined),
  }
}

const customers = list<Customer>('customers', (context) => ofShop(context, context.state.tables.customers), () => customerFields, {
  ID: idNumber, CREATED_AT: (one) => one.createdAt, UPDATED_AT: (one) => one.updatedAt, NAME: (one) => `${one.lastName ?? ''} ${one.firstName ?? ''}`, LOCATION: (one) => one.addresses[0]?.country ?? '', RELEVANCE: idNumber,
}, 'ID') // prettier-ignore
const products = list<Product>('products', (context) => ofShop(context, context.state.tables.products), productFields, {
  ID: idNumber, TITLE: (one) => one.title.toLowerCase(), CREATED_AT: (one) => one.createdAt, UPDATED_AT: (one) => one.updatedAt, PRODUCT_TYPE: (one) => one.productType, VENDOR: (one) => one.vendor, PUBLISHED_AT: (one) => one.publishedAt ?? '', RELEVANCE: idNumber,
}, 'ID') // prettier-ignore
const variants = list<Variant>('productVariants', (context) => ofShop(context, context.state.tables.variants), variantFields, {
  ID: idNumber, SKU: (one) => one.sku ?? '', TITLE: (one) => one.title, NAME: (one) => one.title, POSITION: (one) => one.position, RELEVANCE: idNumber,
}, 'ID') // prettier-ignore
const locations = list<Location>('locations', (context, args) => locationsOf(context, context.shop).filter((one) => one.isActive || ('includeInactive' in args && args.includeInactive === true)), () => locationFields, {
  ID: idNumber, NAME: (one) => one.name.toLowerCase(), RELEVANCE: idNumber,
}, 'NAME') // prettier-ignore
const collections = list<Collection>('collections', (context) => ofShop(context, context.state.tables.collections), () => collectionFields, {
  ID: idNumber, TITLE: (one) => one.title.toLowerCase(), UPDATED_AT: (one) => one.updatedAt, RELEVANCE: idNumber,
}, 'ID') // prettier-ignore
const inventoryItems = list<InventoryItem>(
  'inventoryItems',
  (context) => ofShop(context, context.state.tables.inventoryItems),
  () => inventoryItemFields,
  {},
  'ID',
)

type CustomId = { namespace?: string | null; key: string; value: string }
const withMetafield = <T extends { metafields: { namespace: string; key: string; value: string }[] }>(
  context: Context,
  all: T[],
  custom: CustomId,
): T | undefined =>
  all.find((one) =>
    one.metafields.some(
      (field) =>
        field.namespace === metafieldNamespace(context, custom.namespace) &&
        field.key === custom.key &&
        field.value === custom.value,
    ),
  )

type CustomerIdentifier = {
  id?: string | null
  emailAddress?: string | null
  phoneNumber?: string | null
  customId?: CustomId | null
}
const identifyCustomer = (context: Context, identifier: CustomerIdentifier): Customer | undefined => {
  const all = ofShop(context, context.state.tables.customers)
  if (identifier.id) return context.get('customers', identifier.id)
  if (identifier.emailAddress)
    return all.find((one) => one.email?.toLowerCase() === identifier.emailAddress?.toLowerCase())
  if (identifier.phoneNumber) return all.find((one) => one.phone === identifier.phoneNumber)
  return identifier.customId ? withMetafield(context, all, identifier.customId) : undefined
}

const NODES_LIMIT = 250

const ordersConnection = (_: unknown, args: OrdersArgs, context: Context) =>
  connect(searchOrders(context, args), args)

export const roots: ResolverModule = {
  QueryRoot: {
    shop: (_: unknown, __: unknown, context) => context.shop,
    app: (_: unknown, args: { id?: string | null }, context) =>
      context.state.tables.apps[args.id ?? context.token.appId] ?? null,
    appInstallation: (_: unknown, args: { id?: string | null }, context) =>
      args.id ? (context.get('appInstallations', args.id) ?? null) : (currentInstallation(context) ?? null),
    currentAppInstallation: (_: unknown, __: unknown, context) => {
      const installation = currentInstallation(context)
      if (!installation)
        throw new GraphQLError('The app is not installed on this shop.', {
          extensions: { code: 'ACCESS_DENIED' },
        })
      return installation
    },
    node: byId,
    nodes: (_: unknown, args: { ids: string[] }, context) => {
      if (args.ids.length > NODES_LIMIT)
        throw new GraphQLError(
          `The input array size of ${args.ids.length} is greater than the maximum allowed of ${NODES_LIMIT}.`,
          { extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' } },
        )
      return args.ids.map((id) => nodeById(context, id) ?? null)
    },
    job: (_: unknown, args: IdArgs, context) => context.get('jobs', args.id) ?? null,
    order: byId,
    orders: ordersConnection,
    ordersCount: (_: unknown, args: OrdersArgs & { limit?: number | null }, context) =>
      countOf(searchOrders(context, args).length, args.limit ?? undefined),
    orderByIdentifier: (
      _: unknown,
      args: { identifier: { id?: string | null; customId?: CustomId | null } },
      context,
    ) => {
      const { id, customId } = args.identifier
      if (id) return nodeById(context, id) ?? null
      return customId
        ? (withMetafield(context, context.index.ordersOfShop(context.shop.domain), customId) ?? null)
        : null
    },
    customer: byId,
    customers: customers.connection,
    customersCount: customers.count,
    customerByIdentifier: (_: unknown, args: { identifier: CustomerIdentifier }, context) =>
      identifyCustomer(context, args.identifier) ?? null,
    product: byId,
    products: products.connection,
    productsCount: products.count,
    productByIdentifier: (
      _: unknown,
      args: { identifier: { id?: string | null; handle?: string | null; customId?: CustomId | null } },
      context,
    ) => {
      const all = ofShop(context, context.state.tables.products)
      const { id, handle, customId } = args.identifier
      if (id) return context.get('products', id) ?? null
      if (handle) return all.find((one) => one.handle === handle) ?? null
      return customId ? (withMetafield(context, all, customId) ?? null) : null
    },
    productVariant: byId,
    productVariants: variants.connection,
    productVariantsCount: variants.count,
    collection: byId,
    collections: collections.connection,
    collectionsCount: collections.count,
    location: (_: unknown, args: { id?: string | null }, context) =>
      (args.id
        ? context.get('locations', args.id)
        : locationsOf(context, context.shop).find((one) => one.isPrimary)) ?? null,
    locations: locations.connection,
    locationsCount: locations.count,
    inventoryItem: byId,
    inventoryItems: inventoryItems.connection,
    inventoryLevel: byId,
    fulfillment: byId,
    fulfillmentOrder: byId,
    fulfillmentOrders: (_: unknown, args: ListArgs & { includeClosed?: boolean | null }, context) => {
      const fields: SearchFields<{ id: string; status: string; assignedLocationId: string }> = {
        default: () => false,
        id: (one, term) => matchId(one.id, term),
        status: (one, term) => matchWord(one.status, term),
        assigned_location_id: (one, term) => matchId(one.assignedLocationId, term),
      }
      const test = compileSearch(context, 'fulfillmentOrders', args.query, fields)
      const all = context.index.ordersOfShop(context.shop.domain).flatMap((order) => order.fulfillmentOrders)
      const open = all.filter(
        (one) => args.includeClosed === true || (one.status !== 'CLOSED' && one.status !== 'CANCELLED'),
      )
      return connect(sortBy(test ? open.filter(test) : open, idNumber), args)
    },
    manualHoldsFulfillmentOrders: (_: unknown, args: ListArgs, context) =>
      connect(
        context.index
          .ordersOfShop(context.shop.domain)
          .flatMap((order) => order.fulfillmentOrders)
          .filter((one) => one.holds.length > 0),
        args,
      ),
    shopLocales: (_: unknown, args: { published?: boolean | null }, context) =>
      context.shop.locales.map((locale) => ({
        locale,
        name: new Intl.DisplayNames(['en'], { type: 'language' }).of(locale) ?? locale,
        primary: locale === context.shop.primaryLocale,
        published: args.published ?? true,
        marketWebPresences: [],
      })),
    publicApiVersions: () =>
      ['2026-04', '2026-07', '2026-10'].map((handle) => ({ handle, displayName: handle, supported: true })),
  },
  Job: {
    id: (job: { id: string }) => job.id,
    done: (job: { done: boolean }) => job.done,
    query: () => ({}),
  },
}
