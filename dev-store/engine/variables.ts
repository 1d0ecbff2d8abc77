import {
  GraphQLError,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  typeFromAST,
  valueFromAST,
  isInputType,
} from 'graphql'
import type {
  GraphQLInputType,
  GraphQLSchema,
  OperationDefinitionNode,
  VariableDefinitionNode,
} from 'graphql'
import { enumOrder } from './enum-order.ts'
import { GraphQLCoercionError, parseScalar } from './scalars.ts'

type Problem = { path: (string | number)[]; explanation: string; message?: string }
type Coerced = { value: unknown; problems: Problem[] }

const ok = (value: unknown): Coerced => ({ value, problems: [] })
const bad = (explanation: string): Coerced => ({ value: undefined, problems: [{ path: [], explanation }] })
const under = (key: string | number, problems: Problem[]): Problem[] =>
  problems.map((one) => ({ ...one, path: [key, ...one.path] }))
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const NULL_REFUSED = 'Expected value to not be null'

/** Reads one value, collecting every problem in graphql-ruby's order: the fields that came, then the required ones that did not. */
const coerce = (type: GraphQLInputType, value: unknown): Coerced => {
  if (isNonNullType(type))
    return value === null || value === undefined ? bad(NULL_REFUSED) : coerce(type.ofType, value)
  if (value === null || value === undefined) return ok(null)
  if (isListType(type)) {
    const items = (Array.isArray(value) ? value : [value]).map((item: unknown) => coerce(type.ofType, item))
    return {
      value: items.map((item) => item.value),
      problems: items.flatMap((item, i) => under(i, item.problems)),
    }
  }
  if (isInputObjectType(type)) {
    if (!isRecord(value)) return bad(`Expected ${JSON.stringify(value)} to be a key-value object.`)
    const fields = type.getFields()
    const problems: Problem[] = []
    const result: Record<string, unknown> = {}
    for (const [key, item] of Object.entries(value)) {
      const field = fields[key]
      if (!field) {
        problems.push({ path: [key], explanation: `Field is not defined on ${type.name}` })
        continue
      }
      const coerced = coerce(field.type, item)
      problems.push(...under(key, coerced.problems))
      result[key] = coerced.value
    }
    for (const field of Object.values(fields)) {
      if (Object.hasOwn(value, field.name)) continue
      if (field.defaultValue !== undefined) result[field.name] = field.defaultValue
      else if (isNonNullType(field.type)) problems.push({ path: [field.name], explanation: NULL_REFUSED })
    }
    return { value: result, problems }
  }
  if (isEnumType(type)) {
    const names = type.getValues().map((one) => one.name)
    if (typeof value === 'string' && names.includes(value)) return ok(value)
    return bad(`Expected ${JSON.stringify(value)} to be one of: ${enumOrder(type.name, names).join(', ')}`)
  }
  try {
    return ok(parseScalar(type, value))
  } catch (problem) {
    if (problem instanceof GraphQLCoercionError) {
      return {
        value: undefined,
        problems: [{ path: [], explanation: problem.message, message: problem.message }],
      }
    }
    return bad(`Could not coerce value ${JSON.stringify(value)} to ${type.name}`)
  }
}

const invalid = (
  definition: VariableDefinitionNode,
  type: GraphQLInputType,
  value: unknown,
  problems: Problem[],
): GraphQLError => {
  const details = problems
    .filter((one) => one.path.length > 0)
    .map((one) => `${one.path.join('.')} (${one.explanation})`)
  const suffix = details.length > 0 ? ` for ${details.join(', ')}` : ''
  return new GraphQLError(
    `Variable $${definition.variable.name.value} of type ${String(type)} was provided invalid value${suffix}`,
    {
      nodes: definition,
      extensions: { code: 'INVALID_VARIABLE', value: value ?? null, problems },
    },
  )
}

/** Variables of an operation, read by the schema, or one INVALID_VARIABLE error for each that is wrong (captured). */
export const readVariables = (
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Record<string, unknown>,
): { variables: Record<string, unknown>; errors: GraphQLError[] } => {
  const variables: Record<string, unknown> = {}
  const errors: GraphQLError[] = []
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value
    const type = typeFromAST(schema, definition.type)
    if (!isInputType(type)) continue
    if (given[name] === undefined && definition.defaultValue) {
      variables[name] = valueFromAST(definition.defaultValue, type)
      continue
    }
    if (given[name] === undefined && !isNonNullType(type)) continue
    const coerced = coerce(type, given[name])
    if (coerced.problems.length > 0) errors.push(invalid(definition, type, given[name], coerced.problems))
    else variables[name] = coerced.value
  }
  return { variables, errors }
}
