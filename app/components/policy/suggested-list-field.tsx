import { BlockStack, Select } from '@shopify/polaris'
import { ListField, type Problems } from './fields.tsx'

/** A word that the shop has, with what it is called where that differs. */
export type Suggestion = { readonly value: string; readonly name: string }

type Props = {
  readonly values: readonly string[]
  readonly suggestions: readonly Suggestion[]
  readonly help: string
  readonly words: string
  readonly path: string
  readonly problems: Problems
  readonly onChange: (values: string[]) => void
}

/** Words that are typed, or chosen from those that the shop has. What it does not have yet can be typed all the same. */
export function SuggestedListField(props: Props) {
  const { values, suggestions, help, words, path, problems, onChange } = props
  const known = new Set(values.map((value) => value.toLowerCase()))
  const free = suggestions.filter(({ value }) => !known.has(value.toLowerCase()))
  return (
    <BlockStack gap="200">
      <ListField
        label="With"
        help={help}
        words={words}
        value={values}
        path={path}
        problems={problems}
        onChange={onChange}
      />
      {free.length === 0 ? null : (
        <Select
          label="Add one of the shop"
          options={[
            { value: '', label: 'Choose' },
            ...free.map(({ value, name }) => ({ value, label: name })),
          ]}
          value=""
          onChange={(value) => onChange([...values.filter((one) => one !== ''), value])}
        />
      )}
    </BlockStack>
  )
}
