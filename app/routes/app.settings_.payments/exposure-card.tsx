import { BlockStack, Card, InlineGrid, Text, TextField } from '@shopify/polaris'
import { AddCurrency } from '#app/components/add-currency.tsx'
import type { PaymentsForm } from './payments-form.ts'

export type PaymentsCardProps = {
  readonly form: PaymentsForm
  readonly problems: Readonly<Record<string, string>>
  readonly isDisabled: boolean
  readonly onChange: (form: PaymentsForm) => void
}

/** The sums of money that may be out for scanned parcels, per currency: of one buyer, and of all in 24 hours. */
export function ExposureCard({ form, problems, isDisabled, onChange }: PaymentsCardProps) {
  const set = (currency: string, change: object) =>
    onChange({
      ...form,
      rows: form.rows.map((row) => (row.currency === currency ? { ...row, ...change } : row)),
    })
  return (
    <Card>
      <BlockStack gap="400">
        {form.rows.map(({ currency, perBuyer, perDay }) => (
          <BlockStack gap="200" key={currency}>
            <Text as="h3" variant="headingSm">
              {currency}
            </Text>
            <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300" alignItems="start">
              <TextField
                label="For one buyer, at once"
                id={`perBuyer-${currency}`}
                value={perBuyer}
                onChange={(text) => set(currency, { perBuyer: text })}
                inputMode="decimal"
                autoComplete="off"
                disabled={isDisabled}
                {...errorOf(problems[`perBuyer.${currency}`])}
              />
              <TextField
                label="For all, in 24 hours"
                id={`perDay-${currency}`}
                value={perDay}
                onChange={(text) => set(currency, { perDay: text })}
                inputMode="decimal"
                autoComplete="off"
                disabled={isDisabled}
                {...errorOf(problems[`perDay.${currency}`])}
              />
            </InlineGrid>
          </BlockStack>
        ))}
        <AddCurrency
          taken={form.rows.map(({ currency }) => currency)}
          isDisabled={isDisabled}
          onAdd={(currency) =>
            onChange({ ...form, rows: [...form.rows, { currency, perBuyer: '', perDay: '' }] })
          }
        />
        <Text as="p" tone="subdued">
          Above these sums, and in a currency without them, the refund waits for the goods.
        </Text>
      </BlockStack>
    </Card>
  )
}

function errorOf(error: string | undefined): { readonly error?: string } {
  return error === undefined ? {} : { error }
}
