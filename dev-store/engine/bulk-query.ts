import { Kind, OperationTypeNode, parse, print, visit } from 'graphql'
import type { ArgumentNode, DocumentNode, FieldNode } from 'graphql'
import { isConnection } from './cost.ts'
import type { AdminSchema } from './schema.ts'
import { selectionTree } from './selection-tree.ts'
import type { SelectedField } from './selection-tree.ts'

const MOST_CONNECTIONS = 5
const DEEPEST = 2

export type BulkPlan = { document: DocumentNode; text: string; roots: SelectedField[] }

const measure = (fields: SelectedField[], depth: number): { connections: number; depth: number } => {
  let connections = 0
  let deepest = depth
  for (const field of fields) {
    const here = isConnection(field) ? 1 : 0
    const groups = [field.children, ...field.narrowed.map((group) => group.fields)]
    for (const group of groups) {
      const below = measure(group, depth + here)
      connections += below.connections
      deepest = Math.max(deepest, below.depth)
    }
    connections += here
    deepest = Math.max(deepest, depth + here)
  }
  return { connections, depth: deepest }
}

const argument = (name: string, value: string): ArgumentNode => ({
  kind: Kind.ARGUMENT,
  name: { kind: Kind.NAME, value: name },
  value: { kind: Kind.INT, value },
})

/** Connections of the tree by the AST node that selected them. */
const connectionNodes = (fields: SelectedField[], into: Set<FieldNode>): Set<FieldNode> => {
  for (const field of fields) {
    if (isConnection(field)) into.add(field.node)
    connectionNodes(field.children, into)
    for (const group of field.narrowed) connectionNodes(group.fields, into)
  }
  return into
}

/**
 * Checks a bulk query by Shopify's rules (returns-api §4.7: at least one connection, at most five, at most two deep) and
 * gives the document that reads everything. Returns the message of what is wrong instead.
 */
export const planBulkQuery = (admin: AdminSchema, text: string): BulkPlan | string => {
  let document: DocumentNode
  try {
    document = parse(text)
  } catch (problem) {
    return `Invalid bulk query: ${problem instanceof Error ? problem.message : String(problem)}`
  }
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION)
  const operation = operations[0]
  if (!operation || operations.length > 1 || operation.operation !== OperationTypeNode.QUERY)
    return 'Bulk queries must contain exactly one query operation.'
  const roots = selectionTree(admin.schema, document, operation)
  const size = measure(roots, 0)
  if (size.connections === 0) return 'Bulk queries must contain at least one connection.'
  if (size.connections > MOST_CONNECTIONS)
    return `Bulk queries cannot contain more than ${MOST_CONNECTIONS} connections.`
  if (size.depth > DEEPEST)
    return `Bulk queries cannot contain connections with a nesting depth greater than ${DEEPEST}.`
  const nodes = connectionNodes(roots, new Set())
  const paged = visit(document, {
    Field(node) {
      if (!nodes.has(node)) return undefined
      const kept = (node.arguments ?? []).filter(
        (one) => !['first', 'last', 'after', 'before'].includes(one.name.value),
      )
      return { ...node, arguments: [...kept, argument('first', '250')] }
    },
  })
  return { document: paged, text: print(paged), roots }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Flattens a bulk answer into JSONL lines: each node on a line, children with `__parentId`. */
export const flattenBulk = (
  data: unknown,
  roots: SelectedField[],
  grouped: boolean,
): { lines: string[]; rootCount: number } => {
  const lines: string[] = []
  const late: string[] = []
  let rootCount = 0
  const nodesOf = (value: unknown): unknown[] => {
    if (!isRecord(value)) return []
    if (Array.isArray(value['nodes'])) return value['nodes']
    return Array.isArray(value['edges'])
      ? value['edges'].map((edge: unknown) => (isRecord(edge) ? edge['node'] : null))
      : []
  }
  const isConnectionValue = (value: unknown): boolean =>
    isRecord(value) && (Array.isArray(value['nodes']) || Array.isArray(value['edges']))
  const emit = (node: unknown, parentId: string | undefined) => {
    if (!isRecord(node)) return
    const own = Object.entries(node).filter(([, value]) => !isConnectionValue(value))
    const line = JSON.stringify({
      ...Object.fromEntries(own),
      ...(parentId === undefined ? {} : { __parentId: parentId }),
    })
    if (parentId === undefined || grouped) lines.push(line)
    else late.push(line)
    const id = typeof node['id'] === 'string' ? node['id'] : undefined
    for (const value of Object.values(node))
      if (isConnectionValue(value)) for (const child of nodesOf(value)) emit(child, id)
  }
  for (const root of roots) {
    const key = root.node.alias?.value ?? root.node.name.value
    const value = isRecord(data) ? data[key] : null
    const nodes = isConnectionValue(value) ? nodesOf(value) : [value]
    rootCount += nodes.filter((node) => node !== null).length
    for (const node of nodes) emit(node, undefined)
  }
  return { lines: [...lines, ...late], rootCount }
}
