import { BlockStack, Button, InlineStack, Select, TextField } from '@shopify/polaris'
import { useState } from 'react'
import type { ReturnCommands } from './route.tsx'

const reasons = [
  { value: 'RETURN_PERIOD_ENDED', label: 'The return window has ended' },
  { value: 'FINAL_SALE', label: 'Final sale' },
  { value: 'OTHER', label: 'Another reason' },
]
/** Shopify takes no longer note with a decline. */
const longestNote = 500

/** Why the request is declined, in Shopify's reasons, with words for the shopper. */
export function DeclineForm({
  command,
  onBack,
}: {
  readonly command: ReturnCommands
  readonly onBack: () => void
}) {
  const [reason, setReason] = useState('OTHER')
  const [note, setNote] = useState('')
  const { failed, problems } = command
  return (
    <BlockStack gap="300">
      <Select label="Reason" options={reasons} value={reason} onChange={setReason} />
      <TextField
        label="Note to the buyer"
        value={note}
        onChange={setNote}
        autoComplete="off"
        multiline={3}
        maxLength={longestNote}
        showCharacterCount
        helpText="Say what else is possible, if anything is."
        error={failed?.intent === 'decline' ? (problems.note ?? false) : false}
      />
      <InlineStack gap="200">
        <Button
          variant="primary"
          tone="critical"
          loading={command.isBusy}
          onClick={() => command.run({ intent: 'decline', reason, note })}
        >
          Decline return
        </Button>
        <Button disabled={command.isBusy} onClick={onBack}>
          Back
        </Button>
      </InlineStack>
    </BlockStack>
  )
}
