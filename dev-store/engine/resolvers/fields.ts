import type { Context, Resolver } from '../context.ts'
import { legacyId } from '../ids.ts'

/** Resolvers that hand the entity's own properties on under the same names. */
export const own = <T>(
  ...names: (keyof T & string)[]
): Record<string, (source: T) => T[keyof T & string]> => {
  const read = (name: keyof T & string) => (source: T) => source[name]
  return Object.fromEntries(names.map((name) => [name, read(name)]))
}

/** Resolvers that answer a constant: what every shop of the dev store is like. */
export const constant = (values: Record<string, unknown>): Record<string, Resolver> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => value]))

/** `legacyResourceId`, an UnsignedInt64 and so a string. */
export const legacyResourceId = (source: { id: string }): string => String(legacyId(source.id))

/** `Count` values are exact up to their limit (returns-api §9.7). */
export const countOf = (count: number, limit = 10_000): { count: number; precision: 'EXACT' | 'AT_LEAST' } =>
  count > limit ? { count: limit, precision: 'AT_LEAST' } : { count, precision: 'EXACT' }

/** `first` of a plain list. */
export const firstOf = <T>(list: readonly T[], first: number | null | undefined): T[] =>
  first === null || first === undefined ? [...list] : list.slice(0, first)

/** The order that a child entity belongs to; every child of an order that a resolver sees has one. */
export const orderOf = (context: Context, child: { id: string }) => {
  const order = context.index.orderOf(child.id)
  if (!order) throw new Error(`dev store: no order holds ${child.id}`)
  return order
}

/** Absolute address of a file that the main host serves. */
export const fileUrl = (context: Context, path: string): string => `${context.engine.origins.files}${path}`
