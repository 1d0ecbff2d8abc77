import { isEnumType } from 'graphql'
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql'
import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { countOf, legacyResourceId, own } from '../resolvers/fields.ts'
import { sortBy } from '../resolvers/order-search.ts'
import type { WebhookSubscription } from '../state.ts'
import { failure } from './inputs.ts'

type Topic = { enumName: string; topic: string; scopes: string[] }
const topicsOf = new WeakMap<GraphQLSchema, Topic[]>()

/** Topics of the schema: its descriptions name the spelling (`orders/create`) and the scopes, one of which is needed. */
const topics = (schema: GraphQLSchema): Topic[] => {
  const known = topicsOf.get(schema)
  if (known) return known
  const type = schema.getType('WebhookSubscriptionTopic')
  const list = (isEnumType(type) ? type.getValues() : []).map((value) => {
    const text = value.description ?? ''
    const topic = /topic for `([\w/]+)` events/.exec(text)?.[1] ?? value.name.toLowerCase().replace('_', '/')
    const asked = /Requires[^.]*scopes?[^.]*/.exec(text)?.[0] ?? ''
    return {
      enumName: value.name,
      topic,
      scopes: [...asked.matchAll(/(?:read|write)_\w+/g)].map((match) => match[0]),
    }
  })
  topicsOf.set(schema, list)
  return list
}

const hasScope = (context: Context, scopes: string[]): boolean =>
  scopes.length === 0 ||
  context.token.mode === 'staff' ||
  scopes.some(
    (scope) =>
      context.token.scopes.includes(scope) ||
      context.token.scopes.includes(scope.replace(/^read_/, 'write_')),
  )

type Input = {
  uri?: string | null
  callbackUrl?: string | null
  format?: 'JSON' | 'XML' | null
  filter?: string | null
  includeFields?: string[] | null
  metafieldNamespaces?: string[] | null
  name?: string | null
}

const NAME = /^[\w-]{1,50}$/

const problemOf = (
  context: Context,
  input: Input,
  topic: string,
  self: string | undefined,
): UserErrorValue | undefined => {
  const uri = input.uri ?? input.callbackUrl ?? ''
  if (uri === '') return failure(['webhookSubscription', 'callbackUrl'], "Address can't be blank")
  if (!/^(https:|pubsub:|arn:aws:events:)/.test(uri))
    return failure(['webhookSubscription', 'callbackUrl'], 'Address protocol http:// is not supported')
  if (input.name && !NAME.test(input.name))
    return failure(
      ['webhookSubscription', 'name'],
      'Name can only contain alphanumeric characters, underscores, and hyphens, up to 50 characters',
    )
  const twin = Object.values(context.state.tables.webhookSubscriptions).find(
    (one) =>
      one.shop === context.shop.domain &&
      one.appId === context.token.appId &&
      one.topic === topic &&
      one.uri === uri &&
      one.source === 'api' &&
      one.id !== self &&
      one.filter === (input.filter ?? null),
  )
  return twin
    ? failure(['webhookSubscription', 'callbackUrl'], 'Address for this topic has already been taken')
    : undefined
}

const create = (
  _: unknown,
  args: { topic: string; webhookSubscription: Input },
  context: Context,
  info: GraphQLResolveInfo,
) => {
  const known = topics(info.schema).find((one) => one.enumName === args.topic)
  const input = args.webhookSubscription
  const refuse = (problem: UserErrorValue) => ({ webhookSubscription: null, userErrors: [problem] })
  if (!known || !hasScope(context, known.scopes))
    return refuse(
      failure(
        ['topic'],
        `You do not have permission to create or update webhooks with ${known?.topic ?? args.topic} topic.`,
      ),
    )
  const problem = problemOf(context, input, known.topic, undefined)
  if (problem) return refuse(problem)
  const subscription: WebhookSubscription = {
    id: context.nextId('WebhookSubscription'), shop: context.shop.domain, appId: context.token.appId, topic: known.topic, uri: input.uri ?? input.callbackUrl ?? '', format: input.format ?? 'JSON',
    filter: input.filter ?? null, includeFields: input.includeFields ?? [], metafieldNamespaces: input.metafieldNamespaces ?? [], name: input.name ?? null,
    apiVersion: context.state.tables.apps[context.token.appId]?.webhookApiVersion ?? context.version, source: 'api', createdAt: context.now, updatedAt: context.now, failures: 0,
  } // prettier-ignore
  context.insert('webhookSubscriptions', subscription.id, subscription)
  return { webhookSubscription: subscription, userErrors: [] }
}

/** Subscriptions that the calling app made through the API; those of its configuration are not listed by Shopify. */
const apiSubscriptions = (context: Context): WebhookSubscription[] =>
  Object.values(context.state.tables.webhookSubscriptions).filter(
    (one) => one.shop === context.shop.domain && one.appId === context.token.appId && one.source === 'api',
  )

const find = (context: Context, id: string): WebhookSubscription | undefined =>
  apiSubscriptions(context).find((one) => one.id === id)

const endpoint = (subscription: WebhookSubscription) => {
  if (subscription.uri.startsWith('pubsub:')) {
    const [pubSubProject = '', pubSubTopic = ''] = subscription.uri.slice('pubsub://'.length).split(':')
    return { __typename: 'WebhookPubSubEndpoint', pubSubProject, pubSubTopic }
  }
  if (subscription.uri.startsWith('arn:'))
    return { __typename: 'WebhookEventBridgeEndpoint', arn: subscription.uri }
  return { __typename: 'WebhookHttpEndpoint', callbackUrl: subscription.uri }
}

type ListArgs = ConnectionArgs & {
  topics?: string[] | null
  uri?: string | null
  callbackUrl?: string | null
  format?: string | null
}

export const webhookSubscriptions: ResolverModule = {
  WebhookSubscription: {
    ...own<WebhookSubscription>(
      'id',
      'uri',
      'format',
      'filter',
      'includeFields',
      'metafieldNamespaces',
      'name',
      'createdAt',
      'updatedAt',
    ),
    legacyResourceId,
    apiVersion: (one: WebhookSubscription) => ({
      handle: one.apiVersion,
      displayName: one.apiVersion,
      supported: true,
    }),
    callbackUrl: (one: WebhookSubscription) => one.uri,
    endpoint,
    metafields: () => [],
    topic: (one: WebhookSubscription, _: unknown, __, info) =>
      topics(info.schema).find((topic) => topic.topic === one.topic)?.enumName ??
      one.topic.toUpperCase().replace('/', '_'),
  },
  QueryRoot: {
    webhookSubscription: (_: unknown, { id }: { id: string }, context) => find(context, id) ?? null,
    webhookSubscriptions: (_: unknown, args: ListArgs, context, info) => {
      const wanted = new Set(
        (args.topics ?? []).map((name) => topics(info.schema).find((one) => one.enumName === name)?.topic),
      )
      const uri = args.uri ?? args.callbackUrl
      const list = apiSubscriptions(context).filter(
        (one) =>
          (wanted.size === 0 || wanted.has(one.topic)) &&
          (!uri || one.uri === uri) &&
          (!args.format || one.format === args.format),
      )
      return connect(
        sortBy(list, (one) => one.createdAt),
        args,
      )
    },
    webhookSubscriptionsCount: (_: unknown, args: { limit?: number | null }, context) =>
      countOf(apiSubscriptions(context).length, args.limit ?? undefined),
  },
  Mutation: {
    webhookSubscriptionCreate: create,
    webhookSubscriptionUpdate: (_: unknown, args: { id: string; webhookSubscription: Input }, context) => {
      const known = find(context, args.id)
      if (!known)
        return {
          webhookSubscription: null,
          userErrors: [failure(['id'], 'Webhook subscription does not exist')],
        }
      const input = args.webhookSubscription
      const problem = problemOf(
        context,
        { ...input, uri: input.uri ?? input.callbackUrl ?? known.uri },
        known.topic,
        known.id,
      )
      if (problem) return { webhookSubscription: null, userErrors: [problem] }
      const open = context.edit('webhookSubscriptions', known.id)
      open.uri = input.uri ?? input.callbackUrl ?? open.uri
      if (input.format) open.format = input.format
      if (input.filter !== undefined) open.filter = input.filter
      if (input.includeFields) open.includeFields = input.includeFields
      if (input.metafieldNamespaces) open.metafieldNamespaces = input.metafieldNamespaces
      if (input.name !== undefined) open.name = input.name
      open.updatedAt = context.now
      return { webhookSubscription: open, userErrors: [] }
    },
    webhookSubscriptionDelete: (_: unknown, { id }: { id: string }, context) => {
      if (!find(context, id))
        return {
          deletedWebhookSubscriptionId: null,
          userErrors: [failure(['id'], 'Webhook subscription does not exist')],
        }
      context.remove('webhookSubscriptions', id)
      return { deletedWebhookSubscriptionId: id, userErrors: [] }
    },
  },
}
