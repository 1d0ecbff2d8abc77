import { BlockStack, InlineGrid, Select, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { metafieldOperators } from '#app/domain/policy/conditions/leaf-shapes.ts'
import { ChoiceField } from './choice-field.tsx'
import { errorAt, ListField } from './fields.tsx'
import type { LeafProps } from './leaf-fields.tsx'

const operatorWords = {
  anyOf: 'Is any of',
  noneOf: 'Is none of',
  startsWith: 'Begins with',
  set: 'Has a value',
  notSet: 'Has no value',
} as const

type Props = Pick<LeafProps<'metafield'>, 'value' | 'path' | 'editor' | 'onChange'>

/** The fields of a condition over a metafield of the product. */
export function MetafieldFields({ value, path, editor, onChange }: Props) {
  const takesValues = value.is !== 'set' && value.is !== 'notSet'
  return (
    <InlineGrid columns={{ xs: 1, sm: takesValues ? 3 : 2 }} gap="200">
      <KeyField value={value} path={path} editor={editor} onChange={onChange} />
      <ChoiceField
        label="Compared"
        options={metafieldOperators.map((is) => [is, operatorWords[is]] as const)}
        value={value.is}
        onChange={(is) =>
          onChange({ ...value, is, values: is === 'set' || is === 'notSet' ? [] : value.values })
        }
      />
      {takesValues ? (
        <ListField
          label="With"
          help="Separate several with commas."
          words="Enter at least one value."
          value={value.values}
          path={`${path}.values`}
          problems={editor.problems}
          onChange={(values) => onChange({ ...value, values })}
        />
      ) : null}
    </InlineGrid>
  )
}

const typed = 'typed'

/** Which metafield: one that the shop has defined or, where it is none of them, its key as it is typed. */
function KeyField({ value, path, editor, onChange }: Props) {
  const known = editor.suggestions.metafield ?? []
  const isKnown = known.some((one) => one.value === value.key)
  const [isTyped, setIsTyped] = useState(known.length === 0 || (value.key !== '' && !isKnown))
  const wrong = errorAt(editor.problems, `${path}.key`, 'Enter namespace and key like custom.final_sale.')
  const label = 'Metafield of the product'
  return (
    <BlockStack gap="200">
      {known.length === 0 ? null : (
        <Select
          label={label}
          options={[
            ...(value.key === '' && !isTyped ? [{ value: '', label: 'Choose a metafield' }] : []),
            ...known.map((one) => ({ value: one.value, label: one.name })),
            { value: typed, label: 'Another one' },
          ]}
          value={isTyped ? typed : value.key}
          onChange={(key) => {
            setIsTyped(key === typed)
            if (key !== typed) onChange({ ...value, key })
          }}
          {...(isTyped ? {} : wrong)}
        />
      )}
      {isTyped ? (
        <TextField
          label={known.length === 0 ? label : 'Its key'}
          value={value.key}
          placeholder="custom.final_sale"
          helpText="Namespace and key."
          autoComplete="off"
          onChange={(key) => onChange({ ...value, key: key.trim() })}
          {...wrong}
        />
      ) : null}
    </BlockStack>
  )
}
