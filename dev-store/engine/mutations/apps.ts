import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { legacyId } from '../ids.ts'
import { own } from '../resolvers/fields.ts'
import { metafieldNamespace } from '../resolvers/metafields.ts'
import { sortBy } from '../resolvers/order-search.ts'
import { currentInstallation } from '../resolvers/shops.ts'
import type { MetafieldDefinition } from '../state.ts'
import { failure } from './inputs.ts'

const FLOW_BODY_LIMIT = 50_000

type FlowArgs = { body?: string | null; handle?: string | null; payload?: unknown }

/** `flowTriggerReceive`: Shopify Flow takes the trigger; there is no Flow here, so it is kept with the notifications. */
const flowTriggerReceive = (_: unknown, args: FlowArgs, context: Context) => {
  const text = args.body ?? JSON.stringify(args.payload ?? null)
  if (!args.body && !args.handle)
    return {
      userErrors: [
        failure(['handle'], 'Errors validating schema:\n  Either body or handle and payload are required.'),
      ],
    }
  if (Buffer.byteLength(text) > FLOW_BODY_LIMIT)
    return {
      userErrors: [
        failure(['body'], 'Errors validating schema:\n  Properties size exceeds the limit of 50000 bytes.'),
      ],
    }
  context.append('notifications', {
    at: context.now,
    shop: context.shop.domain,
    to: 'flow',
    template: `flow:${args.handle ?? 'trigger'}`,
    subject: text,
    orderId: null,
    returnId: null,
  })
  return { userErrors: [] }
}

/** An app takes itself out: tokens end at once, then app/uninstalled leaves. */
const appUninstall = (_: unknown, __: unknown, context: Context) => {
  const installation = currentInstallation(context)
  const app = context.state.tables.apps[context.token.appId]
  if (!installation || !app)
    return { app: null, userErrors: [failure(null, 'The app is not installed.', 'APP_NOT_INSTALLED')] }
  context.edit('appInstallations', installation.id).uninstalledAt = context.now
  for (const token of Object.values(context.state.tables.tokens)) {
    if (token.appId === app.id && token.shop === context.shop.domain)
      context.edit('tokens', token.value).revoked = true
  }
  const { shop } = context
  context.emit('app/uninstalled', {
    id: legacyId(shop.id),
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    myshopify_domain: shop.domain,
    currency: shop.currency,
    country_code: shop.countryCode,
    created_at: shop.createdAt,
    updated_at: context.now,
  })
  return { app, userErrors: [] }
}

const appRevokeAccessScopes = (_: unknown, { scopes }: { scopes: string[] }, context: Context) => {
  const installation = currentInstallation(context)
  const app = context.state.tables.apps[context.token.appId]
  if (!installation || !app)
    return { revoked: null, userErrors: [failure(null, 'The app is not installed.', 'APP_NOT_INSTALLED')] }
  const required = scopes.find((scope) => app.scopes.includes(scope))
  if (required !== undefined)
    return {
      revoked: null,
      userErrors: [
        failure(['scopes'], 'Required scopes cannot be revoked.', 'CANNOT_REVOKE_REQUIRED_SCOPES'),
      ],
    }
  const before = installation.scopes
  const after = before.filter((scope) => !scopes.includes(scope))
  context.edit('appInstallations', installation.id).scopes = after
  for (const token of Object.values(context.state.tables.tokens)) {
    if (token.appId === app.id && token.shop === context.shop.domain && !token.revoked)
      context.edit('tokens', token.value).scopes = after
  }
  context.emit('app/scopes_update', {
    id: legacyId(app.id),
    previous: before,
    current: after,
    updated_at: context.now,
  })
  return {
    revoked: scopes.map((handle) => ({ handle, description: handle.replaceAll('_', ' ') })),
    userErrors: [],
  }
}

type DefinitionInput = {
  name: string
  namespace?: string | null
  key: string
  type: string
  ownerType: string
  description?: string | null
  capabilities?: { uniqueValues?: { enabled: boolean } | null } | null
}

const metafieldDefinitionCreate = (
  _: unknown,
  { definition: input }: { definition: DefinitionInput },
  context: Context,
) => {
  const namespace = metafieldNamespace(context, input.namespace)
  const taken = Object.values(context.state.tables.metafieldDefinitions).some(
    (one) =>
      one.shop === context.shop.domain &&
      one.ownerType === input.ownerType &&
      one.namespace === namespace &&
      one.key === input.key,
  )
  if (taken)
    return {
      createdDefinition: null,
      userErrors: [
        {
          ...failure(['definition', 'key'], 'Key is in use for the owner type on the namespace.', 'TAKEN'),
          elementIndex: null,
          elementKey: null,
        },
      ],
    }
  const definition: MetafieldDefinition = {
    id: context.nextId('MetafieldDefinition'), shop: context.shop.domain, ownerType: input.ownerType, namespace, key: input.key, name: input.name, description: input.description ?? null, type: input.type,
    unique: input.capabilities?.uniqueValues?.enabled === true, createdAt: context.now,
  } // prettier-ignore
  context.insert('metafieldDefinitions', definition.id, definition)
  return { createdDefinition: definition, userErrors: [] }
}

type DefinitionArgs = ConnectionArgs & { ownerType: string; namespace?: string | null; key?: string | null }

export const appMutations: ResolverModule = {
  MetafieldDefinition: {
    ...own<MetafieldDefinition>('id', 'name', 'namespace', 'key', 'description', 'ownerType'),
    type: (one: MetafieldDefinition) => ({
      name: one.type,
      category: 'TEXT',
      supportsDefinitionMigrations: true,
      supportedValidations: [],
      valueType: 'STRING',
    }),
    validationStatus: () => 'ALL_VALID',
    validations: () => [],
    pinnedPosition: () => null,
    standardTemplate: () => null,
    constraints: () => null,
    useAsCollectionCondition: () => false,
  },
  QueryRoot: {
    metafieldDefinition: (_: unknown, { id }: { id?: string | null }, context) =>
      id ? (context.get('metafieldDefinitions', id) ?? null) : null,
    metafieldDefinitions: (_: unknown, args: DefinitionArgs, context) =>
      connect(
        sortBy(
          Object.values(context.state.tables.metafieldDefinitions).filter(
            (one) =>
              one.shop === context.shop.domain &&
              one.ownerType === args.ownerType &&
              (!args.namespace || one.namespace === metafieldNamespace(context, args.namespace)) &&
              (!args.key || one.key === args.key),
          ),
          (one) => one.createdAt,
        ),
        args,
      ),
  },
  Mutation: { flowTriggerReceive, appUninstall, appRevokeAccessScopes, metafieldDefinitionCreate },
}
