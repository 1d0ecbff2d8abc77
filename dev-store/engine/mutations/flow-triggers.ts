import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { failure } from './inputs.ts'

/** Shopify Flow takes payloads below 50 KB [our guess]. */
const LARGEST_PAYLOAD = 50_000

type Args = { body?: string | null; handle?: string | null; payload?: unknown }
type Trigger = { handle: string; payload: unknown }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `body` is the older way: a JSON text with `trigger_id` (or `handle`) and `properties`. */
const fromBody = (body: string): Trigger | undefined => {
  try {
    const parsed: unknown = JSON.parse(body)
    if (!isRecord(parsed)) return undefined
    const handle = parsed['handle'] ?? parsed['trigger_id']
    return typeof handle === 'string' && isRecord(parsed['properties'])
      ? { handle, payload: parsed['properties'] }
      : undefined
  } catch {
    return undefined
  }
}

/** Messages are our guess: none is documented. */
const read = (args: Args): Trigger | UserErrorValue => {
  if (args.body !== undefined && args.body !== null)
    return (
      fromBody(args.body) ?? failure(['body'], 'Errors validating schema: the body is not a valid trigger')
    )
  if (!args.handle || args.handle.trim() === '') return failure(['handle'], "Handle can't be blank")
  if (!isRecord(args.payload)) return failure(['payload'], 'Payload must be an object')
  return { handle: args.handle, payload: args.payload }
}

const flowTriggerReceive = (_: unknown, args: Args, context: Context) => {
  const trigger = read(args)
  if ('message' in trigger) return { userErrors: [trigger] }
  if (Buffer.byteLength(JSON.stringify(trigger.payload)) > LARGEST_PAYLOAD) {
    const field = args.body ? 'body' : 'payload'
    return { userErrors: [failure([field], 'Payload exceeds the maximum size of 50 KB')] }
  }
  context.append('flowTriggers', {
    at: context.now,
    shop: context.shop.domain,
    appId: context.token.appId,
    ...trigger,
  })
  return { userErrors: [] }
}

export const flowTriggers: ResolverModule = { Mutation: { flowTriggerReceive } }
