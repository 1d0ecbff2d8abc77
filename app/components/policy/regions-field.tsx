import { BlockStack, Button, InlineGrid, Select, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { countryName } from '#app/i18n/country-name.ts'
import { Chosen, without } from './chosen.tsx'
import { errorAt, type Problems } from './fields.tsx'
import { countriesWithRegions, regionName, regionsOf } from './region-codes.ts'

type Props = {
  readonly values: readonly string[]
  readonly path: string
  readonly problems: Problems
  readonly onChange: (values: string[]) => void
}

const countries = countriesWithRegions
  .map((code) => ({ value: code, label: countryName(code, 'en') }))
  .sort((a, b) => a.label.localeCompare(b.label, 'en'))
const other = 'other'

/** Parts of countries: chosen from a list where there is one, by their code elsewhere. Kept as `US-CA`. */
export function RegionsField({ values, path, problems, onChange }: Props) {
  const chosen = values.filter((code) => code !== '')
  const [country, setCountry] = useState(chosen.at(-1)?.split('-')[0] ?? 'US')
  const isListed = countriesWithRegions.includes(country)
  const add = (code: string) => onChange(chosen.includes(code) ? chosen : [...chosen, code])
  return (
    <BlockStack gap="200">
      <Chosen values={chosen} nameOf={regionName} onRemove={(gone) => onChange(without(chosen, gone))} />
      <InlineGrid columns={{ xs: 1, md: 2 }} gap="200">
        <Select
          label="Country"
          options={[...countries, { value: other, label: 'Another country' }]}
          value={isListed ? country : other}
          onChange={setCountry}
        />
        {isListed ? (
          <Select
            label="Add a region"
            options={[
              { value: '', label: 'Choose a region' },
              ...regionsOf(country)
                .map(({ code, name }) => ({ value: `${country}-${code}`, label: name }))
                .filter(({ value }) => !chosen.includes(value)),
            ]}
            value=""
            onChange={add}
            {...errorAt(problems, path, 'Choose at least one region.')}
          />
        ) : (
          <TypedRegion path={path} problems={problems} onAdd={add} />
        )}
      </InlineGrid>
    </BlockStack>
  )
}

const code = /^[A-Z]{2}-[A-Z0-9]{1,6}$/

function TypedRegion(props: Pick<Props, 'path' | 'problems'> & { readonly onAdd: (code: string) => void }) {
  const [typed, setTyped] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const add = () => {
    const text = typed.trim().toUpperCase()
    setIsWrong(!code.test(text))
    if (!code.test(text)) return
    setTyped('')
    props.onAdd(text)
  }
  return (
    <TextField
      label="Code of the region"
      value={typed}
      placeholder="DE-BY"
      helpText="Country and region, as the address of an order in Shopify has them."
      autoComplete="off"
      onChange={setTyped}
      connectedRight={<Button onClick={add}>Add</Button>}
      {...(isWrong
        ? { error: 'Use a code like DE-BY.' }
        : errorAt(props.problems, props.path, 'Add at least one region.'))}
    />
  )
}
