import type { AdminGraphql } from './admin-graphql.server.ts'

/** The text of one GraphQL operation that carries the types of its answer and its variables. */
export type Operation<Data, Variables> = string & {
  readonly __types?: { readonly data: Data; readonly variables: Variables }
}

/** Marks a `#graphql` template with its generated types. The name inside the text is the name of the types. */
export function operation<Data, Variables>(text: string): Operation<Data, Variables> {
  return text
}

/** Runs an operation for a shop. Throws what `AdminGraphql` throws: unreachable, throttled, top-level errors. */
export function ask<Data, Variables extends Readonly<Record<string, unknown>>>(
  admin: AdminGraphql,
  text: Operation<Data, Variables>,
  variables: Variables,
  options: { readonly sendBefore?: number } = {},
): Promise<Data> {
  return admin<Data>(text, { variables, ...options })
}
