import { randomUUID } from 'node:crypto'
import { GraphQLError, execute, executeSync } from 'graphql'
import type { ExecutionResult } from 'graphql'
import { actualCost, costFields, requestedCost } from './cost.ts'
import { createDocuments } from './documents.ts'
import type { PreparedOperation } from './documents.ts'
import type { Engine } from './engine.ts'
import { createFieldResolver, resolveTypeByGid } from './field-resolver.ts'
import type { RequestContext } from './field-resolver.ts'
import { runMutation } from './mutation-run.ts'
import { registry } from './registry.ts'
import { createRequestContext } from './request-context.ts'
import { installScalars } from './scalars.ts'
import { adminSchema, isServedVersion } from './schema.ts'
import type { AdminSchema } from './schema.ts'
import { searchWarnings } from './search.ts'
import type { BulkOperation, TokenRecord, WebhookEvent } from './state.ts'
import { SINGLE_QUERY_MAXIMUM, createThrottle } from './throttle.ts'
import type { ThrottleStatus } from './throttle.ts'
import { beginTransaction } from './transaction.ts'
import { readVariables } from './variables.ts'

export type GraphqlRequest = {
  version: string
  shop: string
  token: TokenRecord
  query: string
  variables?: Record<string, unknown>
  operationName?: string
  headers?: Record<string, string>
}
export type GraphqlReply = { status: number; headers: Record<string, string>; body: unknown }

type Runtime = { admin: AdminSchema; fieldResolver: ReturnType<typeof createFieldResolver> }

const UNAUTHORISED = {
  errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
}

const isLive = (token: TokenRecord, nowMs: number): boolean =>
  !token.revoked && (token.expiresAt === null || Date.parse(token.expiresAt) > nowMs)

const pickOperation = (
  operations: PreparedOperation[],
  name: string | undefined,
): PreparedOperation | undefined =>
  name === undefined && operations.length === 1
    ? operations[0]
    : operations.find((one) => one.definition.name?.value === name)

const tooDear = (cost: number) =>
  new GraphQLError(
    `Query cost is ${cost}, which exceeds the single query max cost limit (${SINGLE_QUERY_MAXIMUM}).\n\nSee https://shopify.dev/concepts/about-apis/rate-limits for more information on how the\ncost of a query is calculated.\n`,
    {
      extensions: {
        code: 'MAX_COST_EXCEEDED',
        cost,
        maxCost: SINGLE_QUERY_MAXIMUM,
        documentation: 'https://shopify.dev/api/usage/limits#rate-limits',
      },
    },
  )

const THROTTLED = new GraphQLError('Throttled', {
  extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
})

const costReport = (requested: number, actual: number | null, throttleStatus: ThrottleStatus) => ({
  requestedQueryCost: requested,
  actualQueryCost: actual,
  throttleStatus,
})

/** Answers Admin GraphQL requests: Shopify's checks in Shopify's order, then the resolvers. */
export const createExecutor = (engine: Engine, deliver: (events: WebhookEvent[]) => void) => {
  const resolvers = registry()
  const prepare = createDocuments(resolvers)
  const throttle = createThrottle()
  const runtimes = new Map<string, Runtime>()

  const runtimeOf = (version: string): Runtime => {
    const admin = adminSchema(version)
    const known = runtimes.get(admin.version)
    if (known) return known
    installScalars(admin.schema)
    const runtime = { admin, fieldResolver: createFieldResolver(admin, resolvers) }
    runtimes.set(admin.version, runtime)
    return runtime
  }

  const contextOf = (request: GraphqlRequest): RequestContext => {
    const { context, hold } = createRequestContext(engine, { ...request, headers: request.headers ?? {} })
    const run = {
      deliver,
      begin() {
        const transaction = beginTransaction(engine.state, engine.index)
        hold(transaction)
        return transaction
      },
      end: () => hold(undefined),
    }
    const full: RequestContext = Object.assign(context, {
      scopes: new Set(request.token.scopes),
      everyScope: request.token.mode === 'staff',
      runMutation: ((resolver, args, info) =>
        runMutation(run, full, resolver, args, info)) satisfies RequestContext['runMutation'],
    })
    return full
  }

  const answer = async (request: GraphqlRequest): Promise<GraphqlReply> => {
    const headers: Record<string, string> = {
      'x-request-id': randomUUID(),
      'x-shopify-api-version': request.version,
    }
    const reply = (body: unknown, status = 200): GraphqlReply => ({ status, headers, body })
    const refuse = (errors: readonly GraphQLError[], cost?: unknown) =>
      reply({
        errors: errors.map((one) => one.toJSON()),
        ...(cost === undefined ? {} : { extensions: { cost } }),
      })

    if (!isServedVersion(request.version) || !engine.state.tables.shops[request.shop])
      return reply({ errors: 'Not Found' }, 404)
    const { token } = request
    const staff = token.mode === 'staff'
    if (!staff && (!isLive(token, engine.clock.now().getTime()) || token.shop !== request.shop))
      return reply(UNAUTHORISED, 401)
    if (!token.used) token.used = true

    const { admin, fieldResolver } = runtimeOf(request.version)
    const prepared = prepare(admin, request.query)
    if (prepared.errors.length > 0) return refuse(prepared.errors)
    const operation = pickOperation(prepared.operations, request.operationName)
    if (!operation) {
      const message =
        prepared.operations.length === 0 ? 'No query string was present' : 'An operation name is required'
      return refuse([new GraphQLError(message)])
    }
    const { variables, errors } = readVariables(admin.schema, operation.definition, request.variables ?? {})
    if (errors.length > 0) return refuse(errors)
    if (operation.unmodelled.length > 0) {
      return refuse(
        operation.unmodelled.map(
          (name) =>
            new GraphQLError(`Not modelled by the dev store: ${name}`, {
              extensions: { code: 'NOT_MODELLED' },
            }),
        ),
      )
    }

    const plan = token.plan ?? engine.state.tables.shops[request.shop]?.plan ?? 'standard'
    const bucket = `${request.shop} ${token.appId} ${plan}`
    const requested = requestedCost(operation.cost, variables)
    if (!staff && requested > SINGLE_QUERY_MAXIMUM)
      return refuse([tooDear(requested)], costReport(requested, null, throttle.status(bucket, plan)))

    const status = throttle.status(bucket, plan)
    if (!staff && requested > status.currentlyAvailable)
      return refuse([THROTTLED], costReport(requested, null, status))
    const contextValue = contextOf(request)
    const result: ExecutionResult = await execute({
      schema: admin.schema,
      document: prepared.document,
      contextValue,
      variableValues: variables,
      operationName: request.operationName ?? null,
      fieldResolver,
      typeResolver: resolveTypeByGid,
    })
    const actual = actualCost(operation.cost, result.data, variables)
    const cost = costReport(requested, actual, staff ? status : throttle.charge(bucket, plan, actual))
    const search = searchWarnings(contextValue)
    const debug = request.headers?.['shopify-graphql-cost-debug'] === '1'
    const fields = debug ? { fields: costFields(operation.cost, variables) } : {}
    const body = {
      ...(result.errors ? { errors: result.errors.map((one) => one.toJSON()) } : {}),
      data: result.data ?? null,
      extensions: { cost: { ...cost, ...fields }, ...(search.length > 0 ? { search } : {}) },
    }
    return reply(body)
  }

  /**
   * Runs a document at once, without throttle and cost: what a bulk operation does for itself. Resolvers are synchronous,
   * so the answer is there on return.
   */
  const askNow =
    (operation: BulkOperation, token: TokenRecord) => (query: string, variables: Record<string, unknown>) => {
      const { admin, fieldResolver } = runtimeOf(operation.version)
      const prepared = prepare(admin, query)
      const first = prepared.operations[0]
      if (!first) return { errors: prepared.errors.map((one) => one.toJSON()) }
      const read = readVariables(admin.schema, first.definition, variables)
      if (read.errors.length > 0) return { errors: read.errors.map((one) => one.toJSON()) }
      if (first.unmodelled.length > 0)
        return {
          errors: first.unmodelled.map((name) => ({ message: `Not modelled by the dev store: ${name}` })),
        }
      const contextValue = contextOf({ version: operation.version, shop: operation.shop, token, query })
      const result = executeSync({
        schema: admin.schema,
        document: prepared.document,
        contextValue,
        variableValues: read.variables,
        fieldResolver,
        typeResolver: resolveTypeByGid,
      })
      return {
        data: result.data,
        ...(result.errors ? { errors: result.errors.map((one) => one.toJSON()) } : {}),
      }
    }

  return { execute: answer, askNow }
}
