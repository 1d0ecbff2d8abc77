import { BlockStack, Box, Button, Checkbox, InlineStack, Select, Text } from '@shopify/polaris'
import { DeleteIcon } from '@shopify/polaris-icons'
import { conditionGroups } from '#app/domain/policy/conditions/condition.ts'
import {
  type Condition,
  conditionKinds,
  conditionOf,
  conditions,
  type LeafCondition,
} from '#app/domain/policy/conditions/index.ts'
import { conditionNames, groupNames } from './condition-names.ts'
import type { EditorContext } from './editor-context.ts'
import { LeafFields } from './leaf-fields.tsx'

type Props = {
  readonly value: Condition
  readonly path: string
  readonly editor: EditorContext
  readonly depth: number
  readonly onChange: (value: Condition) => void
}
type Group = Extract<Condition, { kind: 'all' | 'any' }>

/** Deeper than this a rule cannot be read any more; deeper groups that exist can still be edited. */
const deepestNewGroup = 2

/** A tree of conditions. The outermost is always a group, so that a second condition can be added. */
export function ConditionEditor(props: Props) {
  const { value } = props
  if (value.kind === 'all' || value.kind === 'any') return <GroupEditor {...props} value={value} />
  return <GroupEditor {...props} value={{ kind: 'all', of: [value] }} isWrapped />
}

function GroupEditor(props: Omit<Props, 'value'> & { readonly value: Group; readonly isWrapped?: boolean }) {
  const { value, path, onChange, depth } = props
  const replace = (index: number, part: Condition) =>
    onChange({ ...value, of: value.of.map((old, at) => (at === index ? part : old)) })
  const remove = (index: number) => onChange({ ...value, of: value.of.filter((_, at) => at !== index) })
  const add = (part: Condition) => onChange({ ...value, of: [...value.of, part] })
  return (
    <BlockStack gap="300">
      <Select
        label="The rule applies when"
        labelHidden={depth > 0}
        options={[
          { value: 'all', label: 'All of these hold' },
          { value: 'any', label: 'Any of these holds' },
        ]}
        value={value.kind}
        onChange={(kind) => onChange({ kind: kind === 'any' ? 'any' : 'all', of: value.of })}
      />
      {value.of.length === 0 ? (
        <Text as="p" tone="subdued">
          {value.kind === 'all'
            ? 'No condition: the rule applies to everything.'
            : 'No condition: the rule applies to nothing.'}
        </Text>
      ) : null}
      {value.of.map((part, index) => (
        <PartEditor
          key={index}
          {...props}
          value={part}
          path={props.isWrapped ? path : `${path}.of.${index}`}
          onChange={(next) => replace(index, next)}
          onRemove={() => remove(index)}
        />
      ))}
      <InlineStack gap="300">
        <Button variant="plain" onClick={() => add(conditions.productTag.blank())}>
          Add condition
        </Button>
        {depth < deepestNewGroup ? (
          <Button variant="plain" onClick={() => add({ kind: 'any', of: [conditions.productTag.blank()] })}>
            Add group
          </Button>
        ) : null}
      </InlineStack>
    </BlockStack>
  )
}

/** One part of a group: a condition or another group, possibly turned around by "not". */
function PartEditor(props: Props & { readonly onRemove: () => void }) {
  const { value, path, onChange, onRemove, depth } = props
  const isNot = value.kind === 'not'
  const inner = isNot ? value.of : value
  const change = (next: Condition) => onChange(isNot ? { kind: 'not', of: next } : next)
  const innerProps = { ...props, path: isNot ? `${path}.of` : path, onChange: change }
  return (
    <Box padding="300" background="bg-surface-secondary" borderRadius="200">
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Checkbox
            label="Not"
            checked={isNot}
            onChange={(checked) => onChange(checked ? { kind: 'not', of: inner } : inner)}
          />
          <Button
            variant="plain"
            icon={DeleteIcon}
            accessibilityLabel="Remove this condition"
            onClick={onRemove}
          />
        </InlineStack>
        {inner.kind === 'all' || inner.kind === 'any' || inner.kind === 'not' ? (
          <ConditionEditor {...innerProps} value={inner} depth={depth + 1} />
        ) : (
          <LeafEditor {...innerProps} value={inner} />
        )}
      </BlockStack>
    </Box>
  )
}

function LeafEditor({
  value,
  path,
  editor,
  onChange,
}: Omit<Props, 'value'> & { readonly value: LeafCondition }) {
  return (
    <>
      <Select
        label="Condition"
        labelHidden
        options={kindOptions}
        value={value.kind}
        onChange={(chosen) => {
          const kind = conditionKinds.find((one) => one === chosen)
          if (kind !== undefined) onChange(conditionOf(kind).blank())
        }}
      />
      <LeafFields key={value.kind} value={value} path={path} editor={editor} onChange={onChange} />
    </>
  )
}

/** All conditions by their group, in the order of the registry. */
const kindOptions = conditionGroups.map((group) => ({
  title: groupNames[group],
  options: conditionKinds
    .filter((kind) => conditionOf(kind).group === group)
    .map((kind) => ({ value: kind, label: conditionNames[kind] })),
}))
