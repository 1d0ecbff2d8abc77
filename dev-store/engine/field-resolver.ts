import { GraphQLError, isNonNullType, getNamedType, isObjectType, isAbstractType } from 'graphql'
import type {
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLResolveInfo,
  GraphQLTypeResolver,
} from 'graphql'
import { accessDenied, isAllowed, parseAccess } from './access.ts'
import type { AccessRule } from './access.ts'
import type { Context, Resolver } from './context.ts'
import { checkGids } from './gid-check.ts'
import { parseGid } from './ids.ts'
import type { Registry } from './registry.ts'
import type { AdminSchema } from './schema.ts'
import type { Order } from './state.ts'

/** A request's context with what only the executor needs. */
export type RequestContext = Context & {
  scopes: ReadonlySet<string>
  everyScope: boolean
  /** Runs a mutation root inside its own transaction. */
  runMutation(resolver: Resolver, args: Record<string, unknown>, info: GraphQLResolveInfo): unknown
}

type Plan = {
  resolver: Resolver | undefined
  closed: boolean
  rules: AccessRule[]
  protectedContent: string | undefined
  nonNull: boolean
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const notModelled = (name: string) =>
  new GraphQLError(`Not modelled by the dev store: ${name}`, { extensions: { code: 'NOT_MODELLED' } })

/** Node type behind a connection, so that `orders` asks for the access of `Order`. */
const nodeTypeName = (type: GraphQLObjectType): string => {
  const nodes = type.name.endsWith('Connection') ? type.getFields()['nodes'] : undefined
  return nodes ? getNamedType(nodes.type).name : type.name
}

const planField = (admin: AdminSchema, registry: Registry, parent: GraphQLObjectType, name: string): Plan => {
  const field = parent.getFields()[name]
  const type = field && getNamedType(field.type)
  const onMutation = parent.name === 'Mutation'
  const texts = [
    admin.notes.access.get(`${parent.name}.${name}`),
    type && isObjectType(type) && !type.name.endsWith('Payload')
      ? admin.notes.access.get(nodeTypeName(type))
      : undefined,
    type && isAbstractType(type) && type.name !== 'Node' ? admin.notes.access.get(type.name) : undefined,
  ].filter((text) => text !== undefined)
  return {
    resolver: registry[parent.name]?.[name],
    closed: registry[parent.name] !== undefined,
    rules: texts.map((text) => parseAccess(text, onMutation)).filter((rule) => rule.groups.length > 0),
    protectedContent: admin.notes.protectedContent.get(`${parent.name}.${name}`),
    nonNull: field !== undefined && isNonNullType(field.type),
  }
}

/** Resolves every field: access first, then protected customer data, then the registered resolver or the plain property. */
export const createFieldResolver = (
  admin: AdminSchema,
  registry: Registry,
): GraphQLFieldResolver<unknown, RequestContext> => {
  const plans = new Map<GraphQLObjectType, Map<string, Plan>>()
  const planOf = (parent: GraphQLObjectType, name: string): Plan => {
    let fields = plans.get(parent)
    if (!fields) plans.set(parent, (fields = new Map<string, Plan>()))
    let plan = fields.get(name)
    if (!plan) fields.set(name, (plan = planField(admin, registry, parent, name)))
    return plan
  }

  const guard = (plan: Plan, context: RequestContext, name: string) => {
    if (context.everyScope) return
    for (const rule of plan.rules) {
      if (isAllowed(rule, context.scopes)) continue
      const denied = accessDenied(name, rule)
      throw new GraphQLError(denied.message, { extensions: denied.extensions })
    }
  }

  return (source, args: Record<string, unknown>, context, info) => {
    const parent = info.parentType
    const name = info.fieldName
    const plan = planOf(parent, name)
    guard(plan, context, name)
    if (
      plan.protectedContent !== undefined &&
      !context.everyScope &&
      context.shop.protectedCustomerData < 2
    ) {
      if (!plan.nonNull) return null
      const message = `This app is not approved to use the ${name} field. See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.`
      throw new GraphQLError(message, { extensions: { code: 'ACCESS_DENIED' } })
    }
    const { resolver } = plan
    if (!resolver) {
      if (plan.closed || !isRecord(source) || !Object.hasOwn(source, name))
        throw notModelled(`${parent.name}.${name}`)
      return source[name]
    }
    // Resolvers declare their own source and argument types; the schema has validated both, `never` is only how the
    // registry spells "some type of its own".
    const run = resolver as (
      source: unknown,
      args: Record<string, unknown>,
      context: Context,
      info: GraphQLResolveInfo,
    ) => unknown
    if (parent.name === 'Mutation' || parent.name === 'QueryRoot') {
      const field = parent.getFields()[name]
      if (field) checkGids(admin.schema, admin.notes, parent.name, field, args)
      if (parent.name === 'Mutation') return context.runMutation(resolver, args, info)
    }
    // The children of an order that is being read are looked up by id right after.
    if (parent.name === 'Order') context.index.adopt(source as Order)
    return run(source, args, context, info)
  }
}

/** The object type of a value behind an interface or union: its `__typename`, else the type of its GID. */
export const resolveTypeByGid: GraphQLTypeResolver<unknown, RequestContext> = (value) => {
  if (isRecord(value)) {
    if (typeof value['__typename'] === 'string') return value['__typename']
    const type = typeof value['id'] === 'string' ? parseGid(value['id'])?.type : undefined
    if (type !== undefined) return type
  }
  throw notModelled('type of an interface value')
}
