import { ChoiceList } from '@shopify/polaris'
import { errorAt, type Problems } from './fields.tsx'

type Props<Option extends string> = {
  readonly label: string
  /** Every option with its words, in the order shown; chosen ones keep this order. */
  readonly options: readonly (readonly [Option, string])[]
  readonly value: readonly Option[]
  readonly path: string
  readonly problems: Problems
  readonly words: string
  readonly onChange: (value: Option[]) => void
}

/** Several of few fixed options. */
export function ChoicesField<const Option extends string>(props: Props<Option>) {
  const { label, options, value, path, problems, words, onChange } = props
  return (
    <ChoiceList
      allowMultiple
      title={label}
      choices={options.map(([option, name]) => ({ value: option, label: name }))}
      selected={[...value]}
      onChange={(chosen: string[]) =>
        onChange(options.map(([option]) => option).filter((option) => chosen.includes(option)))
      }
      {...errorAt(problems, path, words)}
    />
  )
}
