import { GraphQLError, Kind, OperationTypeNode, isObjectType, parse, validate } from 'graphql'
import type { DocumentNode, OperationDefinitionNode } from 'graphql'
import { compileCost } from './cost.ts'
import type { CostNode } from './cost.ts'
import { documentRules } from './document-rules.ts'
import type { Registry } from './registry.ts'
import type { AdminSchema } from './schema.ts'
import { selectionTree } from './selection-tree.ts'
import type { SelectedField } from './selection-tree.ts'

/** One operation of a document, ready to run. */
export type PreparedOperation = {
  definition: OperationDefinitionNode
  kind: 'query' | 'mutation'
  roots: string[]
  cost: CostNode[]
  /** `Type.field` of everything selected that the dev store does not model. */
  unmodelled: string[]
}
export type PreparedDocument = {
  document: DocumentNode
  errors: readonly GraphQLError[]
  operations: PreparedOperation[]
}

const CACHED_DOCUMENTS = 2_000

const unmodelledIn = (fields: SelectedField[], registry: Registry, found: Set<string>): Set<string> => {
  for (const field of fields) {
    const own = registry[field.parent.name]
    if (isObjectType(field.parent) && own && !Object.hasOwn(own, field.node.name.value))
      found.add(`${field.parent.name}.${field.node.name.value}`)
    unmodelledIn(field.children, registry, found)
    for (const group of field.narrowed) unmodelledIn(group.fields, registry, found)
  }
  return found
}

const prepareOperation = (
  admin: AdminSchema,
  registry: Registry,
  document: DocumentNode,
  definition: OperationDefinitionNode,
): PreparedOperation => {
  const tree = selectionTree(admin.schema, document, definition)
  const kind = definition.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query'
  return {
    definition,
    kind,
    roots: tree.map((root) => root.node.name.value),
    cost: compileCost(kind, tree),
    unmodelled: [...unmodelledIn(tree, registry, new Set())],
  }
}

const syntaxError = (problem: GraphQLError): GraphQLError =>
  new GraphQLError(problem.message.replace(/^Syntax Error:/, 'syntax error,'), {
    ...(problem.source ? { source: problem.source } : {}),
    ...(problem.positions ? { positions: problem.positions } : {}),
    originalError: problem,
  })

/** Parses and validates documents once per text and version; validation is the dear part (peers.md §5: 1.2 ms). */
export const createDocuments = (registry: Registry) => {
  const cache = new Map<string, PreparedDocument>()
  const prepare = (admin: AdminSchema, text: string): PreparedDocument => {
    try {
      const document = parse(text)
      const errors = validate(admin.schema, document, documentRules)
      const definitions = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION)
      const operations =
        errors.length > 0 ? [] : definitions.map((one) => prepareOperation(admin, registry, document, one))
      return { document, errors, operations }
    } catch (problem) {
      if (!(problem instanceof GraphQLError)) throw problem
      return {
        document: { kind: Kind.DOCUMENT, definitions: [] },
        errors: [syntaxError(problem)],
        operations: [],
      }
    }
  }
  return (admin: AdminSchema, text: string): PreparedDocument => {
    const key = `${admin.version}\n${text}`
    const known = cache.get(key)
    if (known) return known
    const prepared = prepare(admin, text)
    if (cache.size >= CACHED_DOCUMENTS) {
      const oldest = cache.keys().next().value
      if (oldest !== undefined) cache.delete(oldest)
    }
    cache.set(key, prepared)
    return prepared
  }
}
