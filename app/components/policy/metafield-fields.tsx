import { InlineGrid, TextField } from '@shopify/polaris'
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

/** The fields of a condition over a metafield of the product. */
export function MetafieldFields({ value, path, editor, onChange }: LeafProps<'metafield'>) {
  const takesValues = value.is !== 'set' && value.is !== 'notSet'
  return (
    <InlineGrid columns={{ xs: 1, sm: takesValues ? 3 : 2 }} gap="200">
      <TextField
        label="Metafield of the product"
        value={value.key}
        placeholder="custom.final_sale"
        helpText="Namespace and key."
        autoComplete="off"
        onChange={(key) => onChange({ ...value, key: key.trim() })}
        {...errorAt(editor.problems, `${path}.key`, 'Enter namespace and key like custom.final_sale.')}
      />
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
