import { Kind, getNamedType, isAbstractType, isCompositeType, isObjectType } from 'graphql'
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql'

/** One selected field of an operation, with all selection sets of the same response key merged. */
export type SelectedField = {
  parent: GraphQLCompositeType
  node: FieldNode
  /** Type of the field's value, list and non-null taken off; undefined for scalars and enums. */
  type: GraphQLCompositeType | undefined
  typeName: string
  /** Fields common to all, and those under a type condition that narrows. */
  children: SelectedField[]
  narrowed: { type: GraphQLCompositeType; fields: SelectedField[] }[]
}

const DEPTH_LIMIT = 60

type Collected = {
  own: Map<string, FieldNode[]>
  narrowed: Map<string, { type: GraphQLCompositeType; fields: Map<string, FieldNode[]> }>
}

/** Tree of an operation's fields with fragments spread out; the ground for costs and for the check of what is modelled. */
export const selectionTree = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): SelectedField[] => {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }

  const put = (fields: Map<string, FieldNode[]>, node: FieldNode) => {
    const key = node.alias?.value ?? node.name.value
    const list = fields.get(key)
    if (list) list.push(node)
    else fields.set(key, [node])
  }

  const collect = (
    set: SelectionSetNode,
    parent: GraphQLCompositeType,
    into: Collected,
    target: GraphQLCompositeType | undefined,
  ) => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        if (!target) put(into.own, selection)
        else {
          const group = into.narrowed.get(target.name) ?? {
            type: target,
            fields: new Map<string, FieldNode[]>(),
          }
          into.narrowed.set(target.name, group)
          put(group.fields, selection)
        }
        continue
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      if (!fragment) continue
      const named = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : undefined
      const condition = named && isCompositeType(named) ? named : undefined
      const narrows = condition !== undefined && condition !== parent && isAbstractType(target ?? parent)
      collect(fragment.selectionSet, condition ?? parent, into, narrows ? condition : target)
    }
  }

  const build = (sets: SelectionSetNode[], parent: GraphQLCompositeType, depth: number) => {
    if (depth > DEPTH_LIMIT) throw new Error('dev store: selection nested too deep')
    const into: Collected = { own: new Map(), narrowed: new Map() }
    for (const set of sets) collect(set, parent, into, undefined)
    const fieldsOf = (map: Map<string, FieldNode[]>, owner: GraphQLCompositeType): SelectedField[] => {
      const result: SelectedField[] = []
      for (const nodes of map.values()) {
        const node = nodes[0]
        if (!node || node.name.value.startsWith('__')) continue
        const field = 'getFields' in owner ? owner.getFields()[node.name.value] : undefined
        if (!field) continue
        const named = getNamedType(field.type)
        const type = isCompositeType(named) ? named : undefined
        const below = type
          ? build(
              nodes.flatMap((one) => (one.selectionSet ? [one.selectionSet] : [])),
              type,
              depth + 1,
            )
          : { children: [], narrowed: [] }
        result.push({ parent: owner, node, type, typeName: named.name, ...below })
      }
      return result
    }
    return {
      children: fieldsOf(into.own, parent),
      narrowed: [...into.narrowed.values()].map((group) => ({
        type: group.type,
        fields: fieldsOf(group.fields, group.type),
      })),
    }
  }

  const root = schema.getRootType(operation.operation)
  return root && isObjectType(root) ? build([operation.selectionSet], root, 0).children : []
}
