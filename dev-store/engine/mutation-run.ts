import { GraphQLError } from 'graphql'
import type { GraphQLResolveInfo } from 'graphql'
import type { Context, Resolver, UserErrorValue } from './context.ts'
import { fingerprint, idempotencyKey, keepKey, lookUpKey } from './idempotency.ts'
import { nodeById } from './node-lookup.ts'
import type { WebhookEvent } from './state.ts'
import type { Transaction } from './transaction.ts'

type Payload = Record<string, unknown>
const isRecord = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isErrorList = (key: string) => /[uU]serErrors$/.test(key)

const errorLists = (payload: Payload): [string, unknown[]][] =>
  Object.entries(payload).flatMap(([key, value]) =>
    isErrorList(key) && Array.isArray(value) ? [[key, value] as [string, unknown[]]] : [],
  )

/** Payload types differ in whether their errors have a code: it is there for those that do. */
const withCodes = (payload: Payload): Payload => ({
  ...payload,
  ...Object.fromEntries(
    errorLists(payload).map(([key, list]) => [
      key,
      list.map((one) => (isRecord(one) ? { code: null, ...one } : one)),
    ]),
  ),
})

/** A payload of nothing but errors, for the error field that this mutation has. */
const refusal = (info: GraphQLResolveInfo, errors: UserErrorValue[]): Payload => {
  const type = info.schema.getMutationType()?.getFields()[info.fieldName]?.type
  const fields = type && 'getFields' in type ? Object.keys(type.getFields()) : ['userErrors']
  return withCodes(Object.fromEntries(fields.map((name) => [name, isErrorList(name) ? errors : null])))
}

const idsOf = (payload: Payload): Record<string, string> =>
  Object.fromEntries(
    Object.entries(payload).flatMap(([key, value]) =>
      isRecord(value) && typeof value['id'] === 'string' ? [[key, value['id']]] : [],
    ),
  )

/** The answer to a repeated key is built again from the state of now, not kept (returns-api §5). */
const replay = (context: Context, info: GraphQLResolveInfo, result: Record<string, string>): Payload => ({
  ...refusal(info, []),
  ...Object.fromEntries(Object.entries(result).map(([key, id]) => [key, nodeById(context, id) ?? null])),
})

export type MutationRun = {
  begin(): Transaction
  end(): void
  deliver(events: WebhookEvent[]): void
}

/** Runs one mutation root in its own transaction: an exception or a user error undoes everything it did. */
export const runMutation = (
  run: MutationRun,
  context: Context,
  resolver: Resolver,
  args: Record<string, unknown>,
  info: GraphQLResolveInfo,
): unknown => {
  const key = idempotencyKey(info, context)
  const print = key === undefined ? '' : fingerprint(args)
  if (key !== undefined) {
    const known = lookUpKey(context, info.fieldName, key, print)
    if (known.kind === 'error') return refusal(info, [known.error])
    if (known.kind === 'replay') return replay(context, info, known.result)
  }
  const transaction = run.begin()
  const keep = (state: 'succeeded' | 'failed', result: Record<string, string>) => {
    if (key !== undefined) keepKey(context, info.fieldName, key, print, { state, result })
  }
  let events: WebhookEvent[] = []
  let payload: Payload
  try {
    // The registry types sources and arguments as `never`; roots have no source and their arguments are validated.
    const answer = (
      resolver as (source: unknown, args: unknown, context: Context, info: GraphQLResolveInfo) => unknown
    )(undefined, args, context, info)
    if (!isRecord(answer) || answer instanceof Promise)
      throw new GraphQLError(`dev store: ${info.fieldName} must answer with a payload at once`)
    payload = answer
    if (errorLists(payload).some(([, list]) => list.length > 0)) {
      transaction.rollback()
      keep('failed', {})
      return withCodes(payload)
    }
    events = transaction.commit()
    keep('succeeded', idsOf(payload))
  } catch (problem) {
    transaction.rollback()
    keep('failed', {})
    throw problem
  } finally {
    run.end()
  }
  run.deliver(events)
  return withCodes(payload)
}
