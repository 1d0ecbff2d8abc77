import { BlockStack, Select, TextField } from '@shopify/polaris'
import { errorAt } from './fields.tsx'
import type { EditorContext } from './editor-context.ts'

const offeredCurrencies = [
  'USD',
  'EUR',
  'GBP',
  'CAD',
  'AUD',
  'NZD',
  'CHF',
  'SEK',
  'NOK',
  'DKK',
  'PLN',
  'CZK',
  'JPY',
  'SGD',
  'HKD',
]

type Props = {
  readonly label: string
  readonly help: string
  readonly amounts: Readonly<Record<string, string>>
  readonly path: string
  readonly editor: EditorContext
  readonly onChange: (amounts: Record<string, string>) => void
}

/** One field per currency: the shop's own, those that have an amount, and a choice of others. An empty field has no amount. */
export function AmountsFields({ label, help, amounts, path, editor, onChange }: Props) {
  const named = [...new Set([editor.currency, ...Object.keys(amounts)])]
  const free = offeredCurrencies.filter((code) => !named.includes(code))
  const set = (code: string, amount: string) => {
    const { [code]: _, ...others } = amounts
    onChange(amount.trim() === '' ? others : { ...others, [code]: amount.trim() })
  }
  return (
    <BlockStack gap="200">
      {named.map((code, place) => (
        <TextField
          key={code}
          label={`${label} in ${code}`}
          value={amounts[code] ?? ''}
          suffix={code}
          inputMode="decimal"
          autoComplete="off"
          onChange={(amount) => set(code, amount)}
          {...(place === named.length - 1 ? { helpText: help } : {})}
          {...errorAt(
            editor.problems,
            `${path}.${code}`,
            `Enter an amount like 4.95 that ${code} can be paid in.`,
          )}
          {...(editor.problems.has(path) ? { error: 'Enter an amount in at least one currency.' } : {})}
        />
      ))}
      {free.length > 0 ? (
        <Select
          label="In another currency"
          options={[
            { value: '', label: 'Choose a currency' },
            ...free.map((code) => ({ value: code, label: code })),
          ]}
          value=""
          onChange={(code) => set(code, '0')}
        />
      ) : null}
    </BlockStack>
  )
}
