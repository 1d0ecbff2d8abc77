import { BlockStack, Button, FormLayout, InlineStack, Select, Text, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { ConfirmedButton } from '#app/components/confirmed-button.tsx'
import { Receipt } from '#app/components/receipt.tsx'
import { tryParseDecimal } from '#app/domain/money.ts'
import type { MoneyCases } from './money-cases.ts'
import type { ReturnCommands } from './route.tsx'
import { PreviewRefusal } from './preview-refusal.tsx'
import { usePreview } from './use-preview.ts'

const whys = [
  { value: 'partial_credit', label: 'A part of the price' },
  { value: 'goodwill', label: 'A gesture of goodwill' },
]
const methods = [
  { value: 'original_payment', label: 'Original payment' },
  { value: 'store_credit', label: 'Store credit' },
]

type Props = {
  readonly returnId: string
  readonly credit: NonNullable<MoneyCases['credit']>
  readonly buyer: string
  readonly command: ReturnCommands
}

/** Money back without goods: the amount, what for and where to; then exactly what would be sent, then the question. */
export function CreditForm({ returnId, credit, buyer, command }: Props) {
  const preview = usePreview(returnId)
  const [text, setText] = useState('')
  const [why, setWhy] = useState('partial_credit')
  const [method, setMethod] = useState('original_payment')
  const [note, setNote] = useState('')
  const [shown, setShown] = useState<string | null>(null)
  // The form's key goes with it from the first preview on: sent twice it is paid once.
  const [requestKey] = useState(credit.requestKey)
  const amount = tryParseDecimal(text.trim(), credit.currency)
  const form = { why, method, amount, note, requestKey }
  const answer = preview.answer?.intent === 'credit' && shown === JSON.stringify(form) ? preview.answer : null
  const seen = answer?.ok === true ? answer : null
  const verb =
    seen === null ? '' : seen.secondPerson === null ? `Pay ${seen.amount}` : `Ask to pay ${seen.amount}`
  return (
    <BlockStack gap="300">
      <FormLayout>
        <TextField
          label={`Amount in ${credit.currency}`}
          value={text}
          onChange={setText}
          inputMode="decimal"
          autoComplete="off"
          {...(text.trim() !== '' && amount === null ? { error: 'Enter an amount like 10 or 9.50.' } : {})}
        />
        <Select label="What for" options={whys} value={why} onChange={setWhy} />
        <Select
          label="Pay to"
          options={credit.hasCustomer ? methods : methods.slice(0, 1)}
          value={method}
          onChange={setMethod}
        />
        <TextField
          label="Note, for your team"
          value={note}
          onChange={setNote}
          maxLength={500}
          autoComplete="off"
        />
      </FormLayout>
      <PreviewRefusal answer={answer} isBusy={preview.isBusy} />
      {seen ? (
        <>
          <Receipt rows={seen.rows} label="What would be sent" />
          {seen.secondPerson === null ? null : (
            <Text as="p" tone="subdued">
              {seen.secondPerson} A second person has to grant it.
            </Text>
          )}
        </>
      ) : null}
      <InlineStack gap="200">
        {seen ? (
          <ConfirmedButton
            id="pay-credit"
            label={verb}
            isDisabled={command.payBlocked !== null}
            isBusy={command.isBusy}
            onConfirm={() => command.run({ intent: 'credit', ...form, seen: seen.seen })}
          >
            {seen.secondPerson
              ? 'Nothing is paid now: the request waits until somebody else grants it.'
              : `${buyer} gets ${seen.amount} and sends nothing back for it. This cannot be undone.`}
          </ConfirmedButton>
        ) : (
          <Button
            disabled={amount === null || command.payBlocked !== null}
            loading={preview.isBusy}
            onClick={() => {
              setShown(JSON.stringify(form))
              preview.ask({ intent: 'credit', ...form })
            }}
          >
            Show what would be sent
          </Button>
        )}
      </InlineStack>
      <WhyBlocked command={command} />
    </BlockStack>
  )
}

/** Why who looks cannot pay, beside the button that is off. */
export function WhyBlocked({ command }: { readonly command: ReturnCommands }) {
  return command.payBlocked === null ? null : (
    <Text as="p" tone="subdued">
      {command.payBlocked}
    </Text>
  )
}
