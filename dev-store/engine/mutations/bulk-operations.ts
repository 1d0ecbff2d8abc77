import { Kind, OperationTypeNode, parse } from 'graphql'
import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { planBulkQuery } from '../bulk-query.ts'
import { adminSchema } from '../schema.ts'
import { own } from '../resolvers/fields.ts'
import { sortBy } from '../resolvers/order-search.ts'
import type { BulkOperation } from '../state.ts'
import { failure } from './inputs.ts'

/** How many of a kind may run at once for one app in one shop. */
const AT_ONCE = 1

const operationsOf = (context: Context): BulkOperation[] =>
  Object.values(context.state.tables.bulkOperations).filter(
    (one) => one.shop === context.shop.domain && one.appId === context.token.appId,
  )

const isRunning = (one: BulkOperation) =>
  one.status === 'CREATED' || one.status === 'RUNNING' || one.status === 'CANCELING'

const inProgress = (context: Context, type: BulkOperation['type']) => {
  const running = operationsOf(context).filter((one) => one.type === type && isRunning(one))
  if (running.length < AT_ONCE) return undefined
  const kind = type === 'QUERY' ? 'query' : 'mutation'
  return failure(
    null,
    `A bulk ${kind} operation for this app and shop is already in progress: ${running[0]?.id ?? ''}.`,
    'OPERATION_IN_PROGRESS',
  )
}

const begin = (
  context: Context,
  facts: Pick<BulkOperation, 'type' | 'query' | 'groupObjects'>,
  uploadKey: string | null,
): BulkOperation => {
  const operation: BulkOperation = {
    id: context.nextId('BulkOperation'), shop: context.shop.domain, appId: context.token.appId, status: 'CREATED', version: context.version, createdAt: context.now, completedAt: null,
    errorCode: null, objectCount: 0, rootObjectCount: 0, fileKey: null, fileSize: null, ...facts,
  } // prettier-ignore
  context.insert('bulkOperations', operation.id, operation)
  context.engine.startBulk(operation.id, context.token, uploadKey)
  return operation
}

const runQuery = (_: unknown, args: { query: string; groupObjects: boolean }, context: Context) => {
  const plan = planBulkQuery(adminSchema(context.version), args.query)
  if (typeof plan === 'string')
    return { bulkOperation: null, userErrors: [failure(['query'], plan, 'INVALID')] }
  const busy = inProgress(context, 'QUERY')
  if (busy) return { bulkOperation: null, userErrors: [busy] }
  return {
    bulkOperation: begin(
      context,
      { type: 'QUERY', query: args.query, groupObjects: args.groupObjects },
      null,
    ),
    userErrors: [],
  }
}

const isMutation = (text: string): boolean => {
  try {
    const operations = parse(text).definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION)
    return operations.length === 1 && operations[0]?.operation === OperationTypeNode.MUTATION
  } catch {
    return false
  }
}

const runMutation = (_: unknown, args: { mutation: string; stagedUploadPath: string }, context: Context) => {
  if (!isMutation(args.mutation))
    return {
      bulkOperation: null,
      userErrors: [
        failure(['mutation'], 'The mutation is invalid: exactly one mutation is needed.', 'INVALID_MUTATION'),
      ],
    }
  const key = /(tmp\/.+)$/.exec(args.stagedUploadPath)?.[1]
  const upload = key === undefined ? undefined : context.state.tables.stagedUploads[key]
  if (key === undefined || upload?.uploaded !== true || upload.resource !== 'BULK_MUTATION_VARIABLES') {
    return {
      bulkOperation: null,
      userErrors: [
        failure(
          ['stagedUploadPath'],
          'The JSONL file could not be found. Try uploading the file again, and check that you have entered the URL correctly for the stagedUploadPath mutation argument.',
          'NO_SUCH_FILE',
        ),
      ],
    }
  }
  const busy = inProgress(context, 'MUTATION')
  if (busy) return { bulkOperation: null, userErrors: [busy] }
  return {
    bulkOperation: begin(context, { type: 'MUTATION', query: args.mutation, groupObjects: false }, key),
    userErrors: [],
  }
}

const url = (operation: BulkOperation, _: unknown, context: Context): string | null =>
  operation.fileKey === null || operation.status !== 'COMPLETED'
    ? null
    : `${context.engine.origins.files}/files/${operation.fileKey}`

export const bulkOperations: ResolverModule = {
  BulkOperation: {
    ...own<BulkOperation>('id', 'type', 'query', 'createdAt', 'completedAt', 'errorCode'),
    status: (one: BulkOperation) => one.status,
    objectCount: (one: BulkOperation) => String(one.objectCount),
    rootObjectCount: (one: BulkOperation) => String(one.rootObjectCount),
    fileSize: (one: BulkOperation) => (one.fileSize === null ? null : String(one.fileSize)),
    url,
    partialDataUrl: () => null,
  },
  QueryRoot: {
    bulkOperation: (_: unknown, { id }: { id: string }, context) =>
      operationsOf(context).find((one) => one.id === id) ?? null,
    bulkOperations: (_: unknown, args: ConnectionArgs, context) =>
      connect(
        sortBy(operationsOf(context), (one) => one.createdAt),
        args,
      ),
    currentBulkOperation: (_: unknown, args: { type?: string | null }, context) =>
      sortBy(
        operationsOf(context).filter((one) => one.type === (args.type ?? 'QUERY')),
        (one) => one.createdAt,
      ).at(-1) ?? null,
  },
  Mutation: {
    bulkOperationRunQuery: runQuery,
    bulkOperationRunMutation: runMutation,
    bulkOperationCancel: (_: unknown, { id }: { id: string }, context) => {
      const known = operationsOf(context).find((one) => one.id === id)
      if (!known)
        return { bulkOperation: null, userErrors: [failure(['id'], 'Bulk operation does not exist')] }
      if (!isRunning(known))
        return {
          bulkOperation: known,
          userErrors: [
            failure(null, `A bulk operation cannot be canceled when it is ${known.status.toLowerCase()}`),
          ],
        }
      const operation = context.edit('bulkOperations', id)
      operation.status = 'CANCELING'
      return { bulkOperation: operation, userErrors: [] }
    },
  },
}
