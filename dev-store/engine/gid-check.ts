import {
  GraphQLError,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isUnionType,
} from 'graphql'
import type { GraphQLField, GraphQLInputType, GraphQLSchema } from 'graphql'
import { parseGid } from './ids.ts'
import type { SchemaNotes } from './schema.ts'

type Checked = { id: string; accepted: string[] }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const accepts = (schema: GraphQLSchema, accepted: string[], type: string): boolean =>
  accepted.some((name) => {
    if (name === type || name === 'Node') return true
    const known = schema.getType(name)
    if (!known || !(isInterfaceType(known) || isUnionType(known))) return false
    return schema.getPossibleTypes(known).some((possible) => possible.name === type)
  })

const collect = (
  type: GraphQLInputType,
  value: unknown,
  accepted: string[] | undefined,
  notes: SchemaNotes,
  into: Checked[],
): void => {
  const nullable = getNullableType(type)
  if (value === null || value === undefined) return
  if (isListType(nullable)) {
    for (const item of Array.isArray(value) ? value : [value])
      collect(nullable.ofType, item, accepted, notes, into)
    return
  }
  if (isInputObjectType(nullable) && isRecord(value)) {
    for (const field of Object.values(nullable.getFields())) {
      collect(
        field.type,
        value[field.name],
        notes.gidTypes.get(`${nullable.name}.${field.name}`),
        notes,
        into,
      )
    }
    return
  }
  if (accepted && getNamedType(nullable).name === 'ID' && typeof value === 'string')
    into.push({ id: value, accepted })
}

/**
 * A GID of the wrong type is no user error: the field fails with `Invalid id: …`, code RESOURCE_NOT_FOUND (captured).
 * Which types an argument takes is noted in the introspection.
 */
export const checkGids = (
  schema: GraphQLSchema,
  notes: SchemaNotes,
  parent: string,
  field: GraphQLField<unknown, unknown>,
  args: Record<string, unknown>,
): void => {
  const found: Checked[] = []
  for (const arg of field.args)
    collect(
      arg.type,
      args[arg.name],
      notes.gidTypes.get(`${parent}.${field.name}(${arg.name})`),
      notes,
      found,
    )
  for (const { id, accepted } of found) {
    const type = parseGid(id)?.type
    if (type === undefined || !accepts(schema, accepted, type)) {
      throw new GraphQLError(`Invalid id: ${id}`, { extensions: { code: 'RESOURCE_NOT_FOUND' } })
    }
  }
}
