import { Kind, isScalarType, valueFromASTUntyped } from 'graphql'
import type { GraphQLScalarType, GraphQLSchema, ValueNode } from 'graphql'

/** A scalar's refusal, whose text is Shopify's own explanation. */
export class GraphQLCoercionError extends Error {}

const refuse = (message: string): never => {
  throw new GraphQLCoercionError(message)
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const DATE_TIME = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/
const DATE = /^\d{4}-\d\d-\d\d$/
const GLOBAL_ID = /^gid:\/\/[^/]+\/[^/]+\/.+/

const text = (value: unknown): string =>
  typeof value === 'string' ? value : refuse(`Could not coerce value ${JSON.stringify(value)} to String`)

const decimal = (name: string) => (value: unknown) =>
  (typeof value === 'string' && DECIMAL.test(value.trim())) ||
  (typeof value === 'number' && Number.isFinite(value))
    ? String(value).trim()
    : refuse(
        name === 'Money'
          ? `Variable contains invalid Money value ${JSON.stringify(value)}`
          : `invalid decimal ${JSON.stringify(value)}`,
      )

/** How each custom scalar reads what a client sent. What the dev store answers is passed through as it is. */
const PARSE: Record<string, (value: unknown) => unknown> = {
  Decimal: decimal('Decimal'),
  Money: decimal('Money'),
  DateTime: (value) => {
    const string = text(value)
    return DATE_TIME.test(string) && !Number.isNaN(Date.parse(string))
      ? string
      : refuse(`invalid DateTime ${JSON.stringify(value)}`)
  },
  Date: (value) => {
    const string = text(value)
    return DATE.test(string) && !Number.isNaN(Date.parse(string))
      ? string
      : refuse(`invalid Date ${JSON.stringify(value)}`)
  },
  URL: (value) => {
    const string = text(value)
    return URL.canParse(string) && /^[a-z]+:/i.test(string)
      ? string
      : refuse(`Invalid url '${string}', missing scheme`)
  },
  UnsignedInt64: (value) =>
    /^\d+$/.test(String(value))
      ? String(value)
      : refuse(`Could not coerce value ${JSON.stringify(value)} to UnsignedInt64`),
  ID: (value) => {
    const string = typeof value === 'number' ? String(value) : text(value)
    return GLOBAL_ID.test(string) ? string : refuse(`Invalid global id '${string}'`)
  },
}

const literal = (parse: (value: unknown) => unknown) => (node: ValueNode) =>
  parse(node.kind === Kind.FLOAT || node.kind === Kind.INT ? node.value : valueFromASTUntyped(node))

const BUILT_IN = new Set(['Int', 'Float', 'Boolean', 'String', 'ID'])

/** Gives the introspected scalars their behaviour, in place. ID is graphql-js' own shared object and stays untouched. */
export const installScalars = (schema: GraphQLSchema): void => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isScalarType(type) || BUILT_IN.has(type.name)) continue
    const parse = PARSE[type.name]
    if (parse) {
      type.parseValue = parse
      type.parseLiteral = literal(parse)
    }
    type.serialize = (value) => value
  }
}

/** Reads a variable's value; throws GraphQLCoercionError where Shopify has words for it, else graphql-js' error. */
export const parseScalar = (type: GraphQLScalarType, value: unknown): unknown =>
  (PARSE[type.name] ?? type.parseValue)(value)

/** The same for a literal in a document. */
export const parseScalarLiteral = (type: GraphQLScalarType, node: ValueNode): unknown => {
  const parse = PARSE[type.name]
  return parse ? literal(parse)(node) : type.parseLiteral(node)
}
