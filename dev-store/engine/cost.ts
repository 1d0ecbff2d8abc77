import { Kind, isObjectType } from 'graphql'
import type { FieldNode, ValueNode } from 'graphql'
import type { SelectedField } from './selection-tree.ts'

/**
 * Query cost by the formula of returns-api §9.8 (fitted to 3,866 recorded pairs): `connection(n){child} = 2 + c(n)·(1+child)`,
 * object 1, list of objects 1, MoneyBag, MoneyV2, PageInfo and userErrors 0, mutation 10 with its payload's direct objects
 * free, `…Count` roots 10, interface and union the dearest of their selections.
 */
export type CostNode = {
  kind: 'free' | 'object' | 'connection' | 'root-free'
  base: number
  /** Size of a connection: a number, or the name of a variable. */
  size: number | { variable: string; otherwise: number }
  always: CostNode[]
  branches: CostNode[][]
  responseKey: string
  /** Asked for, and given back when the answer came (recorded of tax lines). */
  freeWhenAnswered: boolean
}

const FREE_WHEN_ANSWERED = new Set(['TaxLine'])
const FREE = new Set(['MoneyBag', 'MoneyV2', 'PageInfo', 'Count', 'Attribute'])
const DEFAULT_SIZE = 10

/** c(n) of the formula. */
const connectionWeight = (n: number): number => (n <= 0 ? 0 : n <= 2 ? n : Math.floor(2 * Math.log(n)))

export const isConnection = (field: SelectedField): boolean =>
  field.type !== undefined &&
  isObjectType(field.type) &&
  field.typeName.endsWith('Connection') &&
  'pageInfo' in field.type.getFields()

const sizeOf = (node: FieldNode): CostNode['size'] => {
  const read = (value: ValueNode): CostNode['size'] | undefined => {
    if (value.kind === Kind.INT) return Number(value.value)
    if (value.kind === Kind.VARIABLE) return { variable: value.name.value, otherwise: DEFAULT_SIZE }
    return undefined
  }
  for (const name of ['first', 'last']) {
    const argument = node.arguments?.find((one) => one.name.value === name)
    const size = argument && read(argument.value)
    if (size !== undefined) return size
  }
  return DEFAULT_SIZE
}

const isUserErrors = (field: SelectedField) => /[uU]serErrors$/.test(field.node.name.value)

const branchesOf = (field: SelectedField, payload: boolean): Pick<CostNode, 'always' | 'branches'> => ({
  always: field.children.map((child) => costNode(child, payload)),
  branches: field.narrowed.map((group) => group.fields.map((child) => costNode(child, payload))),
})

const costNode = (field: SelectedField, inPayload: boolean): CostNode => {
  const responseKey = field.node.alias?.value ?? field.node.name.value
  const freeWhenAnswered = FREE_WHEN_ANSWERED.has(field.typeName)
  const node: CostNode = {
    kind: 'object',
    base: 1,
    size: 0,
    always: [],
    branches: [],
    responseKey,
    freeWhenAnswered,
  }
  if (!field.type || FREE.has(field.typeName) || isUserErrors(field))
    return { ...node, kind: 'free', base: 0 }
  if (isConnection(field)) {
    // `nodes` and `edges.node` are the same objects: the weight counts them once, their selections are put together.
    const nodes = field.children.filter((child) => child.node.name.value === 'nodes')
    const edges = field.children.filter((child) => child.node.name.value === 'edges')
    const items = [
      ...nodes,
      ...edges.flatMap((edge) => edge.children.filter((child) => child.node.name.value === 'node')),
    ]
    const below = items.map((item) => branchesOf(item, false))
    const merged = {
      always: below.flatMap((one) => one.always),
      branches: below.flatMap((one) => one.branches),
    }
    return { ...node, kind: 'connection', base: 2, size: sizeOf(field.node), ...merged }
  }
  return { ...node, base: inPayload ? 0 : 1, ...branchesOf(field, false) }
}

/** The cost tree of an operation, compiled once per document. */
export const compileCost = (
  operation: 'query' | 'mutation' | 'subscription',
  roots: SelectedField[],
): CostNode[] =>
  roots.map((root) => {
    const responseKey = root.node.alias?.value ?? root.node.name.value
    if (operation === 'mutation') {
      return {
        kind: 'root-free',
        base: 10,
        size: 0,
        responseKey,
        freeWhenAnswered: false,
        ...branchesOf(root, true),
      } satisfies CostNode
    }
    if (root.typeName === 'Count')
      return {
        kind: 'free',
        base: 10,
        size: 0,
        always: [],
        branches: [],
        responseKey,
        freeWhenAnswered: false,
      }
    return costNode(root, false)
  })

const dearest = (branches: CostNode[][], price: (nodes: CostNode[]) => number) =>
  branches.reduce((most, branch) => Math.max(most, price(branch)), 0)

const sizeIn = (node: CostNode, variables: Record<string, unknown>): number =>
  typeof node.size === 'number' ? node.size : Number(variables[node.size.variable] ?? node.size.otherwise)

/** Points that the operation asks for with these variables. */
export const requestedCost = (nodes: CostNode[], variables: Record<string, unknown>): number => {
  const total = (list: CostNode[]): number => list.reduce((sum, node) => sum + one(node), 0)
  const one = (node: CostNode): number => {
    if (node.kind === 'free') return node.base
    const below = total(node.always) + dearest(node.branches, total)
    if (node.kind !== 'connection') return node.base + below
    return node.base + connectionWeight(sizeIn(node, variables)) * (1 + below)
  }
  return total(nodes)
}

export type FieldCost = {
  path: string[]
  definedCost: number
  requestedTotalCost: number
  requestedChildrenCost: number | null
}

/** What every field adds to the requested cost: `extensions.cost.fields` under `Shopify-GraphQL-Cost-Debug: 1` (shape: our guess). */
export const costFields = (nodes: CostNode[], variables: Record<string, unknown>): FieldCost[] => {
  const walk = (list: CostNode[], above: string[]): FieldCost[] =>
    list.flatMap((node) => {
      const path = [...above, node.responseKey]
      const below = [...node.always, ...node.branches.flat()]
      const requestedTotalCost = requestedCost([node], variables)
      const requestedChildrenCost = below.length === 0 ? null : requestedTotalCost - node.base
      return [
        { path, definedCost: node.base, requestedTotalCost, requestedChildrenCost },
        ...walk(below, path),
      ]
    })
  return walk(nodes, [])
}

/**
 * Points that the answer came to, by the same sizing over what was really returned: a connection is
 * `2 + c(n) + ⌈2·ln m⌉` with n the nodes that came and m the mean cost of what is below one (nothing below: 0, else at
 * least 1); an empty one keeps the size it asked for; null and an empty list cost what they are without their children;
 * tax lines are free; no connection costs more than it asked for. Fitted to every recorded `actualQueryCost`.
 */
export const actualCost = (nodes: CostNode[], data: unknown, variables: Record<string, unknown>): number => {
  const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  const below = (node: CostNode, value: unknown): number => {
    if (!isRecord(value)) return 0
    const sum = (list: CostNode[]) =>
      list.reduce((total, child) => total + one(child, value[child.responseKey]), 0)
    return sum(node.always) + node.branches.reduce((most, branch) => Math.max(most, sum(branch)), 0)
  }
  const connection = (node: CostNode, value: Record<string, unknown>): number => {
    const edges = Array.isArray(value['edges'])
      ? value['edges'].map((edge: unknown) => (isRecord(edge) ? edge['node'] : null))
      : []
    const items: unknown[] = Array.isArray(value['nodes']) ? value['nodes'] : edges
    const asked = node.base + connectionWeight(sizeIn(node, variables))
    if (items.length === 0) return asked
    const mean = items.reduce<number>((sum, item) => sum + below(node, item), 0) / items.length
    const children = mean === 0 ? 0 : Math.max(1, Math.ceil(2 * Math.log(mean)))
    return Math.min(node.base + connectionWeight(items.length) + children, requestedCost([node], variables))
  }
  const one = (node: CostNode, value: unknown): number => {
    if (node.kind === 'free') return node.base
    if (node.kind === 'root-free') return node.base + below(node, value)
    // A fragment that did not apply left no key; a null did.
    if (value === undefined || node.freeWhenAnswered) return 0
    if (node.kind === 'connection') return isRecord(value) ? connection(node, value) : node.base
    const items = Array.isArray(value) ? value : [value]
    // A list of objects is one object, however long it is.
    return node.base + items.reduce<number>((most, item) => Math.max(most, below(node, item)), 0)
  }
  const total = nodes.reduce(
    (sum, node) => sum + one(node, isRecord(data) ? data[node.responseKey] : null),
    0,
  )
  // A query that found nothing costs 1, a mutation that returned only errors its 10 (captured).
  return Math.max(1, total)
}
