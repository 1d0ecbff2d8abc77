import { createHash } from 'node:crypto'
import { GraphQLError, Kind } from 'graphql'
import type { GraphQLResolveInfo } from 'graphql'
import type { Context } from './context.ts'
import type { IdempotencyRecord } from './state.ts'

/** The 16 roots whose description says that the directive is required since 2026-04 (returns-api §5). */
const REQUIRED = new Set([
  'refundCreate',
  'inventoryActivate',
  'inventoryAdjustQuantities',
  'inventoryMoveQuantities',
  'inventorySetOnHandQuantities',
  'inventorySetQuantities',
  'inventoryShipmentAddItems',
  'inventoryShipmentCreate',
  'inventoryShipmentCreateInTransit',
  'inventoryShipmentReceive',
  'inventoryTransferCreate',
  'inventoryTransferCreateAsReadyToShip',
  'inventoryTransferDuplicate',
  'inventoryTransferSetItems',
  'locationActivate',
  'locationDeactivate',
])
const KEPT_MS = 24 * 3600 * 1000

/** A user error about the key itself; `code` is dropped where the payload's error type has none. */
export type IdempotencyError = { field: null; message: string; code: string }
const MISMATCH: IdempotencyError = {
  field: null,
  message: 'The same idempotency key cannot be used with different operation parameters.',
  code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
}
const RUNNING: IdempotencyError = {
  field: null,
  message: 'This request is currently in progress, please try again.',
  code: 'IDEMPOTENCY_CONCURRENT_REQUEST',
}
const FAILED: IdempotencyError = {
  field: null,
  message: 'A previous request with this idempotency key failed. Retry with a new idempotency key.',
  code: 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED',
}

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, canonical(item)]),
  )
}

const badRequest = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })

/** The key of the field's directive, or undefined when it carries none. Throws Shopify's top-level errors. */
export const idempotencyKey = (info: GraphQLResolveInfo, context: Context): string | undefined => {
  const directive = info.fieldNodes[0]?.directives?.find((one) => one.name.value === 'idempotent')
  const required = REQUIRED.has(info.fieldName)
  if (!directive) {
    // Shopify's own admin goes through other doors; only apps meet this rule.
    if (required && context.token.mode !== 'staff') {
      throw badRequest('The @idempotent directive is required for this mutation but was not provided.')
    }
    return undefined
  }
  if (!required) {
    if (context.shop.lenientIdempotent) return undefined
    throw badRequest('The @idempotent directive is not supported for this mutation.')
  }
  const value = directive.arguments?.[0]?.value
  const key =
    value?.kind === Kind.VARIABLE
      ? info.variableValues[value.name.value]
      : value?.kind === Kind.STRING
        ? value.value
        : ''
  if (typeof key !== 'string' || key.trim() === '')
    throw badRequest('The idempotency key cannot be an empty string or whitespace only.')
  return key
}

/** What the key says about this call: never seen, a replay of a result, or an error. */
export type Known =
  | { kind: 'new' }
  | { kind: 'replay'; result: Record<string, string> }
  | { kind: 'error'; error: IdempotencyError }

const recordKey = (context: Context, mutation: string, key: string) =>
  `${context.shop.domain} ${context.token.appId} ${mutation} ${key}`

/** SHA-256 of the arguments with their keys sorted. */
export const fingerprint = (args: Record<string, unknown>): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(args)))
    .digest('hex')

/** Looks the key up; records older than 24 hours count as never seen. */
export const lookUpKey = (context: Context, mutation: string, key: string, print: string): Known => {
  const record = context.state.tables.idempotency[recordKey(context, mutation, key)]
  if (!record || Date.parse(context.now) - Date.parse(record.at) > KEPT_MS) return { kind: 'new' }
  if (record.fingerprint !== print) return { kind: 'error', error: MISMATCH }
  if (record.state === 'running') return { kind: 'error', error: RUNNING }
  if (record.state === 'failed') return { kind: 'error', error: FAILED }
  return { kind: 'replay', result: record.result }
}

/** Keeps the outcome of a call under its key. Failures are kept too: a failed key may not be tried again. */
export const keepKey = (
  context: Context,
  mutation: string,
  key: string,
  print: string,
  outcome: Pick<IdempotencyRecord, 'state' | 'result'>,
): void => {
  const record: IdempotencyRecord = {
    shop: context.shop.domain,
    appId: context.token.appId,
    mutation,
    key,
    fingerprint: print,
    at: context.now,
    ...outcome,
  }
  context.state.tables.idempotency[recordKey(context, mutation, key)] = record
}
