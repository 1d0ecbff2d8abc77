import {
  GraphQLError,
  Kind,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isScalarType,
  print,
  specifiedRules,
} from 'graphql'
import type {
  ASTVisitor,
  GraphQLInputType,
  ObjectValueNode,
  ValidationContext,
  ValidationRule,
  ValueNode,
} from 'graphql'
import { GraphQLCoercionError, parseScalarLiteral } from './scalars.ts'

/**
 * Shopify's static errors. Shopify runs graphql-ruby, whose messages and `extensions.code` differ from graphql-js:
 * `undefinedField`, `argumentNotAccepted` (captured), `missingRequiredInputObjectAttribute` and the rest by graphql-ruby's
 * own texts.
 */
const REPLACED = new Set([
  'FieldsOnCorrectTypeRule',
  'KnownArgumentNamesRule',
  'ProvidedRequiredArgumentsRule',
  'ValuesOfCorrectTypeRule',
  'ScalarLeafsRule',
  'NoUnusedVariablesRule',
  'NoUndefinedVariablesRule',
  'NoUnusedFragmentsRule',
  'KnownFragmentNamesRule',
])

const error = (
  message: string,
  nodes: { kind: string } | readonly { kind: string }[],
  extensions: Record<string, unknown>,
) =>
  // GraphQLError wants ASTNode; every node here comes out of a visitor, the structural type is only narrower to write.
  new GraphQLError(message, { nodes: nodes as never, extensions })

const fieldRules: ValidationRule = (context: ValidationContext): ASTVisitor => ({
  Field(node) {
    const parent = context.getParentType()
    const field = context.getFieldDef()
    const name = node.name.value
    if (!parent) return
    if (!field) {
      context.reportError(
        error(`Field '${name}' doesn't exist on type '${parent.name}'`, node, {
          code: 'undefinedField',
          typeName: parent.name,
          fieldName: name,
        }),
      )
      return
    }
    for (const argument of node.arguments ?? []) {
      if (!field.args.some((arg) => arg.name === argument.name.value)) {
        context.reportError(
          error(`Field '${name}' doesn't accept argument '${argument.name.value}'`, argument, {
            code: 'argumentNotAccepted',
            name,
            typeName: 'Field',
            argumentName: argument.name.value,
          }),
        )
      }
    }
    const missing = field.args.filter(
      (arg) => isRequiredArgument(arg) && !node.arguments?.some((one) => one.name.value === arg.name),
    )
    if (missing.length > 0) {
      const names = missing.map((arg) => arg.name).join(', ')
      context.reportError(
        error(`Field '${name}' is missing required arguments: ${names}`, node, {
          code: 'missingRequiredArguments',
          className: 'Field',
          name,
          arguments: names,
        }),
      )
    }
    const type = getNamedType(field.type)
    const selections = node.selectionSet?.selections ?? []
    if (isLeafType(type) && selections.length > 0) {
      const names = selections
        .map((one) => (one.kind === Kind.FIELD ? `"${one.name.value}"` : `"..."`))
        .join(', ')
      context.reportError(
        error(
          `Selections can't be made on scalars (field '${name}' returns ${type.name} but has selections [${names}])`,
          node,
          {
            code: 'selectionMismatch',
            nodeName: `field '${name}'`,
            typeName: type.name,
          },
        ),
      )
    }
    if (isCompositeType(type) && selections.length === 0) {
      context.reportError(
        error(
          `Field must have selections (field '${name}' returns ${type.name} but has no selections. Did you mean '${name} { ... }'?)`,
          node,
          { code: 'selectionMismatch', nodeName: `field '${name}'`, typeName: type.name },
        ),
      )
    }
  },
})

/** Checks a literal against its type; variables inside are left to the variable rules. */
const checkLiteral = (
  context: ValidationContext,
  type: GraphQLInputType,
  value: ValueNode,
  owner: { name: string; kind: 'Field' | 'InputObject' },
  argument: string,
): void => {
  const incompatible = (expected: string) =>
    context.reportError(
      error(
        `Argument '${argument}' on ${owner.kind} '${owner.name}' has an invalid value (${print(value)}). Expected type '${expected}'.`,
        value,
        {
          code: 'argumentLiteralsIncompatible',
          typeName: owner.kind,
          argumentName: argument,
        },
      ),
    )
  if (value.kind === Kind.VARIABLE) return
  if (value.kind === Kind.NULL) {
    if (isNonNullType(type)) incompatible(String(type))
    return
  }
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    const values = value.kind === Kind.LIST ? value.values : [value]
    for (const item of values) checkLiteral(context, nullable.ofType, item, owner, argument)
    return
  }
  if (isInputObjectType(nullable)) {
    if (value.kind !== Kind.OBJECT) incompatible(String(type))
    else checkInputObject(context, nullable.name, nullable.getFields(), value)
    return
  }
  if (isEnumType(nullable)) {
    if (value.kind !== Kind.ENUM || !nullable.getValue(value.value)) incompatible(String(type))
    return
  }
  try {
    if (isScalarType(nullable) && parseScalarLiteral(nullable, value) === undefined)
      incompatible(String(type))
  } catch (problem) {
    if (problem instanceof GraphQLCoercionError) {
      context.reportError(
        error(problem.message, value, { code: 'argumentLiteralsIncompatible', typeName: 'CoercionError' }),
      )
    } else incompatible(String(type))
  }
}

const checkInputObject = (
  context: ValidationContext,
  name: string,
  fields: Record<string, { name: string; type: GraphQLInputType; defaultValue?: unknown }>,
  value: ObjectValueNode,
) => {
  for (const field of value.fields) {
    const known = fields[field.name.value]
    if (known) checkLiteral(context, known.type, field.value, { name, kind: 'InputObject' }, field.name.value)
    else {
      context.reportError(
        error(`InputObject '${name}' doesn't accept argument '${field.name.value}'`, field, {
          code: 'argumentNotAccepted',
          name,
          typeName: 'InputObject',
          argumentName: field.name.value,
        }),
      )
    }
  }
  for (const field of Object.values(fields)) {
    const required = isNonNullType(field.type) && field.defaultValue === undefined
    if (required && !value.fields.some((one) => one.name.value === field.name)) {
      context.reportError(
        error(
          `Argument '${field.name}' on InputObject '${name}' is required. Expected type ${String(field.type)}`,
          value,
          {
            code: 'missingRequiredInputObjectAttribute',
            argumentName: field.name,
            argumentType: String(field.type),
            inputObjectType: name,
          },
        ),
      )
    }
  }
}

const literalRules: ValidationRule = (context) => ({
  Field(node) {
    const field = context.getFieldDef()
    for (const argument of node.arguments ?? []) {
      const definition = field?.args.find((arg) => arg.name === argument.name.value)
      if (definition)
        checkLiteral(
          context,
          definition.type,
          argument.value,
          { name: node.name.value, kind: 'Field' },
          argument.name.value,
        )
    }
  },
  Directive(node) {
    const directive = context.getDirective()
    for (const argument of node.arguments ?? []) {
      const definition = directive?.args.find((arg) => arg.name === argument.name.value)
      if (definition)
        checkLiteral(
          context,
          definition.type,
          argument.value,
          { name: node.name.value, kind: 'Field' },
          argument.name.value,
        )
    }
  },
})

const nameRules: ValidationRule = (context) => ({
  OperationDefinition: {
    leave(operation) {
      const label = operation.name?.value ?? `anonymous ${operation.operation}`
      const defined = new Set((operation.variableDefinitions ?? []).map((one) => one.variable.name.value))
      const used = new Set(
        context.getRecursiveVariableUsages(operation).map((usage) => usage.node.name.value),
      )
      for (const { node } of context.getRecursiveVariableUsages(operation)) {
        if (!defined.has(node.name.value)) {
          context.reportError(
            error(`Variable $${node.name.value} is used by ${label} but not declared`, node, {
              code: 'variableNotDefined',
              variableName: node.name.value,
            }),
          )
        }
      }
      for (const definition of operation.variableDefinitions ?? []) {
        const name = definition.variable.name.value
        if (!used.has(name)) {
          context.reportError(
            error(`Variable $${name} is declared by ${label} but not used`, definition, {
              code: 'variableNotUsed',
              variableName: name,
            }),
          )
        }
      }
    },
  },
  FragmentSpread(node) {
    if (!context.getFragment(node.name.value)) {
      context.reportError(
        error(`Fragment ${node.name.value} was used, but not defined`, node, {
          code: 'useAndDefineFragment',
          fragmentName: node.name.value,
        }),
      )
    }
  },
  Document: {
    leave(document) {
      const used = new Set<string>()
      for (const definition of document.definitions) {
        if (definition.kind !== Kind.OPERATION_DEFINITION) continue
        for (const fragment of context.getRecursivelyReferencedFragments(definition))
          used.add(fragment.name.value)
      }
      for (const definition of document.definitions) {
        if (definition.kind === Kind.FRAGMENT_DEFINITION && !used.has(definition.name.value)) {
          context.reportError(
            error(`Fragment ${definition.name.value} was defined, but not used`, definition, {
              code: 'useAndDefineFragment',
              fragmentName: definition.name.value,
            }),
          )
        }
      }
    },
  },
})

/** Shopify's rules in front, then those of graphql-js that they do not replace. */
export const documentRules: ValidationRule[] = [
  fieldRules,
  literalRules,
  nameRules,
  ...specifiedRules.filter((rule) => !REPLACED.has(rule.name)),
]
