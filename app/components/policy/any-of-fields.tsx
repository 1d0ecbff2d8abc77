import { InlineGrid } from '@shopify/polaris'
import { ChoiceField } from './choice-field.tsx'
import { ChoicesField } from './choices-field.tsx'
import type { Problems } from './fields.tsx'

type Chosen<Option extends string> = { readonly is: 'anyOf' | 'noneOf'; readonly values: Option[] }

/** One or none of some options. `words` say what is missing where none is chosen. */
export function AnyOfFields<const Option extends string>(props: {
  readonly label: string
  readonly options: readonly (readonly [Option, string])[]
  readonly value: Chosen<Option>
  readonly path: string
  readonly problems: Problems
  readonly words: string
  readonly onChange: (value: Chosen<Option>) => void
}) {
  const { label, options, value, path, problems, words, onChange } = props
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200">
      <ChoiceField
        label={label}
        options={[
          ['anyOf', 'One of'],
          ['noneOf', 'None of'],
        ]}
        value={value.is}
        onChange={(is) => onChange({ is, values: value.values })}
      />
      <ChoicesField
        label="These"
        options={options}
        value={value.values}
        path={`${path}.values`}
        problems={problems}
        words={words}
        onChange={(values) => onChange({ is: value.is, values })}
      />
    </InlineGrid>
  )
}
