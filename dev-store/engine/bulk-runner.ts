import { planBulkQuery, flattenBulk } from './bulk-query.ts'
import { allPages } from './connection.ts'
import type { Engine } from './engine.ts'
import { adminSchema } from './schema.ts'
import type { BulkOperation, TokenRecord } from './state.ts'

type Ask = (query: string, variables: Record<string, unknown>) => { data?: unknown; errors?: unknown }
type Result = { text: string; objectCount: number; rootObjectCount: number; errorCode: string | null }

const runQuery = (operation: BulkOperation, ask: Ask): Result => {
  const plan = planBulkQuery(adminSchema(operation.version), operation.query)
  if (typeof plan === 'string')
    return { text: '', objectCount: 0, rootObjectCount: 0, errorCode: 'INTERNAL_SERVER_ERROR' }
  const answer = allPages(() => ask(plan.text, {}))
  if (answer.errors !== undefined) {
    const denied = JSON.stringify(answer.errors).includes('ACCESS_DENIED')
    return {
      text: '',
      objectCount: 0,
      rootObjectCount: 0,
      errorCode: denied ? 'ACCESS_DENIED' : 'INTERNAL_SERVER_ERROR',
    }
  }
  const { lines, rootCount } = flattenBulk(answer.data, plan.roots, operation.groupObjects)
  return {
    text: lines.map((line) => `${line}\n`).join(''),
    objectCount: lines.length,
    rootObjectCount: rootCount,
    errorCode: null,
  }
}

const parseLine = (line: string): Record<string, unknown> | undefined => {
  try {
    const parsed: unknown = JSON.parse(line)
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined
  } catch {
    return undefined
  }
}

const runMutation = (operation: BulkOperation, input: string, ask: Ask): Result => {
  const rows = input.split('\n').filter((line) => line.trim() !== '')
  const lines = rows.map((row, number) => {
    const variables = parseLine(row)
    const answer = variables ? ask(operation.query, variables) : { errors: [{ message: 'Invalid JSON' }] }
    return JSON.stringify({ ...answer, __lineNumber: number })
  })
  return {
    text: lines.map((line) => `${line}\n`).join(''),
    objectCount: lines.length,
    rootObjectCount: lines.length,
    errorCode: null,
  }
}

/**
 * Runs a bulk operation to its end: CREATED → RUNNING → COMPLETED | FAILED, or CANCELED when it was asked to stop before.
 * The result is a file of the dev store; `bulk_operations/finish` is announced.
 */
export const runBulk = (
  engine: Engine,
  id: string,
  token: TokenRecord,
  uploadKey: string | null,
  askAs: (operation: BulkOperation, token: TokenRecord) => Ask,
): void => {
  const operation = engine.state.tables.bulkOperations[id]
  if (!operation) return
  const asked = operation.status
  if (asked === 'CREATED') {
    engine.transact(operation.shop, (context) => {
      context.edit('bulkOperations', id).status = 'RUNNING'
    })
  }
  const input = uploadKey === null ? '' : (engine.state.tables.blobs[uploadKey]?.body ?? '')
  const ask = askAs(operation, token)
  const result =
    asked === 'CANCELING'
      ? undefined
      : operation.type === 'QUERY'
        ? runQuery(operation, ask)
        : runMutation(operation, input, ask)
  engine.transact(operation.shop, (context) => {
    const open = context.edit('bulkOperations', id)
    open.completedAt = context.now
    open.status = result === undefined ? 'CANCELED' : result.errorCode === null ? 'COMPLETED' : 'FAILED'
    if (result)
      Object.assign(open, {
        objectCount: result.objectCount,
        rootObjectCount: result.rootObjectCount,
        errorCode: result.errorCode,
      })
    if (result && result.text !== '') {
      const key = `bulk/${id.split('/').at(-1) ?? ''}-${context.uuid()}.jsonl`
      context.insert('blobs', key, {
        key,
        shop: operation.shop,
        mimeType: 'application/jsonl',
        base64: false,
        body: result.text,
        createdAt: context.now,
      })
      Object.assign(open, { fileKey: key, fileSize: Buffer.byteLength(result.text) })
    }
    context.emit('bulk_operations/finish', {
      admin_graphql_api_id: id, completed_at: open.completedAt, created_at: open.createdAt, error_code: open.errorCode === null ? null : open.errorCode.toLowerCase(), status: open.status.toLowerCase(), type: open.type.toLowerCase(),
    }) // prettier-ignore
  })
}
