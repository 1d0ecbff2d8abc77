import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { buildClientSchema } from 'graphql'
import type { GraphQLSchema, IntrospectionQuery } from 'graphql'

/** What the introspection says beyond GraphQL, by `Type`, `Type.field` or `Type.field(argument)` / `Input.field`. */
export type SchemaNotes = {
  /** `requiredAccess` texts of types and fields. */
  access: Map<string, string>
  /** 'email', 'name', 'address', 'phone' of protected fields. */
  protectedContent: Map<string, string>
  /** GID types that an ID argument or input field accepts. */
  gidTypes: Map<string, string[]>
}
export type AdminSchema = { version: string; schema: GraphQLSchema; notes: SchemaNotes }

const API_VERSIONS = ['2026-04', '2026-07', '2026-10'] as const
export const LATEST_VERSION = '2026-10'
/** 'unstable' is answered with the newest schema that is known. */
export const isServedVersion = (version: string): boolean =>
  version === 'unstable' || API_VERSIONS.some((v) => v === version)

type Noted = { name: string; gidTypes?: string[] | null }
type NotedField = Noted & {
  args: Noted[]
  requiredAccess?: string | null
  isProtected?: boolean
  protectedContent?: string | null
}
type NotedType = Noted & {
  fields?: NotedField[] | null
  inputFields?: Noted[] | null
  requiredAccess?: string | null
}

const folder = new URL('../../.cache/schema/', import.meta.url)

const readIntrospection = (version: string): IntrospectionQuery => {
  const file = new URL(`admin_${version}.json.gz`, folder)
  if (!existsSync(file)) {
    throw new Error(
      `The Admin schema ${version} is not in .cache/schema: run "npm run schema" once with a network.`,
    )
  }
  // The file is Shopify's own introspection result; buildClientSchema checks its shape.
  const parsed = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as { data: IntrospectionQuery }
  return parsed.data
}

const takeNotes = (types: NotedType[]): SchemaNotes => {
  const notes: SchemaNotes = { access: new Map(), protectedContent: new Map(), gidTypes: new Map() }
  for (const type of types) {
    if (type.requiredAccess) notes.access.set(type.name, type.requiredAccess)
    for (const field of type.fields ?? []) {
      const key = `${type.name}.${field.name}`
      if (field.requiredAccess) notes.access.set(key, field.requiredAccess)
      if (field.isProtected) notes.protectedContent.set(key, field.protectedContent ?? 'name')
      for (const arg of field.args) if (arg.gidTypes) notes.gidTypes.set(`${key}(${arg.name})`, arg.gidTypes)
    }
    for (const field of type.inputFields ?? []) {
      if (field.gidTypes) notes.gidTypes.set(`${type.name}.${field.name}`, field.gidTypes)
    }
  }
  return notes
}

const loaded = new Map<string, AdminSchema>()

/** The executable schema of a version with Shopify's notes; read once per process (about half a second). */
export const adminSchema = (version: string): AdminSchema => {
  const served = version === 'unstable' ? LATEST_VERSION : version
  const known = loaded.get(served)
  if (known) return known
  const introspection = readIntrospection(served)
  // The notes are properties that Shopify adds to a standard introspection; IntrospectionQuery does not know them.
  const notes = takeNotes(introspection.__schema.types as unknown as NotedType[])
  const result = { version: served, schema: buildClientSchema(introspection, { assumeValid: true }), notes }
  loaded.set(served, result)
  return result
}
