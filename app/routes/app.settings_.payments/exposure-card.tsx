import { BlockStack, Box, Button, Card, InlineGrid, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { isCurrency } from '#app/domain/money.ts'
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

function AddCurrency(props: {
  readonly taken: readonly string[]
  readonly isDisabled: boolean
  readonly onAdd: (currency: string) => void
}) {
  const { taken, isDisabled, onAdd } = props
  const [code, setCode] = useState('')
  const [error, setError] = useState<string>()
  const add = () => {
    const currency = code.trim().toUpperCase()
    const problem = !isCurrency(currency)
      ? 'Enter a code like EUR.'
      : taken.includes(currency)
        ? `${currency} is there already.`
        : undefined
    setError(problem)
    if (problem !== undefined) return
    setCode('')
    onAdd(currency)
  }
  return (
    <Box maxWidth="320px">
      <TextField
        label="Another currency"
        value={code}
        onChange={setCode}
        maxLength={4}
        autoComplete="off"
        disabled={isDisabled}
        placeholder="EUR"
        connectedRight={
          <Button disabled={isDisabled || code.trim() === ''} onClick={add}>
            Add
          </Button>
        }
        {...errorOf(error)}
      />
    </Box>
  )
}

function errorOf(error: string | undefined): { readonly error?: string } {
  return error === undefined ? {} : { error }
}
