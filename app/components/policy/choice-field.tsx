import { Select } from '@shopify/polaris'

type Props<Option extends string> = {
  readonly label: string
  readonly options: readonly (readonly [Option, string])[]
  readonly value: Option
  readonly help?: string
  readonly onChange: (value: Option) => void
}

/** One of few fixed options. */
export function ChoiceField<const Option extends string>({
  label,
  options,
  value,
  help,
  onChange,
}: Props<Option>) {
  return (
    <Select
      label={label}
      options={options.map(([option, name]) => ({ value: option, label: name }))}
      value={value}
      onChange={(chosen) => {
        const option = options.find(([one]) => one === chosen)?.[0]
        if (option !== undefined) onChange(option)
      }}
      {...(help === undefined ? {} : { helpText: help })}
    />
  )
}
