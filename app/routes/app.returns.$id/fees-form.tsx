import { BlockStack, Button, FormLayout, InlineStack, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { ConfirmedButton } from '#app/components/confirmed-button.tsx'
import { tryParseDecimal } from '#app/domain/money.ts'
import type { MoneyCases } from './money-cases.ts'
import type { ReturnCommands } from './route.tsx'
import { PreviewRefusal } from './preview-refusal.tsx'
import { usePreview } from './use-preview.ts'

type Props = {
  readonly returnId: string
  readonly fees: MoneyCases['fees'] & object
  readonly command: ReturnCommands
}
type Fields = Readonly<Record<string, string>>

/** Each fee of this one return on its own; what they come to then is shown before they are changed. */
export function FeesForm({ returnId, fees, command }: Props) {
  const preview = usePreview(returnId)
  const begin: Fields = Object.fromEntries(
    [...fees.flat, ...fees.restocking].map(({ id, text }) => [id, text]),
  )
  const [fields, setFields] = useState(begin)
  const [reason, setReason] = useState('')
  const [shown, setShown] = useState<string | null>(null)
  const read = readFields(fees, fields)
  const form = { ...read.form, reason }
  const answer =
    preview.answer?.intent === 'change_fees' && shown === JSON.stringify(form) ? preview.answer : null
  const seen = answer?.ok === true ? answer : null
  const isReady = read.problems.size === 0 && reason.trim() !== '' && command.feesBlocked === null
  const field = (id: string) => ({
    id: `fee-${id}`,
    value: fields[id] ?? '',
    onChange: (text: string) => setFields({ ...fields, [id]: text }),
    inputMode: 'decimal' as const,
    autoComplete: 'off',
    error: read.problems.get(id) ?? false,
  })
  return (
    <BlockStack gap="300">
      <FormLayout>
        {fees.flat.map(({ id, label }) => (
          <TextField key={id} label={`${label} (${fees.currency})`} {...field(id)} />
        ))}
        {fees.restocking.map(({ id, label }) => (
          <TextField key={id} label={`Restocking fee, ${label}`} suffix="%" {...field(id)} />
        ))}
        <TextField
          label="Why, for the history"
          value={reason}
          onChange={setReason}
          maxLength={500}
          autoComplete="off"
          helpText="Shopify makes the return anew with these fees, under another name; the case stays the same."
        />
      </FormLayout>
      <PreviewRefusal answer={answer} isBusy={preview.isBusy} />
      {seen ? (
        <Text as="p">
          All fees: {seen.from} now, {seen.to} then. Shopify rounds percentages itself.
        </Text>
      ) : null}
      <InlineStack gap="200">
        {seen ? (
          <ConfirmedButton
            id="change-fees"
            label={`Change fees to ${seen.to}`}
            confirm="Change fees"
            isDisabled={!isReady}
            isBusy={command.isBusy}
            onConfirm={() => command.run({ intent: 'change_fees', ...form })}
          >
            {`The buyer pays ${seen.to} instead of ${seen.from}. Shopify cancels the return and makes it anew.`}
          </ConfirmedButton>
        ) : (
          <Button
            disabled={!isReady}
            loading={preview.isBusy}
            onClick={() => {
              setShown(JSON.stringify(form))
              preview.ask({ intent: 'change_fees', ...form })
            }}
          >
            Show the new fees
          </Button>
        )}
        <Button
          variant="plain"
          onClick={() => setFields(Object.fromEntries(Object.keys(begin).map((id) => [id, '0'])))}
        >
          Waive all
        </Button>
      </InlineStack>
      {command.feesBlocked ? (
        <Text as="p" tone="subdued">
          {command.feesBlocked}
        </Text>
      ) : null}
    </BlockStack>
  )
}

/** What the fields say, and which of them say nothing that a fee can be. */
function readFields(fees: Props['fees'], fields: Fields) {
  const problems = new Map<string, string>()
  const flat = fees.flat.flatMap(({ id }) => {
    const amount = tryParseDecimal((fields[id] ?? '').trim(), fees.currency)
    if (amount === null || amount.minor < 0) problems.set(id, 'Enter an amount like 4.95, or 0.')
    return amount === null ? [] : [{ key: id, amount }]
  })
  const restocking = fees.restocking.map(({ id }) => {
    const text = (fields[id] ?? '').trim()
    const isPercent = /^\d{1,3}(\.\d{1,2})?$/.test(text) && Number(text) <= 100
    if (!isPercent) problems.set(id, 'Enter a percentage from 0 to 100.')
    return { returnLineId: id, percent: isPercent ? Number(text) : 0 }
  })
  return { form: { fees: flat, restocking }, problems }
}
