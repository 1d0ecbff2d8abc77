import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { definitionsOf, findDefinition, ownersOf } from '../resolvers/metafield-definitions.ts'
import type { DefinitionIdentifier } from '../resolvers/metafield-definitions.ts'
import { metafieldNamespace } from '../resolvers/metafields.ts'
import type { Metafield, MetafieldDefinition, TableName } from '../state.ts'
import { failure } from './inputs.ts'

type Access = { admin?: string | null; storefront?: string | null; customerAccount?: string | null }
type Capabilities = { uniqueValues?: { enabled: boolean } | null }
type Input = {
  name: string
  namespace?: string | null
  key: string
  type: string
  ownerType: string
  description?: string | null
  pin?: boolean | null
  access?: Access | null
  capabilities?: Capabilities | null
  validations?: { name: string; value: string }[] | null
}
type UpdateInput = Omit<Input, 'name' | 'type'> & { name?: string | null }

/** Value types of metafields (shopify.dev/docs/apps/build/custom-data/metafields/list-of-data-types). */
const TYPES = new Set([
  'boolean', 'color', 'date', 'date_time', 'dimension', 'id', 'json', 'language', 'link', 'money', 'multi_line_text_field', 'number_decimal', 'number_integer',
  'rating', 'rich_text_field', 'single_line_text_field', 'url', 'volume', 'weight', 'collection_reference', 'company_reference', 'customer_reference', 'file_reference',
  'metaobject_reference', 'mixed_reference', 'order_reference', 'page_reference', 'product_reference', 'product_taxonomy_value_reference', 'variant_reference',
]) // prettier-ignore

const OWNER_NAME: Record<string, string> = {
  API_PERMISSION: 'Api Permission',
  CUSTOMER: 'Customer',
  DRAFTORDER: 'DraftOrder',
  ORDER: 'Order',
  PRODUCT: 'Product',
  PRODUCTVARIANT: 'ProductVariant',
  SHOP: 'Shop',
}
const KEY_LENGTHS = { key: [2, 64], namespace: [3, 255] } as const
const DEFINITIONS_PINNED = 50

const at = (...path: string[]) => ['definition', ...path]

const lengthProblem = (field: keyof typeof KEY_LENGTHS, value: string): UserErrorValue | undefined => {
  const [least, most] = KEY_LENGTHS[field]
  const word = field === 'key' ? 'Key' : 'Namespace'
  if (value.length < least)
    return failure(at(field), `${word} is too short (minimum is ${least} characters)`, 'TOO_SHORT')
  if (value.length > most)
    return failure(at(field), `${word} is too long (maximum is ${most} characters)`, 'TOO_LONG')
  return /^[\w-]+$/.test(value)
    ? undefined
    : failure(
        at(field),
        `${word} contains one or more invalid characters. Only alphanumeric characters, hyphens, and underscores are allowed.`,
        'INVALID_CHARACTER',
      )
}

/** Codes are those of the schema; the messages are our guess. */
const problemOf = (context: Context, input: Input, namespace: string): UserErrorValue | undefined => {
  if (input.name.trim() === '') return failure(at('name'), "Name can't be blank", 'BLANK')
  const length = lengthProblem('key', input.key) ?? lengthProblem('namespace', namespace)
  if (length) return length
  if (!TYPES.has(input.type.replace(/^list\./, '')))
    return failure(at('type'), `Type name ${input.type} is not a valid type.`, 'INCLUSION')
  const identifier = { ownerType: input.ownerType, namespace, key: input.key }
  return findDefinition(context, identifier)
    ? failure(
        at('key'),
        `Key is in use for ${OWNER_NAME[input.ownerType] ?? input.ownerType} metafields on the '${namespace}' namespace.`,
        'TAKEN',
      )
    : undefined
}

/** The next free place among the pinned definitions of an owner type. */
const nextPin = (context: Context, ownerType: string): number =>
  definitionsOf(context, ownerType).reduce((last, one) => Math.max(last, one.pinnedPosition ?? 0), 0) + 1

const definitionBody = (definition: MetafieldDefinition) => ({
  created_by_app_id: null,
  id: definition.id,
  type: definition.type,
})

const metafieldDefinitionCreate = (
  _: unknown,
  { definition: input }: { definition: Input },
  context: Context,
) => {
  const namespace = metafieldNamespace(context, input.namespace)
  const problem = problemOf(context, input, namespace)
  const pinned = input.pin === true ? nextPin(context, input.ownerType) : null
  if (!problem && (pinned ?? 0) > DEFINITIONS_PINNED)
    return {
      createdDefinition: null,
      userErrors: [failure(at('pin'), 'Limit of 50 pinned definitions.', 'PINNED_LIMIT_REACHED')],
    }
  if (problem) return { createdDefinition: null, userErrors: [problem] }
  const definition: MetafieldDefinition = {
    id: context.nextId('MetafieldDefinition'),
    shop: context.shop.domain,
    ownerType: input.ownerType,
    namespace,
    key: input.key,
    name: input.name,
    description: input.description ?? null,
    type: input.type,
    unique: input.type === 'id' || input.capabilities?.uniqueValues?.enabled === true,
    access: {
      admin: input.access?.admin ?? 'PUBLIC_READ_WRITE',
      storefront: input.access?.storefront ?? 'NONE',
      customerAccount: input.access?.customerAccount ?? 'NONE',
    },
    pinnedPosition: pinned,
    validations: (input.validations ?? []).map(({ name, value }) => ({ name, value })),
    createdAt: context.now,
  }
  context.insert('metafieldDefinitions', definition.id, definition)
  return { createdDefinition: definition, userErrors: [] }
}

const metafieldDefinitionUpdate = (
  _: unknown,
  { definition: input }: { definition: UpdateInput },
  context: Context,
) => {
  const known = findDefinition(context, input)
  const refuse = (problem: UserErrorValue) => ({
    updatedDefinition: null,
    validationJob: null,
    userErrors: [problem],
  })
  if (!known) return refuse(failure(at(), 'Definition not found.', 'NOT_FOUND'))
  if (input.name !== undefined && (input.name ?? '').trim() === '')
    return refuse(failure(at('name'), "Name can't be blank", 'BLANK'))
  const definition = context.edit('metafieldDefinitions', known.id)
  if (input.name) definition.name = input.name
  if (input.description !== undefined) definition.description = input.description
  for (const side of ['admin', 'storefront', 'customerAccount'] as const)
    definition.access[side] = input.access?.[side] ?? definition.access[side]
  if (input.capabilities?.uniqueValues) definition.unique = input.capabilities.uniqueValues.enabled
  if (input.validations)
    definition.validations = input.validations.map(({ name, value }) => ({ name, value }))
  if (input.pin === true) definition.pinnedPosition ??= nextPin(context, input.ownerType)
  if (input.pin === false) definition.pinnedPosition = null
  return { updatedDefinition: definition, validationJob: null, userErrors: [] }
}

type DeleteArgs = {
  id?: string | null
  identifier?: DefinitionIdentifier | null
  deleteAllAssociatedMetafields?: boolean | null
}

const TABLE: Record<string, TableName> = {
  API_PERMISSION: 'appInstallations',
  CUSTOMER: 'customers',
  DRAFTORDER: 'draftOrders',
  ORDER: 'orders',
  PRODUCT: 'products',
  PRODUCTVARIANT: 'variants',
}

const dropValues = (context: Context, definition: MetafieldDefinition): void => {
  const fits = (one: Metafield) => one.namespace === definition.namespace && one.key === definition.key
  for (const owner of ownersOf(context, definition.ownerType)) {
    if (!owner.metafields.some(fits)) continue
    const table = TABLE[definition.ownerType]
    // Every owner table's entities have metafields; the shop is keyed by its domain.
    const open = (table ? context.edit(table, owner.id) : context.edit('shops', context.shop.domain)) as {
      metafields: Metafield[]
    }
    open.metafields = open.metafields.filter((one) => !fits(one))
  }
}

const metafieldDefinitionDelete = (_: unknown, args: DeleteArgs, context: Context) => {
  const refuse = (problem: UserErrorValue) => ({
    deletedDefinition: null,
    deletedDefinitionId: null,
    userErrors: [problem],
  })
  const definition = args.identifier
    ? findDefinition(context, args.identifier)
    : args.id
      ? context.get('metafieldDefinitions', args.id)
      : undefined
  const all = args.deleteAllAssociatedMetafields === true
  if (!definition)
    return refuse(failure([args.identifier ? 'identifier' : 'id'], 'Definition not found.', 'NOT_FOUND'))
  if (!all && definition.namespace.startsWith('app--'))
    return refuse(
      failure(
        null,
        'Deleting a definition in a reserved namespace must have deleteAllAssociatedMetafields set to true.',
        'RESERVED_NAMESPACE_ORPHANED_METAFIELDS',
      ),
    )
  if (!all && definition.type === 'id')
    return refuse(
      failure(
        null,
        'Deleting an id type metafield definition requires deletion of its associated metafields.',
        'ID_TYPE_DELETION_ERROR',
      ),
    )
  if (!all && definition.type.endsWith('_reference'))
    return refuse(
      failure(
        null,
        'Deleting a reference type metafield definition requires deletion of its associated metafields.',
        'REFERENCE_TYPE_DELETION_ERROR',
      ),
    )
  if (all) dropValues(context, definition)
  context.remove('metafieldDefinitions', definition.id)
  context.emit('metafield_definitions/delete', definitionBody(definition))
  return {
    deletedDefinition: {
      key: definition.key,
      namespace: definition.namespace,
      ownerType: definition.ownerType,
    },
    deletedDefinitionId: definition.id,
    userErrors: [],
  }
}

export const metafieldDefinitionMutations: ResolverModule = {
  Mutation: { metafieldDefinitionCreate, metafieldDefinitionUpdate, metafieldDefinitionDelete },
}
